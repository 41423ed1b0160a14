//! What responses hold, as several families ask for it.

use crate::client::view::Selected;
use crate::syntax::types::{Flag, MsgAtt, SequenceSet};

/// UIDs of the messages that a set names, as far as known; a `*` names nothing here.
pub(super) fn named(mailbox: &Selected, uid: bool, set: &SequenceSet) -> Vec<u32> {
    let exists = mailbox.exists.unwrap_or(0);
    mailbox
        .messages()
        .filter(|(number, message)| match (uid, message.uid) {
            (false, _) => set.contains(*number, exists),
            (true, Some(uid)) => set.contains(uid, u32::MAX),
            (true, None) => false,
        })
        .filter_map(|(_, message)| message.uid)
        .collect()
}

/// The UID that a FETCH response tells.
pub(super) fn uid_of(items: &[MsgAtt<'_>]) -> Option<u32> {
    items.iter().find_map(|item| match item {
        MsgAtt::Uid(uid) => Some(*uid),
        _ => None,
    })
}

pub(super) fn mod_seq_of(items: &[MsgAtt<'_>]) -> Option<u64> {
    items.iter().find_map(|item| match item {
        MsgAtt::ModSeq(value) => Some(*value),
        _ => None,
    })
}

pub(super) fn flags_of<'i>(items: &'i [MsgAtt<'_>]) -> Option<&'i [Flag<'i>]> {
    items.iter().find_map(|item| match item {
        MsgAtt::Flags(flags) => Some(flags.as_slice()),
        _ => None,
    })
}

/// Whether changes of the flag are stored for good.
pub(super) fn is_lasting(mailbox: &Selected, flag: &Flag<'_>) -> bool {
    is_permanent(mailbox.permanent_flags.as_deref(), flag)
}

/// The same by the list of PERMANENTFLAGS; where there is none, all flags are.
pub(super) fn is_permanent(permanent: Option<&[Flag<'static>]>, flag: &Flag<'_>) -> bool {
    *flag != Flag::Recent
        && permanent.is_none_or(|permanent| {
            permanent.contains(flag)
                || matches!(flag, Flag::Keyword(_)) && permanent.contains(&Flag::Wildcard)
        })
}
