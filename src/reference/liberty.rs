//! Legal freedoms, taken by seed: [`Way`]s, to which a server keeps, and choices of the moment.

/// What a server does always or never, as its seed has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// INBOX is spelled in another case in responses (RFC 9051 §5.1: all cases mean the same).
    InboxSpelling,
    /// Flags, capabilities and attributes come in another case (RFC 9051 §9: letters know none).
    NameCase,
    /// The names above a new mailbox are made as `\\Noselect` (RFC 9051 §6.3.4 wants the names
    /// only).
    SuperiorsNoselect,
    /// A mailbox with children is not deleted: `NO [HASCHILDREN]` (RFC 9051 §6.3.5).
    ParentsStay,
    /// A mailbox that somebody has selected is not deleted or renamed: `NO [INUSE]`
    /// (RFC 2180 §3.1, §3.3; RFC 5530 §3).
    SelectedStay,
    /// A renamed mailbox gets another UIDVALIDITY (RFC 9051 §2.3.1.1 allows it any time).
    RenameNewValidity,
    /// What has vanished is not remembered: all UIDs that are not there are told as gone
    /// (RFC 7162 §3.2.6).
    NoHistory,
    /// COPYUID of MOVE is in the tagged OK; only without IMAP4rev2 (RFC 4315 §3, RFC 6851 §4.3).
    MoveCodeLast,
    /// COPY and MOVE take messages in another order (RFC 9051 §6.4.7 promises none); COPYUID tells
    /// (RFC 4315 §3).
    CopyOrder,
    /// A STORE that changes nothing takes a new mod-sequence (RFC 7162 §3.1.11 says SHOULD NOT).
    StoreAlwaysChanges,
    /// THREADID is NIL (RFC 8474 §5.2).
    NoThreadId,
    /// A preview is shorter than it could be (RFC 8970 §3.2).
    ShortPreview,
    /// A second personal namespace, and response extensions (RFC 2342 §5, §6).
    SecondNamespace,
    /// RECENT goes on in IMAP4rev2, on a server that speaks IMAP4rev1 too (RFC 9051 §6.3.2).
    RecentInRev2,
    /// News in IDLE wait for the next tick of the clock (RFC 9051 §6.3.13 knows no limit).
    IdleLate,
    /// Only US-ASCII in SEARCH (RFC 3501 §6.4.4), where nothing that is served wants UTF-8.
    AsciiSearch,
    /// STORE answers `MODIFIED` also where only other flags have changed (RFC 7162 §3.1.3 says
    /// SHOULD avoid).
    SpuriousModified,
    /// Names that others make, delete or rename are told by LIST once the client speaks IMAP4rev2
    /// (RFC 9051 §6.3.4, §6.3.5, §6.3.6).
    AnnouncesNames,
    /// FETCH names header fields in upper case, however they were asked for (RFC 5322 §1.2.2:
    /// their case means nothing).
    FieldNamesUpper,
    /// Octets come in small pieces: TCP promises no others (RFC 9051 §2.1 wants a reliable stream
    /// and no more).
    Fragments,
    /// A message of the provider's waits in a new account's INBOX: mail may come any time
    /// (RFC 9051 §5.2).
    WelcomeMail,
    /// One search of a session is kept up to date, and no second one (RFC 5267 §4.3.1).
    OneContext,
}

impl Way {
    /// One server in so many has it.
    const fn rarity(self) -> u64 {
        match self {
            Self::CopyOrder | Self::NoThreadId => 6,
            Self::IdleLate | Self::NoHistory => 5,
            _ => 4,
        }
    }

    /// Whether the server of this seed has it; never without a seed.
    pub(crate) fn taken(self, seed: Option<u64>) -> bool {
        Liberty::new(seed, 0x5eed_0000 + self as u64).one_in(self.rarity())
    }
}

/// A stream of choices. Without a seed the choice is always the plain one.
#[derive(Debug, Clone)]
pub(crate) struct Liberty(Option<u64>);

impl Liberty {
    /// The choices of one session: `salt` tells sessions apart.
    pub(crate) fn new(seed: Option<u64>, salt: u64) -> Self {
        Self(seed.map(|seed| seed ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// Whether liberties are taken at all.
    pub(crate) const fn is_free(&self) -> bool {
        self.0.is_some()
    }

    /// Takes the freedom once in `n` times; never without a seed.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.next().is_some_and(|choice| choice.is_multiple_of(n.max(1)))
    }

    /// One of `n` ways; 0, the plain one, without a seed.
    pub(crate) fn pick(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(1).max(1);
        self.next().and_then(|choice| usize::try_from(choice % n).ok()).unwrap_or(0)
    }

    /// Another order, where there is freedom.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        if self.is_free() {
            for last in (1..items.len()).rev() {
                let other = self.pick(last + 1);
                items.swap(last, other);
            }
        }
    }

    /// splitmix64
    fn next(&mut self) -> Option<u64> {
        let state = self.0.as_mut()?;
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Some((z ^ (z >> 31)) >> 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_seed_all_is_plain() {
        let mut plain = Liberty::new(None, 3);
        let mut items = [1, 2, 3];
        plain.shuffle(&mut items);
        assert_eq!((plain.one_in(1), plain.pick(5), items), (false, 0, [1, 2, 3]));
    }

    #[test]
    fn a_server_keeps_to_its_ways() {
        let taken = |seed| Way::CopyOrder.taken(seed);
        assert!(!taken(None));
        assert!((1..100).any(|seed| taken(Some(seed))));
        assert!((1..100).any(|seed| !taken(Some(seed))));
        let differ = |seed| taken(Some(seed)) != Way::NoThreadId.taken(Some(seed));
        assert!((1..100).any(differ), "ways are drawn apart");
    }

    #[test]
    fn a_seed_decides() {
        let choices = |seed| {
            let mut l = Liberty::new(Some(seed), 1);
            (0..20).map(|_| l.pick(10)).collect::<Vec<_>>()
        };
        assert_eq!(choices(7), choices(7));
        assert_ne!(choices(7), choices(8));
    }
}
