//! FETCH: what is asked (`fetch-att`) and what is answered (`msg-att`).

use bounded_static::ToStatic;
use serde::Serialize;

use super::{Body, DateTime, Envelope, Flag, Octets, Section};

/// `fetch-att`, with the extensions' items.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum FetchAtt<'a> {
    /// `ALL` (macro)
    All,
    /// `FAST` (macro)
    Fast,
    /// `FULL` (macro)
    Full,
    /// `ENVELOPE`
    Envelope,
    /// `FLAGS`
    Flags,
    /// `INTERNALDATE`
    InternalDate,
    /// `RFC822` (gone in rev2)
    Rfc822,
    /// `RFC822.HEADER` (gone in rev2)
    Rfc822Header,
    /// `RFC822.TEXT` (gone in rev2)
    Rfc822Text,
    /// `RFC822.SIZE`
    Rfc822Size,
    /// `BODY` without a section
    Body,
    /// `BODYSTRUCTURE`
    BodyStructure,
    /// `UID`
    Uid,
    /// `BODY[...]`, `BODY.PEEK[...]`
    BodySection {
        /// `.PEEK`
        peek: bool,
        /// What is in the brackets.
        section: Section<'a>,
        /// `<offset.length>`; beyond 32 bits only in IMAP4rev2
        partial: Option<(u64, u64)>,
    },
    /// `BINARY[...]`, `BINARY.PEEK[...]` (RFC 3516)
    Binary {
        /// `.PEEK`
        peek: bool,
        /// Part numbers.
        part: Vec<u32>,
        /// `<offset.length>`; beyond 32 bits only in IMAP4rev2
        partial: Option<(u64, u64)>,
    },
    /// `BINARY.SIZE[...]`
    BinarySize(Vec<u32>),
    /// `MODSEQ` (RFC 7162)
    ModSeq,
    /// `EMAILID` (RFC 8474)
    EmailId,
    /// `THREADID` (RFC 8474)
    ThreadId,
    /// `SAVEDATE` (RFC 8514)
    SaveDate,
    /// `PREVIEW`, `PREVIEW (LAZY)` (RFC 8970)
    Preview {
        /// `LAZY`
        lazy: bool,
    },
}

/// `msg-att` item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum MsgAtt<'a> {
    /// `ENVELOPE`
    Envelope(Box<Envelope<'a>>),
    /// `FLAGS`
    Flags(Vec<Flag<'a>>),
    /// `INTERNALDATE`
    InternalDate(DateTime),
    /// `RFC822`
    Rfc822(Option<Octets<'a>>),
    /// `RFC822.HEADER`
    Rfc822Header(Option<Octets<'a>>),
    /// `RFC822.TEXT`
    Rfc822Text(Option<Octets<'a>>),
    /// `RFC822.SIZE`
    Rfc822Size(u64),
    /// `BODY` without section
    Body(Body<'a>),
    /// `BODYSTRUCTURE`
    BodyStructure(Body<'a>),
    /// `BODY[...]<origin>`
    BodySection {
        /// What is in the brackets.
        section: Section<'a>,
        /// `<origin>`
        origin: Option<u32>,
        /// The octets; `None` is NIL.
        data: Option<Octets<'a>>,
    },
    /// `BINARY[...]<origin>`
    Binary {
        /// Part numbers.
        part: Vec<u32>,
        /// `<origin>`
        origin: Option<u32>,
        /// The decoded octets; `None` is NIL.
        data: Option<Octets<'a>>,
    },
    /// `BINARY.SIZE[...]`
    BinarySize {
        /// Part numbers.
        part: Vec<u32>,
        /// Octets after decoding.
        size: u64,
    },
    /// `UID`
    Uid(u32),
    /// `MODSEQ (n)`
    ModSeq(u64),
    /// `EMAILID (id)`
    EmailId(Octets<'a>),
    /// `THREADID (id)` or NIL
    ThreadId(Option<Octets<'a>>),
    /// `SAVEDATE`
    SaveDate(Option<DateTime>),
    /// `PREVIEW`
    Preview(Option<Octets<'a>>),
}
