//! Which capabilities bring a command, or a word of one.

/// What brings an extension: one of these capabilities.
pub(super) type Brings = &'static [&'static str];

pub(super) const REV2: &str = "IMAP4REV2";
pub(super) const MODSEQ: Brings = &["CONDSTORE", "QRESYNC"];
// IMAP4rev2 has what LITERAL- brings (RFC 9051 §4.3).
pub(super) const LITERAL: Brings = &["LITERAL+", "LITERAL-", REV2];
pub(super) const BINARY: Brings = &["BINARY", REV2];
pub(super) const UIDPLUS: Brings = &["UIDPLUS", REV2];
pub(super) const ESEARCH: Brings = &["ESEARCH", REV2];
pub(super) const ENABLE: Brings =
    &["ENABLE", REV2, "QRESYNC", "CONDSTORE", "UTF8=ACCEPT", "UTF8=ONLY", "UIDONLY"];
pub(super) const LIST_RETURN: Brings =
    &["LIST-EXTENDED", REV2, "SPECIAL-USE", "LIST-STATUS", "LIST-MYRIGHTS", "LIST-METADATA"];
pub(super) const ACL: Brings = &["ACL"];
pub(super) const QUOTA: Brings = &["QUOTA"];
pub(super) const METADATA: Brings = &["METADATA", "METADATA-SERVER"];

/// Commands by their first word.
pub(super) const COMMANDS: [(&str, Brings); 32] = [
    ("CANCELUPDATE", &["CONTEXT=SEARCH", "CONTEXT=SORT"]),
    ("COMPARATOR", &["I18NLEVEL=2"]),
    ("COMPRESS", &["COMPRESS=DEFLATE"]),
    ("DELETEACL", ACL),
    ("ENABLE", ENABLE),
    ("ESEARCH", &["MULTISEARCH"]),
    ("GENURLAUTH", &["URLAUTH"]),
    ("GETACL", ACL),
    ("GETJMAPACCESS", &["JMAPACCESS"]),
    ("GETMETADATA", METADATA),
    ("GETQUOTA", QUOTA),
    ("GETQUOTAROOT", QUOTA),
    ("ID", &["ID"]),
    ("IDLE", &["IDLE", REV2]),
    ("LANGUAGE", &["LANGUAGE"]),
    ("LISTRIGHTS", ACL),
    ("MOVE", &["MOVE", REV2]),
    ("MYRIGHTS", ACL),
    ("NAMESPACE", &["NAMESPACE", REV2]),
    ("NOTIFY", &["NOTIFY"]),
    ("REPLACE", &["REPLACE"]),
    ("RESETKEY", &["URLAUTH"]),
    ("SETACL", ACL),
    ("SETMETADATA", METADATA),
    ("SETQUOTA", &["QUOTA", "QUOTASET"]),
    ("SORT", &["SORT", "SORT=DISPLAY", "ESORT"]),
    ("STARTTLS", &[]),
    ("THREAD", &["THREAD=ORDEREDSUBJECT", "THREAD=REFERENCES", "THREAD=REFS"]),
    ("UNAUTHENTICATE", &["UNAUTHENTICATE"]),
    ("UNSELECT", &["UNSELECT", REV2]),
    ("URLFETCH", &["URLAUTH"]),
    ("XLIST", &["XLIST"]),
];

/// Capabilities that bring no word of their own.
pub(super) const PLAIN: [&str; 6] =
    ["CHILDREN", "INPROGRESS", "SASL-IR", "UIDONLY", "URL-PARTIAL", "IMAP4REV1"];

/// Commands of every server.
pub(super) const BASE: [&str; 25] = [
    "APPEND",
    "AUTHENTICATE",
    "CAPABILITY",
    "CHECK",
    "CLOSE",
    "COPY",
    "CREATE",
    "DELETE",
    "DONE",
    "EXAMINE",
    "EXPUNGE",
    "FETCH",
    "LIST",
    "LOGIN",
    "LOGOUT",
    "LSUB",
    "NOOP",
    "RENAME",
    "SEARCH",
    "SELECT",
    "STATUS",
    "STORE",
    "SUBSCRIBE",
    "UID",
    "UNSUBSCRIBE",
];

/// Words within commands: commands, word, what brings it.
pub(super) const WORDS: [(&[&str], &str, Brings); 38] = [
    (&["FETCH", "SEARCH", "STATUS", "SORT", "LIST"], "MODSEQ", MODSEQ),
    (&["STATUS", "LIST"], "HIGHESTMODSEQ", MODSEQ),
    (&["FETCH"], "CHANGEDSINCE", MODSEQ),
    (&["STORE"], "UNCHANGEDSINCE", MODSEQ),
    (&["SELECT", "EXAMINE"], "CONDSTORE", MODSEQ),
    (&["SELECT", "EXAMINE"], "QRESYNC", &["QRESYNC"]),
    (&["FETCH"], "VANISHED", &["QRESYNC"]),
    (&["FETCH"], "BINARY", BINARY),
    (&["FETCH"], "BINARY.PEEK", BINARY),
    (&["FETCH"], "BINARY.SIZE", BINARY),
    (&["FETCH"], "PREVIEW", &["PREVIEW"]),
    (&["FETCH"], "SAVEDATE", &["SAVEDATE"]),
    (&["FETCH"], "EMAILID", &["OBJECTID"]),
    (&["FETCH"], "THREADID", &["OBJECTID"]),
    (&["FETCH"], "PARTIAL", &["PARTIAL"]),
    (&["SEARCH"], "EMAILID", &["OBJECTID"]),
    (&["SEARCH"], "THREADID", &["OBJECTID"]),
    (&["SEARCH"], "OLDER", &["WITHIN"]),
    (&["SEARCH"], "YOUNGER", &["WITHIN"]),
    (&["SEARCH"], "FUZZY", &["SEARCH=FUZZY"]),
    (&["SEARCH"], "RETURN", ESEARCH),
    (&["SEARCH"], "SAVEDBEFORE", &["SAVEDATE"]),
    (&["SEARCH"], "SAVEDSINCE", &["SAVEDATE"]),
    (&["SEARCH"], "SAVEDON", &["SAVEDATE"]),
    (&["LIST"], "RETURN", LIST_RETURN),
    (&["LIST"], "SUBSCRIBED", &["LIST-EXTENDED", REV2]),
    (&["LIST"], "RECURSIVEMATCH", &["LIST-EXTENDED", REV2]),
    (&["LIST"], "REMOTE", &["LIST-EXTENDED", REV2]),
    (&["LIST"], "SPECIAL-USE", &["SPECIAL-USE"]),
    (&["SEARCH"], "SAVE", &["SEARCHRES", REV2]),
    (&["SEARCH"], "PARTIAL", &["PARTIAL", "CONTEXT=SEARCH"]),
    (&["STATUS"], "DELETED", &["QUOTA=RES-MESSAGE", REV2]),
    (&["STATUS"], "DELETED-STORAGE", &["QUOTA=RES-STORAGE"]),
    (&["STATUS"], "APPENDLIMIT", &["APPENDLIMIT"]),
    (&["STATUS"], "MAILBOXID", &["OBJECTID"]),
    (&["STATUS"], "SIZE", &["STATUS=SIZE", REV2]),
    (&["CREATE"], "USE", &["CREATE-SPECIAL-USE"]),
    (&["APPEND"], "CATENATE", &["CATENATE"]),
];
