//! `each`: the rows of a table, as a list of mappings or as a block with ` | ` between columns.

use std::ops::Range;

use super::Reader;
use super::template::Mode;
use crate::scenario::types::{Action, Row, Span, Template};
use crate::scenario::yaml::{Node, Text, Value};

/// A row as written.
struct Cells {
    label: String,
    span: Span,
    values: Vec<(String, Template)>,
}

impl Reader<'_> {
    /// `each` with its `do`.
    pub(super) fn each(&mut self, node: &Node, steps: &Node) -> Option<Action> {
        let known = self.diagnostics.len();
        let rows = match &node.value {
            Value::Sequence(items) => {
                items.iter().filter_map(|item| self.mapping_row(item)).collect()
            }
            Value::Scalar(text) => self.table(text),
            _ => {
                self.wrong(node.span, "`each` is a list of mappings or a table", "");
                return None;
            }
        };
        if rows.is_empty() {
            if self.diagnostics.len() == known {
                self.wrong(node.span, "`each` has no rows", "[{key: SEEN, ids: 1 3}]");
            }
            return None;
        }
        let number = self.number;
        let outer = self.constants.len();
        let mut played = Vec::new();
        for row in rows {
            // The same steps have the same numbers in each row.
            self.number = number;
            self.constants.extend(row.values);
            let steps = self.steps(steps);
            self.constants.truncate(outer);
            played.push(Row { label: row.label, span: row.span, steps });
        }
        Some(Action::Each(played))
    }

    fn mapping_row(&mut self, node: &Node) -> Option<Cells> {
        let entries = self.entries(node, "a row", &[])?;
        let mut entries: Vec<_> = entries.into_values().collect();
        entries.sort_by_key(|(key, _)| key.all());
        let mut row = Cells { label: String::new(), span: node.span, values: Vec::new() };
        for (key, node) in entries {
            let name = key.value.as_str();
            if !self.is_free(name, key.all()) {
                return None;
            }
            let (value, shown) = match &node.value {
                // `ids:` with nothing behind is the empty text.
                Value::Null => (Template { pieces: Vec::new(), span: node.span }, ""),
                Value::Scalar(text) => (self.template(text, Mode::Plain), text.value.trim()),
                _ => {
                    let message = format!("a cell is a text, this is {}", node.kind());
                    self.wrong(node.span, message, "put it in quotes");
                    return None;
                }
            };
            row.add(name, value, shown);
            if row.values.len() == 1 {
                row.span = key.all();
            }
            row.span = row.span.to(node.span);
        }
        Some(row)
    }

    /// A block of lines; the first one names the columns.
    fn table(&mut self, text: &Text) -> Vec<Cells> {
        let mut rows = Vec::new();
        let mut columns: Option<Vec<String>> = None;
        let mut start = 0;
        for line in text.value.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            if line.trim().is_empty() {
                continue;
            }
            let cells = cells(line, range.start);
            let Some(columns) = &columns else {
                let mut names = Vec::new();
                for cell in cells {
                    let name = text.value.get(cell.clone()).unwrap_or_default();
                    if !self.is_free(name, text.span(cell)) {
                        return Vec::new();
                    }
                    names.push(name.to_owned());
                }
                columns = Some(names);
                continue;
            };
            let left = line.len() - line.trim_start().len();
            let span = text.span(range.start + left..range.start + line.trim_end().len());
            if cells.len() != columns.len() {
                let message = format!(
                    "the table has {} columns, this row has {}",
                    columns.len(),
                    cells.len()
                );
                self.wrong(span, message, format!("columns: {}", columns.join(" | ")));
                continue;
            }
            let mut row = Cells { label: String::new(), span, values: Vec::new() };
            for (name, cell) in columns.iter().zip(cells) {
                let shown = text.value.get(cell.clone()).unwrap_or_default();
                let value = self.template_in(text, cell, Mode::Plain);
                row.add(name, value, shown);
            }
            rows.push(row);
        }
        rows
    }
}

impl Cells {
    fn add(&mut self, name: &str, value: Template, shown: &str) {
        if !self.label.is_empty() {
            self.label.push_str(", ");
        }
        self.label.push_str(name);
        self.label.push_str(": ");
        self.label.push_str(&shown.lines().map(str::trim).collect::<Vec<_>>().join(", "));
        self.values.push((name.to_owned(), value));
    }
}

/// The cells of a line that begins at `base`: between bars that have a space (or an end of the
/// line) on both sides, white space cut off.
fn cells(line: &str, base: usize) -> Vec<Range<usize>> {
    let octets = line.as_bytes();
    let space =
        |at: Option<usize>| at.and_then(|at| octets.get(at)).is_none_or(u8::is_ascii_whitespace);
    let mut bars: Vec<usize> = octets
        .iter()
        .enumerate()
        .filter(|(at, octet)| **octet == b'|' && space(at.checked_sub(1)) && space(Some(at + 1)))
        .map(|(at, _)| at)
        .collect();
    bars.push(line.len());
    let mut start = 0;
    bars.into_iter()
        .map(|bar| {
            let cell = line.get(start..bar).unwrap_or_default();
            let left = start + cell.len() - cell.trim_start().len();
            let range = base + left..base + left + cell.trim().len();
            start = bar + 1;
            range
        })
        .collect()
}
