//! News that are not told.

use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{FlagSet, Message};
use crate::syntax::types::Flag;

/// Whether expunges are told as EXPUNGE now, whatever is enabled.
pub(crate) fn moves(cx: &Cx<'_>) -> bool {
    cx.has(Defect::MoveExpungeQResync) && cx.session.memory.moves
}

/// The messages that are gone, by place and UID, as far as that is told.
pub(crate) fn goes(cx: &Cx<'_>, gone: &mut Vec<(usize, u32)>) {
    let Some(selected) = &cx.session.selected else { return };
    let by_me =
        cx.store.mailbox(selected.mailbox).is_some_and(|m| m.expunged_by == cx.session.id.0);
    if cx.has(Defect::ExpungeLastUntold) && !by_me {
        gone.retain(|(place, _)| place + 1 < selected.known.len());
    }
}

/// Whether the flags of a message, which were others, are not told.
pub(crate) fn untold(cx: &Cx<'_>, before: &FlagSet, now: &Message) -> bool {
    let Some(selected) = &cx.session.selected else { return false };
    let but_deleted = |flags: &FlagSet| -> Vec<Flag<'static>> {
        flags.iter().filter(|flag| **flag != Flag::Deleted).cloned().collect()
    };
    let removed = now.flags.iter().all(|flag| before.contains(flag));
    (cx.has(Defect::FlagsRemovedUntold) && removed)
        || (cx.has(Defect::ExaminedFlagsUntold) && selected.read_only)
        || (cx.has(Defect::FlagsOfNewUntold) && now.uid >= selected.entered.uid_next)
        || (cx.has(Defect::DeletedUntold) && but_deleted(before) == but_deleted(&now.flags))
}
