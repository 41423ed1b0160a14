//! What happened, taken in: commands by how they are sent, responses by `apply`.

use bounded_static::ToBoundedStatic;

use super::{Change, Pending, State, View};
use crate::client::happening::What;
use crate::syntax::types::{Command, CommandBody, Response, Status};

impl View {
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
    pub(super) fn announced(&mut self, tag: Option<&[u8]>) {
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
    pub(super) fn command(
        &mut self,
        tag: Option<&[u8]>,
        command: Option<&Command<'_>>,
        refused: bool,
    ) {
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
    pub(super) fn line(&mut self, bytes: &[u8]) {
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
    pub(super) fn response(&mut self, response: &Response<'_>) -> Change {
        match response {
            Response::Continuation(_) => {
                self.continuation();
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
    pub(super) fn unparsed(&mut self, bytes: &[u8]) -> Change {
        let mut words = bytes.split(|&b| b == b' ' || b == b'\r' || b == b'\n');
        let (tag, word) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if let Some(selected) = self.selected.as_mut() {
            selected.doubtful = true;
        }
        if let Some(opening) = self.opening.as_mut() {
            opening.doubtful = true;
        }
        if [&b"PREAUTH"[..], b"BYE"].iter().any(|w| word.eq_ignore_ascii_case(w)) {
            self.uncertain = true;
        }
        let Some(status) = Status::from_word(word) else { return Change::default() };
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
        let command = command.map(ToBoundedStatic::to_static);
        // CAPABILITY changes nothing, and what answers it answers nothing else.
        if !command.as_ref().is_some_and(|c| c.body == CommandBody::Capability) {
            self.pending.iter_mut().for_each(|pending| pending.pipelined = true);
        }
        self.pending.push(Pending {
            tag: tag.to_vec(),
            command,
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

    fn continuation(&mut self) {
        if let Some(pending) = self.pending.iter_mut().find(|p| p.may_be_continued()) {
            pending.continued = pending.continued.saturating_add(1);
            pending.announced = pending.announced && pending.command.is_none();
        }
    }
}
