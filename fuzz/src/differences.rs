//! Where imap-codec and imap-proto are known to differ from the RFCs' grammar, by class.

use imapspec::syntax::SyntaxError;
use imapspec::syntax::dialect::{Extension as E, ExtensionSet};

/// Who is asked, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// imap-codec on responses.
    CodecResponse,
    /// imap-codec on commands.
    CodecCommand,
    /// imap-proto, which knows responses alone.
    Proto,
}

impl Peer {
    /// Extensions whose grammar it has as built for the tests.
    pub fn extensions(self) -> ExtensionSet {
        let codec = [
            E::LiteralPlus,
            E::LiteralMinus,
            E::Idle,
            E::Move,
            E::Unselect,
            E::Enable,
            E::Quota,
            E::Sort,
            E::Thread,
            E::UidPlus,
            E::Compress,
            E::SaslIr,
        ];
        let proto = [E::Enable, E::Quota, E::UidPlus, E::Id, E::Acl, E::QResync];
        match self {
            Self::CodecResponse | Self::CodecCommand => codec.into_iter().collect(),
            Self::Proto => proto.into_iter().collect(),
        }
    }
}

/// What is compared.
pub struct Frame<'a> {
    /// As it came.
    pub octets: &'a [u8],
    /// In upper case, for words.
    upper: Vec<u8>,
}

impl<'a> Frame<'a> {
    /// This frame.
    pub fn new(octets: &'a [u8]) -> Self {
        Self { octets, upper: octets.to_ascii_uppercase() }
    }

    /// Whether its name begins so: the first words are a tag or a star, numbers and UID.
    fn is(&self, name: &str) -> bool {
        let mut words = self.upper.split(|&b| matches!(b, b' ' | b'\r')).skip(1);
        let number = |word: &&[u8]| word.iter().all(u8::is_ascii_digit) || *word == b"UID";
        words.find(|word| !number(word)).is_some_and(|word| word.starts_with(name.as_bytes()))
    }

    /// The word behind this one; empty where there is none.
    fn word_behind(&self, word: &str) -> &[u8] {
        let mut words = self.upper.split(|&b| matches!(b, b' ' | b'\r'));
        words.find(|found| *found == word.as_bytes());
        words.next().unwrap_or_default()
    }

    /// OK, NO, BAD, BYE, PREAUTH or a continuation request.
    fn is_status(&self) -> bool {
        self.octets.starts_with(b"+")
            || ["OK", "NO", "BAD", "BYE", "PREAUTH"].iter().any(|name| self.is(name))
    }

    /// A day of a month stands somewhere.
    fn has_time(&self) -> bool {
        self.upper.windows(5).any(|part| {
            let [before, letters @ .., after] = part else { return false };
            (*before, *after) == (b'-', b'-') && letters.iter().all(u8::is_ascii_alphabetic)
        })
    }
}

impl std::fmt::Display for Frame<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.octets.escape_ascii().fmt(f)
    }
}

