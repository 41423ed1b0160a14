//! Address lists (RFC 5322 §3.4, obsolete forms of §4.4 included), as ENVELOPE has them.
//!
//! Nothing is refused: what is no address becomes one without a domain (an empty host; NIL
//! would begin a group). An address without a name takes the comment after it for one, the
//! old way of `user@host (Name)`.

use super::lexer::{Kind, Token, tokens};
use crate::syntax::types::{Address, Octets};

/// The addresses of an unfolded field, group marks included; empty if it holds none.
pub fn addresses(text: &[u8]) -> Vec<Address<'static>> {
    let mut reader = Reader::default();
    let mut rest = tokens(text, b"<>[]:;@,").into_iter().peekable();
    while let Some(token) = rest.next() {
        match token.kind {
            Kind::Comment(comment) => reader.comment = Some(comment),
            Kind::Special(b',') => reader.end(),
            Kind::Special(b';') => reader.end_group(),
            Kind::Special(b':') if !reader.in_group && !reader.at => reader.begin_group(),
            Kind::Special(b'<') => {
                let mut angle = Vec::new();
                let mut route = false;
                while let Some(token) = rest.peek() {
                    match token.kind {
                        Kind::Special(b'>') => {
                            rest.next();
                            break;
                        }
                        // Unclosed, unless the comma belongs to a source route.
                        Kind::Special(b',') if !route => break,
                        Kind::Special(b'@') if angle.is_empty() => route = true,
                        Kind::Special(b':') => route = false,
                        _ => {}
                    }
                    angle.extend(rest.next());
                }
                reader.angle(angle);
            }
            _ => {
                reader.at |= token.kind == Kind::Special(b'@');
                reader.words.push(token);
            }
        }
    }
    reader.end();
    if reader.in_group {
        reader.end_group();
    }
    reader.found
}

#[derive(Default)]
struct Reader {
    found: Vec<Address<'static>>,
    words: Vec<Token>,
    /// Whether `@` is among the words.
    at: bool,
    comment: Option<Vec<u8>>,
    /// An address in angle brackets that waits for the comma.
    pending: Option<Address<'static>>,
    in_group: bool,
}

impl Reader {
    fn take_words(&mut self) -> Vec<Token> {
        self.at = false;
        std::mem::take(&mut self.words)
    }

    fn begin_group(&mut self) {
        let name = phrase(&self.take_words()).unwrap_or_default();
        self.pending = None;
        self.comment = None;
        self.in_group = true;
        self.found.push(Address { name: None, adl: None, mailbox: own(name), host: None });
    }

    fn end_group(&mut self) {
        self.end();
        if std::mem::take(&mut self.in_group) {
            self.found.push(Address { name: None, adl: None, mailbox: None, host: None });
        }
    }

    /// `[phrase] "<" [route ":"] addr-spec ">"`, all up to the closing bracket.
    fn angle(&mut self, tokens: Vec<Token>) {
        let name = phrase(&self.take_words());
        let mut spec = tokens.as_slice();
        let mut adl = None;
        if let Some(Token { kind: Kind::Special(b'@'), .. }) = spec.first()
            && let Some(colon) = spec.iter().position(|t| t.kind == Kind::Special(b':'))
        {
            let (route, rest) = spec.split_at(colon);
            adl = Some(joined(route, false));
            spec = rest.get(1..).unwrap_or_default();
        }
        let (mailbox, host) = addr_spec(spec);
        self.pending = Some(Address {
            name: name.and_then(own),
            adl: adl.and_then(own),
            mailbox: own(mailbox),
            host: own(host),
        });
    }

    /// The end of one address.
    fn end(&mut self) {
        let words = self.take_words();
        let comment = self.comment.take();
        let mut address = match self.pending.take() {
            Some(address) => address,
            None if words.is_empty() => return,
            None => {
                let (mailbox, host) = addr_spec(&words);
                Address { name: None, adl: None, mailbox: own(mailbox), host: own(host) }
            }
        };
        if address.name.is_none() {
            address.name = comment.and_then(own);
        }
        self.found.push(address);
    }
}

fn own(octets: Vec<u8>) -> Option<Octets<'static>> {
    Some(Octets::Owned(octets))
}

/// `local-part "@" domain`; the domain is empty if there is none.
fn addr_spec(tokens: &[Token]) -> (Vec<u8>, Vec<u8>) {
    let at = tokens.iter().position(|token| token.kind == Kind::Special(b'@'));
    let (local, domain) = tokens.split_at(at.unwrap_or(tokens.len()));
    (joined(local, true), joined(domain.get(1..).unwrap_or_default(), false))
}

/// `1*word`, blanks between words made one; `None` if there is no word.
fn phrase(tokens: &[Token]) -> Option<Vec<u8>> {
    (!tokens.is_empty()).then(|| joined(tokens, true))
}

