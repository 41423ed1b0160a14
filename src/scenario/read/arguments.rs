//! Functions and their arguments: `${octets plain 10 5}`.

use std::ops::Range;

use super::template::{Mode, placeholder};
use super::{Reader, words};
use crate::scenario::types::{Call, Content, Expression, LiteralKind, Part, Piece, Span, Template};
use crate::scenario::yaml::Text;

impl Reader<'_> {
    /// The function `name` with the arguments at `range` of `text`.
    pub(super) fn call(
        &mut self,
        text: &Text,
        name: &str,
        range: Range<usize>,
        span: Span,
    ) -> Option<Call> {
        if name == "expr" {
            return self.expression(text, range).map(Call::Expr);
        }
        let tokens = tokens(&text.value, range);
        let (form, least, most) = match name {
            "octets" => ("NAME [offset [length]]", 1, 3),
            "date" => ("-1d", 1, 1),
            "bytes" => ("\"\\x00\\xff\"", 1, 1),
            _ => ("NAME", 1, 1),
        };
        if tokens.len() < least || tokens.len() > most {
            let message = format!("`{name}` does not take {} arguments", tokens.len());
            self.wrong(span, message, format!("${{{name} {form}}}"));
            return None;
        }
        let mut tokens = tokens.into_iter();
        let first = tokens.next()?;
        if name == "date" {
            return self.days(text, first);
        }
        let content = self.content(text, first, name)?;
        let kind = match name {
            "literal" => LiteralKind::Synchronizing,
            "literal+" => LiteralKind::NonSynchronizing,
            "literal8" => LiteralKind::Literal8,
            "literal8+" => LiteralKind::Literal8NonSynchronizing,
            "size" => return Some(Call::Size(content)),
            "base64" => return Some(Call::Base64(content)),
            "quoted" => return Some(Call::Quoted(content)),
            "bytes" => return Some(Call::Bytes(content)),
            _ => {
                let mut operand = || {
                    let range = tokens.next()?;
                    Some(Expression::Operand(self.template_in(text, range, Mode::Plain)))
                };
                let (offset, length) = (operand(), operand());
                return Some(Call::Octets { content, offset, length });
            }
        };
        Some(Call::Literal(kind, content))
    }

    /// `-1d`, `0d`
    fn days(&mut self, text: &Text, range: Range<usize>) -> Option<Call> {
        let span = text.span(range.clone());
        let template = self.template_in(text, range, Mode::Plain);
        let written = template.literal().unwrap_or_else(|| template.shown());
        let days = written.strip_suffix('d').and_then(|days| days.parse::<i32>().ok());
        match days.filter(|days| days.abs() <= 40_000) {
            Some(days) => Some(Call::Date { days }),
            None => {
                let message = format!("`{written}` is no number of days");
                self.wrong(span, message, "`-1d`, `0d`, `2d`");
                None
            }
        }
    }

    /// What a function works on: the name of a message or a value, a text in quotes, or a
    /// placeholder.
    fn content(&mut self, text: &Text, range: Range<usize>, name: &str) -> Option<Content> {
        let span = text.span(range.clone());
        let word = text.value.get(range.clone()).unwrap_or_default();
        if word.starts_with('"') {
            return Some(Content::Text(self.quoted(text, range)));
        }
        let template = self.template_in(text, range, Mode::Plain);
        let Some(written) = template.literal() else { return Some(Content::Text(template)) };
        if self.message(&written).is_some() {
            return Some(Content::Message(written));
        }
        if word != written {
            // A constant: its text is meant.
            return Some(Content::Text(template));
        }
        if let Some(constant) = self.constant(&written) {
            return Some(match constant.literal().filter(|text| self.message(text).is_some()) {
                Some(message) => Content::Message(message),
                None => Content::Text(constant),
            });
        }
        if let Some(value) = self.lookup(&written) {
            let pieces = vec![Piece { part: Part::Value(value), span }];
            return Some(Content::Text(Template { pieces, span }));
        }
        let names = self.message_names();
        let help =
            words::suggest(&written, names.iter().map(String::as_str)).unwrap_or_else(|| {
                format!(
                    "`{name}` takes a message, a value, or a text in quotes; see scenarios/messages"
                )
            });
        self.advise(span, format!("no message or value is named `{written}`"), "", help);
        None
    }
}

/// Splits at spaces; texts in quotes and placeholders stay whole.
fn tokens(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut start = None;
    let mut at = range.start;
    while at < range.end {
        let rest = text.get(at..range.end).unwrap_or_default();
        let Some(next) = rest.chars().next() else { break };
        let step = match next {
            c if c.is_whitespace() => {
                if let Some(start) = start.take() {
                    tokens.push(start..at);
                }
                at += c.len_utf8();
                continue;
            }
            '"' => quoted_length(rest),
            '$' if rest.starts_with("${") => placeholder(rest).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        start.get_or_insert(at);
        at += step;
    }
    if let Some(start) = start {
        tokens.push(start..range.end);
    }
    tokens
}

/// Length of the text in quotes at the start of `text`.
pub(super) fn quoted_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
