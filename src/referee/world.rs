//! All sessions of the scenario: who may have changed what, and since when.
//!
//! Time is counted in happenings ("ticks"), in the order in which they were seen. A command was
//! carried out somewhere between the tick when it was sent and the tick when it was answered.

use std::collections::{BTreeMap, BTreeSet};

use super::Setting;
use super::effect::{Effect, effect, names};
use crate::client::happening::{Happening, What};
use crate::client::view::{Change, State, View};
use crate::syntax::dialect::{Extension, ExtensionSet};
use crate::syntax::types::{Code, CommandBody, Mailbox, Response, Status, Untagged};

/// Client and connection.
pub(crate) type Key = (String, u32);

/// What the sessions do.
pub(crate) struct World {
    setting: Setting,
    now: u64,
    sessions: BTreeMap<Key, Facts>,
    announced: ExtensionSet,
    /// Capabilities told, upper case.
    told: BTreeSet<Vec<u8>>,
    /// Names that CREATE, DELETE and RENAME were about, and when last.
    names: BTreeMap<Vec<u8>, u64>,
    rights: bool,
}

#[derive(Default)]
struct Facts {
    account: String,
    /// User name that is being logged in.
    login: Option<String>,
    /// Tick of the last command that may have changed flags, removed, added.
    last: [u64; 3],
    /// Ticks from which to which commands that may have changed flags were in progress.
    flagging: Vec<(u64, u64)>,
    /// Such a command is in progress, or its end was never seen.
    busy: [bool; 3],
    /// When the SELECT of the mailbox now open was sent.
    selecting: Option<u64>,
    opened: u64,
    /// Tick of the response before.
    heard: u64,
    capabilities: bool,
}

impl World {
    pub(super) fn new(setting: Setting) -> Self {
        let mut world = Self {
            now: 0,
            sessions: BTreeMap::new(),
            announced: ExtensionSet::EMPTY,
            told: BTreeSet::new(),
            names: BTreeMap::new(),
            rights: false,
            setting,
        };
        for name in world.setting.capabilities.clone().unwrap_or_default() {
            world.tell(name.as_bytes());
        }
        world
    }

    fn tell(&mut self, capability: &[u8]) {
        if let Ok(name) = std::str::from_utf8(capability)
            && let Some(extension) = Extension::from_capability(name)
        {
            self.announced.insert(extension);
        }
        self.told.insert(capability.to_ascii_uppercase());
    }

    pub(super) fn begin(&mut self, key: &Key, happening: &Happening<'_>, view: &View) {
        self.now += 1;
        let now = self.now;
        let facts = self.sessions.entry(key.clone()).or_default();
        match &happening.what {
            What::Connected { account, .. } => facts.account = (*account).to_owned(),
            What::Command { command, refused: false, .. } => {
                let effect = match command {
                    None => Effect::ANY,
                    Some(command) => effect(&command.body),
                };
                for (last, does) in facts.last.iter_mut().zip(effect.each()) {
                    *last = if does { now } else { *last };
                }
                if effect.flags {
                    facts.flagging.push((now, u64::MAX));
                }
                if let Some(command) = command {
                    self.rights |= matches!(
                        command.body,
                        CommandBody::SetAcl { .. } | CommandBody::DeleteAcl(..)
                    );
                    facts.began(&command.body, now, view);
                    for name in names(&command.body) {
                        self.names.insert(name.0.to_ascii_uppercase(), now);
                    }
                }
            }
            What::Line { bytes } => facts.line(bytes, now, view),
            What::Response { response: Ok(parsed), .. } => {
                let capabilities = match &parsed.value {
                    Response::Untagged(Untagged::Capability(list)) => list,
                    Response::Untagged(Untagged::Status(_, text) | Untagged::Preauth(text)) => {
                        match &text.code {
                            Some(Code::Capability(list)) => list,
                            _ => return,
                        }
                    }
                    Response::Tagged(tagged) => match &tagged.text.code {
                        Some(Code::Capability(list)) => list,
                        _ => return,
                    },
                    _ => return,
                };
                let logging_in = view.pending().iter().any(|p| {
                    matches!(
                        p.body(),
                        Some(CommandBody::Login { .. } | CommandBody::Authenticate { .. })
                    )
                });
                let inside = matches!(view.state(), State::Authenticated | State::Selected);
                facts.capabilities |= inside || logging_in;
                for capability in capabilities {
                    self.tell(&capability.0);
                }
            }
            _ => {}
        }
    }

    pub(super) fn end(
        &mut self,
        key: &Key,
        happening: &Happening<'_>,
        view: &View,
        change: &Change,
    ) {
        let now = self.now;
        let Some(facts) = self.sessions.get_mut(key) else { return };
        if matches!(happening.what, What::Response { .. }) {
            facts.heard = now;
        }
        if let Some((pending, status)) = &change.completed {
            let effect = pending.body().map_or(Effect::ANY, effect);
            for (last, does) in facts.last.iter_mut().zip(effect.each()) {
                *last = if does { now } else { *last };
            }
            // The end of one of several is the end of none of them.
            if effect.flags && view.pending().is_empty() {
                for (_, to) in facts.flagging.iter_mut().filter(|(_, to)| *to == u64::MAX) {
                    *to = now;
                }
            }
            match pending.body() {
                Some(CommandBody::Login { .. } | CommandBody::Authenticate { .. }) => {
                    let login = facts.login.take();
                    if let (Status::Ok, Some(login)) = (status, login) {
                        facts.account = login;
                    }
                }
                Some(body) => {
                    for name in names(body) {
                        self.names.insert(name.0.to_ascii_uppercase(), now);
                    }
                }
                None => {}
            }
        }
        if change.opened {
            facts.opened = facts.selecting.take().unwrap_or(now);
        }
        // What was under way when the connection ended may still be carried out.
        if !matches!(happening.what, What::Closed { .. }) {
            facts.busy = [false; 3];
            for pending in view.pending() {
                let effect = pending.body().map_or(Effect::ANY, effect);
                for (busy, does) in facts.busy.iter_mut().zip(effect.each()) {
                    *busy |= does;
                }
            }
        }
    }

