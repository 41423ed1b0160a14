//! Where a line announces a literal, and where what looks like it is human text.

use memchr::{memchr, memchr2};

/// A literal's announcement at the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announcement {
    /// Octets that follow the line.
    pub octets: u64,
    /// `+`: the sender does not wait for a continuation.
    pub non_sync: bool,
    /// `~`: literal8.
    pub literal8: bool,
}

/// The announcement that ends `line` (`…{12}CRLF`), if there is one.
pub fn announced(line: &[u8]) -> Option<Announcement> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_suffix(b"}")?;
    let (line, non_sync) = match line.strip_suffix(b"+") {
        Some(line) => (line, true),
        None => (line, false),
    };
    let digits = line.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let (before, number) = line.split_at(line.len() - digits);
    let before = before.strip_suffix(b"{")?;
    let octets = std::str::from_utf8(number).ok()?.parse().ok()?;
    Some(Announcement { octets, non_sync, literal8: before.ends_with(b"~") })
}

/// How far a response has come towards its human text (`resp-text`), in which `{12}` is no literal.
/// Each line of a frame is looked at once, however many literals stand between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// No line of the frame has been looked at.
    Ahead,
    /// There is none in it.
    Never,
    /// In the one response code that may have literals, BADCHARSET (RFC 3501 §9: `astring`).
    Code,
    /// The rest of the frame is text.
    Here,
}

impl Text {
    /// Where the frame stands after `line`, the next of its lines without its literals.
    pub(super) fn after(self, line: &[u8]) -> Self {
        match self {
            Self::Ahead => Self::after_first(line),
            Self::Code if closes_code(line) => Self::Here,
            other => other,
        }
    }

    fn after_first(line: &[u8]) -> Self {
        let mut words = line.splitn(3, |&b| b == b' ');
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let text = match first {
            b"+" => line.get(2..).unwrap_or_default(),
            _ => {
                let known: &[&[u8]] = match first {
                    b"*" => &[b"OK", b"NO", b"BAD", b"BYE", b"PREAUTH"],
                    _ => &[b"OK", b"NO", b"BAD"],
                };
                let status = second.trim_ascii_end();
                if !known.iter().any(|k| status.eq_ignore_ascii_case(k)) {
                    return Self::Never;
                }
                words.next().unwrap_or_default()
            }
        };
        match text {
            [b'[', code @ ..] if is_badcharset(code) && !closes_code(code) => Self::Code,
            _ => Self::Here,
        }
    }
}

fn is_badcharset(code: &[u8]) -> bool {
    let name = b"BADCHARSET ";
    code.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
}

/// Whether a `]` stands in it that is not in a quoted string. A quote that is never closed is no
/// string: a code that nobody knows may hold anything but `]` (`resp-text-code`).
fn closes_code(mut code: &[u8]) -> bool {
    loop {
        let Some(at) = memchr2(b']', b'"', code) else { return false };
        if code[at] == b']' {
            return true;
        }
        let behind = &code[at + 1..];
        match quoted_end(behind) {
            Some(end) => code = &behind[end..],
            None => return memchr(b']', behind).is_some(),
        }
    }
}

/// Behind the quote that ends the string whose content this begins with.
fn quoted_end(string: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr2(b'"', b'\\', string.get(at..)?)?;
        match string[at] {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}
