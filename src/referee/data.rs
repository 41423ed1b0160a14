//! What responses hold, as several families ask for it.

use crate::client::view::Selected;
use crate::syntax::types::{Flag, MsgAtt, SeqNumber, SequenceSet};

/// Numbers beyond which a set is not written out.
const MOST: usize = 1 << 20;

/// The numbers of a set in the order in which they stand; a range is ascending however it is
/// written (RFC 4315 §3). `None` where there is a `*` or far too many.
pub(super) fn in_order(set: &SequenceSet) -> Option<Vec<u32>> {
    let SequenceSet::Ranges(ranges) = set else { return None };
    let mut numbers = Vec::new();
    for range in ranges {
        let (SeqNumber::Number(a), SeqNumber::Number(b)) = (range.from, range.to) else {
            return None;
        };
        let (first, last) = (a.min(b), a.max(b));
        if (last - first) as usize >= MOST - numbers.len().min(MOST) {
            return None;
        }
        numbers.extend(first..=last);
    }
    Some(numbers)
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