    /// The present tick.
    pub(crate) fn now(&self) -> u64 {
        self.now
    }

    /// Account of the session.
    pub(crate) fn account(&self, key: &Key) -> &str {
        self.sessions.get(key).map_or("", |facts| &facts.account)
    }

    /// When the response before the present one was seen on this session.
    pub(crate) fn heard(&self, key: &Key) -> u64 {
        self.sessions.get(key).map_or(0, |facts| facts.heard)
    }

    /// When the SELECT of the mailbox that the session has open was sent.
    pub(crate) fn opened(&self, key: &Key) -> u64 {
        self.sessions.get(key).map_or(0, |facts| facts.opened)
    }

    /// Whether another session may have had such an effect at or after the tick, or somebody
    /// outside the scenario on this mailbox.
    pub(crate) fn others(
        &self,
        key: &Key,
        mailbox: Option<&Mailbox<'_>>,
        since: u64,
        effect: Effect,
    ) -> bool {
        let outsiders = !self.setting.alone && mailbox.is_none_or(Mailbox::is_inbox);
        outsiders
            || self.sessions.iter().filter(|(other, _)| *other != key).any(|(_, facts)| {
                let each = effect.each().into_iter().zip(facts.last).zip(facts.busy);
                each.into_iter()
                    .any(|((asked, last), busy)| asked && (busy || last >= since && last > 0))
            })
    }

    /// Whether any session, this one among them, may have had such an effect at or after the tick.
    pub(crate) fn anybody(
        &self,
        mailbox: Option<&Mailbox<'_>>,
        since: u64,
        effect: Effect,
    ) -> bool {
        let nobody = (String::new(), u32::MAX);
        self.others(&nobody, mailbox, since, effect)
    }

    /// Whether anybody may have changed flags from the one tick up to before the other.
    pub(crate) fn flags_between(
        &self,
        mailbox: Option<&Mailbox<'_>>,
        since: u64,
        until: u64,
    ) -> bool {
        let outsiders = !self.setting.alone && mailbox.is_none_or(Mailbox::is_inbox);
        let overlaps =
            |facts: &Facts| facts.flagging.iter().any(|&(from, to)| from < until && to >= since);
        outsiders || self.sessions.values().any(overlaps)
    }

    /// Whether anybody, this session among them, may have changed anything at or after the tick.
    pub(crate) fn changed(&self, since: u64, mailbox: Option<&Mailbox<'_>>) -> bool {
        self.anybody(mailbox, since, Effect::ANY)
    }

    /// Whether a CREATE, DELETE or RENAME at or after the tick may have been about the mailbox.
    pub(crate) fn renamed(&self, mailbox: &[u8], since: u64) -> bool {
        let name = mailbox.to_ascii_uppercase();
        self.names.iter().any(|(touched, &at)| at >= since && name.starts_with(touched))
    }

    /// Somebody has set rights, so that not all is open to everybody.
    pub(crate) fn rights_changed(&self) -> bool {
        self.rights
    }

    /// Extensions that any capability list has announced.
    pub(crate) fn announced(&self) -> ExtensionSet {
        self.announced
    }

    /// Whether any capability list had this capability.
    pub(crate) fn told(&self, capability: &str) -> bool {
        self.told.contains(capability.to_ascii_uppercase().as_bytes())
    }

    /// Whether it is known what the server offers after log-in.
    pub(crate) fn knows_capabilities(&self) -> bool {
        self.setting.capabilities.is_some() || self.sessions.values().any(|f| f.capabilities)
    }
}

impl Facts {
    fn line(&mut self, bytes: &[u8], now: u64, view: &View) {
        let authenticating = view.pending().iter().find_map(|p| match p.body() {
            Some(CommandBody::Authenticate { mechanism, .. }) => Some(mechanism),
            _ => None,
        });
        if let Some(mechanism) = authenticating {
            if mechanism.eq_ignore_ascii_case(b"PLAIN") {
                let line = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
                let message = data_encoding::BASE64.decode(line).ok();
                self.login = message.and_then(|message| plain_user(&message));
            }
        } else if !view.idling() {
            self.last = [now; 3];
            self.flagging.push((now, u64::MAX));
        }
    }

    fn began(&mut self, body: &CommandBody<'_>, now: u64, view: &View) {
        match body {
            CommandBody::Login { user, .. } => {
                self.login = Some(String::from_utf8_lossy(user).into_owned());
            }
            CommandBody::Authenticate { mechanism, initial } => {
                self.login = initial
                    .as_ref()
                    .filter(|_| mechanism.eq_ignore_ascii_case(b"PLAIN"))
                    .and_then(|initial| plain_user(initial));
            }
            CommandBody::Select(..) | CommandBody::Examine(..) if view.opening().is_none() => {
                self.selecting = Some(now);
            }
            _ => {}
        }
    }
}

/// Who is logged in by a PLAIN message: `authzid NUL authcid NUL password`.
fn plain_user(message: &[u8]) -> Option<String> {
    let mut parts = message.split(|&b| b == 0);
    let (authorized, authenticated) = (parts.next()?, parts.next()?);
    let user = if authorized.is_empty() { authenticated } else { authorized };
    Some(String::from_utf8_lossy(user).into_owned())
}
