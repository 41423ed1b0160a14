//! The reference: an executable specification of IMAP4rev1, IMAP4rev2 and their extensions.
//!
//! A pure state machine: octets of a session go in, [`Event`]s for any session come out. It does
//! no I/O, has no clock ([`Now`] is an argument) and no randomness of its own
//! ([`Options::liberty`] is a seed). No octets make it panic, and its memory is bounded
//! ([`limits`]). A thin shell in `target` gives it sockets and TLS.
//!
//! | room | what it holds |
//! |---|---|
//! | `feature` | what can be advertised and switched off |
//! | `store` | accounts, mailboxes, messages: what outlives a session |
//! | `session` | what one connection knows, and the updates that it is told |
//! | `input` | octets to commands: framing, continuations, limits |
//! | `command` | dispatch, and one file a command family |
//! | `message`, `search` | pure functions on message octets and on message records |
//! | `defect` | named ways to be wrong |
//! | `circumstance` | those that show under circumstances only |
//! | `proxy` | those that alter what the whole server is about to say |
//! | `liberty`, `stir` | legal freedoms, taken by seed; lists in another order |
//!
//! To add an extension: a line in `feature`, a file in `command` with functions
//! `fn name(cx: &mut Cx<'_>, …) -> Handled`, a line in `command::handle`, its state in `store` or
//! `session`, its defects in `defect`.

mod answer;
mod capability;
mod circumstance;
mod clock;
mod command;
mod cx;
pub mod defect;
mod feature;
mod input;
mod liberty;
pub mod limits;
pub mod message;
mod options;
mod proxy;
pub mod search;
mod server;
mod session;
mod stir;
mod store;

pub use circumstance::When;
pub use clock::Now;
pub use feature::Feature;
pub(crate) use liberty::Way;
pub use options::{Hierarchy, Options};
pub use server::Server;
pub use session::{Security, SessionId};

/// Something for the shell to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Whose connection.
    pub session: SessionId,
    /// What to do there.
    pub output: Output,
}

/// What happens on a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Octets for the client.
    Bytes(Vec<u8>),
    /// The TLS handshake begins; the shell calls [`Server::started_tls`] when it is done.
    StartTls,
    /// From here on both directions are deflated (RFC 4978).
    StartDeflate,
    /// The connection is closed; nothing follows.
    Close,
}

#[cfg(test)]
mod tests;
