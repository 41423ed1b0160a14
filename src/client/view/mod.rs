//! What a client may believe about its session (RFC 3501 §5, RFC 7162, RFC 9051 §5).
//!
//! A value of its own: it is fed with what was sent and received, and asked what a careful client
//! would know. It does no I/O and judges nothing; what does not fit is left to the referee.
//!
//! - [`View`] (here): state, capabilities, what is enabled, commands in progress;
//! - `pending`: a command in progress; `selected`: the mailbox and its messages;
//! - `observe`: what was sent and received; `apply`: what each response changes;
//! - `numbers`: sets of numbers.
//!
//! What cannot be known is `None`, `doubtful` (sequence numbers may be off) or `muddled` (octets
//! were sent that are no command, so that anything may be an answer to them).

mod apply;
mod numbers;
mod observe;
mod pending;
mod selected;
#[cfg(test)]
mod tests;

use crate::syntax::types::{Capability, Status};

pub use numbers::Numbers;
pub use pending::Pending;
pub use selected::{Gone, Message, Selected};

/// The states of RFC 9051 §3, and the time before the greeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// The greeting is still to come.
    #[default]
    Greeting,
    /// Not authenticated.
    NotAuthenticated,
    /// Authenticated, no mailbox selected.
    Authenticated,
    /// A mailbox is selected.
    Selected,
    /// LOGOUT was answered, or the connection has ended.
    Logout,
}

/// What one happening changed.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The command that its tagged response ended.
    pub completed: Option<(Pending, Status)>,
    /// Messages told to be gone.
    pub gone: Vec<Gone>,
    /// A mailbox was opened (its SELECT or EXAMINE was answered with OK).
    pub opened: bool,
    /// The mailbox that was selected and is not any longer.
    pub closed: Option<Box<Selected>>,
}

/// What a client may believe about one connection.
#[derive(Debug, Clone, Default)]
pub struct View {
    state: State,
    tls: bool,
    handshaking: bool,
    compressed: bool,
    preauth: bool,
    bye: bool,
    muddled: bool,
    uncertain: bool,
    capabilities: Option<Vec<Capability<'static>>>,
    enabled: Vec<Capability<'static>>,
    condstore: bool,
    notify: bool,
    selected: Option<Selected>,
    opening: Option<Selected>,
    pending: Vec<Pending>,
    commands: u64,
}

impl View {
    /// A connection that has just been made.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the session stands, by what was answered so far.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether TLS is on.
    pub fn tls(&self) -> bool {
        self.tls
    }

    /// Whether STARTTLS was answered with OK and TLS is not yet on: what the server sends now is
    /// TLS's.
    pub fn handshaking(&self) -> bool {
        self.handshaking
    }

    /// Whether DEFLATE is on.
    pub fn compressed(&self) -> bool {
        self.compressed
    }

    /// The greeting was PREAUTH.
    pub fn preauth(&self) -> bool {
        self.preauth
    }

    /// The server has said BYE.
    pub fn bye(&self) -> bool {
        self.bye
    }

    /// Octets were sent that are neither a command nor belong to one: any answer may be theirs.
    pub fn muddled(&self) -> bool {
        self.muddled
    }

    /// The state may be another than [`View::state`] says: a command was answered that could
    /// not be understood, or an answer came that could not be.
    pub fn uncertain(&self) -> bool {
        self.uncertain || self.muddled
    }

    /// Capabilities as last told and still in force; `None` where they must be asked for.
    pub fn capabilities(&self) -> Option<&[Capability<'static>]> {
        self.capabilities.as_deref()
    }

    /// Whether the capability `name` (any case) was told and is still in force.
    pub fn has(&self, name: &str) -> bool {
        self.capabilities.iter().flatten().any(|c| c.is(name))
    }

    /// Extensions that ENABLED responses named.
    pub fn enabled(&self) -> &[Capability<'static>] {
        &self.enabled
    }

    /// Whether an ENABLED response named `name` (any case).
    pub fn is_enabled(&self, name: &str) -> bool {
        self.enabled.iter().any(|c| c.is(name))
    }

    /// Whether a CONDSTORE-enabling command was answered with OK (RFC 7162 §3.1).
    pub fn condstore(&self) -> bool {
        self.condstore || self.is_enabled("CONDSTORE") || self.is_enabled("QRESYNC")
    }

    /// Whether NOTIFY SET is in force or asked for, so that anything may come at any time
    /// (RFC 5465).
    pub fn notify(&self) -> bool {
        self.notify
    }

    /// Whether IMAP4rev2 rules hold: enabled, or the only revision offered (RFC 9051 §6.3.1).
    pub fn rev2(&self) -> bool {
        self.is_enabled("IMAP4rev2") || self.has("IMAP4rev2") && !self.has("IMAP4rev1")
    }

    /// The selected mailbox.
    pub fn selected(&self) -> Option<&Selected> {
        self.selected.as_ref()
    }

    /// The mailbox that a SELECT or EXAMINE in progress is opening, as far as told.
    pub fn opening(&self) -> Option<&Selected> {
        self.opening.as_ref()
    }

    /// Commands in progress, oldest first.
    pub fn pending(&self) -> &[Pending] {
        &self.pending
    }

    /// The command in progress with this tag.
    pub fn pending_tag(&self, tag: &[u8]) -> Option<&Pending> {
        self.pending.iter().find(|p| p.tag == tag)
    }

    /// The one command in progress, where there is exactly one and none was beside it. A CAPABILITY
    /// behind it does not count, as for [`Pending::pipelined`].
    pub fn alone(&self) -> Option<&Pending> {
        self.pending.iter().find(|pending| !pending.pipelined)
    }

    /// Whether IDLE was continued by the server and not yet ended by DONE.
    pub fn idling(&self) -> bool {
        self.pending.iter().any(|p| p.is_idle() && p.continued > 0 && !p.done)
    }

    /// How many commands were sent.
    pub fn commands(&self) -> u64 {
        self.commands
    }
}
