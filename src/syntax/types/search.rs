//! SEARCH, SORT, THREAD: keys and answers.

use bounded_static::ToStatic;
use serde::Serialize;

use super::{Date, FetchAtt, Flag, Mailbox, Octets, SequenceSet, Value};

/// `search-key`. `And` holds the keys of a parenthesised list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
#[expect(missing_docs, reason = "each variant is the RFC's keyword of the same name")]
pub enum SearchKey<'a> {
    All,
    Answered,
    Bcc(Octets<'a>),
    Before(Date),
    Body(Octets<'a>),
    Cc(Octets<'a>),
    Deleted,
    Draft,
    Flagged,
    From(Octets<'a>),
    Header(Octets<'a>, Octets<'a>),
    Keyword(Flag<'a>),
    Larger(u64),
    New,
    Not(Box<SearchKey<'a>>),
    Old,
    On(Date),
    Or(Box<SearchKey<'a>>, Box<SearchKey<'a>>),
    Recent,
    Seen,
    SentBefore(Date),
    SentOn(Date),
    SentSince(Date),
    Since(Date),
    Smaller(u64),
    Subject(Octets<'a>),
    Text(Octets<'a>),
    To(Octets<'a>),
    Uid(SequenceSet),
    Unanswered,
    Undeleted,
    Undraft,
    Unflagged,
    Unkeyword(Flag<'a>),
    Unseen,
    SequenceSet(SequenceSet),
    And(Vec<SearchKey<'a>>),
    /// RFC 5032
    Older(u32),
    /// RFC 5032
    Younger(u32),
    /// RFC 7162: entry name and type where given, then the value
    ModSeq(Option<(Octets<'a>, EntryType)>, u64),
    /// RFC 8474
    EmailId(Octets<'a>),
    /// RFC 8474
    ThreadId(Octets<'a>),
    /// RFC 8514
    SavedBefore(Date),
    /// RFC 8514
    SavedOn(Date),
    /// RFC 8514
    SavedSince(Date),
    /// RFC 8514
    SaveDateSupported,
    /// RFC 6203
    Fuzzy(Box<SearchKey<'a>>),
    /// RFC 5466
    Filter(Octets<'a>),
    /// RFC 9738
    UidAfter(u32),
    /// RFC 9738
    UidBefore(u32),
}

impl SearchKey<'_> {
    /// Whether it, or a key within it, is about mod-sequences (RFC 7162 §3.1.5).
    pub fn names_mod_seq(&self) -> bool {
        match self {
            Self::ModSeq(..) => true,
            Self::Not(key) | Self::Fuzzy(key) => key.names_mod_seq(),
            Self::Or(a, b) => a.names_mod_seq() || b.names_mod_seq(),
            Self::And(keys) => keys.iter().any(Self::names_mod_seq),
            _ => false,
        }
    }
}

/// `entry-type-req` of RFC 7162.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum EntryType {
    All,
    Private,
    Shared,
}

/// `search-return-opt` (RFC 4731, 5182, 5267, 9394).
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum ReturnOption<'a> {
    /// `MIN`
    Min,
    /// `MAX`
    Max,
    /// `ALL`
    All,
    /// `COUNT`
    Count,
    /// `SAVE`
    Save,
    /// `UPDATE`, with `(fetch-att …)` where given (RFC 5267, 5465)
    Update(Vec<FetchAtt<'a>>),
    /// `CONTEXT`
    Context,
    /// `PARTIAL a:b`, negative from the end (RFC 5267, 9394)
    Partial(PartialRange),
    /// `RELEVANCY` (RFC 6203)
    Relevancy,
    /// Any other, with its value.
    Extension(Octets<'a>, Option<Value<'a>>),
}

/// `partial-range`: both positive, or both negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct PartialRange {
    /// First end; never 0.
    pub from: i64,
    /// Second end; never 0, of the same sign.
    pub to: i64,
}

/// `sort-criteria` item: reversed or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct SortCriterion {
    /// `REVERSE`
    pub reverse: bool,
    /// The key.
    pub key: SortKey,
}

/// `sort-key` (RFC 5256, 5957, 6203).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum SortKey {
    Arrival,
    Cc,
    Date,
    From,
    Size,
    Subject,
    To,
    DisplayFrom,
    DisplayTo,
    Relevancy,
}

/// One item of an ESEARCH response, `search-return-data`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum EsearchItem<'a> {
    /// `MIN`
    Min(u32),
    /// `MAX`
    Max(u32),
    /// `ALL`
    All(SequenceSet),
    /// `COUNT`
    Count(u32),
    /// `MODSEQ`
    ModSeq(u64),
    /// `PARTIAL (range set)`; `None` is NIL
    Partial(PartialRange, Option<SequenceSet>),
    /// `ADDTO (pos set …)` (RFC 5267)
    AddTo(Vec<(u32, SequenceSet)>),
    /// `REMOVEFROM (pos set …)` (RFC 5267)
    RemoveFrom(Vec<(u32, SequenceSet)>),
    /// `RELEVANCY (…)` (RFC 6203)
    Relevancy(Vec<u32>),
    /// Any other.
    Extension(Octets<'a>, Value<'a>),
}

/// `esearch-response` (RFC 4731, 7377).
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct Esearch<'a> {
    /// `(TAG "…")`
    pub tag: Option<Octets<'a>>,
    /// `MAILBOX` of RFC 7377
    pub mailbox: Option<Mailbox<'a>>,
    /// `UIDVALIDITY` of RFC 7377
    pub uid_validity: Option<u32>,
    /// `UID`
    pub uid: bool,
    /// The items, in the order sent.
    pub items: Vec<EsearchItem<'a>>,
}

/// `thread-members`: a chain of messages, then branches.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct Thread {
    /// The chain; may be empty where siblings have no parent.
    pub chain: Vec<u32>,
    /// What branches off its end; none, or two and more.
    pub branches: Vec<Thread>,
}