/// The tokens in one string, comments left out, quoting removed; with a blank where words
/// stand apart, if `blanks`, except about dots.
fn joined(tokens: &[Token], blanks: bool) -> Vec<u8> {
    let mut text: Vec<u8> = Vec::new();
    let local = is_local(tokens);
    for token in tokens {
        let piece = match &token.kind {
            Kind::Comment(_) => continue,
            Kind::Word(piece) | Kind::Quoted(piece) | Kind::Literal(piece) => piece.as_slice(),
            Kind::Special(octet) => std::slice::from_ref(octet),
        };
        let dotted = (text.ends_with(b".") && local) || piece.starts_with(b".");
        if blanks && token.spaced && !text.is_empty() && !dotted {
            text.push(b' ');
        }
        text.extend_from_slice(piece);
    }
    text
}

/// Whether these could be the words of a dotted local part: nothing but what dots join.
fn is_local(tokens: &[Token]) -> bool {
    let words: Vec<&[u8]> = tokens
        .iter()
        .filter_map(|token| match &token.kind {
            Kind::Word(word) => Some(word.as_slice()),
            Kind::Quoted(_) => Some(&b"q"[..]),
            _ => None,
        })
        .collect();
    words.windows(2).all(|pair| match pair {
        [a, b] => a.ends_with(b".") || b.starts_with(b"."),
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Vec<String> {
        let part = |part: &Option<Octets<'_>>| {
            part.as_ref()
                .map_or("NIL".into(), |octets| String::from_utf8_lossy(octets).into_owned())
        };
        addresses(text.as_bytes())
            .iter()
            .map(|a| [&a.name, &a.adl, &a.mailbox, &a.host].map(part).join("|"))
            .collect()
    }

    #[test]
    fn addresses_are_read() {
        for (text, wanted) in [
            ("ann@example.com", &["NIL|NIL|ann|example.com"][..]),
            ("Ann Archer <ann@example.com>", &["Ann Archer|NIL|ann|example.com"]),
            ("John Q. Public <j@x>", &["John Q. Public|NIL|j|x"]),
            ("\"A \\\"b\\\", c\" <a@x>, <b@y>", &["A \"b\", c|NIL|a|x", "NIL|NIL|b|y"]),
            ("\"\" <a@x>", &["|NIL|a|x"]),
            ("pat@x (Pat (P) Page)", &["Pat (P) Page|NIL|pat|x"]),
            ("O (c) Orr <olga(home)@(at)x> (after)", &["O Orr|NIL|olga|x"]),
            ("<@a,@b:q@x>", &["NIL|@a,@b|q|x"]),
            ("\"sam sly\"@x, \"a\\\\b\"@y", &["NIL|NIL|sam sly|x", "NIL|NIL|a\\b|y"]),
            ("a . b @ c . d", &["NIL|NIL|a.b|c.d"]),
            ("j@[192.0.2.1]", &["NIL|NIL|j|[192.0.2.1]"]),
            ("=?utf-8?Q?J=C3=BC?= <j@x>", &["=?utf-8?Q?J=C3=BC?=|NIL|j|x"]),
            ("山田 <y@x>", &["山田|NIL|y|x"]),
        ] {
            assert_eq!(show(text), wanted, "{text}");
        }
    }

    #[test]
    fn groups_are_marked() {
        for (text, wanted) in [
            (
                "Undisclosed recipients:;",
                &["NIL|NIL|Undisclosed recipients|NIL", "NIL|NIL|NIL|NIL"][..],
            ),
            (
                "A: b@x, C <c@y>;, d@z",
                &["NIL|NIL|A|NIL", "NIL|NIL|b|x", "C|NIL|c|y", "NIL|NIL|NIL|NIL", "NIL|NIL|d|z"],
            ),
            ("\"Q, g\": o@x;", &["NIL|NIL|Q, g|NIL", "NIL|NIL|o|x", "NIL|NIL|NIL|NIL"]),
            ("A: b@x", &["NIL|NIL|A|NIL", "NIL|NIL|b|x", "NIL|NIL|NIL|NIL"]),
            ("A:;B:;", &["NIL|NIL|A|NIL", "NIL|NIL|NIL|NIL", "NIL|NIL|B|NIL", "NIL|NIL|NIL|NIL"]),
        ] {
            assert_eq!(show(text), wanted, "{text}");
        }
    }

    #[test]
    fn broken_ones_are_still_addresses() {
        for (text, wanted) in [
            ("", &[][..]),
            (" ,, ", &[]),
            ("(only a comment)", &[]),
            ("lonely", &["NIL|NIL|lonely|"]),
            ("a@b@c", &["NIL|NIL|a|b@c"]),
            ("<u@x, v@y", &["NIL|NIL|u|x", "NIL|NIL|v|y"]),
            ("<>", &["NIL|NIL||"]),
            (";", &[]),
            ("<@:;<", &["NIL|@|;<|"]),
        ] {
            assert_eq!(show(text), wanted, "{text}");
        }
    }
}
