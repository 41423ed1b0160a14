//! Any value of the grammar as a tree that a person reads.
//!
//! It goes through serde, which alone tells octets from lists of numbers. What was not said (an
//! absent option, an empty list) is not shown.

use std::fmt::{self, Write as _};

use serde::ser::{self, Serialize};

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

/// Makes nodes of values.
struct Builder;

/// Nothing that the grammar's types hold fails, but serde wants an error.
#[derive(Debug)]
struct Failed(String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Failed {}
impl ser::Error for Failed {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

macro_rules! leaves {
    ($($method:ident: $kind:ty,)*) => {
        $(
            fn $method(self, value: $kind) -> Result<Node, Failed> {
                Ok(Node::Leaf(value.to_string()))
            }
        )*
    };
}

impl ser::Serializer for Builder {
    type Ok = Node;
    type Error = Failed;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = ser::Impossible<Node, Failed>;
    type SerializeStruct = Items;
    type SerializeStructVariant = Items;

    leaves! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
        serialize_str: &str,
    }
    fn serialize_u8(self, value: u8) -> Result<Node, Failed> {
        Ok(Node::Octet(value))
    }
    fn serialize_bytes(self, value: &[u8]) -> Result<Node, Failed> {
        Ok(Node::Leaf(octets(value)))
    }
    fn serialize_none(self) -> Result<Node, Failed> {
        Ok(Node::Nothing)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Node, Failed> {
        // An empty string that was said is not nothing.
        Ok(match value.serialize(self)? {
            Node::List(items) if items.is_empty() => Node::Leaf("\"\"".into()),
            node => node,
        })
    }
    fn serialize_unit(self) -> Result<Node, Failed> {
        Ok(Node::Nothing)
    }
    fn serialize_unit_struct(self, name: &'static str) -> Result<Node, Failed> {
        Ok(Node::Leaf(name.into()))
    }
    fn serialize_unit_variant(
        self,
        kind: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<Node, Failed> {
        Ok(Node::Leaf(if kind == "SeqNumber" { "*".into() } else { name.into() }))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Node, Failed> {
        self.serialize_some(value)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        kind: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<Node, Failed> {
        let node = value.serialize(self)?;
        Ok(match (kind, node) {
            ("SeqNumber", node) => node,
            ("SequenceSet", Node::List(ranges)) => {
                let words: Vec<_> = ranges.iter().filter_map(Node::inline).collect();
                Node::Leaf(words.join(","))
            }
            (_, node) => Node::Named(name, Box::new(node)),
        })
    }
    fn serialize_seq(self, len: Option<usize>) -> Result<Items, Failed> {
        Ok(Items::new("", len))
    }
    fn serialize_tuple(self, len: usize) -> Result<Items, Failed> {
        Ok(Items::new("", Some(len)))
    }
    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Items, Failed> {
        Ok(Items::new("", Some(len)))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        len: usize,
    ) -> Result<Items, Failed> {
        Ok(Items::new(name, Some(len)))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Failed> {
        Err(Failed("the grammar has no maps".into()))
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Items, Failed> {
        Ok(Items { kind: name, ..Items::new("", None) })
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Items, Failed> {
        Ok(Items::new(name, None))
    }
}

/// The parts of a value under way.
struct Items {
    /// Variant, or empty.
    name: &'static str,
    /// Struct, or empty.
    kind: &'static str,
    items: Vec<Node>,
    fields: Vec<(&'static str, Node)>,
}

impl Items {
    fn new(name: &'static str, len: Option<usize>) -> Self {
        let items = Vec::with_capacity(len.unwrap_or_default().min(4096));
        Self { name, kind: "", items, fields: Vec::new() }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.items.push(value.serialize(Builder)?);
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        self.fields.push((name, value.serialize(Builder)?));
        Ok(())
    }

    fn done(self, node: Node) -> Node {
        if self.name.is_empty() { node } else { Node::Named(self.name, Box::new(node)) }
    }

    fn list(mut self) -> Node {
        let items = std::mem::take(&mut self.items);
        self.done(Node::List(items))
    }

    fn fields(mut self) -> Node {
        let fields = std::mem::take(&mut self.fields);
        let range = |fields: &[(&str, Node)]| match fields {
            [(_, from), (_, to)] => Some((from.inline()?, to.inline()?)),
            _ => None,
        };
        match range(&fields).filter(|_| matches!(self.kind, "SeqRange" | "PartialRange")) {
            Some((from, to)) if from == to => Node::Leaf(from),
            Some((from, to)) => Node::Leaf(format!("{from}:{to}")),
            None => self.done(Node::Fields(fields)),
        }
    }
}

macro_rules! parts {
    ($($part:ident::$method:ident,)*) => {
        $(
            impl ser::$part for Items {
                type Ok = Node;
                type Error = Failed;
                fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                    self.item(value)
                }
                fn end(self) -> Result<Node, Failed> {
                    Ok(self.list())
                }
            }
        )*
    };
    (fields $($part:ident,)*) => {
        $(
            impl ser::$part for Items {
                type Ok = Node;
                type Error = Failed;
                fn serialize_field<T: Serialize + ?Sized>(
                    &mut self,
                    name: &'static str,
                    value: &T,
                ) -> Result<(), Failed> {
                    self.field(name, value)
                }
                fn end(self) -> Result<Node, Failed> {
                    Ok(self.fields())
                }
            }
        )*
    };
}

parts! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}
parts! { fields SerializeStruct, SerializeStructVariant, }

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
