//! What each response, and each command sent, changes in the view.

use bounded_static::ToBoundedStatic;

use super::{Change, Numbers, Pending, Selected, State, View};
use crate::syntax::types::{
    Capability, Code, CommandBody, FetchAtt, FetchModifier, Mailbox, Notify, SearchKey,
    SelectParam, Status, StatusAtt, Untagged,
};

impl View {
    /// What sending a command already changes.
    pub(super) fn sent(&mut self, body: &CommandBody<'_>) {
        match body {
            CommandBody::Notify(Notify::Set { .. }) => self.notify = true,
            CommandBody::Select(mailbox, _) if self.opening.is_none() => self.open(mailbox, false),
            CommandBody::Examine(mailbox, _) if self.opening.is_none() => self.open(mailbox, true),
            _ => {}
        }
    }

    pub(super) fn untagged(&mut self, untagged: &Untagged<'_>) -> Change {
        let mut change = Change::default();
        match untagged {
            Untagged::Status(status, text) => {
                if self.state == State::Greeting && *status == Status::Ok {
                    self.state = State::NotAuthenticated;
                }
                match &text.code {
                    Some(Code::Closed) => change.closed = self.close(),
                    Some(code) => self.told_by_code(code),
                    None => {}
                }
            }
            Untagged::Preauth(text) => {
                if self.state == State::Greeting {
                    self.state = State::Authenticated;
                    self.preauth = true;
                }
                if let Some(code) = &text.code {
                    self.told_by_code(code);
                }
            }
            Untagged::Bye(_) => {
                self.bye = true;
                if self.state == State::Greeting {
                    self.state = State::Logout;
                }
            }
            Untagged::Capability(capabilities) => self.set_capabilities(capabilities),
            Untagged::Enabled(names) => {
                for name in names {
                    if !self.enabled.contains(name) {
                        self.enabled.push(name.to_static());
                    }
                }
            }
            _ => {
                if let Some(mailbox) = self.mailbox() {
                    tell(mailbox, untagged, &mut change);
                }
            }
        }
        change
    }

    pub(super) fn tagged(&mut self, tag: &[u8], status: Status, code: Option<&Code<'_>>) -> Change {
        let mut change = Change::default();
        // Tags should not be used twice at once; where they are, the older command is meant.
        let Some(at) = self.pending.iter().position(|p| p.tag == tag) else {
            if let Some(code) = code {
                self.told_by_code(code);
            }
            return change;
        };
        let pending = self.pending.remove(at);
        if let Some(code) = code
            && !matches!(code, Code::Closed)
        {
            self.told_by_code(code);
        }
        let told = pending.capability_told || matches!(code, Some(Code::Capability(_)));
        self.completed(&pending, status, told, &mut change);
        change.completed = Some((pending, status));
        change
    }

    fn completed(&mut self, pending: &Pending, status: Status, told: bool, change: &mut Change) {
        let Some(body) = pending.body() else {
            // Nonsense is refused; where it is not, nobody knows what it did.
            self.uncertain |= status == Status::Ok;
            return;
        };
        match (body, status) {
            (CommandBody::Select(..) | CommandBody::Examine(..), _) => {
                self.opened(body, status, change);
            }
            (_, Status::No | Status::Bad) => {}
            (CommandBody::Login { .. } | CommandBody::Authenticate { .. }, _) => {
                self.state = State::Authenticated;
                if !told {
                    self.capabilities = None;
                }
            }
            (CommandBody::StartTls, _) => {
                self.handshaking = !self.tls;
                self.capabilities = None;
            }
            (CommandBody::Unauthenticate, _) => {
                self.state = State::NotAuthenticated;
                change.closed = self.close();
                (self.condstore, self.notify) = (false, false);
                self.enabled.clear();
                if !told {
                    self.capabilities = None;
                }
            }
            (CommandBody::Close | CommandBody::Unselect, _) => {
                change.closed = self.close();
                if self.state == State::Selected {
                    self.state = State::Authenticated;
                }
            }
            (CommandBody::Logout, _) => self.state = State::Logout,
            (CommandBody::Notify(Notify::None), _) => self.notify = false,
            (CommandBody::Rename { .. } | CommandBody::Delete(_), _) => {
                // The selected mailbox may have lost its name or its messages.
                if let Some(selected) = self.selected.as_mut()
                    && selected.mailbox.as_ref().is_some_and(|name| is_touched(body, name))
                {
                    selected.doubtful = true;
                }
            }
            _ => {}
        }
        if status == Status::Ok && enables_condstore(body) {
            self.condstore = true;
        }
    }

