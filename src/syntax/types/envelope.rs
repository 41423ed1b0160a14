//! ENVELOPE (RFC 9051 §7.5.2).

use bounded_static::ToStatic;
use serde::Serialize;

use super::Octets;

/// `envelope`: header fields as the server parsed them; `None` is NIL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct Envelope<'a> {
    /// Date field, unparsed.
    pub date: Option<Octets<'a>>,
    /// Subject field, not decoded.
    pub subject: Option<Octets<'a>>,
    /// From; `None` is NIL, never an empty list.
    pub from: Option<Vec<Address<'a>>>,
    /// Sender, which the server fills from From where it is absent.
    pub sender: Option<Vec<Address<'a>>>,
    /// Reply-To, which the server fills from From where it is absent.
    pub reply_to: Option<Vec<Address<'a>>>,
    /// To
    pub to: Option<Vec<Address<'a>>>,
    /// Cc
    pub cc: Option<Vec<Address<'a>>>,
    /// Bcc
    pub bcc: Option<Vec<Address<'a>>>,
    /// In-Reply-To field
    pub in_reply_to: Option<Octets<'a>>,
    /// Message-ID field
    pub message_id: Option<Octets<'a>>,
}

/// `address`; group start and end have no host.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct Address<'a> {
    /// Display name.
    pub name: Option<Octets<'a>>,
    /// Source route (obsolete).
    pub adl: Option<Octets<'a>>,
    /// Local part, or the group's name.
    pub mailbox: Option<Octets<'a>>,
    /// Domain.
    pub host: Option<Octets<'a>>,
}
