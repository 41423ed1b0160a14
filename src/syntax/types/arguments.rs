//! What commands take that is more than a word.

use bounded_static::ToStatic;
use serde::Serialize;

use super::{
    DateTime, FetchAtt, Flag, Mailbox, Octets, PartialRange, ReturnOption, SearchKey, SequenceSet,
    StatusAtt, Value,
};

/// What SEARCH and its kin share.
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub struct Search<'a> {
    /// `RETURN (…)`; `None` where not given, empty for `RETURN ()`.
    pub returns: Option<Vec<ReturnOption<'a>>>,
    /// `CHARSET name`
    pub charset: Option<Octets<'a>>,
    /// At least one; all must hold.
    pub keys: Vec<SearchKey<'a>>,
}

/// `select-param` (RFC 4466, 7162).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum SelectParam<'a> {
    /// `CONDSTORE`
    CondStore,
    /// `QRESYNC (uidvalidity modseq [known-uids] [(seqs uids)])`
    QResync {
        /// What the client last saw.
        uid_validity: u32,
        /// What the client last saw.
        mod_sequence: u64,
        /// UIDs that the client knows.
        known_uids: Option<SequenceSet>,
        /// Some sequence numbers and their UIDs.
        match_data: Option<(SequenceSet, SequenceSet)>,
    },
    /// Any other.
    Extension(Octets<'a>, Option<Value<'a>>),
}

/// `list-select-opt` (RFC 5258, 6154).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum ListSelect<'a> {
    Subscribed,
    Remote,
    RecursiveMatch,
    SpecialUse,
    Extension(Octets<'a>, Option<Value<'a>>),
}

/// `return-option` of LIST (RFC 5258, 5819, 6154, 8440, 9590).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum ListReturn<'a> {
    Subscribed,
    Children,
    SpecialUse,
    MyRights,
    Status(Vec<StatusAtt>),
    Metadata(Vec<Octets<'a>>),
    Extension(Octets<'a>, Option<Value<'a>>),
}

/// One message of APPEND or REPLACE.
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub struct AppendMessage<'a> {
    /// Empty where not given.
    pub flags: Vec<Flag<'a>>,
    /// INTERNALDATE to be.
    pub date: Option<DateTime>,
    /// Unknown append-ext (RFC 4466).
    pub extensions: Vec<(Octets<'a>, Value<'a>)>,
    /// Its octets.
    pub data: AppendData<'a>,
}

/// Where a message's octets come from.
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum AppendData<'a> {
    /// `literal`
    Literal(Octets<'a>),
    /// `literal8` (RFC 3516)
    Literal8(Octets<'a>),
    /// `UTF8 (literal8)` (RFC 6855)
    Utf8(Octets<'a>),
    /// `CATENATE (…)` (RFC 4469)
    Catenate(Vec<CatPart<'a>>),
    /// Any other `append-data-ext` (RFC 4466)
    Extension(Octets<'a>, Value<'a>),
}

/// `cat-part` (RFC 4469, 6855).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum CatPart<'a> {
    /// `URL …`
    Url(Octets<'a>),
    /// `TEXT literal`
    Text(Octets<'a>),
    /// `UTF8 (literal8)` (RFC 6855)
    Utf8(Octets<'a>),
}

/// FLAGS, +FLAGS, -FLAGS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ToStatic, Serialize)]
#[expect(missing_docs, reason = "plain")]
pub enum StoreAction {
    Replace,
    Add,
    Remove,
}

/// `fetch-modifier` (RFC 4466, 7162, 9394).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum FetchModifier<'a> {
    /// `CHANGEDSINCE n`
    ChangedSince(u64),
    /// `VANISHED`
    Vanished,
    /// `PARTIAL a:b` (RFC 9394)
    Partial(PartialRange),
    /// Any other.
    Extension(Octets<'a>, Option<Value<'a>>),
}

/// `DEPTH` of GETMETADATA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum MetadataDepth {
    Zero,
    One,
    Infinity,
}

/// `NOTIFY` (RFC 5465).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum Notify<'a> {
    /// `NONE`
    None,
    /// `SET [STATUS] (…)…`
    Set {
        /// `STATUS`
        status: bool,
        /// At least one.
        groups: Vec<EventGroup<'a>>,
    },
}

/// `event-group` (RFC 5465).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub struct EventGroup<'a> {
    /// Which mailboxes.
    pub mailboxes: FilterMailboxes<'a>,
    /// Empty for `NONE`.
    pub events: Vec<Event<'a>>,
}

/// `filter-mailboxes` (RFC 5465, 7377).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum FilterMailboxes<'a> {
    Selected,
    SelectedDelayed,
    Inboxes,
    Personal,
    Subscribed,
    Subtree(Vec<Mailbox<'a>>),
    SubtreeOne(Vec<Mailbox<'a>>),
    Mailboxes(Vec<Mailbox<'a>>),
}

/// `event` (RFC 5465).
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum Event<'a> {
    MessageNew(Vec<FetchAtt<'a>>),
    MessageExpunge,
    FlagChange,
    AnnotationChange,
    MailboxName,
    SubscriptionChange,
    MailboxMetadataChange,
    ServerMetadataChange,
    Extension(Octets<'a>),
}
