//! Any value of the grammar as a tree that a person reads.
//!
//! It goes through serde, which alone tells octets from lists of numbers. What was not said (an
//! absent option, an empty list) is not shown.
//!
//! - here: nodes, and how they are written; `builder`: how a value becomes one.

mod builder;

use std::fmt::Write as _;

use serde::ser::Serialize;

use self::builder::Builder;

/// Most octets of a string that are shown.
const SHOWN: usize = 400;

/// The tree of `value`, a line a thing, without a newline at its end.
pub fn tree<T: Serialize + ?Sized>(value: &T) -> String {
    let mut out = String::new();
    match value.serialize(Builder) {
        Ok(node) => node.show(&mut out, 0),
        Err(error) => out = error.to_string(),
    }
    out
}

/// Octets as a quoted string with escapes; a long one is cut.
pub fn octets(octets: &[u8]) -> String {
    match octets.get(..SHOWN) {
        Some(begin) if octets.len() > SHOWN => {
            format!("\"{}\"… ({} octets)", readable(begin), octets.len())
        }
        _ => format!("\"{}\"", readable(octets)),
    }
}

/// Octets with escapes for what is not text; UTF-8 stays.
pub fn readable(octets: &[u8]) -> String {
    let mut out = String::with_capacity(octets.len());
    for chunk in octets.utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                char if char.is_control() => out.extend(char.escape_default()),
                char => out.push(char),
            }
        }
        for octet in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(out, "\\x{octet:02x}");
        }
    }
    out
}

/// A value, taken apart.
enum Node {
    /// Nothing was said.
    Nothing,
    /// One word.
    Leaf(String),
    /// A single octet, part of a string.
    Octet(u8),
    List(Vec<Node>),
    Fields(Vec<(&'static str, Node)>),
    /// A name with what belongs to it.
    Named(&'static str, Box<Node>),
}

impl Node {
    const fn is_nothing(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// The octets that a list is made of.
    fn string(items: &[Self]) -> Option<Vec<u8>> {
        items
            .iter()
            .map(|item| match item {
                Self::Octet(octet) => Some(*octet),
                _ => None,
            })
            .collect()
    }

    /// On one line, where that is possible.
    fn inline(&self) -> Option<String> {
        match self {
            Self::Nothing => Some("NIL".into()),
            Self::Leaf(text) => Some(text.clone()),
            Self::Octet(octet) => Some(octet.to_string()),
            Self::List(items) if items.is_empty() => Some("\"\"".into()),
            Self::List(items) => Self::string(items).map(|string| octets(&string)).or_else(|| {
                let plain = |item: &Self| match item {
                    Self::Leaf(text) if !text.contains(' ') => Some(text.clone()),
                    _ => None,
                };
                items.iter().map(plain).collect::<Option<Vec<_>>>().map(|words| words.join(" "))
            }),
            Self::Named(name, inner) => match &**inner {
                Self::Nothing => Some((*name).into()),
                inner => inner.inline().map(|inner| format!("{name} {inner}")),
            },
            Self::Fields(_) => None,
        }
    }

    /// Writes the node where the line has begun already.
    fn show(&self, out: &mut String, depth: usize) {
        if let Some(line) = self.inline() {
            out.push_str(&line);
            return;
        }
        match self {
            Self::Named(name, inner) => {
                out.push_str(name);
                inner.children(out, depth + 1);
            }
            _ => self.children(out, depth),
        }
    }

    /// Writes what is below the node, each on lines of its own.
    fn children(&self, out: &mut String, depth: usize) {
        let line = |out: &mut String| {
            if !out.is_empty() {
                out.push('\n');
                out.push_str(&"  ".repeat(depth));
            }
        };
        match self {
            Self::Fields(fields) => {
                for (name, value) in fields.iter().filter(|(_, value)| !value.is_nothing()) {
                    line(out);
                    out.push_str(name);
                    out.push_str(": ");
                    value.show_below(out, depth);
                }
            }
            Self::List(items) => {
                for item in items {
                    line(out);
                    out.push_str("- ");
                    item.show_below(out, depth);
                }
            }
            other => {
                line(out);
                other.show(out, depth);
            }
        }
    }

    /// Writes the node behind `name: ` or `- `.
    fn show_below(&self, out: &mut String, depth: usize) {
        match (self.inline(), self) {
            (None, Self::List(_) | Self::Fields(_)) => {
                // The space behind the colon has nothing to separate.
                out.truncate(out.trim_end_matches(' ').len());
                self.children(out, depth + 1);
            }
            _ => self.show(out, depth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::dialect::Dialect;
    use crate::syntax::parse;

    fn of(line: &[u8]) -> String {
        tree(&parse::command(line, &Dialect::everything()).unwrap().value)
    }

    #[test]
    fn commands_as_trees() {
        assert_eq!(
            of(b"a UID FETCH 1:*,5 (FLAGS BODY.PEEK[1.2.TEXT]<0.5>)\r\n"),
            "tag: \"a\"\n\
             body: Fetch\n  \
               uid: true\n  \
               set: 1:*,5\n  \
               items:\n    \
                 - Flags\n    \
                 - BodySection\n      \
                   peek: true\n      \
                   section:\n        \
                     part: 1 2\n        \
                     text: Text\n      \
                   partial: 0 5"
        );
        assert_eq!(
            of(b"a LOGIN {4}\r\n\r\n\x01\xff \"\xc3\xa9\\\\\"\r\n"),
            "tag: \"a\"\nbody: Login\n  user: \"\\r\\n\\u{1}\\xff\"\n  password: \"é\\\""
        );
    }

    #[test]
    fn long_strings_are_cut() {
        let long = [b'x'; SHOWN + 1];
        assert!(octets(&long).ends_with("x\"… (401 octets)"));
        assert_eq!(octets(b""), "\"\"");
    }
}
