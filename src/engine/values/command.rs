//! Commands filled in: values are quoted where they must be.

use super::{Filled, Result, Values};
use crate::scenario::{Scenario, Template};
use crate::syntax::frame::announced;
use crate::syntax::print::escaped;

impl Values {
    /// A command, without tag and CRLF: values are quoted where they must be, line ends are CRLF.
    ///
    /// # Errors
    /// When a value is not known.
    pub fn command(&self, scenario: &Scenario, template: &Template) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        // Pieces of a word that holds a value, and whether that must be quoted.
        let mut word: Vec<u8> = Vec::new();
        let mut awkward = false;
        let mut in_quotes = false;
        // The line ends of the script's own text are trimmed, those of literals are not.
        let mut kept = 0;
        for piece in &template.pieces {
            match self.fill(scenario, &piece.part)? {
                Filled::Syntax(text) => {
                    for &octet in &text {
                        match octet {
                            b'"' if word.is_empty() || in_quotes => {
                                in_quotes = !in_quotes;
                                word.push(octet);
                            }
                            b' ' | b'(' | b')' | b'\n' if !in_quotes => {
                                flush(&mut out, &mut word, &mut awkward);
                                if octet == b'\n' {
                                    out.push(b'\r');
                                }
                                out.push(octet);
                            }
                            _ => word.push(octet),
                        }
                    }
                }
                Filled::Value(octets) if in_quotes => word.extend(escaped(&octets)),
                Filled::Value(octets) => {
                    awkward |= !is_astring(&octets);
                    word.extend(octets);
                }
                Filled::Literal(octets) => {
                    flush(&mut out, &mut word, &mut awkward);
                    out.extend(octets);
                    kept = out.len();
                }
            }
        }
        flush(&mut out, &mut word, &mut awkward);
        while out.len() >= kept + 2 && out.ends_with(b"\r\n") && !announces(&out) {
            out.truncate(out.len() - 2);
        }
        Ok(out)
    }
}

fn flush(out: &mut Vec<u8>, word: &mut Vec<u8>, awkward: &mut bool) {
    if *awkward {
        out.push(b'"');
        out.extend(escaped(word));
        out.push(b'"');
    } else {
        out.extend_from_slice(word);
    }
    word.clear();
    *awkward = false;
}

/// Whether the last line announces a literal, even an empty one.
fn announces(octets: &[u8]) -> bool {
    let start = octets[..octets.len() - 2].iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    announced(&octets[start..]).is_some()
}

fn is_astring(octets: &[u8]) -> bool {
    !octets.is_empty() && octets.iter().all(|&b| b.is_ascii_graphic() && !b"(){%*\"\\".contains(&b))
}
