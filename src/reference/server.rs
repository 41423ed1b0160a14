//! The state machine's outside: sessions come, speak and go.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cx::Cx;
use super::feature::Features;
use super::liberty::Way;
use super::session::{Mode, Security, Session, SessionId, updates};
use super::store::{MailboxId, Store};
use super::{Event, Now, Options, When, capability, command, input, limits};
use crate::syntax::types::{Code, RespText, Status, Untagged};

/// All accounts and all sessions.
#[derive(Debug)]
pub struct Server {
    options: Options,
    features: Features,
    store: Store,
    sessions: BTreeMap<SessionId, Session>,
    last_session: u64,
}

impl Server {
    /// A server without accounts: each is made when its user first logs in.
    pub fn new(options: Options) -> Self {
        let features = Features::new(&options.disabled);
        let mut store = Store::default();
        store.liberty = options.liberty;
        Self { options, features, store, sessions: BTreeMap::new(), last_session: 0 }
    }

    /// A new connection, and its greeting.
    pub fn connect(&mut self, security: Security, now: Now) -> (SessionId, Vec<Event>) {
        self.last_session += 1;
        let id = SessionId(self.last_session);
        let mut session = Session::new(id, security, &self.options, now);
        if !self.features.has(super::Feature::Rev1) {
            session.enabled.rev2 = true;
        }
        let crowded = self.sessions.len() >= limits::SESSIONS;
        self.sessions.insert(id, session);
        self.with(id, now, |cx| {
            if crowded {
                cx.bye(Some(Code::Unavailable), "Too many connections");
            } else {
                greet(cx);
            }
        });
        (id, self.events())
    }

    /// Octets from a client, in any pieces.
    pub fn receive(&mut self, session: SessionId, octets: &[u8], now: Now) -> Vec<Event> {
        if self.options.liberty.is_some() {
            self.store.held = self.held();
        }
        let company = self.options.when == Some(When::Company) && self.has_company(session);
        self.with(session, now, |cx| {
            cx.session.heard = now.tick;
            cx.session.moment.company = company;
            if !matches!(cx.session.mode, Mode::Handshake | Mode::Closed) {
                cx.session.input.push(octets);
                input::work(cx);
            }
        });
        self.push_updates(now, false);
        self.sweep();
        self.events()
    }

    /// The handshake that [`Output::StartTls`](super::Output::StartTls) asked for is done.
    pub fn started_tls(&mut self, session: SessionId) {
        if let Some(session) = self.sessions.get_mut(&session)
            && matches!(session.mode, Mode::Handshake)
        {
            session.security = Security::Tls;
            session.mode = Mode::Command;
            let kept = std::mem::take(&mut session.kept);
            session.input.push(&kept);
        }
    }

    /// Time passes: sessions that are silent for too long are closed.
    pub fn tick(&mut self, now: Now) -> Vec<Event> {
        let ids: Vec<_> = self.sessions.keys().copied().collect();
        for id in ids {
            self.with(id, now, |cx| {
                let limit = match cx.session.user {
                    Some(_) => limits::IDLE,
                    None => limits::IDLE_BEFORE_LOGIN,
                };
                let silent = now.tick.saturating_sub(cx.session.heard);
                if silent > limit && !cx.session.is_closed() {
                    cx.bye(None, "Too long without a word");
                }
            });
        }
        self.push_updates(now, true);
        self.events()
    }

    /// The connection is gone.
    pub fn disconnect(&mut self, session: SessionId) {
        self.sessions.remove(&session);
        self.sweep();
    }

    /// What sessions are told without asking: IDLE (RFC 2177) and NOTIFY (RFC 5465).
    fn push_updates(&mut self, now: Now, tick: bool) {
        let late = !tick && Way::IdleLate.taken(self.options.liberty);
        let waiting =
            |s: &Session| (matches!(s.mode, Mode::Idle { .. }) && !late) || s.notify.is_some();
        let ids: Vec<_> =
            self.sessions.iter().filter(|(_, s)| waiting(s)).map(|(&id, _)| id).collect();
        for id in ids {
            self.with(id, now, updates::push);
        }
        if self.options.defects.contains(super::defect::Defect::ExpungePushed) {
            let all: Vec<_> = self.sessions.keys().copied().collect();
            all.into_iter().for_each(|id| self.with(id, now, |cx| updates::tell(cx, true)));
        }
    }

    fn sweep(&mut self) {
        if self.store.has_orphans() {
            let held = self.held();
            self.store.sweep(|id| held.contains(&id));
        }
    }

    /// Mailboxes that are selected, one entry for each session.
    fn held(&self) -> Vec<MailboxId> {
        let selected = self.sessions.values().filter_map(|s| s.selected.as_ref());
        selected.map(|s| s.mailbox).collect()
    }

    /// Whether another session has the same mailbox selected.
    fn has_company(&self, id: SessionId) -> bool {
        let mailbox = |session: &Session| session.selected.as_ref().map(|s| s.mailbox);
        let mine = self.sessions.get(&id).and_then(mailbox);
        mine.is_some() && self.sessions.iter().any(|(&other, s)| other != id && mailbox(s) == mine)
    }

    fn with(&mut self, id: SessionId, now: Now, work: impl FnOnce(&mut Cx<'_>)) {
        if let Some(session) = self.sessions.get_mut(&id) {
            let (options, features) = (&self.options, self.features);
            let store = &mut self.store;
            work(&mut Cx { store, session, options, features, now, tag: Vec::new() });
        }
    }

    /// All that sessions have to send, in the order of their names.
    fn events(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        for (&id, session) in &mut self.sessions {
            let outputs = session.take_outbox().into_iter();
            events.extend(outputs.map(|output| Event { session: id, output }));
        }
        events
    }
}

fn greet(cx: &mut Cx<'_>) {
    let user = cx.options.preauth.clone();
    let known = user.filter(|user| command::login::enter(cx, user.clone()).is_ok());
    let code = (!cx.may(3)).then(|| Code::Capability(capability::list(cx)));
    let text = RespText { code, text: Cow::Borrowed(b"imapspec reference ready") };
    match known {
        Some(_) => cx.say(Untagged::Preauth(text)),
        None => cx.say(Untagged::Status(Status::Ok, text)),
    }
    if cx.has(super::defect::Defect::StatusAtGreeting) {
        let name = cx.spell("INBOX");
        cx.say(Untagged::MailboxStatus(name, Vec::new()));
    }
}
