//! Commands in progress: sent, and not yet answered by their tagged response.

use crate::syntax::types::{Command, CommandBody};

use super::State;

/// A command in progress.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Its tag.
    pub tag: Vec<u8>,
    /// What it means; `None` where that is not known: nonsense, or its literals are still to be sent.
    pub command: Option<Command<'static>>,
    /// The how-manieth command of the session it is, from 0.
    pub serial: u64,
    /// State of the session when it was sent.
    pub state: State,
    /// Another command was in progress at some time while this one was, so that an untagged
    /// response need not belong to it; a CAPABILITY behind it does not count.
    pub pipelined: bool,
    /// A synchronizing literal was announced and the server has not yet asked for it.
    pub announced: bool,
    /// Continuation requests that the server sent while it was the oldest to await one.
    pub continued: u32,
    /// A CAPABILITY response came while it was in progress.
    pub(super) capability_told: bool,
    /// DONE was sent (IDLE only).
    pub done: bool,
}

impl Pending {
    /// What is asked, where that is known.
    pub fn body(&self) -> Option<&CommandBody<'static>> {
        self.command.as_ref().map(|command| &command.body)
    }

    /// Whether it opens a mailbox.
    pub fn is_select(&self) -> bool {
        matches!(self.body(), Some(CommandBody::Select(..) | CommandBody::Examine(..)))
    }

    /// Whether it is IDLE.
    pub fn is_idle(&self) -> bool {
        matches!(self.body(), Some(CommandBody::Idle))
    }

    /// Whether the server may answer it with a continuation request.
    pub fn may_be_continued(&self) -> bool {
        match self.body() {
            None => true,
            Some(CommandBody::Authenticate { .. }) => true,
            Some(CommandBody::Idle) => self.continued == 0,
            Some(_) => self.announced,
        }
    }
}
