//! Whether what a client heard in a step is what the script wants.

use super::meaning::Heard;
use super::pattern::{Captures, Pat, attempt, pattern};
use super::values::{ValueError, Values};
use crate::client::session::Received;
use crate::finding::Evidence;
use crate::scenario::{Block, Expectation, LineKind, PatternLine, Scenario, Span, Step};

/// What one client heard, and what is to be answered in it.
pub struct Hearing<'a> {
    /// Responses of this step.
    pub inbox: &'a [Received],
    /// Tags of the step's commands, in order; none where the script chose them itself.
    pub tags: &'a [Vec<u8>],
    /// Each of the commands must have been completed.
    pub complete: bool,
    /// The server ended the connection.
    pub closed: bool,
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

/// How an expectation was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// It holds.
    Holds,
    /// It holds by an outcome that breaks a SHOULD; where it came, and which it is.
    Warned(Miss),
    /// It does not.
    Broken(Miss),
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
    let heard = Heard::new(hearing.inbox);
    let Some(expectation) = expectation else {
        return Ok(match all_ok(&heard, hearing, 0, step.span) {
            Some(miss) => Judged::Broken(miss),
            None => Judged::Holds,
        });
    };
    let mut misses = Vec::new();
    for outcome in &expectation.outcomes {
        let mut captures = values.captured.clone();
        match block(scenario, values, step, &outcome.block, hearing, &heard, &mut captures)? {
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
            Some(miss) => misses.push(miss),
        }
    }
    // The outcome that came furthest explains best; of equals, the first.
    let best = misses.into_iter().max_by_key(|(depth, _)| *depth).map(|(_, miss)| miss);
    Ok(best.map_or(Judged::Holds, Judged::Broken))
}

/// The response that decided: the tagged one, or where there is none the last.
pub fn answer(hearing: &Hearing<'_>) -> Option<Evidence> {
    let tagged = hearing.inbox.iter().rev().find(|r| r.tagged().is_some());
    tagged.or(hearing.inbox.last()).map(|r| Evidence {
        entry: r.entry,
        start: 0,
        end: r.octets.len().saturating_sub(2),
    })
}

/// The outcomes that would have been accepted, as written.
pub fn accepted(step: &Step) -> Vec<String> {
    let mut all: Vec<String> = step
        .expect
        .iter()
        .flat_map(|e| &e.outcomes)
        .map(|outcome| text_of(&outcome.block))
        .collect();
    if step.expect.is_none() && step.outcomes.is_empty() {
        all.push("OK".to_owned());
    }
    all
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
    let heard = Heard::new(hearing.inbox);
    for line in &never.lines {
        let pats = pats(scenario, values, line)?;
        let mut captures = Captures::new();
        let found = match &line.kind {
            LineKind::Untagged | LineKind::Continuation => heard.find(&pats, &mut captures),
            LineKind::Tagged { tag, .. } => {
                let tag = tag.as_ref().map(|t| values.raw(scenario, t)).transpose()?;
                let is_it = |r: &Received| {
                    r.tagged().is_some_and(|(t, _)| tag.as_ref().is_none_or(|tag| t == tag))
                };
                (0..hearing.inbox.len())
                    .find(|&i| is_it(&hearing.inbox[i]) && heard.status(i, &pats, &mut captures))
            }
            LineKind::Closed if hearing.closed => {
                return Ok(Some(Miss {
                    message: "the server closed the connection".to_owned(),
                    evidence: None,
                    span: line.span,
                }));
            }
            LineKind::Closed => None,
        };
        if let Some(index) = found {
            return Ok(Some(Miss {
                message: format!("this must not come: `{}`", shown(&hearing.inbox[index])),
                evidence: Some(whole(&hearing.inbox[index])),
                span: line.span,
            }));
        }
    }
    Ok(None)
}