/// Our side of a difference; the peer's is the other.
pub enum Ours {
    /// We accept frames like these.
    Accepts(fn(&Frame<'_>) -> bool),
    /// We reject by one of these rules.
    Rejects(&'static [&'static str]),
    /// We reject frames like these.
    RejectsWhen(fn(&Frame<'_>, &SyntaxError) -> bool),
}

/// A class of differences.
pub struct Difference {
    /// Who differs.
    pub peer: Peer,
    /// What we say.
    pub ours: Ours,
    /// Why that is right.
    #[expect(dead_code, reason = "for people")]
    pub reason: &'static str,
}

/// All known ones.
pub const DIFFERENCES: &[Difference] = &[
    Difference {
        peer: Peer::CodecResponse,
        ours: Ours::RejectsWhen(|frame, _| frame.is_status()),
        reason: "a known code with wrong arguments goes through as any code or text, and text as any \
                 octets; RFC 9051 §7.1 gives each code its arguments, §9 has text of TEXT-CHAR",
    },
    Difference {
        peer: Peer::CodecResponse,
        ours: Ours::Rejects(&["capability-data"]),
        reason: "RFC 3501 §9: capability-data holds IMAP4rev1",
    },
    Difference {
        peer: Peer::CodecResponse,
        ours: Ours::RejectsWhen(|frame, error| {
            frame.is("CAPABILITY") && frame.octets.get(error.offset..) == Some(b"\r\n")
        }),
        reason: "a space behind the last capability (a quirk that is built in); RFC 9051 §9: each SP \
                 of capability-data has a capability behind it",
    },
    Difference {
        peer: Peer::CodecResponse,
        ours: Ours::RejectsWhen(|frame, _| frame.is("QUOTA")),
        reason: "several spaces (a quirk that is built in) and numbers of 64 bits; RFC 9208 §5 has one \
                 SP, RFC 9051 §9 63 bits",
    },
    Difference {
        peer: Peer::CodecResponse,
        ours: Ours::Rejects(&["nz-number", "message-data", "seq-number"]),
        reason: "leading zeros; RFC 3501 §9: nz-number begins with digit-nz",
    },
    Difference {
        peer: Peer::CodecResponse,
        ours: Ours::Accepts(|frame| frame.is_status()),
        reason: "text that begins with \"[\" and is no code is refused; RFC 3501 §9 has it as text",
    },
    Difference {
        peer: Peer::CodecResponse,
        ours: Ours::Accepts(|frame| frame.has_time()),
        reason: "only days and times of the calendar; RFC 3501 §9 counts digits",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::Rejects(&["nz-number", "seq-number", "uid-set"]),
        reason: "leading zeros; RFC 3501 §9: nz-number begins with digit-nz",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::Accepts(|frame| {
            frame.is("SEARCH") && frame.word_behind("CHARSET").contains(&b']')
        }),
        reason: "a charset with `]` is refused; RFC 3501 §9: it is an astring in SEARCH",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::RejectsWhen(|frame, error| {
            frame.is("FETCH")
                && frame.octets.get(..error.offset).is_some_and(|o| o.ends_with(b" ("))
        }),
        reason: "FETCH of nothing, `()`; RFC 3501 §9: fetch has one fetch-att at least",
    },
    Difference {
        peer: Peer::CodecResponse,
        ours: Ours::Rejects(&["zone"]),
        reason: "zones of 60 minutes and more; RFC 3501 §9: zone is hhmm",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::Rejects(&["zone"]),
        reason: "zones of 60 minutes and more; RFC 3501 §9: zone is hhmm",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::Rejects(&["number64"]),
        reason: "numbers of 64 bits; RFC 9051 §9: number64 has 63",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::Rejects(&["status-att"]),
        reason: "STATUS with nothing in the list; RFC 3501 §9 wants an item",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::Accepts(|frame| frame.has_time()),
        reason: "only days and times of the calendar; RFC 3501 §9 counts digits",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::Accepts(|frame| frame.is("STARTTLS")),
        reason: "STARTTLS is switched off in its default features; RFC 3501 §6.2.1 has it",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::Accepts(|frame| frame.is("X-") || frame.is("X")),
        reason: "no unknown commands; RFC 3501 §9: x-command",
    },
    Difference {
        peer: Peer::CodecCommand,
        ours: Ours::Accepts(|frame| frame.is("AUTHENTICATE")),
        reason: "left-over bits in the last base64 character are refused; RFC 3501 §9: any base64-char",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Accepts(|frame| {
            ["CAPABILITY", "QUOTA", "LIST", "LSUB"].iter().any(|name| frame.is(name))
        }),
        reason: "names that begin with a known one (IMAP4rev1x, \\Markedx, MESSAGEx) are refused; RFC \
                 3501 §9: capability and flag-extension, RFC 9208 §5: resource-name-ext are atoms",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Rejects(&["acl-data", "listrights-data", "myrights-data", "response-data"]),
        reason: "SP left out between strings; RFC 4314 §7 has it",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Rejects(&["number64"]),
        reason: "numbers of 64 bits; RFC 9051 §9: number64 has 63",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::RejectsWhen(|frame, _| frame.is("FETCH")),
        reason: "a catch-all takes any item that it can't read; RFC 9051 §9: msg-att names them all",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::RejectsWhen(|frame, _| frame.is_status()),
        reason: "what is no known code goes through as text, text as any octets, SP left out; RFC \
                 3501 §9: resp-text, continue-req",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::RejectsWhen(|frame, error| {
            matches!(frame.octets.get(error.offset), Some(0x80..|..0x20| 0x7f))
        }),
        reason: "any octets in atoms and quoted strings; RFC 3501 §9: CHAR is 7-bit, no CTL in atoms",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::RejectsWhen(|frame, error| frame.octets.get(error.offset) == Some(&b' ')),
        reason: "several spaces for one; RFC 9051 §9, note 2: SP is exactly one",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Rejects(&["flag-keyword", "flag-extension", "flag-list", "flag"]),
        reason: "\"]\" in flags, and \\Recent everywhere; RFC 3501 §9: flag is an atom, which has no \
                 resp-specials, and does not include \\Recent",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::RejectsWhen(|frame, _| frame.is("QUOTA")),
        reason: "\"]\" in names of resources; RFC 9208 §5: an atom, which has no resp-specials",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Rejects(&["mailbox-list"]),
        reason: "any string as hierarchy delimiter; RFC 3501 §9: one QUOTED-CHAR",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Rejects(&["rights"]),
        reason: "any astring as rights; RFC 4314 §7: lower-case letters and digits",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Rejects(&["nz-number", "message-data"]),
        reason: "0 and leading zeros as numbers of messages; RFC 3501 §9: nz-number",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Accepts(|frame| frame.is("ID")),
        reason: "an empty list of parameters is refused; RFC 2971 §4 has it",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Accepts(|frame| frame.is("STATUS")),
        reason: "items of later extensions are refused; RFC 9208 §5: DELETED, DELETED-STORAGE",
    },
    Difference {
        peer: Peer::Proto,
        ours: Ours::Accepts(|frame| frame.is("FETCH")),
        reason: "strings of a body that are no UTF-8 are refused; RFC 3501 §9: CHAR8 in literals",
    },
];
