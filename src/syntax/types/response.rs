//! What a server says.

use bounded_static::ToStatic;
use serde::Serialize;

use super::{
    Body, Capability, Code, Esearch, Flag, ListData, Mailbox, MetadataEntry, MsgAtt, NamespaceData,
    Octets, QuotaResource, SequenceSet, StatusItem, Thread,
};

/// One complete response, literals included.
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum Response<'a> {
    /// `continue-req`
    Continuation(Continuation<'a>),
    /// `response-tagged`
    Tagged(Tagged<'a>),
    /// Everything behind `* `.
    Untagged(Untagged<'a>),
}

/// `continue-req`
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum Continuation<'a> {
    /// `+ base64`, decoded; an empty challenge is `+ ` alone.
    Challenge(Octets<'a>),
    /// `+ resp-text`
    Text(RespText<'a>),
}

/// `response-tagged`
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub struct Tagged<'a> {
    /// The command's tag.
    pub tag: Octets<'a>,
    /// How it ended.
    pub status: Status,
    /// Code and human words.
    pub text: RespText<'a>,
}

/// OK, NO, BAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum Status {
    Ok,
    No,
    Bad,
}

impl Status {
    /// Reads the word, in any case.
    pub fn from_word(word: &[u8]) -> Option<Self> {
        [Self::Ok, Self::No, Self::Bad]
            .into_iter()
            .find(|status| word.eq_ignore_ascii_case(status.name().as_bytes()))
    }

    /// As on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::No => "NO",
            Self::Bad => "BAD",
        }
    }
}

/// `resp-text`
#[derive(Debug, Clone, PartialEq, Eq, Default, ToStatic, Serialize)]
pub struct RespText<'a> {
    /// `resp-text-code`
    pub code: Option<Code<'a>>,
    /// For people.
    pub text: Octets<'a>,
}

/// Untagged responses of RFC 3501, 9051 and the extensions.
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum Untagged<'a> {
    /// `* OK|NO|BAD …`
    Status(Status, RespText<'a>),
    /// `* PREAUTH …`
    Preauth(RespText<'a>),
    /// `* BYE …`
    Bye(RespText<'a>),
    /// `* CAPABILITY …`
    Capability(Vec<Capability<'a>>),
    /// `* ENABLED …`
    Enabled(Vec<Capability<'a>>),
    /// `* LIST …`
    List(ListData<'a>),
    /// `* LSUB …`
    Lsub(ListData<'a>),
    /// `* NAMESPACE …`
    Namespace(NamespaceData<'a>),
    /// `* SEARCH n … [(MODSEQ n)]`
    Search(Vec<u32>, Option<u64>),
    /// `* SORT n … [(MODSEQ n)]`
    Sort(Vec<u32>, Option<u64>),
    /// `* THREAD (…)…`
    Thread(Vec<Thread>),
    /// `* ESEARCH …`
    Esearch(Esearch<'a>),
    /// `* STATUS mailbox (…)`
    MailboxStatus(Mailbox<'a>, Vec<StatusItem<'a>>),
    /// `* FLAGS (…)`
    Flags(Vec<Flag<'a>>),
    /// `* n EXISTS`
    Exists(u32),
    /// `* n RECENT`
    Recent(u32),
    /// `* n EXPUNGE`
    Expunge(u32),
    /// `* n FETCH (…)`
    Fetch(u32, Vec<MsgAtt<'a>>),
    /// `* n UIDFETCH (…)` (RFC 9586)
    UidFetch(u32, Vec<MsgAtt<'a>>),
    /// `* VANISHED [(EARLIER)] uids` (RFC 7162)
    Vanished {
        /// `(EARLIER)`
        earlier: bool,
        /// UIDs, never `*`.
        uids: SequenceSet,
    },
    /// `* ID (…)`; `None` is NIL.
    Id(Option<Vec<(Octets<'a>, Option<Octets<'a>>)>>),
    /// `* QUOTA root (…)`
    Quota(Octets<'a>, Vec<QuotaResource<'a>>),
    /// `* QUOTAROOT mailbox root…`
    QuotaRoot(Mailbox<'a>, Vec<Octets<'a>>),
    /// `* ACL mailbox (id rights)…`
    Acl(Mailbox<'a>, Vec<(Octets<'a>, Octets<'a>)>),
    /// `* LISTRIGHTS mailbox id required optional…`
    ListRights {
        /// The mailbox.
        mailbox: Mailbox<'a>,
        /// Whose rights.
        identifier: Octets<'a>,
        /// Always granted.
        required: Octets<'a>,
        /// Groups that may be granted together.
        optional: Vec<Octets<'a>>,
    },
    /// `* MYRIGHTS mailbox rights`
    MyRights(Mailbox<'a>, Octets<'a>),
    /// `* METADATA mailbox (entry value …)`
    Metadata(Mailbox<'a>, Vec<MetadataEntry<'a>>),
    /// `* METADATA mailbox entry …`: names only
    MetadataChanged(Mailbox<'a>, Vec<Octets<'a>>),
    /// `* LANGUAGE (…)` (RFC 5255)
    Language(Vec<Octets<'a>>),
    /// `* COMPARATOR active [(…)]` (RFC 5255)
    Comparator(Octets<'a>, Vec<Octets<'a>>),
    /// `* GENURLAUTH url…` (RFC 4467)
    GenUrlAuth(Vec<Octets<'a>>),
    /// `* URLFETCH url data …` (RFC 4467, 5524)
    UrlFetch(Vec<(Octets<'a>, UrlData<'a>)>),
}

/// What URLFETCH gives for one URL.
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum UrlData<'a> {
    /// RFC 4467: octets or NIL.
    Plain(Option<Octets<'a>>),
    /// RFC 5524: at least one item, each in parentheses of its own.
    Items(Vec<UrlItem<'a>>),
}

/// `url-metadata-el` (RFC 5524 §5).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum UrlItem<'a> {
    /// `BODYPARTSTRUCTURE body`
    BodyPartStructure(Body<'a>),
    /// `BODY nstring`
    Body(Option<Octets<'a>>),
    /// `BINARY (nstring / literal8)`
    Binary(Option<Octets<'a>>),
}
