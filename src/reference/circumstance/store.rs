//! STORE that forgets.

use crate::reference::cx::Cx;
use crate::reference::defect::{Defect, DefectSet};
use crate::reference::store::{FlagSet, MailboxId, Message};
use crate::syntax::types::{Flag, StoreAction};

/// The flags that a STORE names, as they are taken.
pub(crate) fn given(
    cx: &mut Cx<'_>,
    id: MailboxId,
    action: StoreAction,
    asked: &[Flag<'_>],
    given: &mut FlagSet,
) {
    if cx.has(Defect::StoreAddFirstOnly) && action == StoreAction::Add {
        *given = FlagSet::new(asked.get(..1).unwrap_or_default());
    }
    if cx.has(Defect::KeywordMarksLost) {
        let marked = |flag: &Flag<'_>| {
            matches!(flag, Flag::Keyword(_)) && flag.to_string().contains(['.', ':', '/'])
        };
        *given =
            FlagSet::new(&given.iter().filter(|flag| !marked(flag)).cloned().collect::<Vec<_>>());
    }
    if cx.has(Defect::NewKeywordLost)
        && let Some(mailbox) = cx.store.mailbox_mut(id)
    {
        let (new, old): (Vec<_>, Vec<_>) = given
            .iter()
            .cloned()
            .partition(|flag| matches!(flag, Flag::Keyword(_)) && !mailbox.keywords.contains(flag));
        mailbox.keywords.extend(new);
        *given = FlagSet::new(&old);
    }
}

/// Whether a STORE passes over this message.
pub(crate) fn skips(cx: &Cx<'_>, nth: usize, message: &Message) -> bool {
    let me = cx.session.id.0;
    let came_later = cx
        .session
        .selected
        .as_ref()
        .is_some_and(|selected| message.uid >= selected.entered.uid_next);
    (cx.has(Defect::StorePipelinedLost) && cx.session.pipelined > 0)
        || (cx.has(Defect::StoreOthersMessage) && came_later && message.by != me)
        || (cx.has(Defect::StoreOwnAppendLost) && came_later && message.by == me)
        || (cx.has(Defect::StoreSixthKept) && nth > 4)
}

/// What UNCHANGEDSINCE asks of the `nth` message of the set.
pub(crate) fn unchanged_since(cx: &Cx<'_>, since: Option<u64>, nth: usize) -> Option<u64> {
    let since = match cx.has(Defect::UnchangedSinceEqual) {
        true => since.map(|since| since.saturating_sub(1)),
        false => since,
    };
    since.filter(|&since| {
        let beyond = cx.has(Defect::UnchangedSinceFirst) && nth > 0;
        let zero = cx.has(Defect::UnchangedSinceZero) && since == 0;
        !beyond && !zero
    })
}

/// The flags of a message after a STORE.
pub(crate) fn stored(
    defects: DefectSet,
    action: StoreAction,
    given: &FlagSet,
    old: &FlagSet,
    new: &mut FlagSet,
) {
    let empty = FlagSet::default();
    let emptied = *new == empty && *old != empty;
    let keeps = (defects.contains(Defect::EmptyListKept) && action == StoreAction::Replace)
        || (defects.contains(Defect::LastFlagStays) && action == StoreAction::Remove);
    if emptied && keeps {
        new.clone_from(old);
    }
    if defects.contains(Defect::KeywordCaseKept) && action == StoreAction::Remove {
        let spelled = |flag: &Flag<'_>| given.iter().any(|g| g.to_octets() == flag.to_octets());
        let kept = old.iter().filter(|f| matches!(f, Flag::Keyword(_)) && !spelled(f));
        kept.for_each(|flag| {
            new.insert(flag);
        });
    }
}