/// Judges one block; the miss comes with how many lines held before it.
fn block(
    scenario: &Scenario,
    values: &Values,
    step: &Step,
    block: &Block,
    hearing: &Hearing<'_>,
    heard: &Heard<'_>,
    captures: &mut Captures,
) -> Result<Option<(usize, Miss)>, ValueError> {
    let mut answered = 0;
    let mut latest = 0;
    let mut all = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let mut local = values.clone();
    // The tagged line first: where the status is wrong, that is what is to be told.
    let (tagged, others): (Vec<_>, Vec<_>) =
        block.lines.iter().partition(|l| matches!(l.kind, LineKind::Tagged { .. }));
    let mut held = 0;
    for line in tagged {
        local.captured.clone_from(captures);
        if let Some(miss) =
            status_line(scenario, &local, line, hearing, heard, &mut answered, captures)?
        {
            return Ok(Some((held, miss)));
        }
        held += 1;
    }
    let closing = block.lines.iter().any(|l| l.kind == LineKind::Closed);
    if !closing && let Some(miss) = all_ok(heard, hearing, answered, block.span) {
        return Ok(Some((held, miss)));
    }
    for line in others {
        // What a line captures, a later line may use.
        local.captured.clone_from(captures);
        let pats = pats(scenario, &local, line)?;
        let found = match line.kind {
            LineKind::Closed if hearing.closed => Some(latest),
            LineKind::Closed => None,
            _ => heard.find(&pats, captures),
        };
        let twins = seen.iter().filter(|text| **text == line.text).count();
        seen.push(&line.text);
        let fitting = |i: &usize| heard.fits(*i, &pats);
        let enough = twins == 0 || (0..hearing.inbox.len()).filter(fitting).count() > twins;
        let Some(index) = found.filter(|_| enough) else {
            return Ok(Some((held, missing(line, heard, &pats, hearing))));
        };
        if step.in_order && index < latest {
            let message = format!("`{}` came before the line above it", shown_line(line));
            let evidence = Some(whole(&hearing.inbox[index]));
            return Ok(Some((held, Miss { message, evidence, span: line.span })));
        }
        latest = index;
        held += 1;
        all.push(pats);
    }
    for kind in &step.exactly {
        let expected = |i: usize| all.iter().any(|p| heard.fits(i, p)) || heard.belongs(i, &all);
        let extra = heard.of_kind(kind).into_iter().find(|&i| !expected(i));
        if let Some(index) = extra {
            let message = format!(
                "a {kind} response that is not among those expected: `{}`",
                shown(&hearing.inbox[index])
            );
            let evidence = Some(whole(&hearing.inbox[index]));
            return Ok(Some((held, Miss { message, evidence, span: block.span })));
        }
    }
    Ok(None)
}

fn status_line(
    scenario: &Scenario,
    values: &Values,
    line: &PatternLine,
    hearing: &Hearing<'_>,
    heard: &Heard<'_>,
    answered: &mut usize,
    captures: &mut Captures,
) -> Result<Option<Miss>, ValueError> {
    let LineKind::Tagged { tag, .. } = &line.kind else { return Ok(None) };
    let tag = match tag {
        Some(tag) => Some(values.raw(scenario, tag)?),
        None => {
            *answered += 1;
            hearing.tags.get(*answered - 1).cloned()
        }
    };
    let pats = pats(scenario, values, line)?;
    let index = hearing.inbox.iter().position(|r| match (r.tagged(), &tag) {
        (Some((t, _)), Some(tag)) => t == tag.as_slice(),
        (Some(_), None) => true,
        (None, _) => false,
    });
    let Some(index) = index else {
        let message = match hearing.closed {
            true => {
                format!("expected `{}`, but the server closed the connection", shown_line(line))
            }
            false => format!("expected `{}`, but no tagged response came", shown_line(line)),
        };
        return Ok(Some(Miss { message, evidence: last(hearing), span: line.span }));
    };
    if heard.status(index, &pats, captures) {
        return Ok(None);
    }
    let message = format!("expected `{}`, got `{}`", line.text, shown(&hearing.inbox[index]));
    Ok(Some(Miss { message, evidence: Some(whole(&hearing.inbox[index])), span: line.span }))
}

/// Commands from the `from`-th on must have been answered with OK.
fn all_ok(heard: &Heard<'_>, hearing: &Hearing<'_>, from: usize, span: Span) -> Option<Miss> {
    let ok = [Pat::Word(b"OK".to_vec())];
    for tag in hearing.tags.get(from..).unwrap_or_default() {
        let at =
            hearing.inbox.iter().position(|r| r.tagged().is_some_and(|(t, _)| t == tag.as_slice()));
        match at {
            Some(i) if heard.status(i, &ok, &mut Captures::new()) => {}
            Some(i) => {
                let message = format!("expected OK, got `{}`", shown(&hearing.inbox[i]));
                return Some(Miss { message, evidence: Some(whole(&hearing.inbox[i])), span });
            }
            None if !hearing.complete && !hearing.closed => {}
            None => {
                let message = match hearing.closed {
                    true => "expected OK, but the server closed the connection".to_owned(),
                    false => "expected OK, but no tagged response came".to_owned(),
                };
                return Some(Miss { message, evidence: last(hearing), span });
            }
        }
    }
    None
}

