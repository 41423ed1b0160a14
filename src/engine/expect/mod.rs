//! Whether what a client heard in a step is what the script wants.
//!
//! - here: `expect`, `never` and the outcomes of a race; `block`: one block of lines;
//! - [`shown`]: lines and responses for people, and their places in the transcript.

mod block;
pub mod shown;
#[cfg(test)]
mod tests;

use self::block::{Broken, block, line};
use self::shown::{answer, text_of, whole};
use super::meaning::Heard;
use super::pattern::Captures;
use super::values::{ValueError, Values};
use crate::client::session::Received;
use crate::finding::Evidence;
use crate::scenario::{Block, Expectation, LineKind, Scenario, Span, Step};

/// What one client heard, and what is to be answered in it.
pub struct Hearing<'a> {
    /// Responses of this step.
    pub heard: Heard<'a>,
    /// Tags of the step's commands, in order; none where the script chose them itself.
    pub tags: &'a [Vec<u8>],
    /// Each of the commands must have been completed.
    pub complete: bool,
    /// The server ended the connection.
    pub closed: bool,
}

impl<'a> Hearing<'a> {
    /// Responses of this step, oldest first.
    pub fn inbox(&self) -> &'a [Received] {
        self.heard.responses()
    }
}

/// Why an expectation does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// In words, with the values seen.
    pub message: String,
    /// What in the transcript offends.
    pub evidence: Option<Evidence>,
    /// The line of the script.
    pub span: Span,
}

impl Miss {
    /// The step as a whole did not work.
    pub fn of(step: &Step, message: impl Into<String>) -> Self {
        Self { message: message.into(), evidence: None, span: step.span }
    }
}

/// How an expectation was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// It holds.
    Holds,
    /// It holds by an outcome that breaks a SHOULD; where it came, and which it is.
    Warned(Miss),
    /// It does not.
    Broken {
        /// Why.
        miss: Miss,
        /// Nothing that may still come can change it.
        settled: bool,
    },
}

/// Judges a step's `expect` (or the tagged OK that it stands for).
///
/// # Errors
/// When the script uses a value that is not known.
pub fn judge(
    scenario: &Scenario,
    values: &mut Values,
    step: &Step,
    expectation: Option<&Expectation>,
    hearing: &Hearing<'_>,
) -> Result<Judged, ValueError> {
    let Some(expectation) = expectation else {
        // The tagged OK, and what `exactly` leaves out even so.
        let nothing = Block { lines: Vec::new(), span: step.span };
        let mut captures = values.captured.clone();
        let broken = block(scenario, values, step, &nothing, hearing, &mut captures)?;
        return Ok(match broken {
            Some(Broken { miss, settled, .. }) => Judged::Broken { miss, settled },
            None => Judged::Holds,
        });
    };
    let mut broken = Vec::new();
    for outcome in &expectation.outcomes {
        let mut captures = values.captured.clone();
        match block(scenario, values, step, &outcome.block, hearing, &mut captures)? {
            None => {
                values.captured = captures;
                return Ok(match outcome.warn {
                    true => Judged::Warned(Miss {
                        message: format!(
                            "`{}` is allowed, but not what should be done",
                            text_of(&outcome.block)
                        ),
                        evidence: answer(hearing),
                        span: outcome.block.span,
                    }),
                    false => Judged::Holds,
                });
            }
            Some(why) => broken.push(why),
        }
    }
    let settled = broken.iter().all(|why| why.settled);
    // The outcome that came furthest explains best; of equals, the last.
    let best = broken.into_iter().max_by_key(|why| why.depth);
    Ok(best.map_or(Judged::Holds, |Broken { miss, .. }| Judged::Broken { miss, settled }))
}

/// Whether something came that must never come.
///
/// # Errors
/// When the script uses a value that is not known.
pub fn offends(
    scenario: &Scenario,
    values: &Values,
    never: &Block,
    hearing: &Hearing<'_>,
) -> Result<Option<Miss>, ValueError> {
    let heard = &hearing.heard;
    for wanted in &never.lines {
        let pats = line(scenario, values, wanted)?;
        let mut captures = Captures::new();
        let found = match &wanted.kind {
            LineKind::Untagged | LineKind::Continuation => heard.find(&pats, &mut captures),
            LineKind::Tagged { tag, .. } => {
                let tag = tag.as_ref().map(|t| values.raw(scenario, t)).transpose()?;
                let is_it = |r: &Received| match (r.tagged(), &tag) {
                    (Some((t, _)), Some(tag)) => t == tag,
                    (Some((t, _)), None) => hearing.tags.iter().any(|own| own == t),
                    (None, _) => false,
                };
                (0..hearing.inbox().len())
                    .find(|&i| is_it(&hearing.inbox()[i]) && heard.status(i, &pats, &mut captures))
            }
            LineKind::Closed if hearing.closed => {
                return Ok(Some(Miss {
                    message: "the server closed the connection".to_owned(),
                    evidence: None,
                    span: wanted.span,
                }));
            }
            LineKind::Closed => None,
        };
        if let Some(index) = found {
            let response = &hearing.inbox()[index];
            return Ok(Some(Miss {
                message: format!("this must not come: `{}`", shown::shown(response)),
                evidence: Some(whole(response)),
                span: wanted.span,
            }));
        }
    }
    Ok(None)
}

/// Judges a race's outcome block on one client; what it captures is kept where it holds.
///
/// # Errors
/// When the script uses a value that is not known.
pub fn block_holds(
    scenario: &Scenario,
    values: &mut Values,
    step: &Step,
    wanted: &Block,
    hearing: &Hearing<'_>,
) -> Result<Option<Miss>, ValueError> {
    let mut captures = values.captured.clone();
    let broken = block(scenario, values, step, wanted, hearing, &mut captures)?;
    if broken.is_none() {
        values.captured = captures;
    }
    Ok(broken.map(|why| why.miss))
}
