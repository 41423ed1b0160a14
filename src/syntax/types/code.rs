//! `resp-text-code`: RFC 9051 §7.1 and all extensions' codes.

use bounded_static::ToStatic;
use serde::Serialize;

use super::{Capability, Flag, Octets, SequenceSet};

/// `resp-text-code`
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
#[expect(missing_docs, reason = "each variant is the RFC's code of the same name")]
pub enum Code<'a> {
    Alert,
    /// Charsets; empty where none are listed.
    BadCharset(Vec<Octets<'a>>),
    Capability(Vec<Capability<'a>>),
    Parse,
    PermanentFlags(Vec<Flag<'a>>),
    ReadOnly,
    ReadWrite,
    TryCreate,
    UidNext(u32),
    UidValidity(u32),
    Unseen(u32),
    // RFC 4315
    AppendUid {
        uid_validity: u32,
        uids: SequenceSet,
    },
    CopyUid {
        uid_validity: u32,
        source: SequenceSet,
        destination: SequenceSet,
    },
    UidNotSticky,
    // RFC 5530
    Unavailable,
    AuthenticationFailed,
    AuthorizationFailed,
    Expired,
    PrivacyRequired,
    ContactAdmin,
    NoPerm,
    InUse,
    ExpungeIssued,
    Corruption,
    ServerBug,
    ClientBug,
    Cannot,
    Limit,
    OverQuota,
    AlreadyExists,
    NonExistent,
    // RFC 7162
    HighestModSeq(u64),
    NoModSeq,
    Modified(SequenceSet),
    Closed,
    // RFC 9051
    HasChildren,
    UnknownCte,
    NotSaved,
    // RFC 3516 / 4467 / 4469
    /// Mechanisms, `INTERNAL` first; their data decoded from base64.
    UrlMech(Vec<(Octets<'a>, Option<Octets<'a>>)>),
    BadUrl(Octets<'a>),
    TooBig,
    // RFC 4978
    CompressionActive,
    // RFC 5255
    BadComparator,
    // RFC 5464
    MetadataLongEntries(u64),
    MetadataMaxSize(u64),
    MetadataTooMany,
    MetadataNoPrivate,
    // RFC 5465
    NotificationOverflow,
    BadEvent(Vec<Octets<'a>>),
    // RFC 5466
    UndefinedFilter(Octets<'a>),
    // RFC 5267
    NoUpdate(Octets<'a>),
    // RFC 6154
    UseAttr,
    // RFC 5182 / 9394 / 9738 / 9586 / 9585 / 8474
    MailboxId(Octets<'a>),
    MessageLimit {
        limit: u32,
        uid: Option<u32>,
    },
    UidRequired,
    InProgress(Option<InProgress<'a>>),
    // RFC 2221
    Referral(Octets<'a>),
    /// `atom [SP text]` that nobody here knows.
    Other(Octets<'a>, Option<Octets<'a>>),
}

/// `resp-text-code-inprogress` (RFC 9585)
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub struct InProgress<'a> {
    /// The tag of the command; `None` is NIL.
    pub tag: Option<Octets<'a>>,
    /// Done so far; `None` is NIL.
    pub progress: Option<u32>,
    /// Goal; `None` is NIL.
    pub goal: Option<u32>,
}
