//! Texts with placeholders.

use std::ops::Range;

use super::{Reader, words};
use crate::scenario::types::{Name, Part, Piece, Span, Template};
use crate::scenario::yaml::Text;

/// What may stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Commands and values: placeholders.
    Plain,
    /// Patterns: also `${set name}`.
    Pattern,
    /// Raw octets: placeholders and escapes.
    Raw,
}

/// How deep placeholders may be nested.
const MAX_NESTED: usize = 8;

/// Pieces of one text, constants spliced in.
const MAX_PIECES: usize = 500;

/// Names of values that every scenario has.
const BUILT_IN: [&str; 8] =
    ["root", "/", "user", "user2", "user3", "password", "password2", "password3"];

/// Names of functions.
pub(in crate::scenario) const FUNCTIONS: [&str; 11] = [
    "literal",
    "literal+",
    "literal8",
    "literal8+",
    "size",
    "octets",
    "base64",
    "quoted",
    "bytes",
    "date",
    "expr",
];

impl Reader<'_> {
    /// All of `text`.
    pub(super) fn template(&mut self, text: &Text, mode: Mode) -> Template {
        self.template_in(text, 0..text.value.len(), mode)
    }

    /// The octets `range` of `text`.
    pub(super) fn template_in(&mut self, text: &Text, range: Range<usize>, mode: Mode) -> Template {
        let mut pieces = Vec::new();
        if self.nested >= MAX_NESTED {
            self.wrong(text.span(range.clone()), "placeholders are nested too deep", "");
            return Template { pieces, span: text.span(range) };
        }
        self.nested += 1;
        let mut at = range.start;
        // Start of the text that is not yet a piece.
        let mut from = at;
        let body = text.value.get(..range.end).unwrap_or_default();
        while let Some(found) = body.get(at..).and_then(|rest| rest.find('$')) {
            let dollar = at + found;
            let rest = body.get(dollar..).unwrap_or_default();
            if rest.starts_with("$${") {
                // `$${` is `${` itself: leave out one dollar.
                self.text(text, from..dollar + 1, mode, &mut pieces);
                from = dollar + 2;
                at = dollar + 3;
            } else if rest.starts_with("${") {
                self.text(text, from..dollar, mode, &mut pieces);
                let Some(length) = placeholder(rest) else {
                    let span = text.span(dollar..range.end);
                    self.wrong(span, "this `${` has no `}`", "a literal `${` is written `$${`");
                    from = range.end;
                    break;
                };
                self.placeholder(text, dollar..dollar + length, mode, &mut pieces);
                at = dollar + length;
                from = at;
            } else {
                at = dollar + 1;
            }
        }
        self.text(text, from..range.end, mode, &mut pieces);
        self.nested -= 1;
        if pieces.len() > MAX_PIECES {
            self.wrong(text.span(range.clone()), "this text has too many placeholders", "");
            pieces.clear();
        }
        Template { pieces, span: text.span(range) }
    }

    /// A piece of plain text; escapes are resolved where the mode says so.
    fn text(&mut self, text: &Text, range: Range<usize>, mode: Mode, pieces: &mut Vec<Piece>) {
        let Some(value) = text.value.get(range.clone()).filter(|value| !value.is_empty()) else {
            return;
        };
        let span = text.span(range.clone());
        if mode != Mode::Raw {
            if !value.is_empty() {
                pieces.push(Piece { part: Part::Text(value.to_owned()), span });
            }
            return;
        }
        let octets = self.octets(text, range);
        let part = match String::from_utf8(octets) {
            Ok(text) => Part::Text(text),
            Err(error) => Part::Octets(error.into_bytes()),
        };
        pieces.push(Piece { part, span });
    }

    /// The text in quotes at `range` (quotes included), as an argument of a function.
    pub(super) fn quoted(&mut self, text: &Text, range: Range<usize>) -> Template {
        let inner = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
        self.template_in(text, inner, Mode::Raw)
    }

    /// `${…}` at `range`.
    fn placeholder(
        &mut self,
        text: &Text,
        range: Range<usize>,
        mode: Mode,
        pieces: &mut Vec<Piece>,
    ) {
        let span = text.span(range.clone());
        let start = range.start + 2;
        let inner = text.value.get(start..range.end.saturating_sub(1)).unwrap_or_default();
        let skipped = inner.len() - inner.trim_start().len();
        let start = start + skipped;
        let inner = inner.trim();
        let (word, rest) = match inner.find(char::is_whitespace) {
            Some(at) => inner.split_at(at),
            None => (inner, ""),
        };
        if word == "set" && !rest.is_empty() {
            if let Some(name) = self.capture(rest.trim(), span, mode) {
                pieces.push(Piece { part: Part::Capture(name), span });
            }
            return;
        }
        if FUNCTIONS.contains(&word) {
            let arguments = start + word.len()..start + inner.len();
            if let Some(call) = self.call(text, word, arguments, span) {
                pieces.push(Piece { part: Part::Call(Box::new(call)), span });
            }
            return;
        }
        if !rest.is_empty() {
            let known = FUNCTIONS.iter().copied().chain(["set"]);
            let help = words::suggest(word, known)
                .unwrap_or_else(|| format!("there are: {}, set", FUNCTIONS.join(", ")));
            self.advise(span, format!("there is no function `{word}`"), "", help);
            return;
        }
        if let Some(constant) = self.constant(word) {
            pieces.extend(constant.pieces);
            return;
        }
        if let Some(name) = self.value(word, span) {
            pieces.push(Piece { part: Part::Value(name), span });
        }
    }

    /// The constant `name`, if it is one.
    pub(super) fn constant(&self, name: &str) -> Option<Template> {
        self.constants.iter().rev().find(|(known, _)| known == name).map(|(_, it)| it.clone())
    }

    /// The value `name`, if the run will know one.
    pub(super) fn lookup(&self, name: &str) -> Option<Name> {
        if let Some(index) = self.mailboxes.iter().position(|(known, _)| known == name) {
            return Some(Name::Mailbox(index, name.to_owned()));
        }
        if self.captured.contains(name) {
            return Some(Name::Captured(name.to_owned()));
        }
        let number = |rest: &str| match rest {
            "" => Some(1),
            "2" => Some(2),
            "3" => Some(3),
            _ => None,
        };
        match name {
            "root" => Some(Name::Root),
            "/" => Some(Name::Delimiter),
            _ => match (name.strip_prefix("user"), name.strip_prefix("password")) {
                (Some(rest), _) => number(rest).map(Name::User),
                (_, Some(rest)) => number(rest).map(Name::Password),
                _ => None,
            },
        }
    }

    /// The value `name`, or what is wrong with it.
    fn value(&mut self, name: &str, span: Span) -> Option<Name> {
        let found = self.lookup(name);
        if found.is_none() {
            let known: Vec<&str> = (self.mailboxes.iter().map(|(name, _)| name.as_str()))
                .chain(self.captured.iter().map(String::as_str))
                .chain(self.constants.iter().map(|(name, _)| name.as_str()))
                .chain(BUILT_IN)
                .collect();
            let help = if name == "mailbox" {
                "the scenario makes no mailbox: say `mailbox: [plain]`, or `[]` for an empty one"
                    .to_owned()
            } else if self.library.message(name).is_some() {
                format!("`{name}` is a message: say what of it, as in `${{literal {name}}}`")
            } else {
                let near = words::suggest(name, known.iter().copied());
                near.unwrap_or_else(|| {
                    let known: Vec<String> = known.iter().map(|one| format!("`{one}`")).collect();
                    format!("known here: {}", known.join(", "))
                })
            };
            self.advise(span, format!("no value `{name}` is known here"), "", help);
        }
        found
    }

    /// Whether `name` is free for a value; notes why not.
    pub(super) fn is_free(&mut self, name: &str, span: Span) -> bool {
        if !words::is_name(name) {
            let help = "letters, digits, `-` and `_`, a letter first";
            self.advise(span, format!("`{name}` cannot name a value"), "", help);
            return false;
        }
        if FUNCTIONS.contains(&name) || name == "set" {
            self.wrong(span, format!("`{name}` is a function"), "take another name");
            return false;
        }
        if self.lookup(name).is_some() || self.constant(name).is_some() {
            self.wrong(span, format!("`{name}` has a value already"), "take another name");
            return false;
        }
        true
    }

    /// `${set name}`
    fn capture(&mut self, name: &str, span: Span, mode: Mode) -> Option<String> {
        if mode != Mode::Pattern {
            let help = "in a command write `${name}`; constants are named by a `set` step";
            self.advise(span, "`${set …}` can only stand where something is expected", "", help);
            return None;
        }
        self.declare(name, span)
    }

    /// Notes that the value `name` is known from here on.
    pub(super) fn declare(&mut self, name: &str, span: Span) -> Option<String> {
        // A value may be captured anew.
        if !self.captured.contains(name) && !self.is_free(name, span) {
            return None;
        }
        self.captured.insert(name.to_owned());
        Some(name.to_owned())
    }
}

/// Length of the placeholder at the start of `text`, which begins with `${`: up to its own `}`,
/// whatever others and texts in quotes are inside.
pub(super) fn placeholder(text: &str) -> Option<usize> {
    let octets = text.as_bytes();
    let (mut at, mut depth, mut quoted) = (0, 0_usize, false);
    while let Some(octet) = octets.get(at) {
        match octet {
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b'$' if octets.get(at + 1) == Some(&b'{') => {
                depth += 1;
                at += 1;
            }
            b'}' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'\n' => return None,
            _ => {}
        }
        at += 1;
    }
    None
}
