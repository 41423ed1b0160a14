//! Patterns: a line of an expectation, as a tree that is held against the trees of responses.
//!
//! Meaning is compared, not spelling: a bare word of the pattern matches an atom of any case or a
//! string of the same octets; a quoted string, or a value that was substituted, matches exactly.
//! `_` is any one value, `...` in a list any others, `A|B` either, `${set name}` captures.
//! What a response's lists mean (sets, pairs, numbers) is the business of `meaning`.
//!
//! Here a pattern is read; `matching` holds it against trees.

mod matching;

use std::collections::BTreeMap;

pub use self::matching::{alternatives, attempt, matches, ordered, set};
use crate::syntax::lenient::{Kind, Node, tree};
use crate::syntax::print::escaped;

/// A part of a pattern's text, placeholders resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text of the pattern.
    Text(String),
    /// A value that must be there exactly: a mailbox name, a captured value, octets of a message.
    Exact(Vec<u8>),
    /// What stands here is to be captured under this name.
    Capture(String),
}

/// Captured values.
pub type Captures = BTreeMap<String, Vec<u8>>;

/// One node of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pat {
    /// A bare word: any case, any string form.
    Word(Vec<u8>),
    /// These octets exactly, in any string form.
    Exact(Vec<u8>),
    /// A substituted value that is spelled NIL: the atom where NIL was captured, or a string.
    Nil,
    /// `_`
    Any,
    /// `...`
    Rest,
    /// `${set name}`
    Capture(String),
    /// `(…)`
    List(Vec<Pat>),
    /// `[…]`
    Code(Vec<Pat>),
}

/// Marks a capture in the text that is tokenized; no pattern holds this octet otherwise.
const CAPTURE: char = '\u{1}';
/// Marks a word that holds a substituted value and so is compared exactly.
const EXACT: char = '\u{2}';

/// Reads a line of pattern.
pub fn pattern(pieces: &[Piece]) -> Vec<Pat> {
    nodes(&tree(&flat(pieces)))
}

/// The pieces as one text for the tokenizer.
fn flat(pieces: &[Piece]) -> Vec<u8> {
    let mut text: Vec<u8> = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(words) => text.extend_from_slice(words.as_bytes()),
            Piece::Capture(name) => text.extend(format!("{CAPTURE}{name}").into_bytes()),
            Piece::Exact(octets) => {
                let quotes = text.iter().filter(|&&b| b == b'"').count();
                let before = text.last().is_none_or(|b| b" ([".contains(b));
                let after = match pieces.get(i + 1) {
                    Some(Piece::Text(next)) => next.starts_with([' ', ')', ']']),
                    Some(_) => false,
                    None => true,
                };
                if quotes % 2 == 1 {
                    text.extend(escaped(octets));
                } else if before && after {
                    // A literal can hold any octets.
                    text.extend(format!("{{{}}}\n", octets.len()).into_bytes());
                    text.extend_from_slice(octets);
                } else {
                    text.push(EXACT as u8);
                    text.extend_from_slice(octets);
                }
            }
        }
    }
    text
}

fn nodes(nodes: &[Node]) -> Vec<Pat> {
    let mut pats: Vec<Pat> = Vec::new();
    for n in nodes {
        pats.push(match &n.kind {
            Kind::List(inner) => Pat::List(self::nodes(inner)),
            Kind::Code(inner) => Pat::Code(self::nodes(inner)),
            Kind::Literal if n.value.eq_ignore_ascii_case(b"NIL") => Pat::Nil,
            Kind::Quoted | Kind::Literal => Pat::Exact(n.value.clone()),
            Kind::Atom => match n.value.as_slice() {
                b"_" => Pat::Any,
                b"..." => Pat::Rest,
                [1, name @ ..] => Pat::Capture(String::from_utf8_lossy(name).into_owned()),
                word if word.contains(&(EXACT as u8)) => {
                    Pat::Exact(word.iter().copied().filter(|&b| b != EXACT as u8).collect())
                }
                word => Pat::Word(word.to_vec()),
            },
        });
    }
    pats
}

impl Pat {
    /// Whether it is this bare word, in any case.
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(w) if w.eq_ignore_ascii_case(word.as_bytes()))
    }

    /// What is in its parentheses or brackets.
    pub fn inner(&self) -> Option<&[Self]> {
        match self {
            Self::List(inner) | Self::Code(inner) => Some(inner),
            _ => None,
        }
    }

    /// Its octets, where it is a word or string.
    pub fn octets(&self) -> Option<&[u8]> {
        match self {
            Self::Word(w) | Self::Exact(w) => Some(w),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pat(text: &str) -> Vec<Pat> {
        pattern(&[Piece::Text(text.to_owned())])
    }

    fn fits(text: &str, octets: &str) -> bool {
        ordered(&pat(text), &tree(octets.as_bytes()), &mut Captures::new())
    }

    #[test]
    fn numbers_may_begin_with_zeros() {
        assert!(fits("12", "012") && fits("0", "00") && fits("007", "7"));
        assert!(!fits("12", "120") && !fits("0", "10") && !fits("x1", "x01"));
    }

    #[test]
    fn words_know_no_case_and_strings_do() {
        assert!(fits("* list (a) x", "* LIST (A) \"x\"\r\n"));
        assert!(!fits("* LIST \"x\"", "* LIST X"));
        assert!(fits("NO|BAD", "bad"));
        assert!(!fits("NIL", "\"NIL\""));
        assert!(fits("NIL", "nil"));
        assert!(!fits("\"NIL\"", "NIL"));
        assert!(fits("\"ab\"", "{2}\r\nab"));
    }

    #[test]
    fn rest_and_any_in_order() {
        assert!(fits("(... b _)", "(a b c)"));
        assert!(!fits("(... b _)", "(a b)"));
        assert!(fits("(a ...)", "(a)"));
    }

    #[test]
    fn sets_in_any_order_without_others() {
        let check = |text: &str, octets: &str| {
            let nodes = tree(octets.as_bytes());
            set(&pat(text), &nodes.iter().collect::<Vec<_>>(), &mut Captures::new())
        };
        assert!(check("\\Seen \\Flagged", "\\flagged \\Seen"));
        assert!(!check("\\Seen", "\\flagged \\Seen"));
        assert!(check("\\Seen ...", "\\flagged \\Seen"));
        assert!(!check("!\\Flagged ...", "\\flagged \\Seen"));
        assert!(check("_ \\Seen", "\\Seen \\Draft"));
    }

    #[test]
    fn nil_may_be_captured() {
        let nil = pattern(&[Piece::Exact(b"NIL".to_vec())]);
        for (octets, same) in [("NIL", true), ("nil", true), ("\"NIL\"", true), ("\"/\"", false)] {
            assert_eq!(ordered(&nil, &tree(octets.as_bytes()), &mut Captures::new()), same);
        }
    }

    #[test]
    fn values_are_exact_and_captures_capture() {
        let pieces = [
            Piece::Text("* STATUS ".into()),
            Piece::Exact(b"Two words".to_vec()),
            Piece::Text(" (UIDNEXT ".into()),
            Piece::Capture("next".into()),
            Piece::Text(")".into()),
        ];
        let mut captures = Captures::new();
        let nodes = tree(b"* STATUS \"Two words\" (UIDNEXT 17)\r\n");
        assert!(ordered(&pattern(&pieces), &nodes, &mut captures));
        assert_eq!(captures["next"], b"17");
        let glued = [Piece::Exact(b"Ab".to_vec()), Piece::Text("-x".into())];
        assert_eq!(pattern(&glued), [Pat::Exact(b"Ab-x".to_vec())]);
    }
}
