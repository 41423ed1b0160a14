//! What a server is made with.

use super::defect::DefectSet;
use super::{Feature, limits};

/// How a [`Server`](super::Server) behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Features that are switched off: their commands, items and codes are gone.
    pub disabled: Vec<Feature>,
    /// Legal freedoms taken by this seed; `None` is plain and quiet.
    pub liberty: Option<u64>,
    /// What is wrong with it.
    pub defects: DefectSet,
    /// The password of every account.
    pub password: String,
    /// Whether the shell can do TLS: STARTTLS is offered in the clear.
    pub tls: bool,
    /// Whether log-in is allowed in the clear; if not, LOGINDISABLED is advertised there.
    pub clear_login: bool,
    /// Greets with PREAUTH, as this user.
    pub preauth: Option<String>,
    /// Octets of the largest message.
    pub append_limit: u32,
    /// MESSAGELIMIT (RFC 9738), if any.
    pub message_limit: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            disabled: Vec::new(),
            liberty: None,
            defects: DefectSet::default(),
            password: "secret".to_owned(),
            tls: true,
            clear_login: true,
            preauth: None,
            append_limit: limits::MESSAGE,
            message_limit: None,
        }
    }
}
