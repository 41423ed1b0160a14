//! YAML as a tree of nodes with places. All of `serde-saphyr` is in this file.
//!
//! Scalars are texts here, whatever YAML would take them for: `NO` and `0x10` are what is written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use super::types::{Source, Span};

/// How deep nodes may be nested; more is no scenario.
const MAX_DEPTH: usize = 32;

/// A node of the tree.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub value: Value,
    pub span: Span,
}

/// What a node is.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// Nothing is written.
    Null,
    Scalar(Text),
    Sequence(Vec<Node>),
    /// Entries in the order of the file, duplicates included.
    Mapping(Vec<(Node, Node)>),
}

impl Node {
    /// For messages: what it is.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "a text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&Text> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    /// `|` or `>`
    Block,
}

/// A scalar: its text and where each octet of it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub value: String,
    pub style: Style,
    file: u16,
    /// Offset in the file of each octet of `value`.
    offsets: Vec<u32>,
    /// Behind the last one.
    end: u32,
}

impl Text {
    /// The place of the octets `range` of the value.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let at = |index: usize| self.offsets.get(index).copied().unwrap_or(self.end);
        let start = at(range.start);
        let end = match range.end.checked_sub(1) {
            // Behind the last octet rather than before the next: a line end is no part of it.
            Some(last) if range.end > range.start => {
                self.offsets.get(last).map_or(self.end, |last| last.saturating_add(1))
            }
            _ => start,
        };
        Span { file: self.file, start, end: end.max(start) }
    }

    /// The place of all of it.
    pub fn all(&self) -> Span {
        self.span(0..self.value.trim_end().len().max(1))
    }

    /// Whether the octet of the value at `index` is written `\x..` in double quotes.
    pub fn is_hex_escape(&self, source: &Source, index: usize) -> bool {
        self.style == Style::Double
            && self.offsets.get(index).is_some_and(|at| {
                source.text().as_bytes().get(*at as usize..).is_some_and(|b| b.starts_with(b"\\x"))
            })
    }

    fn new(value: String, source: &Source, file: u16, start: usize, end: usize) -> Self {
        let text = source.text();
        let slice = text.get(start..end).unwrap_or_default();
        let style = match slice.as_bytes().first() {
            Some(b'"') => Style::Double,
            Some(b'\'') => Style::Single,
            // The span of a block scalar begins at its first line, its mark stands before.
            _ if is_block(text, start) => Style::Block,
            _ => Style::Plain,
        };
        let (offsets, end) = align(&value, slice, start, style);
        Self { value, style, file, offsets, end }
    }
}

/// Whether what stands before `start` is the line with `|` or `>` of a block scalar.
fn is_block(text: &str, start: usize) -> bool {
    let Some(before) = text.get(..start) else { return false };
    let before = before.trim_end_matches([' ', '\t']);
    let Some(before) = before.strip_suffix('\n') else { return false };
    // Empty lines may stand between the mark and the first line with text.
    let header = before.trim_end().rsplit('\n').next().unwrap_or_default();
    let header = header.split(" #").next().unwrap_or_default().trim_end();
    let mark = header.trim_end_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-');
    let Some(rest) = mark.strip_suffix(['|', '>']) else { return false };
    rest.is_empty() || rest.ends_with([' ', '\t'])
}

/// Finds each octet of `value` in `slice`, which begins at `base`: both are walked together, and
/// what only one of them has (indentation, quotes, escapes) is stepped over.
fn align(value: &str, slice: &str, base: usize, style: Style) -> (Vec<u32>, u32) {
    let mut offsets = Vec::with_capacity(value.len());
    let octets = slice.as_bytes();
    let mut at = usize::from(matches!(style, Style::Double | Style::Single));
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    for c in value.chars() {
        let len = c.len_utf8();
        let mut step = len;
        loop {
            let rest = slice.get(at..).unwrap_or_default();
            let Some(next) = rest.chars().next() else {
                step = 0;
                break;
            };
            if style == Style::Double && next == '\\' {
                match octets.get(at + 1) {
                    Some(b'\n' | b'\r') => {
                        at += 1;
                        let left = slice.get(at..).unwrap_or_default();
                        at += left.len() - left.trim_start().len();
                        continue;
                    }
                    Some(b'x') => step = 4,
                    Some(b'u') => step = 6,
                    Some(b'U') => step = 10,
                    _ => step = 2,
                }
                break;
            }
            if next == c {
                if style == Style::Single && c == '\'' {
                    step = 2;
                }
                break;
            }
            if next.is_whitespace() {
                if c.is_whitespace() {
                    step = next.len_utf8();
                    break;
                }
                at += next.len_utf8();
                continue;
            }
            // Cannot be: stay here rather than run away.
            step = 0;
            break;
        }
        offsets.extend((0..len).map(|i| small(base + at + if step == len { i } else { 0 })));
        at = (at + step).min(slice.len());
        // A fold eats all the white space of the line's end and of the next line's beginning;
        // the loop above steps over it before the next character.
    }
    (offsets, small(base + at))
}

