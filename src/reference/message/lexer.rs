//! Tokens of structured fields: words, quoted strings, comments (RFC 5322 §3.2, RFC 2045 §5.1).

/// One token, and whether blanks or a comment stood before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Whether it stands apart from the token before.
    pub spaced: bool,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A run of octets that are neither blank nor special.
    Word(Vec<u8>),
    /// A quoted string, its quoting removed.
    Quoted(Vec<u8>),
    /// A comment, its outer parentheses and its quoting removed.
    Comment(Vec<u8>),
    /// `[...]`, brackets kept.
    Literal(Vec<u8>),
    /// One of the specials.
    Special(u8),
}

/// Cuts an unfolded field into tokens. `specials` are octets that stand alone; `"`, `(` and,
/// if it is special, `[` open their forms. What is not closed ends with the field.
pub fn tokens(text: &[u8], specials: &[u8]) -> Vec<Token> {
    let mut lexer = Lexer { rest: text, specials };
    let mut tokens = Vec::new();
    let mut spaced = false;
    while let Some((&first, after)) = lexer.rest.split_first() {
        let kind = match first {
            b' ' | b'\t' => {
                lexer.rest = after;
                spaced = true;
                continue;
            }
            b'"' => Kind::Quoted(lexer.quoted()),
            b'(' => Kind::Comment(lexer.comment()),
            b'[' if specials.contains(&b'[') => Kind::Literal(lexer.literal()),
            _ if specials.contains(&first) => {
                lexer.rest = after;
                Kind::Special(first)
            }
            _ => Kind::Word(lexer.word()),
        };
        let comment = matches!(kind, Kind::Comment(_));
        tokens.push(Token { kind, spaced });
        spaced = comment;
    }
    tokens
}

struct Lexer<'a> {
    rest: &'a [u8],
    specials: &'a [u8],
}

impl Lexer<'_> {
    fn word(&mut self) -> Vec<u8> {
        let specials = self.specials;
        let ends =
            |octet: &u8| matches!(octet, b' ' | b'\t' | b'"' | b'(') || specials.contains(octet);
        // The first octet is no end, or it would not have come here: progress is certain.
        let end = self.rest.iter().skip(1).position(ends).map_or(self.rest.len(), |at| at + 1);
        self.take(end).to_vec()
    }

    fn quoted(&mut self) -> Vec<u8> {
        self.take(1);
        let mut text = Vec::new();
        while let Some((&octet, after)) = self.rest.split_first() {
            self.rest = after;
            match octet {
                b'"' => break,
                b'\\' => text.extend(self.take(1)),
                _ => text.push(octet),
            }
        }
        text
    }

    fn comment(&mut self) -> Vec<u8> {
        let mut depth = 0usize;
        let mut text = Vec::new();
        while let Some((&octet, after)) = self.rest.split_first() {
            self.rest = after;
            match octet {
                b'(' => {
                    if depth > 0 {
                        text.push(octet);
                    }
                    depth += 1;
                }
                b')' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                    text.push(octet);
                }
                b'\\' => text.extend(self.take(1)),
                _ => text.push(octet),
            }
        }
        text
    }

    fn literal(&mut self) -> Vec<u8> {
        let end = self.rest.iter().position(|&octet| octet == b']');
        self.take(end.map_or(self.rest.len(), |at| at + 1)).to_vec()
    }

    fn take(&mut self, count: usize) -> &[u8] {
        let (front, after) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = after;
        front
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_each_kind() {
        let found = tokens(br#"a.b "c \"d" (e (f) \)) [1.2] <"#, b"<>[]");
        let kinds: Vec<Kind> = found.into_iter().map(|token| token.kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::Word(b"a.b".to_vec()),
                Kind::Quoted(b"c \"d".to_vec()),
                Kind::Comment(b"e (f) )".to_vec()),
                Kind::Literal(b"[1.2]".to_vec()),
                Kind::Special(b'<'),
            ]
        );
    }

    #[test]
    fn what_is_not_closed_ends_with_the_field() {
        for text in [&br#""a\"#[..], b"(a (b", b"[1", b"\\", b")", b"("] {
            assert!(tokens(text, b"[]<>").len() == 1, "{}", text.escape_ascii());
        }
    }
}
