//! What a judge sees of one happening.

use super::bench::Bench;
use super::ledger::{Answer, Began, Ledger};
use super::world::{Key, World};
use crate::client::happening::{Happening, What};
use crate::client::view::{Change, Pending, Selected, View};
use crate::syntax::types::{
    Code, CommandBody, Continuation, Mailbox, RespText, Response, Status, Tagged, Untagged,
};

/// Judges happenings by the rules of its family.
pub(crate) trait Judge: Send {
    /// Something is about to be taken in by the view.
    fn before(&mut self, _: &Scene<'_>, _: &mut Bench) {}
    /// The view has taken it in.
    fn after(&mut self, _: &Scene<'_>, _: &Change, _: &mut Bench) {}
    /// The scenario is over.
    fn finish(&mut self, _: &mut Bench) {}
}

/// One happening and what is known around it.
pub(crate) struct Scene<'s> {
    /// What happened.
    pub happening: &'s Happening<'s>,
    /// What the client may believe: before the happening, or after it.
    pub view: &'s View,
    /// What was answered to the commands in progress.
    pub ledger: &'s Ledger,
    /// All sessions.
    pub world: &'s World,
    /// This session.
    pub key: &'s Key,
    completed: Option<Completed<'s>>,
}

/// A command that its tagged response has just ended, with all that came between. There is none
/// where a response between them could not be understood.
#[derive(Clone, Copy)]
pub(crate) struct Completed<'s> {
    /// The command.
    pub pending: &'s Pending,
    /// What it asked.
    pub body: &'s CommandBody<'static>,
    /// How it ended.
    pub status: Status,
    /// Text of its tagged response.
    pub text: &'s RespText<'s>,
    /// All untagged responses since it was sent.
    pub answers: &'s [Answer],
    /// What held when it was sent.
    pub began: &'s Began,
}

impl<'s> Completed<'s> {
    /// It was answered OK, and no other command was in progress beside it.
    pub(crate) fn is_plain_ok(&self) -> bool {
        self.status == Status::Ok && !self.pending.pipelined
    }

    /// The untagged responses since it was sent.
    pub(crate) fn untagged(&self) -> impl Iterator<Item = &'s Untagged<'static>> {
        self.answers.iter().map(|answer| &answer.untagged)
    }

    /// Whether some untagged response since it was sent is so.
    pub(crate) fn has(&self, test: impl Fn(&Untagged<'static>) -> bool) -> bool {
        self.answers.iter().any(|answer| test(&answer.untagged))
    }

    /// Whether a response code came, untagged or tagged, that is so.
    pub(crate) fn has_code(&self, test: impl Fn(&Code<'_>) -> bool) -> bool {
        self.text.code.as_ref().is_some_and(&test)
            || self
                .has(|u| matches!(u, Untagged::Status(_, t) if t.code.as_ref().is_some_and(&test)))
    }
}

impl<'s> Scene<'s> {
    pub(super) fn new(
        happening: &'s Happening<'s>,
        view: &'s View,
        ledger: &'s Ledger,
        world: &'s World,
        key: &'s Key,
        change: Option<&'s Change>,
    ) -> Self {
        let mut scene = Self { happening, view, ledger, world, key, completed: None };
        if let Some((pending, status)) = change.and_then(|change| change.completed.as_ref())
            && let Some(tagged) = scene.tagged()
            && let Some(body) = pending.body()
            && let Some(began) = ledger.began(pending.serial)
        {
            scene.completed = Some(Completed {
                pending,
                body,
                status: *status,
                text: &tagged.text,
                answers: ledger.answers(began),
                began,
            });
        }
        scene
    }

    /// The client's name.
    pub(crate) fn client(&self) -> &'s str {
        self.happening.client
    }

    /// Index of the transcript's entry.
    pub(crate) fn entry(&self) -> usize {
        self.happening.entry
    }

    /// Octets of a response, or of what was sent.
    pub(crate) fn bytes(&self) -> &'s [u8] {
        match &self.happening.what {
            What::Response { bytes, .. }
            | What::Command { bytes, .. }
            | What::Announced { bytes, .. }
            | What::Line { bytes } => bytes,
            What::Closed { leftover, .. } => leftover,
            _ => b"",
        }
    }

    /// The response, where there is one that could be parsed.
    pub(crate) fn response(&self) -> Option<&'s Response<'s>> {
        match &self.happening.what {
            What::Response { response: Ok(parsed), .. } => Some(&parsed.value),
            _ => None,
        }
    }

    /// The untagged response.
    pub(crate) fn untagged(&self) -> Option<&'s Untagged<'s>> {
        match self.response()? {
            Response::Untagged(untagged) => Some(untagged),
            _ => None,
        }
    }

