//! What a command handler works with.

use std::borrow::Cow;

use super::answer::Answer;
use super::circumstance;
use super::defect::{Defect, DefectSet};
use super::feature::Features;
use super::liberty::Way;
use super::proxy::{self, Fate};
use super::session::{Selected, Session};
use super::store::name::{self, NameError};
use super::store::{Mailbox, MailboxId, Right, Store};
use super::{Feature, Now, Options};
use crate::syntax::print::{self, Case, Strings, Style};
use crate::syntax::types as ast;
use crate::syntax::types::{Code, Continuation, Response, Tagged, Untagged};

/// One command of one session, and the world that it changes.
pub(crate) struct Cx<'s> {
    pub(crate) store: &'s mut Store,
    pub(crate) session: &'s mut Session,
    pub(crate) options: &'s Options,
    pub(crate) features: Features,
    pub(crate) now: Now,
    /// Tag of the command in progress; empty where there is none.
    pub(crate) tag: Vec<u8>,
}

impl Cx<'_> {
    /// Whether the server is wrong in this way.
    pub(crate) fn has(&self, defect: Defect) -> bool {
        self.defects().contains(defect)
    }

    /// What the server is wrong in, now and for this session.
    pub(crate) fn defects(&self) -> DefectSet {
        circumstance::shown(self.options.defects, self.options.when, self.session)
    }

    /// Whether this feature is served.
    pub(crate) const fn serves(&self, feature: Feature) -> bool {
        self.features.has(feature)
    }

    /// Whether the UID goes with every FETCH that tells a change (RFC 7162 §3.2.4).
    pub(crate) const fn tells_uid(&self) -> bool {
        self.session.enabled.cond_store && self.serves(Feature::QResync)
    }

    /// A legal freedom, taken once in `n` times.
    pub(crate) fn may(&mut self, n: u64) -> bool {
        self.session.liberty.one_in(n)
    }

    /// Whether this server keeps to a way that only liberties take.
    pub(crate) fn keeps_to(&self, way: Way) -> bool {
        way.taken(self.options.liberty)
    }

    /// Sends an untagged response.
    pub(crate) fn say(&mut self, mut untagged: Untagged<'_>) {
        if self.session.mute {
            return;
        }
        super::stir::stir(&mut self.session.liberty, &mut untagged);
        self.send(&Response::Untagged(untagged));
    }

    /// Sends `* OK [code] text`.
    pub(crate) fn note(&mut self, code: Code<'_>, text: &str) {
        let text = ast::RespText { code: Some(code), text: Cow::Borrowed(text.as_bytes()) };
        self.say(Untagged::Status(ast::Status::Ok, text));
    }

    /// Sends `+ …`.
    pub(crate) fn challenge(&mut self, continuation: Continuation<'_>) {
        self.send(&Response::Continuation(continuation));
    }

    /// Sends the tagged response, if there is one now.
    pub(crate) fn answer(&mut self, answer: &Answer) {
        let Some(status) = answer.status else { return };
        let tag = match self.has(Defect::TagLowered) {
            true => self.tag.to_ascii_lowercase(),
            false => self.tag.clone(),
        };
        let mut text = answer.text();
        if text.code.as_ref().is_some_and(is_reason) && self.may(3) {
            text.code = None;
        }
        if self.may(4) {
            let texts: [&[u8]; 4] =
                [b"Done", b"OK NO BAD", b"Completed (0.001 + 0.000 secs).", b"* BYE"];
            let other = self.session.liberty.pick(texts.len());
            text.text = Cow::Borrowed(texts.get(other).copied().unwrap_or(b"Done"));
        }
        // RFC 9051 §9, `resp-text`: in IMAP4rev2 it may be empty, or hold UTF-8.
        if self.session.enabled.rev2 && self.may(8) {
            let texts = [&b""[..], "Erledigt \u{2713}".as_bytes()];
            let other = self.session.liberty.pick(texts.len());
            text.text = Cow::Borrowed(texts.get(other).copied().unwrap_or_default());
        }
        let tagged = Tagged { tag: Cow::Owned(tag), status, text };
        self.send(&Response::Tagged(tagged));
    }

    /// Says goodbye and closes the connection.
    pub(crate) fn bye(&mut self, code: Option<Code<'_>>, text: &str) {
        self.say(Untagged::Bye(ast::RespText { code, text: Cow::Borrowed(text.as_bytes()) }));
        self.session.close();
    }

    pub(crate) fn send(&mut self, response: &Response<'_>) {
        let utf8 = self.session.enabled.speaks_utf8() || self.has(Defect::StringsInUtf8);
        let mut style = Style { utf8, ..Style::default() };
        if self.session.liberty.is_free() {
            let seed = self.session.liberty.pick(usize::MAX);
            style.strings = Strings::Mixed(u64::try_from(seed).unwrap_or(0));
            // RFC 9051 §9: words of the protocol know no case.
            style.case = match self.session.liberty.pick(9) {
                7 => Case::Lower,
                8 => Case::Mixed,
                _ => Case::AsSpecified,
            };
            if self.keeps_to(Way::NameCase) {
                style.names = match self.session.liberty.pick(3) {
                    1 => Case::Lower,
                    2 => Case::Mixed,
                    _ => Case::AsSpecified,
                };
            }
            // RFC 9051 §9: `number` is 1*DIGIT.
            style.zeros = self.may(20);
        }
        let defects = self.defects();
        if defects.is_empty() {
            return self.session.send(print::response(response, &style));
        }
        let mut spoiled = response.clone();
        let fate = proxy::spoil(&defects, &mut spoiled, self.session.id.0 % 2 == 1);
        let mut octets = print::response(&spoiled, &style);
        proxy::spoil_octets(&defects, response, &mut octets);
        match fate {
            Fate::Lost => return,
            Fate::Late => return self.session.late.extend(octets),
            Fate::Twice => self.session.send(octets.clone()),
            Fate::Sent => {}
        }
        self.session.send(octets);
        if matches!(response, Response::Tagged(_)) {
            let late = std::mem::take(&mut self.session.late);
            self.session.send(late);
        }
    }

    /// The user; empty before log-in, when no command that asks for it is run.
    pub(crate) fn user(&self) -> String {
        self.session.user.clone().unwrap_or_default()
    }

    /// The selected mailbox; the dispatcher has seen to it that there is one.
    pub(crate) fn selected(&mut self) -> Result<&mut Selected, Answer> {
        self.session.selected.as_mut().ok_or_else(|| Answer::bad("No mailbox is selected"))
    }

    /// The mailbox that is selected.
    pub(crate) fn selected_mailbox(&mut self) -> Result<&mut Mailbox, Answer> {
        let id = self.selected()?.mailbox;
        self.store
            .mailbox_mut(id)
            .ok_or_else(|| Answer::refused(Code::NonExistent, "The mailbox is gone"))
    }

    /// The name that a client's octets spell.
    pub(crate) fn name(&self, mailbox: &ast::Mailbox<'_>) -> Result<String, Answer> {
        if self.has(Defect::InboxCaseSensitive)
            && mailbox.is_inbox()
            && mailbox.0.as_ref() != b"INBOX"
        {
            return Ok(String::from_utf8_lossy(&mailbox.0).into_owned());
        }
        self.read_name(&mailbox.0)
            .map_err(|_| Answer::refused(Code::Cannot, "That is not a mailbox name"))
    }

    /// As [`Cx::name`], of octets that may be a pattern.
    pub(crate) fn read_name(&self, octets: &[u8]) -> Result<String, NameError> {
        let mut octets = octets.to_vec();
        self.options.hierarchy.exchange(&mut octets);
        name::decode(&octets, self.session.enabled.speaks_utf8())
    }

    /// As [`Cx::name`], of octets in a URL: they are UTF-8 (RFC 5092 §6.3).
    pub(crate) fn name_in_url(&self, octets: &[u8]) -> Option<String> {
        let mut octets = octets.to_vec();
        self.options.hierarchy.exchange(&mut octets);
        name::decode(&octets, true).ok()
    }

    /// The octets that the client reads as this name.
    pub(crate) fn spell(&self, name: &str) -> ast::Mailbox<'static> {
        if name == "INBOX" && self.keeps_to(Way::InboxSpelling) {
            return ast::Mailbox(Cow::Borrowed(b"Inbox"));
        }
        self.spell_as_kept(name)
    }

    /// As [`Cx::spell`], INBOX as the RFC spells it.
    pub(crate) fn spell_as_kept(&self, name: &str) -> ast::Mailbox<'static> {
        let octets = name::encode(name, self.session.enabled.speaks_utf8());
        let mut octets = circumstance::said(self, octets);
        self.options.hierarchy.exchange(&mut octets);
        ast::Mailbox(Cow::Owned(octets))
    }

    /// The mailbox of this name, for a command that wants it to be there.
    pub(crate) fn find(&self, mailbox: &ast::Mailbox<'_>) -> Result<MailboxId, Answer> {
        let name = self.name(mailbox)?;
        self.store
            .find(&self.user(), &name)
            .ok_or_else(|| Answer::refused(Code::NonExistent, "There is no such mailbox"))
    }

    /// As [`Cx::find`], for APPEND, COPY and MOVE: the client may make it (RFC 9051 §6.3.12).
    pub(crate) fn find_target(&self, mailbox: &ast::Mailbox<'_>) -> Result<MailboxId, Answer> {
        self.find(mailbox).map_err(|answer| match answer.code {
            Some(Code::NonExistent) => answer.with(Code::TryCreate),
            _ => answer,
        })
    }

    /// Whether the user has this right on a mailbox (RFC 4314).
    pub(crate) fn allows(&self, id: MailboxId, right: Right) -> bool {
        let unchecked = match right {
            Right::Insert => self.has(Defect::AclInsertUnchecked),
            Right::DeleteMessage => self.has(Defect::AclDeletedUnchecked),
            Right::Expunge => self.has(Defect::AclExpungeUnchecked),
            Right::Write => self.has(Defect::AclWriteUnchecked),
            Right::Seen => self.has(Defect::AclSeenUnchecked),
            _ => false,
        };
        if unchecked {
            return true;
        }
        let user = self.session.user.as_deref().unwrap_or_default();
        if let Some(allowed) = circumstance::allows(self, id, user, right) {
            return allowed;
        }
        self.store.mailbox(id).is_some_and(|m| m.allows(user, right))
    }

    /// Ends the command with `NO [NOPERM]` where the user lacks the right.
    pub(crate) fn need(&self, id: MailboxId, right: Right) -> Result<(), Answer> {
        if self.allows(id, right) {
            return Ok(());
        }
        Err(Answer::refused(Code::NoPerm, "You have no right to do that"))
    }
}

/// Whether a code only tells why: a server need not say it (RFC 5530 §3).
const fn is_reason(code: &Code<'_>) -> bool {
    matches!(
        code,
        Code::Unavailable
            | Code::AuthenticationFailed
            | Code::AuthorizationFailed
            | Code::NoPerm
            | Code::InUse
            | Code::ExpungeIssued
            | Code::Cannot
            | Code::Limit
            | Code::OverQuota
            | Code::AlreadyExists
            | Code::NonExistent
    )
}
