//! What a client says.

use bounded_static::ToStatic;
use serde::Serialize;

use super::{
    AppendMessage, FetchAtt, FetchModifier, FilterMailboxes, Flag, ListReturn, ListSelect, Mailbox,
    MetadataDepth, Notify, Octets, Search, SelectParam, SequenceSet, SortCriterion, StatusAtt,
    StoreAction, Value,
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
    Status(Mailbox<'a>, Vec<StatusAtt>),
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
