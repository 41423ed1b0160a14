//! What one connection knows.

pub(crate) mod say;
mod selected;
pub(crate) mod updates;

pub(crate) use self::selected::{Known, Selected};

use super::liberty::Liberty;
use super::{Now, Options, Output, input::Input};

/// Names a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Security {
    /// Not at all.
    Clear,
    /// TLS from the beginning.
    Tls,
}

/// What the next line of the client is.
#[derive(Debug)]
pub(crate) enum Mode {
    /// A command.
    Command,
    /// `DONE`, for the IDLE with this tag.
    Idle {
        /// Tag of the IDLE.
        tag: Vec<u8>,
        /// Something has been told in it.
        told: bool,
    },
    /// A SASL response.
    Authenticate { tag: Vec<u8>, exchange: Box<super::command::sasl::Exchange> },
    /// Octets of a TLS handshake, which are not ours.
    Handshake,
    /// Nothing any more.
    Closed,
}

/// What ENABLE, or a command that implies it, has switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Enabled {
    pub(crate) rev2: bool,
    pub(crate) utf8: bool,
    pub(crate) cond_store: bool,
    pub(crate) qresync: bool,
    pub(crate) uid_only: bool,
}

impl Enabled {
    /// Whether mailbox names and quoted strings are UTF-8.
    pub(crate) const fn speaks_utf8(self) -> bool {
        self.rev2 || self.utf8
    }

    /// Whether expunges are told as VANISHED.
    pub(crate) const fn vanished(self) -> bool {
        self.qresync || self.uid_only
    }
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) security: Security,
    pub(crate) input: Input,
    pub(crate) mode: Mode,
    /// Who is logged in.
    pub(crate) user: Option<String>,
    pub(crate) enabled: Enabled,
    pub(crate) selected: Option<Selected>,
    /// What NOTIFY asked for (RFC 5465).
    pub(crate) notify: Option<super::command::notify::Watch>,
    /// What ENABLE METADATA watches (RFC 5464).
    pub(crate) annotations: Option<super::command::annotations::Annotations>,
    /// Names that the client knows of, where a liberty tells it of others.
    pub(crate) names: Option<super::command::snapshot::Snapshot>,
    /// COMPRESS was answered OK.
    pub(crate) compressed: bool,
    /// The shell has been told to deflate.
    pub(crate) deflating: bool,
    pub(crate) liberty: Liberty,
    /// Commands so far, with the one in progress.
    pub(crate) commands: u64,
    /// Lines in a row that were no commands.
    pub(crate) bad: u32,
    /// Commands that were whole in the octets of this call before this one.
    pub(crate) pipelined: u32,
    /// Untagged responses are kept back, by a defect.
    pub(crate) mute: bool,
    /// What a server with a defect sends behind the next tagged response.
    pub(crate) late: Vec<u8>,
    /// What a server with a defect keeps over a TLS handshake.
    pub(crate) kept: Vec<u8>,
    /// What a server with a defect remembers.
    pub(crate) memory: super::circumstance::Memory,
    /// What tells when a server shows its defects.
    pub(crate) moment: super::circumstance::Moment,
    /// When octets last came.
    pub(crate) heard: u64,
    outbox: Vec<Output>,
}

impl Session {
    pub(crate) fn new(id: SessionId, security: Security, options: &Options, now: Now) -> Self {
        Self {
            id,
            security,
            input: Input::default(),
            mode: Mode::Command,
            user: None,
            enabled: Enabled::default(),
            selected: None,
            notify: None,
            annotations: None,
            names: None,
            compressed: false,
            deflating: false,
            liberty: Liberty::new(options.liberty, id.0),
            commands: 0,
            bad: 0,
            pipelined: 0,
            mute: false,
            late: Vec::new(),
            kept: Vec::new(),
            memory: super::circumstance::Memory::default(),
            moment: super::circumstance::Moment::default(),
            heard: now.tick,
            outbox: Vec::new(),
        }
    }

    pub(crate) fn send(&mut self, octets: Vec<u8>) {
        match self.outbox.last_mut() {
            Some(Output::Bytes(bytes)) => bytes.extend_from_slice(&octets),
            _ => self.outbox.push(Output::Bytes(octets)),
        }
    }

    pub(crate) fn output(&mut self, output: Output) {
        self.outbox.push(output);
    }

    /// Closes the connection: nothing is said or heard any more.
    pub(crate) fn close(&mut self) {
        if !self.is_closed() {
            self.outbox.push(Output::Close);
            self.mode = Mode::Closed;
            self.selected = None;
            self.notify = None;
            self.annotations = None;
            self.names = None;
            self.input.clear();
        }
    }

    pub(crate) const fn is_closed(&self) -> bool {
        matches!(self.mode, Mode::Closed)
    }

    /// Octets that wait to be sent.
    pub(crate) fn waiting(&self) -> usize {
        let octets = |output: &Output| match output {
            Output::Bytes(bytes) => bytes.len(),
            _ => 0,
        };
        self.outbox.iter().map(octets).sum()
    }

    pub(crate) fn take_outbox(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outbox)
    }

    /// Back to the state before log-in (RFC 8437).
    pub(crate) fn forget_user(&mut self) {
        self.user = None;
        self.enabled = Enabled::default();
        self.selected = None;
        self.notify = None;
        self.annotations = None;
        self.names = None;
    }
}
