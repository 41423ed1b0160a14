//! Files and places in them.

use crate::finding::Place;

/// Octets of one of the scenario's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Index into [`super::Scenario::sources`].
    pub file: u16,
    /// First octet.
    pub start: u32,
    /// Behind the last octet.
    pub end: u32,
}

impl Span {
    /// The octets `start..end` of the file.
    pub fn new(file: u16, start: usize, end: usize) -> Self {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: small(start), end: small(end) }
    }

    /// From the start of this to the end of `other`.
    pub fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.end), ..self }
    }

    /// The octets `start..end`, counted from this span's start; for texts without escapes.
    pub fn slice(self, start: usize, end: usize) -> Self {
        let base = self.start as usize;
        Self::new(self.file, base.saturating_add(start), base.saturating_add(end))
    }
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    path: String,
    text: String,
    /// Octet at which each line begins.
    lines: Vec<usize>,
}

impl Source {
    /// The file `path` (as shown to people) with its `text`.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let mut lines = vec![0];
        lines.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Self { path: path.into(), text, lines }
    }

    /// Path as shown to people.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line (from 0) in which the octet `offset` stands.
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Octets of the line (from 0) without its line end.
    pub(crate) fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.lines.get(line).copied().unwrap_or(self.text.len());
        let end = self.lines.get(line + 1).map_or(self.text.len(), |next| next.saturating_sub(1));
        let end = end.max(start);
        match self.text.get(start..end) {
            Some(text) if text.ends_with('\r') => start..end - 1,
            _ => start..end,
        }
    }

    /// The place of `span`; what goes beyond the line's end is cut off.
    pub fn place(&self, span: Span) -> Place {
        let start = self.boundary(span.start as usize);
        let number = self.line_at(start);
        let line = self.line(number);
        let text = self.text.get(line.clone()).unwrap_or_default();
        let from = start.clamp(line.start, line.end);
        let to = self.boundary(span.end as usize).clamp(from, line.end);
        let count = |range: std::ops::Range<usize>| {
            self.text.get(range).map_or(0, |text| text.chars().count())
        };
        Place {
            file: self.path.clone(),
            line: number + 1,
            column: count(line.start..from) + 1,
            width: count(from..to).max(1),
            text: text.to_owned(),
        }
    }

    /// The nearest start of a character at or before `offset`.
    fn boundary(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }
}
