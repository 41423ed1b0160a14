//! One block of lines, held against what a client heard.

use super::shown::{last, shown, shown_line, whole};
use super::{Hearing, Miss};
use crate::engine::pattern::{Captures, Pat, pattern};
use crate::engine::values::{ValueError, Values};
use crate::scenario::{Block, LineKind, PatternLine, Scenario, Span, Step};

/// Why a block does not hold.
pub(super) struct Broken {
    /// How many lines held before.
    pub depth: usize,
    /// Nothing that may still come can change it.
    pub settled: bool,
    pub miss: Miss,
}

/// Judges one block.
pub(super) fn block(
    scenario: &Scenario,
    values: &Values,
    step: &Step,
    block: &Block,
    hearing: &Hearing<'_>,
    captures: &mut Captures,
) -> Result<Option<Broken>, ValueError> {
    let mut held = 0;
    let broken = |depth, miss| Ok(Some(Broken { depth, settled: false, miss }));
    let mut local = values.clone();
    // The tagged line first: where the status is wrong, that is what is to be told.
    let (tagged, others): (Vec<_>, Vec<_>) =
        block.lines.iter().partition(|l| matches!(l.kind, LineKind::Tagged { .. }));
    local.captured.clone_from(captures);
    let mut answers = Vec::new();
    // Lines without a tag are those of the step's own commands, in order.
    let mut untold = 0;
    for wanted in &tagged {
        let tag = match &wanted.kind {
            LineKind::Tagged { tag: Some(tag), .. } => Some(local.raw(scenario, tag)?),
            _ => {
                untold += 1;
                hearing.tags.get(untold - 1).cloned()
            }
        };
        answers.push(answer_to(hearing, tag.as_deref()));
    }
    for (wanted, answer) in tagged.into_iter().zip(&answers) {
        local.captured.clone_from(captures);
        if let Some(miss) = status_line(scenario, &local, wanted, hearing, *answer, captures)? {
            // A tagged response is not taken back.
            let settled = answers.iter().all(Option::is_some);
            return Ok(Some(Broken { depth: held, settled, miss }));
        }
        held += 1;
    }
    let closing = block.lines.iter().any(|l| l.kind == LineKind::Closed);
    if !closing && let Some(miss) = all_ok(hearing, untold, block.span) {
        return broken(held, miss);
    }
    let heard = &hearing.heard;
    let mut latest = 0;
    let mut all = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for wanted in others {
        // What a line captures, a later line may use.
        local.captured.clone_from(captures);
        let pats = line(scenario, &local, wanted)?;
        let found = match wanted.kind {
            LineKind::Closed if hearing.closed => Some(latest),
            LineKind::Closed => None,
            _ => heard.find(&pats, captures),
        };
        let twins = seen.iter().filter(|text| **text == wanted.text).count();
        seen.push(&wanted.text);
        let fitting = |i: &usize| heard.fits(*i, &pats);
        let enough = twins == 0 || (0..hearing.inbox().len()).filter(fitting).count() > twins;
        let Some(index) = found.filter(|_| enough) else {
            return broken(held, missing(wanted, &pats, hearing));
        };
        if step.in_order && index < latest {
            let message = format!("`{}` came before the line above it", shown_line(wanted));
            let evidence = Some(whole(&hearing.inbox()[index]));
            return broken(held, Miss { message, evidence, span: wanted.span });
        }
        latest = index;
        held += 1;
        all.push(pats);
    }
    for kind in &step.exactly {
        let expected = |i: usize| all.iter().any(|p| heard.fits(i, p)) || heard.belongs(i, &all);
        let extra = heard.of_kind(kind).into_iter().find(|&i| !expected(i));
        if let Some(index) = extra {
            let response = &hearing.inbox()[index];
            let message = format!(
                "a {kind} response that is not among those expected: `{}`",
                shown(response)
            );
            let evidence = Some(whole(response));
            return broken(held, Miss { message, evidence, span: block.span });
        }
    }
    Ok(None)
}

/// The tagged response with this tag, or with any.
fn answer_to(hearing: &Hearing<'_>, tag: Option<&[u8]>) -> Option<usize> {
    let is_it = |found: &[u8]| tag.is_none_or(|tag| tag == found);
    hearing.inbox().iter().position(|r| r.tagged().is_some_and(|(found, _)| is_it(found)))
}

/// Why the tagged response (`answer`: its index, where it came) is not what the line wants.
fn status_line(
    scenario: &Scenario,
    values: &Values,
    wanted: &PatternLine,
    hearing: &Hearing<'_>,
    answer: Option<usize>,
    captures: &mut Captures,
) -> Result<Option<Miss>, ValueError> {
    let pats = line(scenario, values, wanted)?;
    let Some(index) = answer else {
        let expected = shown_line(wanted);
        return Ok(Some(unanswered(&format!("`{expected}`"), hearing, wanted.span)));
    };
    if hearing.heard.status(index, &pats, captures) {
        return Ok(None);
    }
    let response = &hearing.inbox()[index];
    let message = format!("expected `{}`, got `{}`", wanted.text, shown(response));
    Ok(Some(Miss { message, evidence: Some(whole(response)), span: wanted.span }))
}

/// Commands from the `from`-th on must have been answered with OK.
fn all_ok(hearing: &Hearing<'_>, from: usize, span: Span) -> Option<Miss> {
    let ok = [Pat::Word(b"OK".to_vec())];
    for tag in hearing.tags.get(from..).unwrap_or_default() {
        match answer_to(hearing, Some(tag)) {
            Some(i) if hearing.heard.status(i, &ok, &mut Captures::new()) => {}
            Some(i) => {
                let response = &hearing.inbox()[i];
                let message = format!("expected OK, got `{}`", shown(response));
                return Some(Miss { message, evidence: Some(whole(response)), span });
            }
            None if !hearing.complete && !hearing.closed => {}
            None => return Some(unanswered("OK", hearing, span)),
        }
    }
    None
}

fn unanswered(expected: &str, hearing: &Hearing<'_>, span: Span) -> Miss {
    let instead = match hearing.closed {
        true => "the server closed the connection",
        false => "no tagged response came",
    };
    let message = format!("expected {expected}, but {instead}");
    Miss { message, evidence: last(hearing), span }
}

fn missing(wanted: &PatternLine, pats: &[Pat], hearing: &Hearing<'_>) -> Miss {
    let alike = hearing.heard.alike(pats);
    let (message, evidence) = match (alike.as_slice(), &wanted.kind) {
        (_, LineKind::Closed) => {
            ("the server did not close the connection".to_owned(), last(hearing))
        }
        ([], _) => (format!("no response was `{}`", shown_line(wanted)), last(hearing)),
        (alike, _) => {
            let response = |&i: &usize| &hearing.inbox()[i];
            let few: Vec<String> =
                alike.iter().take(3).map(|i| format!("`{}`", shown(response(i)))).collect();
            let more = if alike.len() > few.len() { ", …" } else { "" };
            let evidence = alike.first().map(|i| whole(response(i)));
            (format!("no response was `{}`; got {}{more}", wanted.text, few.join(", ")), evidence)
        }
    };
    Miss { message, evidence, span: wanted.span }
}

/// The tree of a line, with its star, plus or status in front.
pub(super) fn line(
    scenario: &Scenario,
    values: &Values,
    line: &PatternLine,
) -> Result<Vec<Pat>, ValueError> {
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
