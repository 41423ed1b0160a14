//! What was answered while a command was in progress.

use std::collections::BTreeMap;

use bounded_static::ToBoundedStatic;

use crate::client::happening::{Happening, What};
use crate::client::view::View;
use crate::syntax::dialect::{Dialect, ExtensionSet};
use crate::syntax::parse;
use crate::syntax::types::{Command, Response, Untagged};

/// Answers kept of commands in progress: beyond it judges that need all of them are silent.
const KEPT: usize = 100_000;
/// Octets of responses kept, likewise.
const OCTETS: usize = 64 << 20;

/// An untagged response that came while a command was in progress.
pub(crate) struct Answer {
    /// What it says.
    pub untagged: Untagged<'static>,
}

/// What held when a command was sent.
#[derive(Debug, Clone)]
pub(crate) struct Began {
    /// Tick of the scenario.
    pub tick: u64,
    /// EXISTS of the selected mailbox, as told until then.
    pub exists: Option<u32>,
    /// First of its answers.
    first: usize,
    /// A response came that could not be parsed, or more than is kept.
    lost: bool,
}

/// The answers of the commands in progress on one connection.
#[derive(Default)]
pub(crate) struct Ledger {
    answers: Vec<Answer>,
    octets: usize,
    /// By the command's serial.
    began: BTreeMap<u64, Began>,
    nonsense: bool,
    asked: ExtensionSet,
}

impl Ledger {
    /// Takes in what the view is about to take in.
    pub(super) fn begin(&mut self, happening: &Happening<'_>, view: &View) {
        match &happening.what {
            What::Response { response: Ok(parsed), bytes } => {
                if let Response::Untagged(untagged) = &parsed.value
                    && !view.pending().is_empty()
                {
                    self.octets = self.octets.saturating_add(bytes.len());
                    if self.answers.len() < KEPT && self.octets < OCTETS {
                        self.answers.push(Answer { untagged: untagged.to_static() });
                    } else {
                        self.lose();
                    }
                }
            }
            What::Response { response: Err(_), .. } => self.lose(),
            What::Command { command, bytes, refused, .. } => {
                self.command(*command, bytes, *refused)
            }
            _ => {}
        }
    }

    fn command(&mut self, command: Option<&Command<'_>>, bytes: &[u8], refused: bool) {
        self.nonsense |= command.is_none() && !refused;
        if let Ok(parsed) = parse::command(bytes, &Dialect::everything()) {
            self.asked = self.asked.union(parsed.uses);
        }
    }

    fn lose(&mut self) {
        for began in self.began.values_mut() {
            began.lost = true;
        }
    }

    /// Follows the view: commands that it has newly in progress begin, those that ended go.
    pub(super) fn end(&mut self, view: &View, now: u64) {
        let pending = view.pending();
        self.began.retain(|serial, _| pending.iter().any(|p| p.serial == *serial));
        if pending.is_empty() {
            self.answers.clear();
            self.octets = 0;
        }
        for command in pending {
            self.began.entry(command.serial).or_insert_with(|| Began {
                tick: now,
                exists: view.selected().and_then(|selected| selected.exists),
                first: self.answers.len(),
                lost: false,
            });
        }
    }

    /// What held when the command was sent; `None` where answers to it were lost.
    pub(crate) fn began(&self, serial: u64) -> Option<&Began> {
        self.began.get(&serial).filter(|began| !began.lost)
    }

    /// All untagged responses since the command was sent.
    pub(crate) fn answers(&self, began: &Began) -> &[Answer] {
        self.answers.get(began.first..).unwrap_or_default()
    }

    /// The client has sent something that is no command.
    pub(crate) fn nonsense(&self) -> bool {
        self.nonsense
    }

    /// Extensions whose grammar the client has used.
    pub(crate) fn asked(&self) -> ExtensionSet {
        self.asked
    }
}
