//! What the placeholders of a script stand for in this run, and texts filled in with it.

use jiff::{ToSpan, Zoned};

use super::pattern::{Captures, Piece};
use crate::scenario::{
    Arithmetic, Call, Check, Comparison, Content, Expression, LiteralKind, Name, Part, Scenario,
    Template,
};

/// Values of one scenario in this run.
#[derive(Debug, Clone, Default)]
pub struct Values {
    /// `${root}`
    pub root: String,
    /// `${/}`
    pub delimiter: String,
    /// Prefix of the personal namespace; mailbox names begin with it.
    pub prefix: String,
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

    /// A command, without tag and CRLF: values are quoted where they must be, line ends are CRLF.
    ///
    /// # Errors
    /// When a value is not known.
    pub fn command(&self, scenario: &Scenario, template: &Template) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        // Pieces of a word that holds a value, and whether that must be quoted.
        let mut word: Vec<u8> = Vec::new();
        let mut awkward = false;
        let mut in_quotes = false;
        // The line ends of the script's own text are trimmed, those of literals are not.
        let mut kept = 0;
        for piece in &template.pieces {
            match self.fill(scenario, &piece.part)? {
                Filled::Syntax(text) => {
                    for &octet in &text {
                        match octet {
                            b'"' if word.is_empty() || in_quotes => {
                                in_quotes = !in_quotes;
                                word.push(octet);
                            }
                            b' ' | b'(' | b')' | b'\n' if !in_quotes => {
                                flush(&mut out, &mut word, &mut awkward);
                                if octet == b'\n' {
                                    out.push(b'\r');
                                }
                                out.push(octet);
                            }
                            _ => word.push(octet),
                        }
                    }
                }
                Filled::Value(octets) if in_quotes => word.extend(escape(&octets)),
                Filled::Value(octets) => {
                    awkward |= !is_astring(&octets);
                    word.extend(octets);
                }
                Filled::Literal(octets) => {
                    flush(&mut out, &mut word, &mut awkward);
                    out.extend(octets);
                    kept = out.len();
                }
            }
        }
        flush(&mut out, &mut word, &mut awkward);
        while out.len() >= kept + 2 && out.ends_with(b"\r\n") && !announces(&out) {
            out.truncate(out.len() - 2);
        }
        Ok(out)
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

    /// The result of an expression: a number where it is one, else the text.
    ///
    /// # Errors
    /// When a value is not known, or is no number where one is needed.
    pub fn evaluate(&self, scenario: &Scenario, expression: &Expression) -> Result<String> {
        match expression {
            Expression::Operand(template) => self.text(scenario, template),
            Expression::Binary { left, op, right } => {
                let number = |side: &Expression| -> Result<i128> {
                    let text = self.evaluate(scenario, side)?;
                    text.trim().parse().map_err(|_| ValueError(format!("`{text}` is no number")))
                };
                let (a, b) = (number(left)?, number(right)?);
                let result = match op {
                    Arithmetic::Plus => a.checked_add(b),
                    Arithmetic::Minus => a.checked_sub(b),
                    Arithmetic::Times => a.checked_mul(b),
                };
                result
                    .map(|n| n.to_string())
                    .ok_or_else(|| ValueError("the result is too large".to_owned()))
            }
        }
    }

    /// Whether a comparison holds, and both sides for the message.
    ///
    /// # Errors
    /// As [`Values::evaluate`].
    pub fn holds(&self, scenario: &Scenario, check: &Check) -> Result<(bool, String, String)> {
        let left = self.evaluate(scenario, &check.left)?;
        let right = self.evaluate(scenario, &check.right)?;
        Ok((compare(check.op, &left, &right), left, right))
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
                Filled::Literal([b"\"", &escape(&octets)[..], b"\""].concat())
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

/// Whether the comparison holds: as numbers where both are, else as texts.
pub fn compare(op: Comparison, left: &str, right: &str) -> bool {
    let order = match (left.trim().parse::<i128>(), right.trim().parse::<i128>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => left.cmp(right),
    };
    match op {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
        Comparison::Contains => left.contains(right),
    }
}

fn flush(out: &mut Vec<u8>, word: &mut Vec<u8>, awkward: &mut bool) {
    if *awkward {
        out.push(b'"');
        out.extend(escape(word));
        out.push(b'"');
    } else {
        out.extend_from_slice(word);
    }
    word.clear();
    *awkward = false;
}

fn announces(octets: &[u8]) -> bool {
    let start = octets[..octets.len() - 2].iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    crate::syntax::frame::announced(&octets[start..]).is_some()
}

fn escape(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len());
    for &octet in octets {
        if matches!(octet, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(octet);
    }
    out
}

fn is_astring(octets: &[u8]) -> bool {
    !octets.is_empty() && octets.iter().all(|&b| b.is_ascii_graphic() && !b"(){%*\"\\".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_of_numbers_and_texts() {
        assert!(compare(Comparison::Greater, "10", "9"));
        assert!(compare(Comparison::Less, "10x", "9x"));
        assert!(compare(Comparison::Contains, "a b", "b"));
        assert!(compare(Comparison::Equal, " 7", "7 "));
    }
}