fn missing(line: &PatternLine, heard: &Heard<'_>, pats: &[Pat], hearing: &Hearing<'_>) -> Miss {
    let alike = heard.alike(pats);
    let (message, evidence) = match (alike.as_slice(), &line.kind) {
        (_, LineKind::Closed) => {
            ("the server did not close the connection".to_owned(), last(hearing))
        }
        ([], _) => (format!("no response was `{}`", shown_line(line)), last(hearing)),
        (alike, _) => {
            let few: Vec<String> =
                alike.iter().take(3).map(|&i| format!("`{}`", shown(&hearing.inbox[i]))).collect();
            let more = if alike.len() > few.len() { ", …" } else { "" };
            let evidence = alike.first().map(|&i| whole(&hearing.inbox[i]));
            (format!("no response was `{}`; got {}{more}", line.text, few.join(", ")), evidence)
        }
    };
    Miss { message, evidence, span: line.span }
}

/// The tree of a line, with its star, plus or status in front.
fn pats(scenario: &Scenario, values: &Values, line: &PatternLine) -> Result<Vec<Pat>, ValueError> {
    let mut all = match &line.kind {
        LineKind::Untagged => vec![Pat::Word(b"*".to_vec())],
        LineKind::Continuation => vec![Pat::Word(b"+".to_vec())],
        LineKind::Tagged { statuses, .. } => {
            let names: Vec<&str> = statuses.iter().map(|s| s.name()).collect();
            vec![Pat::Word(names.join("|").into_bytes())]
        }
        LineKind::Closed => Vec::new(),
    };
    all.extend(pattern(&values.pattern(scenario, &line.pattern)?));
    Ok(all)
}

fn text_of(block: &Block) -> String {
    block.lines.iter().map(shown_line).collect::<Vec<_>>().join(", ")
}

/// A line with what was spliced into it, for people.
fn shown_line(line: &PatternLine) -> String {
    let head = match &line.kind {
        LineKind::Untagged => "*".to_owned(),
        LineKind::Continuation => "+".to_owned(),
        LineKind::Tagged { statuses, tag } => {
            let names: Vec<&str> = statuses.iter().map(|s| s.name()).collect();
            let tag = tag.as_ref().map(|t| format!("{} ", t.shown())).unwrap_or_default();
            format!("{tag}{}", names.join("|"))
        }
        LineKind::Closed => return "closed".to_owned(),
    };
    format!("{head} {}", line.pattern.shown()).trim_end().to_owned()
}

/// A response as it is shown in a message: one line, not too long.
fn shown(received: &Received) -> String {
    let octets = received.octets.strip_suffix(b"\r\n").unwrap_or(&received.octets);
    let text: String =
        octets.escape_ascii().to_string().replace("\\\"", "\"").replace("\\\\", "\\");
    match text.char_indices().nth(160) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}

fn whole(received: &Received) -> Evidence {
    let end = received.octets.strip_suffix(b"\r\n").map_or(received.octets.len(), <[u8]>::len);
    Evidence { entry: received.entry, start: 0, end }
}

fn last(hearing: &Hearing<'_>) -> Option<Evidence> {
    hearing.inbox.last().map(whole)
}

/// Runs `judge` for a race's outcome block on one client, without keeping what it captures unless
/// it holds.
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
    let heard = Heard::new(hearing.inbox);
    let mut captures = values.captured.clone();
    let mut miss = None;
    let mut error = None;
    attempt(&mut captures, |captures| {
        match block(scenario, values, step, wanted, hearing, &heard, captures) {
            Ok(found) => miss = found.map(|(_, miss)| miss),
            Err(e) => error = Some(e),
        }
        miss.is_none() && error.is_none()
    });
    values.captured = captures;
    error.map_or(Ok(miss), Err)
}