/// Reads `source`, which is file `file` of its scenario.
///
/// # Errors
/// It is no YAML, or more than one document: what and where.
pub(super) fn read(source: &Source, file: u16) -> Result<Node, (String, Span)> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_depth: MAX_DEPTH },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        reject_unsupported_tags: true,
        strict_booleans: true,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(source.text(), options) {
        Ok(raw) => Ok(node(raw, source, file)),
        Err(error) => {
            let at = error.location().map_or(0, |at| {
                // Offsets of errors count characters.
                let skip = usize::try_from(at.span().offset()).unwrap_or(usize::MAX);
                let text = source.text();
                text.char_indices().nth(skip).map_or(text.len(), |(offset, _)| offset)
            });
            Err((message(&error), Span::new(file, at, at + 1)))
        }
    }
}

/// The message alone, without place and snippet.
fn message(error: &serde_saphyr::Error) -> String {
    let text = error.without_snippet().to_string();
    let text = text.lines().next().unwrap_or_default();
    let text = text.rsplit_once(" at line ").map_or(text, |(text, _)| text);
    let text = text.split_once("; use from_").map_or(text, |(text, _)| text);
    text.to_owned()
}

fn node(raw: Spanned<Raw>, source: &Source, file: u16) -> Node {
    let span = raw.defined.span();
    let offset = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
    let start = offset(span.byte_offset()).min(source.text().len());
    let end = start.saturating_add(offset(span.byte_len())).min(source.text().len());
    let slice = || source.text().get(start..end).unwrap_or_default().trim_end().to_owned();
    let scalar = |value: String| Value::Scalar(Text::new(value, source, file, start, end));
    let value = match raw.value {
        Raw::Null if slice().is_empty() => Value::Null,
        // `null`, `~`, numbers, booleans: as written.
        Raw::Null | Raw::Other => scalar(slice()),
        Raw::Text(text) => scalar(text),
        Raw::Sequence(items) => {
            Value::Sequence(items.into_iter().map(|item| node(item, source, file)).collect())
        }
        Raw::Mapping(entries) => Value::Mapping(
            entries
                .into_iter()
                .map(|(key, value)| (node(key, source, file), node(value, source, file)))
                .collect(),
        ),
    };
    let span = match &value {
        Value::Scalar(text) if !text.value.is_empty() => text.all(),
        _ => Span::new(file, start, end.max(start)),
    };
    Node { value, span }
}

/// What serde tells of a node.
enum Raw {
    Null,
    /// Something that YAML takes for a number or a boolean.
    Other,
    Text(String),
    Sequence(Vec<Spanned<Self>>),
    Mapping(Vec<(Spanned<Self>, Spanned<Self>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a YAML node")
            }
            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }
            fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
                Ok(Raw::Other)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
                Ok(Raw::Other)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
                Ok(Raw::Other)
            }
            fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
                Ok(Raw::Other)
            }
            fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
                Ok(Raw::Other)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
                Ok(Raw::Other)
            }
            fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
                Ok(Raw::Text(text.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = access.next_element()? {
                    items.push(item);
                }
                Ok(Raw::Sequence(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = access.next_key()? {
                    entries.push((key, access.next_value()?));
                }
                Ok(Raw::Mapping(entries))
            }
        }
        deserializer.deserialize_any(Visit)
    }
}
