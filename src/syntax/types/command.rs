//! What a client says.

use bounded_static::ToStatic;
use serde::Serialize;

use super::{
    DateTime, FetchAtt, Flag, Mailbox, Octets, PartialRange, ReturnOption, SearchKey, SequenceSet,
    SortCriterion, StatusAtt, Value,
};

/// One complete command, literals included, without its CRLF.
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub struct Command<'a> {
    /// Chosen by the client.
    pub tag: Octets<'a>,
    /// What is asked.
    pub body: CommandBody<'a>,
}

/// Every command of RFC 3501, 9051 and the extensions.
#[derive(Debug, Clone, PartialEq, Eq, ToStatic, Serialize)]
pub enum CommandBody<'a> {
    // ---- any state
    /// `CAPABILITY`
    Capability,
    /// `NOOP`
    Noop,
    /// `LOGOUT`
    Logout,
    /// `ID (…)`; `None` is NIL (RFC 2971)
    Id(Option<Vec<(Octets<'a>, Option<Octets<'a>>)>>),
    // ---- not authenticated
    /// `STARTTLS`
    StartTls,
    /// `AUTHENTICATE mechanism [initial-response]`: the response decoded, `=` is empty
    Authenticate {
        /// SASL mechanism.
        mechanism: Octets<'a>,
        /// RFC 4959
        initial: Option<Octets<'a>>,
    },
    /// `LOGIN user password`
    Login {
        /// User name.
        user: Octets<'a>,
        /// Never to be shown.
        password: Octets<'a>,
    },
    // ---- authenticated
    /// `ENABLE …`
    Enable(Vec<Octets<'a>>),
    /// `SELECT mailbox [(…)]`
    Select(Mailbox<'a>, Vec<SelectParam<'a>>),
    /// `EXAMINE mailbox [(…)]`
    Examine(Mailbox<'a>, Vec<SelectParam<'a>>),
    /// `CREATE mailbox [(USE (…))]`
    Create {
        /// The new mailbox.
        mailbox: Mailbox<'a>,
        /// Special uses asked for, with backslash (RFC 6154).
        special_use: Vec<Octets<'a>>,
        /// Unknown parameters (RFC 4466).
        extensions: Vec<(Octets<'a>, Option<Value<'a>>)>,
    },
    /// `DELETE mailbox`
    Delete(Mailbox<'a>),
    /// `RENAME from to`
    Rename {
        /// Existing name.
        from: Mailbox<'a>,
        /// New name.
        to: Mailbox<'a>,
        /// Parameters (RFC 4466).
        extensions: Vec<(Octets<'a>, Option<Value<'a>>)>,
    },
    /// `SUBSCRIBE mailbox`
    Subscribe(Mailbox<'a>),
    /// `UNSUBSCRIBE mailbox`
    Unsubscribe(Mailbox<'a>),
    /// `LIST [(selection)] reference patterns [RETURN (…)]`
    List {
        /// RFC 5258; empty where not given.
        selection: Vec<ListSelect<'a>>,
        /// Whether a selection list was given at all, or parentheses around the only pattern:
        /// then an empty pattern does not ask for the delimiter.
        extended: bool,
        /// Reference name.
        reference: Mailbox<'a>,
        /// One, or several in parentheses.
        patterns: Vec<Octets<'a>>,
        /// `RETURN (…)`; `None` where not given.
        returns: Option<Vec<ListReturn<'a>>>,
    },
    /// `LSUB reference pattern`
    Lsub {
        /// Reference name.
        reference: Mailbox<'a>,
        /// Pattern.
        pattern: Octets<'a>,
    },
    /// `NAMESPACE`
    Namespace,
    /// `STATUS mailbox (…)`
    Status(Mailbox<'a>, Vec<StatusAtt<'a>>),
    /// `APPEND mailbox message…` (several by RFC 3502)
    Append {
        /// Where to.
        mailbox: Mailbox<'a>,
        /// At least one.
        messages: Vec<AppendMessage<'a>>,
    },
    /// `IDLE`
    Idle,
    /// `GETQUOTA root`
    GetQuota(Octets<'a>),
    /// `GETQUOTAROOT mailbox`
    GetQuotaRoot(Mailbox<'a>),
    /// `SETQUOTA root (resource limit …)`
    SetQuota(Octets<'a>, Vec<(Octets<'a>, u64)>),
    /// `SETACL mailbox id [+-]rights`
    SetAcl {
        /// The mailbox.
        mailbox: Mailbox<'a>,
        /// Whose rights.
        identifier: Octets<'a>,
        /// With leading `+` or `-` where given.
        rights: Octets<'a>,
    },
    /// `DELETEACL mailbox id`
    DeleteAcl(Mailbox<'a>, Octets<'a>),
    /// `GETACL mailbox`
    GetAcl(Mailbox<'a>),
    /// `LISTRIGHTS mailbox id`
    ListRights(Mailbox<'a>, Octets<'a>),
    /// `MYRIGHTS mailbox`
    MyRights(Mailbox<'a>),
    /// `GETMETADATA [(options)] mailbox entries`
    GetMetadata {
        /// `MAXSIZE n`
        max_size: Option<u32>,
        /// `DEPTH 0|1|infinity`
        depth: Option<MetadataDepth>,
        /// Unknown options.
        extensions: Vec<(Octets<'a>, Option<Value<'a>>)>,
        /// Empty name: the server.
        mailbox: Mailbox<'a>,
        /// At least one.
        entries: Vec<Octets<'a>>,
    },
    /// `SETMETADATA mailbox (entry value …)`; NIL deletes
    SetMetadata(Mailbox<'a>, Vec<(Octets<'a>, Option<Octets<'a>>)>),
    /// `NOTIFY …` (RFC 5465)
    Notify(Notify<'a>),
    /// `COMPRESS DEFLATE`
    Compress(Octets<'a>),
    /// `UNAUTHENTICATE` (RFC 8437)
    Unauthenticate,
    /// `GETJMAPACCESS`, RFC 9698, and anything nobody here knows: name and arguments
    Extension(Octets<'a>, Vec<Value<'a>>),
    /// `LANGUAGE [tags]` (RFC 5255)
    Language(Vec<Octets<'a>>),
    /// `COMPARATOR [names]` (RFC 5255)
    Comparator(Vec<Octets<'a>>),
    /// `GENURLAUTH url mechanism …` (RFC 4467)
    GenUrlAuth(Vec<(Octets<'a>, Octets<'a>)>),
    /// `RESETKEY [mailbox mechanism…]` (RFC 4467)
    ResetKey(Option<(Mailbox<'a>, Vec<Octets<'a>>)>),
    /// `URLFETCH url…` (RFC 4467, with parameters RFC 5524)
    UrlFetch(Vec<(Octets<'a>, Vec<Octets<'a>>)>),
    /// `ESEARCH [IN (…)] …` (RFC 7377)
    Esearch {
        /// `IN (…)`; empty where not given.
        sources: Vec<FilterMailboxes<'a>>,
        /// `scope-options`: none is known yet.
        scope: Vec<(Octets<'a>, Option<Value<'a>>)>,
        /// As of SEARCH.
        search: Search<'a>,
    },
    // ---- selected
    /// `CHECK`
    Check,
    /// `CLOSE`
    Close,
    /// `UNSELECT`
    Unselect,
    /// `EXPUNGE`, `UID EXPUNGE set`
    Expunge(Option<SequenceSet>),
    /// `[UID] SEARCH …`
    Search {
        /// `UID`
        uid: bool,
        /// What is sought and how it is answered.
        search: Search<'a>,
    },
    /// `[UID] SORT …`
    Sort {
        /// `UID`
        uid: bool,
        /// At least one.
        criteria: Vec<SortCriterion>,
        /// Charset and keys; RETURN by RFC 5267.
        search: Search<'a>,
    },
    /// `[UID] THREAD …`
    Thread {
        /// `UID`
        uid: bool,
        /// `ORDEREDSUBJECT`, `REFERENCES`, …
        algorithm: Octets<'a>,
        /// Charset and keys.
        search: Search<'a>,
    },
    /// `[UID] FETCH set items [(modifiers)]`
    Fetch {
        /// `UID`
        uid: bool,
        /// Which messages.
        set: SequenceSet,
        /// What of them.
        items: Vec<FetchAtt<'a>>,
        /// RFC 4466 modifiers.
        modifiers: Vec<FetchModifier<'a>>,
    },
    /// `[UID] STORE set [(modifiers)] [+-]FLAGS[.SILENT] flags`
    Store {
        /// `UID`
        uid: bool,
        /// Which messages.
        set: SequenceSet,
        /// `UNCHANGEDSINCE n` (RFC 7162)
        unchanged_since: Option<u64>,
        /// Unknown modifiers (RFC 4466).
        extensions: Vec<(Octets<'a>, Option<Value<'a>>)>,
        /// Replace, add or remove.
        action: StoreAction,
        /// `.SILENT`
        silent: bool,
        /// The flags.
        flags: Vec<Flag<'a>>,
    },
    /// `[UID] COPY set mailbox`
    Copy {
        /// `UID`
        uid: bool,
        /// Which messages.
        set: SequenceSet,
        /// Where to.
        mailbox: Mailbox<'a>,
    },
    /// `[UID] MOVE set mailbox`
    Move {
        /// `UID`
        uid: bool,
        /// Which messages.
        set: SequenceSet,
        /// Where to.
        mailbox: Mailbox<'a>,
    },
    /// `[UID] REPLACE n mailbox message` (RFC 8508)
    Replace {
        /// `UID`
        uid: bool,
        /// The message to be replaced: one number or `*`.
        number: super::SeqNumber,
        /// Where the new one goes.
        mailbox: Mailbox<'a>,
        /// The new message.
        message: Box<AppendMessage<'a>>,
    },
    /// `CANCELUPDATE "tag"…` (RFC 5267)
    CancelUpdate(Vec<Octets<'a>>),
}

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
    Status(Vec<StatusAtt<'a>>),
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