    fn open(&mut self, mailbox: &Mailbox<'_>, examined: bool) {
        self.opening = Some(Selected::opened(mailbox.to_static(), examined));
    }

    fn opened(&mut self, body: &CommandBody<'_>, status: Status, change: &mut Change) {
        let opening = self.opening.take();
        match status {
            Status::Ok => {
                if let Some(old) = self.selected.take() {
                    change.closed = Some(Box::new(old));
                }
                self.selected = opening;
                if matches!(body, CommandBody::Examine(..))
                    && let Some(selected) = self.selected.as_mut()
                {
                    selected.read_only = true;
                }
                self.state = State::Selected;
                self.uncertain = false;
                change.opened = true;
            }
            // RFC 9051 §6.3.2: an unsuccessful SELECT leaves no mailbox selected.
            Status::No => {
                change.closed = self.close();
                if self.state == State::Selected {
                    self.state = State::Authenticated;
                }
            }
            // A command that was not understood may have left all as it was.
            Status::Bad => {
                self.uncertain |= self.state == State::Selected;
                if let Some(selected) = self.selected.as_mut() {
                    selected.doubtful = true;
                }
            }
        }
        // The next of several that were pipelined.
        let next = self.pending.iter().find(|p| p.is_select()).and_then(|p| match p.body() {
            Some(CommandBody::Select(mailbox, _)) => Some((mailbox.clone(), false)),
            Some(CommandBody::Examine(mailbox, _)) => Some((mailbox.clone(), true)),
            _ => None,
        });
        if let Some((mailbox, examined)) = next {
            self.open(&mailbox, examined);
        }
    }

    fn close(&mut self) -> Option<Box<Selected>> {
        let old = self.selected.take()?;
        // What was told until now was about the old mailbox: begin afresh.
        if let Some(Selected { mailbox: Some(mailbox), read_only, .. }) = self.opening.take() {
            self.open(&mailbox, read_only);
        } else if self.state == State::Selected {
            self.state = State::Authenticated;
        }
        Some(Box::new(old))
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

fn tell(mailbox: &mut Selected, untagged: &Untagged<'_>, change: &mut Change) {
    match untagged {
        Untagged::Flags(flags) => {
            mailbox.flags = Some(flags.iter().map(ToBoundedStatic::to_static).collect());
        }
        Untagged::Exists(count) => mailbox.exists(*count),
        Untagged::Recent(count) => mailbox.recent = Some(*count),
        Untagged::Expunge(number) => change.gone.extend(mailbox.expunge(*number)),
        Untagged::Vanished { earlier, uids } => {
            change.gone = mailbox.vanished(&Numbers::of(uids, u32::MAX), *earlier);
        }
        Untagged::Fetch(number, items) => mailbox.fetch(*number, items),
        Untagged::UidFetch(uid, items) => mailbox.uid_fetch(*uid, items),
        _ => {}
    }
}

fn is_touched(body: &CommandBody<'_>, selected: &Mailbox<'_>) -> bool {
    let name = match body {
        CommandBody::Rename { from, .. } => from,
        CommandBody::Delete(mailbox) => mailbox,
        _ => return false,
    };
    // A child of what was renamed is touched too; its delimiter is not known here.
    selected.0.to_ascii_uppercase().starts_with(&name.0.to_ascii_uppercase())
}

/// The CONDSTORE-enabling commands of RFC 7162 §3.1.
fn enables_condstore(body: &CommandBody<'_>) -> bool {
    match body {
        CommandBody::Select(_, params) | CommandBody::Examine(_, params) => {
            params.iter().any(|p| matches!(p, SelectParam::CondStore | SelectParam::QResync { .. }))
        }
        CommandBody::Status(_, items) => items.contains(&StatusAtt::HighestModSeq),
        CommandBody::Fetch { items, modifiers, .. } => {
            items.contains(&FetchAtt::ModSeq)
                || modifiers.iter().any(|m| matches!(m, FetchModifier::ChangedSince(_)))
        }
        CommandBody::Search { search, .. } => search.keys.iter().any(SearchKey::names_mod_seq),
        CommandBody::Store { unchanged_since, .. } => unchanged_since.is_some(),
        _ => false,
    }
}
