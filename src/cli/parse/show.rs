//! One screen for people: a tree, or the place of the fault.

use crate::syntax::tree::readable;
use crate::syntax::verdict::Said;
use crate::syntax::{SyntaxError, SyntaxErrorKind};

/// Octets of a line that are shown on either side of the fault.
const AROUND: usize = 60;

/// The tree of what is right, and what it takes.
pub fn right(said: &Said<'_>) -> String {
    let (uses, revisions) = match said {
        Said::Command(parsed) => (parsed.requires(), parsed.revisions),
        Said::Response(parsed) => (parsed.requires(), parsed.revisions),
    };
    let bases = match (revisions.rev1, revisions.rev2) {
        (true, true) => "IMAP4rev1 and IMAP4rev2",
        (true, false) => "IMAP4rev1",
        _ => "IMAP4rev2",
    };
    let extensions: Vec<_> = uses.iter().map(|e| format!("{e} (RFC {})", e.rfc())).collect();
    let with = match extensions.as_slice() {
        [] => String::new(),
        some => format!(" with {}", some.join(", ")),
    };
    format!("{}\n  right in {bases}{with}", said.tree())
}

/// The line with a caret under the first wrong octet, the rule, and what was expected.
pub fn wrong(octets: &[u8], error: &SyntaxError) -> String {
    let offset = error.offset.min(octets.len());
    let (before, behind) = octets.split_at(offset);
    let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let line_end =
        behind.iter().position(|&b| b == b'\n').map_or(octets.len(), |at| offset + at + 1);
    let mut lines = Vec::new();
    // The line before, for what a literal or its announcement says.
    if let Some(end) = line_start.checked_sub(1) {
        let start = octets[..end].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        lines.push(format!("  | {}", window(&octets[start..line_start], line_start - start).0));
    }
    let (shown, column) = window(&octets[line_start..line_end], offset - line_start);
    lines.push(format!("  | {shown}"));
    let what = match error.kind {
        SyntaxErrorKind::Wrong => format!("expected {}", error.expected),
        SyntaxErrorKind::Incomplete => format!("the end; expected {}", error.expected),
        SyntaxErrorKind::NeedsExtension => format!("needs {}", error.expected),
        SyntaxErrorKind::Limit => format!("too much: {}", error.expected),
    };
    lines.push(format!("  | {}^ {}: {what}", " ".repeat(column), error.rule));
    let place = match line_start {
        0 => format!("octet {offset}"),
        _ => format!("octet {offset}, {} of its line", offset - line_start),
    };
    format!("rejected at {place}: {}\n{}", error.rule, lines.join("\n"))
}

/// What of a line is shown, and the column of `at` in it.
fn window(line: &[u8], at: usize) -> (String, usize) {
    let start = if at > AROUND + 10 { at - AROUND } else { 0 };
    let end = if line.len() > at + AROUND + 10 { at + AROUND } else { line.len() };
    let lead = if start > 0 { "… " } else { "" };
    let trail = if end < line.len() { " …" } else { "" };
    let before = readable(&line[start..at]);
    let column = lead.chars().count() + before.chars().count();
    (format!("{lead}{before}{}{trail}", readable(&line[at..end])), column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::dialect::Dialect;
    use crate::syntax::verdict::{Start, read};

    fn shown(octets: &[u8]) -> String {
        match read(octets, Start::Command, &Dialect::everything()) {
            Ok(said) => right(&said),
            Err(error) => wrong(octets, &error),
        }
    }

    #[test]
    fn a_caret_under_the_wrong_octet() {
        assert_eq!(
            shown(b"a FETCH 1 FLAGS)\r\n"),
            "rejected at octet 15: CRLF\n  \
               | a FETCH 1 FLAGS)\\r\\n\n  \
               |                ^ CRLF: expected CRLF"
        );
    }

    #[test]
    fn a_literal_has_its_line_before() {
        assert_eq!(
            shown(b"a LOGIN {2}\r\nx\0 y\r\n"),
            "rejected at octet 14, 1 of its line: CHAR8\n  \
               | a LOGIN {2}\\r\\n\n  \
               | x\\u{0} y\\r\\n\n  \
               |  ^ CHAR8: expected no NUL in a literal"
        );
    }

    #[test]
    fn long_lines_are_cut_and_what_is_right_says_what_it_takes() {
        let long = format!("a SEARCH {}FOO {}\r\n", "ALL ".repeat(100), "ALL ".repeat(100));
        let shown_long = shown(long.as_bytes());
        assert!(shown_long.lines().all(|line| line.len() < 150), "{shown_long}");
        let line = shown_long.lines().nth(1).unwrap();
        let caret = shown_long.lines().nth(2).unwrap().chars().position(|c| c == '^').unwrap();
        assert_eq!(line.chars().nth(caret), Some('F'));
        assert!(shown(b"a UID MOVE 1 x\r\n").ends_with("right in IMAP4rev1 and IMAP4rev2"));
    }
}
