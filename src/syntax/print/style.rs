//! How values are spelled where the grammar leaves a choice.

/// Which form strings take where the grammar allows several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Strings {
    /// An atom where it can be one, else quoted, else a literal; message content as literal.
    #[default]
    Plain,
    /// Quoted wherever quoting can say it.
    Quoted,
    /// A literal wherever the grammar has one.
    Literal,
    /// Another form each time, by a generator with this seed.
    Mixed(u64),
}

/// Which literals a client sends; a server knows one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Literals {
    /// `{n}`: waits for a continuation.
    #[default]
    Synchronizing,
    /// `{n+}` up to 4096 octets, `{n}` beyond (LITERAL-, RFC 7888 §5; IMAP4rev2).
    NonSyncSmall,
    /// `{n+}` always (LITERAL+, RFC 7888).
    NonSync,
}

/// Case of the protocol's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Case {
    /// As the RFCs spell them.
    #[default]
    AsSpecified,
    /// All lower case.
    Lower,
    /// Alternating.
    Mixed,
}

/// Spelling. The default is what a plain good speaker of either revision sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Style {
    /// Form of strings.
    pub strings: Strings,
    /// Quoted strings may hold UTF-8 (IMAP4rev2, or UTF8=ACCEPT once enabled); else it goes
    /// into literals.
    pub utf8: bool,
    /// A client's literals.
    pub literals: Literals,
    /// Case of words.
    pub case: Case,
    /// Case of system flags, capabilities and attributes of mailboxes.
    pub names: Case,
    /// Counts and sizes begin with a zero, where the grammar has `number`.
    pub zeros: bool,
    /// Leaves out parentheses where the grammar can do without (`FETCH 1 FLAGS`, a single
    /// language of a body, the flags of STORE).
    pub bare: bool,
}

/// The few random bits that mixed styles and corruption need: splitmix64.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `sides`; 0 where there are none.
    pub(super) fn below(&mut self, sides: usize) -> usize {
        let sides = u64::try_from(sides).unwrap_or(u64::MAX);
        self.roll().checked_rem(sides).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
    }
}
