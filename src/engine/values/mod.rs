//! What the placeholders of a script stand for in this run, and texts filled in with it.
//!
//! - here: values, and texts and patterns with them; `command`: commands; `reckon`: expressions.

mod command;
mod reckon;

use jiff::{ToSpan, Zoned};

pub use self::reckon::compare;
use super::pattern::{Captures, Piece};
use crate::scenario::{Call, Content, Expression, LiteralKind, Name, Part, Scenario, Template};
use crate::syntax::print::quoted;

/// Values of one scenario in this run.
#[derive(Debug, Clone, Default)]
pub struct Values {
    /// `${root}`; begins with the prefix of the personal namespace.
    pub root: String,
    /// `${/}`
    pub delimiter: String,
    /// User names and passwords, in order of the accounts.
    pub accounts: Vec<(String, String)>,
    /// `${set name}` and `set`.
    pub captured: Captures,
}

/// A script asks for what there is not: the scenario's fault, or that of an earlier step that
/// captured nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ValueError(pub String);

type Result<T> = std::result::Result<T, ValueError>;

/// Text, or a value that stands for itself.
enum Filled {
    Syntax(Vec<u8>),
    Value(Vec<u8>),
    Literal(Vec<u8>),
}

impl Values {
    /// The real name of a mailbox of the scenario.
    pub fn mailbox(&self, name: &str) -> String {
        format!("{}-{name}", self.root)
    }

    /// Octets exactly as written, values filled in as they are.
    ///
    /// # Errors
    /// When a value is not known.
    pub fn raw(&self, scenario: &Scenario, template: &Template) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        for piece in &template.pieces {
            match self.fill(scenario, &piece.part)? {
                Filled::Syntax(o) | Filled::Value(o) | Filled::Literal(o) => out.extend(o),
            }
        }
        Ok(out)
    }

    /// As [`Values::raw`], as text.
    ///
    /// # Errors
    /// When a value is not known.
    pub fn text(&self, scenario: &Scenario, template: &Template) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.raw(scenario, template)?).into_owned())
    }

    /// A line of a pattern.
    ///
    /// # Errors
    /// When a value is not known.
    pub fn pattern(&self, scenario: &Scenario, template: &Template) -> Result<Vec<Piece>> {
        let mut pieces = Vec::new();
        for piece in &template.pieces {
            pieces.push(match &piece.part {
                Part::Text(text) => Piece::Text(text.clone()),
                Part::Capture(name) => Piece::Capture(name.clone()),
                // A number reckoned may be part of a word (`<${expr …}>`), a set or a pair.
                part @ Part::Call(call) if matches!(**call, Call::Expr(_) | Call::Size(_)) => {
                    match self.fill(scenario, part)? {
                        Filled::Syntax(o) | Filled::Value(o) | Filled::Literal(o) => {
                            Piece::Text(String::from_utf8_lossy(&o).into_owned())
                        }
                    }
                }
                part => match self.fill(scenario, part)? {
                    Filled::Syntax(o) | Filled::Value(o) | Filled::Literal(o) => Piece::Exact(o),
                },
            });
        }
        Ok(pieces)
    }

    fn fill(&self, scenario: &Scenario, part: &Part) -> Result<Filled> {
        Ok(match part {
            Part::Text(text) => Filled::Syntax(text.as_bytes().to_vec()),
            Part::Octets(octets) => Filled::Literal(octets.clone()),
            Part::Capture(name) => {
                return Err(ValueError(format!("`${{set {name}}}` cannot be filled in")));
            }
            Part::Value(name) => Filled::Value(self.value(name)?),
            Part::Call(call) => return self.call(scenario, call),
        })
    }

    fn value(&self, name: &Name) -> Result<Vec<u8>> {
        let account = |n: u8| self.accounts.get(usize::from(n).saturating_sub(1));
        let found = match name {
            Name::Mailbox(_, name) => Some(self.mailbox(name)),
            Name::Root => Some(self.root.clone()),
            Name::Delimiter => Some(self.delimiter.clone()),
            Name::User(n) => account(*n).map(|(user, _)| user.clone()),
            Name::Password(n) => account(*n).map(|(_, password)| password.clone()),
            Name::Captured(name) => {
                return self.captured.get(name).cloned().ok_or_else(|| {
                    ValueError(format!("`{name}` has no value: nothing was captured under it"))
                });
            }
        };
        found.map(String::into_bytes).ok_or_else(|| ValueError(format!("no value for `{name}`")))
    }

    fn call(&self, scenario: &Scenario, call: &Call) -> Result<Filled> {
        Ok(match call {
            Call::Literal(kind, content) => {
                let octets = self.content(scenario, content)?;
                let n = octets.len();
                let announcement = match kind {
                    LiteralKind::Synchronizing => format!("{{{n}}}\r\n"),
                    LiteralKind::NonSynchronizing => format!("{{{n}+}}\r\n"),
                    LiteralKind::Literal8 => format!("~{{{n}}}\r\n"),
                    LiteralKind::Literal8NonSynchronizing => format!("~{{{n}+}}\r\n"),
                };
                Filled::Literal([announcement.as_bytes(), &octets].concat())
            }
            Call::Size(content) => {
                Filled::Value(self.content(scenario, content)?.len().to_string().into_bytes())
            }
            Call::Octets { content, offset, length } => {
                let octets = self.content(scenario, content)?;
                let number = |expression: &Option<Expression>, default: usize| -> Result<usize> {
                    let Some(expression) = expression else { return Ok(default) };
                    let text = self.evaluate(scenario, expression)?;
                    text.trim().parse().map_err(|_| ValueError(format!("`{text}` is no number")))
                };
                let start = number(offset, 0)?.min(octets.len());
                let count = number(length, octets.len())?.min(octets.len() - start);
                Filled::Value(octets[start..start + count].to_vec())
            }
            Call::Base64(content) => {
                let octets = self.content(scenario, content)?;
                Filled::Literal(data_encoding::BASE64.encode(&octets).into_bytes())
            }
            Call::Quoted(content) => {
                let octets = self.content(scenario, content)?;
                Filled::Literal(quoted(&octets))
            }
            Call::Bytes(content) => Filled::Literal(self.content(scenario, content)?),
            Call::Date { days } => {
                let day = Zoned::now()
                    .with_time_zone(jiff::tz::TimeZone::UTC)
                    .checked_add(i64::from(*days).days())
                    .map_err(|e| ValueError(format!("no such date: {e}")))?;
                Filled::Syntax(day.strftime("%-d-%b-%Y").to_string().into_bytes())
            }
            Call::Expr(expression) => {
                Filled::Value(self.evaluate(scenario, expression)?.into_bytes())
            }
        })
    }

    fn content(&self, scenario: &Scenario, content: &Content) -> Result<Vec<u8>> {
        match content {
            Content::Message(name) => scenario
                .messages
                .get(name)
                .map(|octets| octets.to_vec())
                .ok_or_else(|| ValueError(format!("no message `{name}`"))),
            Content::Text(template) => self.raw(scenario, template),
        }
    }
}
