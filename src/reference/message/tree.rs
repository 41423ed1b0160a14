//! The MIME tree: where the header and the body of every part begin and end (RFC 2046 §5.1).
//!
//! An outer boundary counts before an inner one: a part is first cut out of its parent, and
//! only then looked into, so that a missing closing boundary inside ends with the part. A
//! delimiter line is `--boundary`, `--` if it closes, then blanks; the line end before it is
//! its own and not the part's.

use std::ops::Range;

use super::content::Content;
use super::header::{Header, chomp, split_line};

/// Parts within parts beyond this depth are not looked into.
pub const DEPTH: usize = 40;

/// Parts of one message beyond this number are left in the part before.
pub const PARTS: usize = 20_000;

/// A part: the message itself is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Octets of the header, blank line included.
    pub header: Range<usize>,
    /// Octets of the body, as transferred.
    pub body: Range<usize>,
    /// Its media type.
    pub content: Content,
    /// What is in it.
    pub kind: Kind,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Neither of the others.
    Leaf,
    /// multipart/*: at least one part.
    Multi(Vec<Part>),
    /// message/rfc822 or message/global.
    Message(Box<Part>),
}

impl Part {
    /// The tree of the whole message.
    pub fn root(octets: &[u8]) -> Self {
        let mut scanner = Scanner { octets, left: PARTS };
        scanner.part(0..octets.len(), Content::plain(), DEPTH)
    }

    /// The part of that number seen from this one, which stands for a message: its children
    /// if it is a multipart, else itself as part 1 (RFC 9051 §6.4.5.1).
    pub fn nth(&self, number: u32) -> Option<&Self> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        match &self.kind {
            Kind::Multi(parts) => parts.get(at),
            _ => (at == 0).then_some(self),
        }
    }

    /// Goes down the part numbers; `None` if there is no such part.
    pub fn find(&self, numbers: &[u32]) -> Option<&Self> {
        let Some((&first, rest)) = numbers.split_first() else { return Some(self) };
        let mut part = self.nth(first)?;
        for &number in rest {
            part = match &part.kind {
                Kind::Leaf => return None,
                Kind::Multi(_) => part.nth(number)?,
                Kind::Message(message) => message.nth(number)?,
            };
        }
        Some(part)
    }
}

struct Scanner<'a> {
    octets: &'a [u8],
    /// How many more parts may be made.
    left: usize,
}

impl Scanner<'_> {
    fn part(&mut self, range: Range<usize>, default: Content, depth: usize) -> Part {
        let header = Header::scan(self.octets.get(range.clone()).unwrap_or_default());
        let start = range.start + header.length;
        let body = start..range.end.max(start);
        let mut content = Content::of(&header, default);
        let boundary = boundary(&content);
        let mut kind = Kind::Leaf;
        if content.is("multipart") && boundary.is_none() {
            // Its boundary is missing, so it is no valid type.
            content = Content::plain();
        } else if depth == 0 && (content.is("multipart") || content.is_message()) {
            content = Content::opaque();
        } else if let Some(boundary) = boundary {
            kind = Kind::Multi(self.children(&body, &boundary, &content, depth));
        } else if content.is_message() {
            let message = self.part(body.clone(), Content::plain(), depth - 1);
            kind = Kind::Message(Box::new(message));
        }
        Part { header: range.start..start, body, content, kind }
    }

    fn children(
        &mut self,
        body: &Range<usize>,
        boundary: &[u8],
        parent: &Content,
        depth: usize,
    ) -> Vec<Part> {
        let default = match parent.is_sub("digest") {
            true => Content::message,
            false => Content::plain,
        };
        let mut ranges = split(self.octets, body, boundary, self.left);
        self.left -= ranges.len().min(self.left);
        if ranges.is_empty() {
            // The grammar of BODYSTRUCTURE wants a part: an empty one where none begins.
            return vec![Part {
                header: body.end..body.end,
                body: body.end..body.end,
                content: Content::plain(),
                kind: Kind::Leaf,
            }];
        }
        ranges.drain(..).map(|range| self.part(range, default(), depth - 1)).collect()
    }
}

/// The boundary of a multipart. Blanks at its end are a gateway's (RFC 2046 §5.1.1).
fn boundary(content: &Content) -> Option<Vec<u8>> {
    if !content.is("multipart") {
        return None;
    }
    let mut boundary = content.param("boundary")?;
    while let [front @ .., b' ' | b'\t'] = boundary {
        boundary = front;
    }
    (!boundary.is_empty()).then(|| boundary.to_vec())
}

