//! Sessions that talk to the state machine through its outside.

mod base;
mod changes;
mod extensions;
mod hostile;
mod shared;
mod unasked;
mod watch;
mod wrong;
mod wrong_extensions;

use super::*;

/// A server with its clock, and sessions by number.
pub(super) struct Play {
    server: Server,
    now: u64,
}

impl Play {
    pub(super) fn new() -> Self {
        Self::with(Options::default())
    }

    pub(super) fn with(options: Options) -> Self {
        Self { server: Server::new(options), now: 1_700_000_000_000 }
    }

    pub(super) fn connect(&mut self) -> SessionId {
        let now = self.now();
        let (id, events) = self.server.connect(Security::Clear, now);
        assert!(text(&events, id).starts_with("* OK "));
        id
    }

    /// A connection of `user`, logged in.
    pub(super) fn log_in_as(&mut self, user: &str) -> SessionId {
        let id = self.connect();
        self.ok(id, &format!("LOGIN {user} secret"));
        id
    }

    pub(super) fn log_in(&mut self) -> SessionId {
        self.log_in_as("anna")
    }

    /// Logged in, INBOX selected.
    pub(super) fn select(&mut self) -> SessionId {
        let id = self.log_in();
        self.ok(id, "SELECT INBOX");
        id
    }

    fn now(&mut self) -> Now {
        self.now += 1000;
        Now::from_unix_ms(self.now)
    }

    /// Octets as they are; what this session is sent.
    pub(super) fn raw(&mut self, id: SessionId, octets: &[u8]) -> String {
        let now = self.now();
        text(&self.server.receive(id, octets, now), id)
    }

    /// Octets as they are; what another session is sent.
    pub(super) fn raw_for(&mut self, id: SessionId, octets: &[u8], other: SessionId) -> String {
        let now = self.now();
        text(&self.server.receive(id, octets, now), other)
    }

    /// A command, its tag and line end added; all of the answer.
    pub(super) fn say(&mut self, id: SessionId, command: &str) -> String {
        self.raw(id, format!("t {command}\r\n").as_bytes())
    }

    /// A command that must be answered OK; the answer.
    pub(super) fn ok(&mut self, id: SessionId, command: &str) -> String {
        let said = self.say(id, command);
        assert!(said.contains("\r\nt OK ") || said.starts_with("t OK "), "{command}: {said}");
        said
    }

    /// The untagged responses to a command that is answered OK.
    pub(super) fn untagged(&mut self, id: SessionId, command: &str) -> Vec<String> {
        let said = self.ok(id, command);
        said.split("\r\n").filter(|l| l.starts_with("* ")).map(str::to_owned).collect()
    }

    pub(super) fn append(&mut self, id: SessionId, mailbox: &str, flags: &str) -> String {
        let message = "Subject: hi\r\n\r\nbody\r\n";
        let length = message.len();
        self.ok(id, &format!("APPEND {mailbox} ({flags}) {{{length}+}}\r\n{message}"))
    }
}

fn text(events: &[Event], id: SessionId) -> String {
    let mut text = String::new();
    for event in events.iter().filter(|e| e.session == id) {
        match &event.output {
            Output::Bytes(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
            Output::StartTls => text.push_str("<tls>"),
            Output::StartDeflate => text.push_str("<deflate>"),
            Output::Close => text.push_str("<close>"),
        }
    }
    text
}
