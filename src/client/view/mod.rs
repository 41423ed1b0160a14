//! What a client may believe about its session (RFC 3501 §5, RFC 7162, RFC 9051 §5).
//!
//! A value of its own: it is fed with what was sent and received, and asked what a careful client
//! would know. It does no I/O and judges nothing; what does not fit is left to the referee.
//!
//! - [`View`] (here): state, capabilities, what is enabled, commands in progress;
//! - `pending`: a command in progress; `selected`: the mailbox and its messages;
//! - `apply`: what each response changes; `numbers`: sets of numbers.
//!
//! What cannot be known is `None`, `doubtful` (sequence numbers may be off) or `muddled` (octets
//! were sent that are no command, so that anything may be an answer to them).

mod apply;
mod numbers;
mod pending;
mod selected;
#[cfg(test)]
mod tests;

use bounded_static::ToBoundedStatic;

use crate::client::happening::What;
use crate::syntax::types::{
    Capability, Code, Command, CommandBody, Continuation, Response, Status,
};

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

    /// The one command in progress, where there is exactly one and none was beside it.
    pub fn alone(&self) -> Option<&Pending> {
        match self.pending.as_slice() {
            [one] if !one.pipelined => Some(one),
            _ => None,
        }
    }

    /// Whether IDLE was continued by the server and not yet ended by DONE.
    pub fn idling(&self) -> bool {
        self.pending.iter().any(|p| p.is_idle() && p.continued > 0 && !p.done)
    }

    /// How many commands were sent.
    pub fn commands(&self) -> u64 {
        self.commands
    }

    /// Takes in anything that happened.
    pub fn observe(&mut self, what: &What<'_>) -> Change {
        match what {
            What::Connected { tls, .. } => {
                *self = Self { tls: *tls, ..Self::default() };
            }
            What::Announced { tag, .. } => self.announced(*tag),
            What::Command { tag, command, refused, .. } => self.command(*tag, *command, *refused),
            What::Line { bytes } => self.line(bytes),
            What::Response { response: Ok(response), .. } => return self.response(&response.value),
            What::Response { response: Err(_), bytes } => return self.unparsed(bytes),
            What::TlsStarted => {
                self.tls = true;
                self.handshaking = false;
                // RFC 9051 §6.2.1: what was told before TLS must be forgotten.
                self.capabilities = None;
            }
            What::DeflateStarted => self.compressed = true,
            What::Closed { .. } => self.state = State::Logout,
        }
        Change::default()
    }

    /// A command's line up to a synchronizing literal's announcement was sent.
    pub fn announced(&mut self, tag: Option<&[u8]>) {
        let Some(tag) = tag else {
            self.muddled = true;
            return;
        };
        if let Some(pending) = self.pending.iter_mut().rev().find(|p| p.tag == tag) {
            pending.announced = true;
        } else {
            self.push(tag, None);
            if let Some(pending) = self.pending.last_mut() {
                pending.announced = true;
            }
        }
    }

    /// A whole command was sent; `refused`: its literal was refused and never sent.
    pub fn command(&mut self, tag: Option<&[u8]>, command: Option<&Command<'_>>, refused: bool) {
        let Some(tag) = tag else {
            self.muddled = true;
            return;
        };
        let begun = self.pending.iter_mut().rev().find(|p| p.tag == tag && p.announced);
        match (begun, refused) {
            // Its tagged response is here or on the way; nothing will be carried out.
            (_, true) => {}
            (Some(pending), false) => {
                pending.command = command.map(ToBoundedStatic::to_static);
                pending.announced = false;
            }
            (None, false) => self.push(tag, command),
        }
        if let (Some(command), false) = (command, refused) {
            self.sent(&command.body);
        }
    }

    /// A line was sent that is no command: DONE, an AUTHENTICATE response, raw octets.
    pub fn line(&mut self, bytes: &[u8]) {
        let line = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
        if line.eq_ignore_ascii_case(b"DONE")
            && let Some(idle) = self.pending.iter_mut().find(|p| p.is_idle() && !p.done)
        {
            idle.done = true;
            return;
        }
        let authenticating = self
            .pending
            .iter()
            .any(|p| matches!(p.body(), Some(CommandBody::Authenticate { .. })) && p.continued > 0);
        if !authenticating {
            self.muddled = true;
        }
    }

    /// A response was received.
    pub fn response(&mut self, response: &Response<'_>) -> Change {
        match response {
            Response::Continuation(continuation) => {
                self.continuation(continuation);
                Change::default()
            }
            Response::Untagged(untagged) => self.untagged(untagged),
            Response::Tagged(tagged) => {
                let code = tagged.text.code.as_ref();
                self.tagged(&tagged.tag, tagged.status, code)
            }
        }
    }

    /// A response was received that is none by the grammar: what it changed is not known, but a
    /// tagged one still ends its command.
    pub fn unparsed(&mut self, bytes: &[u8]) -> Change {
        let mut words = bytes.split(|&b| b == b' ' || b == b'\r' || b == b'\n');
        let (tag, word) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if let Some(selected) = self.selected.as_mut() {
            selected.doubtful = true;
        }
        if let Some(opening) = self.opening.as_mut() {
            opening.doubtful = true;
        }
        let status = match word.to_ascii_uppercase().as_slice() {
            b"OK" => Status::Ok,
            b"NO" => Status::No,
            b"BAD" => Status::Bad,
            b"PREAUTH" | b"BYE" => {
                self.uncertain = true;
                return Change::default();
            }
            _ => return Change::default(),
        };
        match tag {
            b"*" if self.state == State::Greeting => {
                self.uncertain = true;
                self.state = State::NotAuthenticated;
                Change::default()
            }
            b"*" | b"+" => Change::default(),
            tag => self.tagged(tag, status, None),
        }
    }

    fn push(&mut self, tag: &[u8], command: Option<&Command<'_>>) {
        for pending in &mut self.pending {
            pending.pipelined = true;
        }
        self.pending.push(Pending {
            tag: tag.to_vec(),
            command: command.map(ToBoundedStatic::to_static),
            serial: self.commands,
            state: self.state,
            pipelined: !self.pending.is_empty(),
            announced: false,
            continued: 0,
            capability_told: false,
            done: false,
        });
        self.commands += 1;
    }

    fn continuation(&mut self, _: &Continuation<'_>) {
        if let Some(pending) = self.pending.iter_mut().find(|p| p.may_be_continued()) {
            pending.continued = pending.continued.saturating_add(1);
            pending.announced = pending.announced && pending.command.is_none();
        }
    }

    /// The mailbox that untagged data is about now.
    fn mailbox(&mut self) -> Option<&mut Selected> {
        self.opening.as_mut().or(self.selected.as_mut())
    }

    fn set_capabilities(&mut self, capabilities: &[Capability<'_>]) {
        self.capabilities = Some(capabilities.iter().map(ToBoundedStatic::to_static).collect());
        for pending in &mut self.pending {
            pending.capability_told = true;
        }
    }

    fn told_by_code(&mut self, code: &Code<'_>) {
        match code {
            Code::Capability(capabilities) => return self.set_capabilities(capabilities),
            Code::Closed => return,
            // CREATE's answer carries it too (RFC 8474 §4.1).
            Code::MailboxId(_) if self.opening.is_none() => return,
            _ => {}
        }
        let Some(mailbox) = self.mailbox() else { return };
        match code {
            Code::PermanentFlags(flags) => {
                mailbox.permanent_flags =
                    Some(flags.iter().map(ToBoundedStatic::to_static).collect());
            }
            Code::UidNext(n) => mailbox.uid_next = Some(*n),
            Code::UidValidity(n) => mailbox.uid_validity = Some(*n),
            Code::Unseen(n) => mailbox.unseen = Some(*n),
            Code::HighestModSeq(n) => mailbox.highest_mod_seq = Some(*n),
            Code::NoModSeq => mailbox.no_mod_seq = true,
            Code::ReadOnly => mailbox.read_only = true,
            Code::ReadWrite => mailbox.read_only = false,
            Code::UidNotSticky => mailbox.uid_not_sticky = true,
            Code::MailboxId(id) => mailbox.mailbox_id = Some(id.to_static()),
            _ => {}
        }
    }
}