/// Where each part of a multipart begins and ends, at most `most` of them.
fn split(octets: &[u8], body: &Range<usize>, boundary: &[u8], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut open = None;
    let mut at = body.start;
    while at < body.end {
        let (line, _) = split_line(octets.get(at..body.end).unwrap_or_default());
        if let Some(closes) = delimiter(chomp(line), boundary)
            && (closes || parts.len() + 1 < most || open.is_none())
        {
            if let Some(start) = open {
                let whole = octets.get(start..at).unwrap_or_default();
                parts.push(start..start + chomp(whole).len());
            }
            open = (!closes).then_some(at + line.len());
            if closes {
                break;
            }
        }
        at += line.len();
    }
    if let Some(start) = open {
        parts.push(start..body.end.max(start));
    }
    parts.truncate(most);
    parts
}

/// Whether the line (without its end) is a delimiter, and if so, whether it closes.
fn delimiter(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    let (rest, closes) = rest.strip_prefix(b"--").map_or((rest, false), |rest| (rest, true));
    rest.iter().all(|octet| matches!(octet, b' ' | b'\t')).then_some(closes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(octets: &[u8], part: &Part) -> Vec<String> {
        let text = |range: &Range<usize>| String::from_utf8_lossy(&octets[range.clone()]).into();
        match &part.kind {
            Kind::Multi(parts) => parts.iter().map(|part| text(&part.body)).collect(),
            _ => vec![text(&part.body)],
        }
    }

    fn multi(boundary: &str, body: &str) -> Vec<u8> {
        let head = format!("Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n");
        format!("{head}{body}").into_bytes()
    }

    #[test]
    fn parts_end_before_the_line_end_of_the_delimiter() {
        let octets =
            multi("b", "pre\r\n--b\r\n\r\none\r\n--b  \r\n\r\ntwo\r\n\r\n--b--\r\n--b\r\n\r\nepi");
        let root = Part::root(&octets);
        assert_eq!(bodies(&octets, &root), ["one", "two\r\n"]);
    }

    #[test]
    fn what_looks_like_a_delimiter_is_none() {
        let octets = multi("b", "--b\r\n\r\n--bb\r\n -b\r\n--b-\r\n--b--x\r\n--b--");
        let root = Part::root(&octets);
        assert_eq!(bodies(&octets, &root), ["--bb\r\n -b\r\n--b-\r\n--b--x"]);
    }

    #[test]
    fn a_missing_close_ends_with_the_octets() {
        let octets = multi("b", "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n");
        assert_eq!(bodies(&octets, &Part::root(&octets)), ["one", "two\r\n"]);
    }

    #[test]
    fn a_boundary_that_never_comes_gives_one_empty_part() {
        let octets = multi("b", "nothing here");
        let root = Part::root(&octets);
        assert_eq!(bodies(&octets, &root), [""]);
        assert_eq!(octets[root.body].len(), 12);
    }

    #[test]
    fn a_multipart_without_a_boundary_is_text() {
        let root = Part::root(b"Content-Type: multipart/mixed\r\n\r\nx");
        assert_eq!((root.kind, root.content), (Kind::Leaf, Content::plain()));
    }

    #[test]
    fn empty_parts_and_bare_line_feeds() {
        let octets = multi("b", "--b\n--b\n\n--b\n\nx\n--b--");
        assert_eq!(bodies(&octets, &Part::root(&octets)), ["", "", "x"]);
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let deep = "Content-Type: message/rfc822\r\n\r\n".repeat(5000);
        let mut part = &Part::root(deep.as_bytes());
        let mut depth = 0;
        while let Kind::Message(inner) = &part.kind {
            (part, depth) = (inner, depth + 1);
        }
        assert_eq!(depth, DEPTH);
        assert!(part.content.is("application"));

        let many = multi("b", &"--b\r\n".repeat(PARTS + 50));
        let Kind::Multi(parts) = Part::root(&many).kind else { panic!("a multipart") };
        assert_eq!(parts.len(), PARTS);
    }

    #[test]
    fn the_same_boundary_within_does_no_harm() {
        let inner = String::from_utf8(multi("b", "--b\r\n\r\nx\r\n--b--")).unwrap();
        let octets = multi("b", &format!("--b\r\n{inner}\r\n--b--\r\n"));
        let Kind::Multi(parts) = Part::root(&octets).kind else { panic!("a multipart") };
        assert_eq!(parts.len(), 2);
        assert!(matches!(parts[0].kind, Kind::Multi(_)));
    }
}
