//! The lenient tokenizer: a tree of any octets, so that a session can go on after a finding and
//! patterns can be matched by meaning. It never fails and never loses an octet: the spans of the
//! nodes, with what is between them, are the input.

use std::ops::Range;

use crate::syntax::frame::announced;

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Octets up to the next special; brackets with their content belong to it
    /// (`BODY[HEADER.FIELDS (To)]<0>` is one atom), and so does a leading backslash.
    Atom,
    /// `"…"`
    Quoted,
    /// `{n}CRLF…`, with `~` before it or not.
    Literal,
    /// `(…)`
    List(Vec<Node>),
    /// `[…]` at the beginning of a word: a response code.
    Code(Vec<Node>),
}

/// A piece of a line and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Octets of the input, delimiters included.
    pub span: Range<usize>,
    /// What it means: unescaped for quoted strings, content for literals, the octets
    /// themselves for atoms, empty for lists.
    pub value: Vec<u8>,
    /// Nothing stands between this node and the one before it.
    pub glued: bool,
}

impl Node {
    /// An atom that is this word, in any case.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Atom && self.value.eq_ignore_ascii_case(word.as_bytes())
    }

    /// Its value as a number.
    pub fn number(&self) -> Option<u64> {
        match self.kind {
            Kind::Atom => std::str::from_utf8(&self.value).ok()?.parse().ok(),
            _ => None,
        }
    }

    /// What is inside a list or code.
    pub fn children(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::List(nodes) | Kind::Code(nodes) => Some(nodes),
            _ => None,
        }
    }

    /// NIL, in any case.
    pub fn is_nil(&self) -> bool {
        self.is_word("NIL")
    }
}

/// Deepest nesting that becomes a tree; what is deeper stays flat.
pub const DEPTH: usize = 64;

/// Most nodes of one tree: each costs a hundred octets and more, where it may stand for one.
pub const NODES: usize = 1 << 16;

/// The tree of a whole frame. The final CRLF belongs to no node.
pub fn tree(input: &[u8]) -> Vec<Node> {
    tree_within(input, &mut NODES.clone())
}

/// As [`tree`], for several frames that together have at most so many nodes. Once `left` is used
/// up, the rest of a frame is one atom.
pub fn tree_within(input: &[u8], left: &mut usize) -> Vec<Node> {
    let mut reader = Reader { input, at: 0, left: *left };
    let mut nodes = Vec::new();
    while reader.at < input.len() {
        reader.nodes(&mut nodes, None, 0);
        // A closing bracket that nothing opened: an atom of its own.
        if reader.at < input.len() {
            let at = reader.at;
            reader.at += 1;
            nodes.push(reader.node(Kind::Atom, at, input[at..=at].to_vec()));
        }
    }
    *left = reader.left;
    nodes
}

struct Reader<'a> {
    input: &'a [u8],
    at: usize,
    /// Nodes that there still may be.
    left: usize,
}

