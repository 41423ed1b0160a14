//! Search keys, judged by what the client was told of a message: yes, no, or not known.

use crate::client::view::{Message, Selected};
use crate::syntax::types::{Date, Flag, SearchKey, SeqNumber, SequenceSet};

/// A message and what is certain about it.
pub(super) struct Known<'k> {
    /// Its mailbox.
    pub mailbox: &'k Selected,
    /// Its number.
    pub number: u32,
    /// What was told of it.
    pub message: &'k Message,
    /// Its flags are as they were told.
    pub flags: bool,
    /// So is `\Seen`.
    pub seen: bool,
}

impl Known<'_> {
    /// Whether the message matches all keys; `None` where that cannot be known.
    pub(super) fn all(&self, keys: &[SearchKey<'_>]) -> Option<bool> {
        let mut all = Some(true);
        for key in keys {
            match self.matches(key) {
                Some(false) => return Some(false),
                None => all = None,
                Some(true) => {}
            }
        }
        all
    }

    fn matches(&self, key: &SearchKey<'_>) -> Option<bool> {
        use SearchKey as K;
        match key {
            K::All => Some(true),
            K::Answered => self.flag(&Flag::Answered),
            K::Deleted => self.flag(&Flag::Deleted),
            K::Draft => self.flag(&Flag::Draft),
            K::Flagged => self.flag(&Flag::Flagged),
            K::Seen => self.flag(&Flag::Seen),
            K::Keyword(flag) => self.flag(flag),
            K::Unanswered => self.flag(&Flag::Answered).map(|is| !is),
            K::Undeleted => self.flag(&Flag::Deleted).map(|is| !is),
            K::Undraft => self.flag(&Flag::Draft).map(|is| !is),
            K::Unflagged => self.flag(&Flag::Flagged).map(|is| !is),
            K::Unseen => self.flag(&Flag::Seen).map(|is| !is),
            K::Unkeyword(flag) => self.flag(flag).map(|is| !is),
            K::Larger(size) => self.message.size.map(|is| is > *size),
            K::Smaller(size) => self.message.size.map(|is| is < *size),
            K::Before(date) => self.date().map(|is| is < *date),
            K::On(date) => self.date().map(|is| is == *date),
            K::Since(date) => self.date().map(|is| is >= *date),
            K::SaveDateSupported => self.message.save_date.map(|is| is.is_some()),
            K::SavedBefore(date) => self.saved().map(|is| is < *date),
            K::SavedOn(date) => self.saved().map(|is| is == *date),
            K::SavedSince(date) => self.saved().map(|is| is >= *date),
            K::Uid(set) => self.uid(set),
            K::UidAfter(uid) => self.message.uid.map(|is| is > *uid),
            K::UidBefore(uid) => self.message.uid.map(|is| is < *uid),
            K::SequenceSet(SequenceSet::Saved) => None,
            K::SequenceSet(set) => Some(set.contains(self.number, self.mailbox.exists?)),
            K::EmailId(id) => self.message.email_id.as_ref().map(|is| is == id),
            K::Not(key) => self.matches(key).map(|is| !is),
            K::And(keys) => self.all(keys),
            K::Or(a, b) => match (self.matches(a), self.matches(b)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    fn flag(&self, flag: &Flag<'_>) -> Option<bool> {
        let certain = if *flag == Flag::Seen { self.seen } else { self.flags };
        let flags = self.message.flags.as_ref().filter(|_| certain)?;
        Some(flags.contains(flag))
    }

    /// The day of INTERNALDATE, time and zone left aside (RFC 9051 §6.4.4).
    fn date(&self) -> Option<Date> {
        self.message.internal_date.map(|when| when.date)
    }

    /// The day of SAVEDATE, and of INTERNALDATE where that is NIL (RFC 8514 §4.3).
    fn saved(&self) -> Option<Date> {
        self.message.save_date?.map(|when| when.date).or_else(|| self.date())
    }

    fn uid(&self, set: &SequenceSet) -> Option<bool> {
        let SequenceSet::Ranges(ranges) = set else { return None };
        let uid = self.message.uid?;
        let stars = ranges.iter().any(|r| [r.from, r.to].contains(&SeqNumber::Star));
        let largest = self.mailbox.largest_uid().filter(|_| self.mailbox.all_uids_known());
        match (stars, largest) {
            (true, None) => None,
            (_, largest) => Some(set.contains(uid, largest.unwrap_or(u32::MAX))),
        }
    }
}
