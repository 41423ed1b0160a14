//! Whether COPYUID names all that was copied or moved, where it is certain what that was.

use super::WHOLE;
use crate::client::view::Selected;
use crate::referee::bench::Bench;
use crate::referee::data::named;
use crate::referee::effect::Effect;
use crate::referee::scene::{Completed, Scene};
use crate::syntax::types::{Code, CommandBody, SequenceSet, Untagged};

/// Judges a COPY or MOVE that was answered OK.
pub(super) fn judge(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>) {
    let (CommandBody::Copy { uid, set, .. } | CommandBody::Move { uid, set, .. }) = done.body
    else {
        return;
    };
    let (SequenceSet::Ranges(_), Some(mailbox)) = (set, scene.mailbox()) else { return };
    // With RFC 9738 less may be done than was asked for; what others expunge cannot be copied, also
    // where it was not yet told.
    let since = scene.world.opened(scene.key);
    if scene.world.told("MESSAGELIMIT")
        || scene.world.others(scene.key, mailbox.mailbox.as_ref(), since, Effect::REMOVES)
    {
        return;
    }
    let Some(named) = sources(done) else { return };
    let removed = removed(done);
    let moves = matches!(done.body, CommandBody::Move { .. });
    if !moves && removed > 0 {
        return;
    }
    let wanted = match (moves, uid) {
        (true, _) => removed,
        (false, true) => known(mailbox, set),
        (false, false) => {
            let exists = done.began.exists.unwrap_or(0);
            (1..=exists).filter(|&number| set.contains(number, exists)).count()
        }
    };
    if named < wanted {
        let what = if moves { "moved" } else { "to be copied" };
        bench.broken(
            scene,
            &WHOLE,
            format!("COPYUID names {named} messages, and {wanted} were {what}"),
        );
    }
}

/// Messages that COPYUID names, in one code or in several; `None` where it was not told.
fn sources(done: &Completed<'_>) -> Option<usize> {
    let untagged = done.untagged().filter_map(|untagged| match untagged {
        Untagged::Status(_, text) => text.code.as_ref(),
        _ => None,
    });
    let mut named = None;
    for code in untagged.chain(done.text.code.as_ref()) {
        if let Code::CopyUid { source, .. } = code {
            named = Some(named.unwrap_or(0) + source.in_order()?.len());
        }
    }
    named
}

/// Messages that were told to be gone.
fn removed(done: &Completed<'_>) -> usize {
    done.untagged()
        .map(|untagged| match untagged {
            Untagged::Expunge(_) => 1,
            Untagged::Vanished { earlier: false, uids } => {
                uids.in_order().map_or(0, |uids| uids.len())
            }
            _ => 0,
        })
        .sum()
}

/// Messages that are known to be there and that a set of UIDs names; a `*` names nothing here.
fn known(mailbox: &Selected, set: &SequenceSet) -> usize {
    let uid_only = mailbox.uid_only().filter(|&(uid, _)| set.contains(uid, u32::MAX));
    named(mailbox, true, set).len() + uid_only.count()
}