    /// The tagged response.
    pub(crate) fn tagged(&self) -> Option<&'s Tagged<'s>> {
        match self.response()? {
            Response::Tagged(tagged) => Some(tagged),
            _ => None,
        }
    }

    /// The response code of a status response, tagged or not.
    pub(crate) fn code(&self) -> Option<&'s Code<'s>> {
        let text = match self.response()? {
            Response::Tagged(tagged) => &tagged.text,
            Response::Untagged(
                Untagged::Status(_, text) | Untagged::Preauth(text) | Untagged::Bye(text),
            ) => text,
            Response::Continuation(Continuation::Text(text)) => text,
            _ => return None,
        };
        text.code.as_ref()
    }

    /// The command that has just been ended; only after the view took the response in.
    pub(crate) fn completed(&self) -> Option<Completed<'s>> {
        self.completed
    }

    /// The client has sent something that is no command: its answers may be any.
    pub(crate) fn nonsense(&self) -> bool {
        self.view.muddled() || self.ledger.nonsense()
    }

    /// Since when what is told now was true at the latest. What no command asked for may have
    /// waited for the client to read it.
    pub(crate) fn told_since(&self) -> u64 {
        let idle = |p: &Pending| matches!(p.body(), Some(CommandBody::Idle));
        match self.view.notify() || self.view.pending().iter().all(idle) {
            true => self.world.heard(self.key),
            false => self.world.now(),
        }
    }

    /// The mailbox that untagged data is about now, where numbers can be relied on.
    pub(crate) fn mailbox(&self) -> Option<&'s Selected> {
        if self.view.uncertain() {
            return None;
        }
        self.view.opening().or_else(|| self.view.selected()).filter(|mailbox| !mailbox.doubtful)
    }

    /// Account and name of a mailbox, for rules across sessions.
    pub(crate) fn name(&self, mailbox: &Mailbox<'_>) -> (String, Vec<u8>) {
        let mut name = mailbox.0.to_vec();
        if mailbox.is_inbox() {
            name.make_ascii_uppercase();
        }
        // The same octets name another mailbox where `&` means itself.
        if name.contains(&b'&') && (self.view.rev2() || self.view.is_enabled("UTF8=ACCEPT")) {
            name.push(0);
        }
        (self.world.account(self.key).to_owned(), name)
    }

    /// What kind of response it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self.response() {
            None => "this",
            Some(Response::Continuation(_)) => "the continuation request",
            Some(Response::Tagged(_)) => "the tagged response",
            Some(Response::Untagged(untagged)) => kind(untagged),
        }
    }
}

/// Name of an untagged response.
pub(crate) fn kind(untagged: &Untagged<'_>) -> &'static str {
    match untagged {
        Untagged::Status(Status::Ok, _) => "OK",
        Untagged::Status(Status::No, _) => "NO",
        Untagged::Status(Status::Bad, _) => "BAD",
        Untagged::Preauth(_) => "PREAUTH",
        Untagged::Bye(_) => "BYE",
        Untagged::Capability(_) => "CAPABILITY",
        Untagged::Enabled(_) => "ENABLED",
        Untagged::List(_) => "LIST",
        Untagged::Lsub(_) => "LSUB",
        Untagged::Namespace(_) => "NAMESPACE",
        Untagged::Search(..) => "SEARCH",
        Untagged::Sort(..) => "SORT",
        Untagged::Thread(_) => "THREAD",
        Untagged::Esearch(_) => "ESEARCH",
        Untagged::MailboxStatus(..) => "STATUS",
        Untagged::Flags(_) => "FLAGS",
        Untagged::Exists(_) => "EXISTS",
        Untagged::Recent(_) => "RECENT",
        Untagged::Expunge(_) => "EXPUNGE",
        Untagged::Fetch(..) => "FETCH",
        Untagged::UidFetch(..) => "UIDFETCH",
        Untagged::Vanished { .. } => "VANISHED",
        Untagged::Id(_) => "ID",
        Untagged::Quota(..) => "QUOTA",
        Untagged::QuotaRoot(..) => "QUOTAROOT",
        Untagged::Acl(..) => "ACL",
        Untagged::ListRights { .. } => "LISTRIGHTS",
        Untagged::MyRights(..) => "MYRIGHTS",
        Untagged::Metadata(..) | Untagged::MetadataChanged(..) => "METADATA",
        Untagged::Language(_) => "LANGUAGE",
        Untagged::Comparator(..) => "COMPARATOR",
        Untagged::GenUrlAuth(_) => "GENURLAUTH",
        Untagged::UrlFetch(_) => "URLFETCH",
    }
}

/// Octets as text for messages: no control characters, not endless.
pub(crate) fn show(octets: &[u8]) -> String {
    const LONGEST: usize = 60;
    let text = String::from_utf8_lossy(octets);
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().count() > LONGEST {
        shown.push('…');
    }
    shown
}
