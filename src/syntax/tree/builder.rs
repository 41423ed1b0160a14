//! Values to nodes, by serde.

use std::fmt;

use serde::ser::{self, Serialize};

use super::{Node, octets};

/// Makes nodes of values.
pub(super) struct Builder;

/// Nothing that the grammar's types hold fails, but serde wants an error.
#[derive(Debug)]
pub(super) struct Failed(String);

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
pub(super) struct Items {
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