impl Reader<'_> {
    fn nodes(&mut self, nodes: &mut Vec<Node>, close: Option<u8>, depth: usize) {
        while let Some(&octet) = self.input.get(self.at) {
            let start = self.at;
            match octet {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                _ if self.left == 0 => return self.rest(nodes),
                _ if Some(octet) == close => return,
                b')' | b']' if depth == 0 => return,
                b')' | b']' => {
                    self.at += 1;
                    nodes.push(self.node(Kind::Atom, start, vec![octet]));
                }
                b'(' | b'[' if depth < DEPTH => {
                    self.at += 1;
                    let mut inner = Vec::new();
                    let end = if octet == b'(' { b')' } else { b']' };
                    self.nodes(&mut inner, Some(end), depth + 1);
                    self.at = (self.at + 1).min(self.input.len());
                    let kind = if octet == b'(' { Kind::List(inner) } else { Kind::Code(inner) };
                    nodes.push(self.node(kind, start, Vec::new()));
                }
                b'"' => {
                    let value = self.quoted();
                    nodes.push(self.node(Kind::Quoted, start, value));
                }
                _ => match self.literal() {
                    Some(value) => nodes.push(self.node(Kind::Literal, start, value)),
                    None => {
                        self.atom();
                        // A special that opens nothing is a word of its own.
                        self.at = self.at.max(start + 1);
                        let value = self.input[start..self.at].to_vec();
                        nodes.push(self.node(Kind::Atom, start, value));
                    }
                },
            }
        }
    }

    /// What is left becomes one atom.
    fn rest(&mut self, nodes: &mut Vec<Node>) {
        let start = self.at;
        let rest = &self.input[start..];
        let end = start + rest.trim_ascii_end().len();
        self.at = end;
        if start < end {
            nodes.push(self.node(Kind::Atom, start, self.input[start..end].to_vec()));
        }
        self.at = self.input.len();
    }

    fn node(&mut self, kind: Kind, start: usize, value: Vec<u8>) -> Node {
        self.left = self.left.saturating_sub(1);
        let before = start.checked_sub(1).and_then(|i| self.input.get(i));
        let glued = !matches!(before, None | Some(b' ' | b'\t' | b'\r' | b'\n' | b'(' | b'['));
        Node { kind, span: start..self.at, value, glued }
    }

    fn quoted(&mut self) -> Vec<u8> {
        let mut value = Vec::new();
        self.at += 1;
        while let Some(&octet) = self.input.get(self.at) {
            match octet {
                b'"' => {
                    self.at += 1;
                    break;
                }
                b'\r' | b'\n' => break,
                b'\\' => {
                    self.at += 1;
                    match self.input.get(self.at) {
                        Some(b'\r' | b'\n') | None => break,
                        Some(&escaped) => value.push(escaped),
                    }
                    self.at += 1;
                }
                _ => {
                    value.push(octet);
                    self.at += 1;
                }
            }
        }
        value
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        let rest = &self.input[self.at..];
        if !(rest.starts_with(b"{") || rest.starts_with(b"~{")) {
            return None;
        }
        // Only what ends its line announces; no more is looked at than that takes.
        let behind = &rest[if rest.starts_with(b"~") { 2 } else { 1 }..];
        let digits = behind.iter().take(20).take_while(|b| b.is_ascii_digit()).count();
        let end = behind.get(digits..)?;
        let end = end.strip_prefix(b"+").unwrap_or(end).strip_prefix(b"}")?;
        let end = end.strip_prefix(b"\r").unwrap_or(end).strip_prefix(b"\n")?;
        let line = rest.len() - end.len();
        let octets = usize::try_from(announced(&rest[..line])?.octets).ok()?;
        let end = line.saturating_add(octets).min(rest.len());
        self.at += end;
        Some(rest[line..end].to_vec())
    }

    /// An atom goes up to a space, a parenthesis, a quote or the line's end, but what stands in
    /// brackets belongs to it, spaces included.
    fn atom(&mut self) {
        let mut brackets = 0usize;
        let mut quoted = false;
        while let Some(&octet) = self.input.get(self.at) {
            match octet {
                b'\r' | b'\n' => break,
                b'"' if brackets > 0 => quoted = !quoted,
                b'\\' if quoted => self.at += 1,
                _ if quoted => {}
                // A header field's name may be a literal.
                b'{' if brackets > 0 => {
                    let at = self.at;
                    match self.literal() {
                        Some(_) => continue,
                        None => self.at = at,
                    }
                }
                b'[' => brackets += 1,
                b']' if brackets > 0 => brackets -= 1,
                b']' | b' ' | b'\t' | b'(' | b')' | b'"' if brackets == 0 => break,
                _ => {}
            }
            self.at = (self.at + 1).min(self.input.len());
        }
        // An unclosed bracket swallows no more than its word.
        if brackets > 0 {
            // Go back to the first space behind the bracket that stayed open.
            let start = self.input[..self.at].iter().rposition(|&b| b == b'[').unwrap_or(self.at);
            if let Some(space) = self.input[start..self.at].iter().position(|&b| b == b' ') {
                self.at = start + space;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(nodes: &[Node]) -> Vec<String> {
        nodes
            .iter()
            .map(|n| match n.children() {
                Some(inner) => format!("({})", words(inner).join(" ")),
                None => String::from_utf8_lossy(&n.value).into_owned(),
            })
            .collect()
    }

    #[test]
    fn responses_become_trees() {
        let input = b"* 2 FETCH (FLAGS (\\Seen) BODY[HEADER.FIELDS (\"To\" Cc)]<0> {3}\r\na)b X \"q\\\"\")\r\n";
        let nodes = tree(input);
        assert_eq!(
            words(&nodes),
            ["*", "2", "FETCH", "(FLAGS (\\Seen) BODY[HEADER.FIELDS (\"To\" Cc)]<0> a)b X q\")"]
        );
        let input = b"* 2 FETCH (BODY[HEADER.FIELDS ({2}\r\nTo \"\\\"]\" {3}\r\n)]\")] NIL)\r\n";
        assert_eq!(tree(input)[3].children().map(<[Node]>::len), Some(2));
        assert_eq!(
            words(&tree(b"A OK [COPYUID 1 2:3 4] all [done\r\n")),
            ["A", "OK", "(COPYUID 1 2:3 4)", "all", "(done)"]
        );
    }

    #[test]
    fn nothing_is_lost_and_nothing_panics() {
        for input in
            [&b")) ]( \"x\r\n{99}\r\nab"[..], b"((((", b"a[b c\r\nd", b"~{1}\r\n", b"{x}\r\n"]
        {
            let nodes = tree(input);
            let mut at = 0;
            for node in &nodes {
                assert!(node.span.start >= at && node.span.end > node.span.start, "{nodes:?}");
                let gap = &input[at..node.span.start];
                assert!(gap.iter().all(u8::is_ascii_whitespace), "{nodes:?}");
                at = node.span.end;
            }
        }
        let deep = vec![b'('; 100_000];
        tree(&deep);
    }

    #[test]
    fn many_nodes_are_bounded() {
        let mut left = 5;
        assert_eq!(
            words(&tree_within(b"a b (c d e f) g\r\n", &mut left)),
            ["a", "b", "(c d e f) g)"]
        );
        assert_eq!(left, 0);
        assert_eq!(words(&tree_within(b"x y\r\n", &mut left)), ["x y"]);
        // What could announce a literal is not searched for the end of its line each time.
        assert!(tree(&b"{ ".repeat(200_000)).len() <= NODES + 1);
    }
}
