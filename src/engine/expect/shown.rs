//! Lines and responses as people are shown them, and where in the transcript they stand.

use super::Hearing;
use crate::client::session::Received;
use crate::finding::Evidence;
use crate::scenario::{Block, LineKind, PatternLine, Step};
use crate::syntax::tree::readable;

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

/// A block on one line.
pub(super) fn text_of(block: &Block) -> String {
    block.lines.iter().map(shown_line).collect::<Vec<_>>().join(", ")
}

/// A line with what was spliced into it, for people.
pub(super) fn shown_line(line: &PatternLine) -> String {
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
pub(super) fn shown(received: &Received) -> String {
    let octets = received.octets.strip_suffix(b"\r\n").unwrap_or(&received.octets);
    let text = readable(octets);
    match text.char_indices().nth(160) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}

/// The response that decided: the tagged one, or where there is none the last.
pub fn answer(hearing: &Hearing<'_>) -> Option<Evidence> {
    let tagged = hearing.inbox().iter().rev().find(|r| r.tagged().is_some());
    tagged.or(hearing.inbox().last()).map(whole)
}

/// All of a response, without its line end.
pub fn whole(received: &Received) -> Evidence {
    let end = received.octets.strip_suffix(b"\r\n").map_or(received.octets.len(), <[u8]>::len);
    Evidence { entry: received.entry, start: 0, end }
}

/// The response that came last.
pub(super) fn last(hearing: &Hearing<'_>) -> Option<Evidence> {
    hearing.inbox().last().map(whole)
}
