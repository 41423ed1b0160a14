//! Escapes of raw octets and of texts in quotes: `\r \n \t \0 \\ \" \xNN`.

use std::ops::Range;

use super::Reader;
use crate::scenario::yaml::{Style, Text};

impl Reader<'_> {
    /// Resolves escapes: in double quotes YAML has done it, else they are ours.
    pub(super) fn octets(&mut self, text: &Text, range: Range<usize>) -> Vec<u8> {
        let value = text.value.get(range.clone()).unwrap_or_default();
        let mut octets = Vec::with_capacity(value.len());
        if text.style == Style::Double {
            let source = self.source(text.span(range.clone()));
            for (index, c) in value.char_indices() {
                // YAML's `\xff` is a character; here it is an octet.
                let hex = matches!(c, '\u{80}'..='\u{ff}')
                    && source.as_ref().is_some_and(|s| text.is_hex_escape(s, range.start + index));
                match u8::try_from(u32::from(c)) {
                    Ok(octet) if hex => octets.push(octet),
                    _ => octets.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
            return octets;
        }
        for (piece, at) in escapes(value) {
            match piece {
                Escape::Text(text) => {
                    for line in text.split_inclusive('\n') {
                        // Lines of a block end as lines on the wire do.
                        match line.strip_suffix('\n') {
                            Some(line) => {
                                octets.extend(line.as_bytes());
                                octets.extend(b"\r\n");
                            }
                            None => octets.extend(line.as_bytes()),
                        }
                    }
                }
                Escape::Octet(octet) => octets.push(octet),
                Escape::Unknown(length) => {
                    let start = range.start + at;
                    let shown = value.get(at..at + length).unwrap_or("\\").to_owned();
                    self.advise(
                        text.span(start..start + length),
                        format!("`{shown}` is no escape"),
                        "",
                        "known are \\r \\n \\t \\0 \\\\ \\\" \\xNN; a backslash is written `\\\\`",
                    );
                }
            }
        }
        octets
    }
}

enum Escape<'t> {
    Text(&'t str),
    Octet(u8),
    /// So many octets are no escape.
    Unknown(usize),
}

/// Splits a text at its escapes; each piece with its offset.
fn escapes(text: &str) -> Vec<(Escape<'_>, usize)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(found) = rest.find('\\') else {
            pieces.push((Escape::Text(rest), at));
            break;
        };
        if found > 0 {
            pieces.push((Escape::Text(rest.get(..found).unwrap_or_default()), at));
        }
        let start = at + found;
        let after = text.get(start + 1..).unwrap_or_default();
        let (piece, length) = match after.chars().next() {
            Some('r') => (Escape::Octet(b'\r'), 2),
            Some('n') => (Escape::Octet(b'\n'), 2),
            Some('t') => (Escape::Octet(b'\t'), 2),
            Some('0') => (Escape::Octet(0), 2),
            Some('"') => (Escape::Octet(b'"'), 2),
            Some('\\') => (Escape::Octet(b'\\'), 2),
            Some('x') => {
                let digits = after.get(1..3).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
                match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    Some(octet) => (Escape::Octet(octet), 4),
                    None => (Escape::Unknown(2), 2),
                }
            }
            // Flags: `\Seen`, `\*`.
            Some(c) if c.is_ascii_uppercase() || c == '*' => (Escape::Octet(b'\\'), 1),
            Some(c) => (Escape::Unknown(1 + c.len_utf8()), 1 + c.len_utf8()),
            None => (Escape::Unknown(1), 1),
        };
        pieces.push((piece, start));
        at = start + length;
    }
    pieces
}
