//! IDLE (RFC 9051 §6.3.13).

use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::session::{Mode, say, updates};
use crate::syntax::parse;
use crate::syntax::types::{Continuation, RespText};

pub(super) fn idle(cx: &mut Cx<'_>) -> Handled {
    let texts = ["idling", "Waiting for DONE", "OK [not a code] NO BAD", "0"];
    let text = texts.get(cx.session.liberty.pick(texts.len())).copied().unwrap_or("idling");
    let text = RespText { code: None, text: say::text(text) };
    if cx.has(Defect::IdleContinuedTwice) {
        cx.challenge(Continuation::Text(text.clone()));
    }
    cx.challenge(Continuation::Text(text));
    if cx.has(Defect::IdleEndsAlone) {
        return Ok(Answer::ok("IDLE completed"));
    }
    cx.session.memory.idles += 1;
    cx.session.mode = Mode::Idle { tag: cx.tag.clone(), told: false };
    Ok(Answer::later())
}

/// Tells what has changed.
pub(crate) fn push(cx: &mut Cx<'_>) {
    let Mode::Idle { told, .. } = &cx.session.mode else { return };
    if cx.has(Defect::IdleSecondSilent) && cx.session.memory.idles > 1 {
        return;
    }
    if cx.has(Defect::IdleSilent) || (cx.has(Defect::IdleFirstOnly) && *told) {
        return;
    }
    let before = cx.session.selected.as_ref().map(|s| s.generation);
    updates::tell(cx, !cx.has(Defect::IdleExpungeUntold));
    let after = cx.session.selected.as_ref().map(|s| s.generation);
    if before != after
        && let Mode::Idle { told, .. } = &mut cx.session.mode
    {
        *told = true;
    }
}

/// The line that ends it.
pub(crate) fn line(cx: &mut Cx<'_>, octets: &[u8]) {
    let Mode::Idle { tag, .. } = std::mem::replace(&mut cx.session.mode, Mode::Command) else {
        return;
    };
    cx.tag = tag;
    if !cx.has(Defect::IdleSilent) {
        updates::tell(cx, true);
    }
    let right = parse::done(octets).is_ok() || cx.has(Defect::IdleAnyEnds);
    cx.answer(&if right { Answer::ok("IDLE completed") } else { Answer::bad("DONE was expected") });
}
