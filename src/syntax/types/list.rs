//! LIST, NAMESPACE, STATUS and what belongs to mailboxes: quota, ACL, metadata.

use bounded_static::ToStatic;
use serde::Serialize;

use super::{Mailbox, Octets, Value};

/// `mailbox-list` with `mbox-list-extended` (RFC 9051 §7.3.1).
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct ListData<'a> {
    /// Attributes with their backslash, as sent.
    pub attributes: Vec<Octets<'a>>,
    /// Hierarchy delimiter, beyond ASCII only where quoted strings have UTF-8; `None` is NIL.
    pub delimiter: Option<char>,
    /// The mailbox.
    pub mailbox: Mailbox<'a>,
    /// `CHILDINFO`, `OLDNAME`, …: tag and value.
    pub extended: Vec<(Octets<'a>, Value<'a>)>,
}

/// `Namespace-Response`; `None` is NIL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct NamespaceData<'a> {
    /// The user's own.
    pub personal: Option<Vec<NamespaceItem<'a>>>,
    /// Other users'.
    pub other: Option<Vec<NamespaceItem<'a>>>,
    /// Shared by all.
    pub shared: Option<Vec<NamespaceItem<'a>>>,
}

/// `Namespace-Descr` item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct NamespaceItem<'a> {
    /// Prefix
    pub prefix: Octets<'a>,
    /// Hierarchy delimiter, beyond ASCII only where quoted strings have UTF-8; `None` is NIL.
    pub delimiter: Option<char>,
    /// Extension parameters.
    pub extensions: Vec<(Octets<'a>, Vec<Octets<'a>>)>,
}

/// `status-att`: asked for in STATUS and LIST RETURN (STATUS …).
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum StatusAtt {
    Messages,
    Recent,
    UidNext,
    UidValidity,
    Unseen,
    Deleted,
    Size,
    HighestModSeq,
    AppendLimit,
    MailboxId,
    DeletedStorage,
}

/// One value of a STATUS response.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
#[expect(missing_docs, reason = "the RFC's words")]
pub enum StatusItem<'a> {
    Messages(u32),
    Recent(u32),
    UidNext(u32),
    UidValidity(u32),
    Unseen(u32),
    Deleted(u32),
    Size(u64),
    HighestModSeq(u64),
    /// `None` is NIL.
    AppendLimit(Option<u32>),
    MailboxId(Octets<'a>),
    DeletedStorage(u64),
}

/// `quota-resource`
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct QuotaResource<'a> {
    /// `STORAGE`, `MESSAGE`, …
    pub name: Octets<'a>,
    /// In units of the resource (1024 octets for STORAGE).
    pub usage: u64,
    /// In the same units.
    pub limit: u64,
}

/// One `entry` with its value (RFC 5464); `None` is NIL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct MetadataEntry<'a> {
    /// `/private/…` or `/shared/…`
    pub entry: Octets<'a>,
    /// Its value.
    pub value: Option<Octets<'a>>,
}
