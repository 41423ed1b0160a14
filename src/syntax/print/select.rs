//! Commands about mailboxes: SELECT, CREATE, LIST, STATUS, NOTIFY and their kin.

use super::writer::Writer;
use crate::syntax::types::{
    CommandBody, Event, EventGroup, FilterMailboxes, ListReturn, ListSelect, Mailbox, Notify,
    Octets, SelectParam, StatusAtt, Value,
};

impl Writer {
    pub(super) fn about_mailboxes(&mut self, body: &CommandBody<'_>) {
        match body {
            CommandBody::Select(mailbox, params) => self.select("SELECT", mailbox, params),
            CommandBody::Examine(mailbox, params) => self.select("EXAMINE", mailbox, params),
            CommandBody::Create { mailbox, special_use, extensions } => {
                self.named_mailbox("CREATE", mailbox);
                self.create_params(special_use, extensions);
            }
            CommandBody::Rename { from, to, extensions } => {
                self.named_mailbox("RENAME", from);
                self.sp();
                self.mailbox(to);
                if !extensions.is_empty() {
                    self.sp();
                    self.list(extensions, Self::parameter);
                }
            }
            CommandBody::Delete(mailbox) => self.named_mailbox("DELETE", mailbox),
            CommandBody::Subscribe(mailbox) => self.named_mailbox("SUBSCRIBE", mailbox),
            CommandBody::Unsubscribe(mailbox) => self.named_mailbox("UNSUBSCRIBE", mailbox),
            CommandBody::GetQuotaRoot(mailbox) => self.named_mailbox("GETQUOTAROOT", mailbox),
            CommandBody::GetAcl(mailbox) => self.named_mailbox("GETACL", mailbox),
            CommandBody::MyRights(mailbox) => self.named_mailbox("MYRIGHTS", mailbox),
            CommandBody::List { selection, extended, reference, patterns, returns } => {
                self.word_sp("LIST");
                if *extended || !selection.is_empty() {
                    self.list(selection, Self::list_select);
                    self.sp();
                }
                self.mailbox(reference);
                self.sp();
                match patterns.as_slice() {
                    [one] => self.pattern(one),
                    patterns => self.list(patterns, |w, pattern| w.pattern(pattern)),
                }
                if let Some(returns) = returns {
                    self.sp();
                    self.word_sp("RETURN");
                    self.list(returns, Self::list_return);
                }
            }
            CommandBody::Lsub { reference, pattern } => {
                self.named_mailbox("LSUB", reference);
                self.sp();
                self.pattern(pattern);
            }
            CommandBody::Status(mailbox, items) => {
                self.named_mailbox("STATUS", mailbox);
                self.sp();
                self.list(items, Self::status_att);
            }
            CommandBody::Append { mailbox, messages } => {
                self.named_mailbox("APPEND", mailbox);
                messages.iter().for_each(|message| self.append_message(message));
            }
            CommandBody::Notify(notify) => self.notify(notify),
            other => self.about_accounts(other),
        }
    }

    fn named_mailbox(&mut self, name: &str, mailbox: &Mailbox<'_>) {
        self.word_sp(name);
        self.mailbox(mailbox);
    }

    fn select(&mut self, name: &str, mailbox: &Mailbox<'_>, params: &[SelectParam<'_>]) {
        self.named_mailbox(name, mailbox);
        if params.is_empty() {
            return;
        }
        self.sp();
        self.list(params, |w, param| match param {
            SelectParam::CondStore => w.word("CONDSTORE"),
            SelectParam::QResync { uid_validity, mod_sequence, known_uids, match_data } => {
                w.word_sp("QRESYNC");
                w.byte(b'(');
                w.number(*uid_validity);
                w.sp();
                w.number(*mod_sequence);
                w.each(known_uids, Self::set);
                w.each(match_data, |w, (numbers, uids)| w.list([numbers, uids], Self::set));
                w.byte(b')');
            }
            SelectParam::Extension(name, value) => w.named_value(name, value.as_ref()),
        });
    }

    fn named_value(&mut self, name: &[u8], value: Option<&Value<'_>>) {
        self.label(name);
        self.each(value, Self::tagged_value);
    }

    fn create_params(
        &mut self,
        special_use: &[Octets<'_>],
        extensions: &[(Octets<'_>, Option<Value<'_>>)],
    ) {
        if special_use.is_empty() && extensions.is_empty() {
            return;
        }
        self.raw(b" (");
        if !special_use.is_empty() {
            self.word_sp("USE");
            self.list(special_use, |w, name| w.backslash_atom(name));
            if !extensions.is_empty() {
                self.sp();
            }
        }
        self.spaced(extensions, Self::parameter);
        self.byte(b')');
    }

    fn list_select(&mut self, option: &ListSelect<'_>) {
        match option {
            ListSelect::Subscribed => self.word("SUBSCRIBED"),
            ListSelect::Remote => self.word("REMOTE"),
            ListSelect::RecursiveMatch => self.word("RECURSIVEMATCH"),
            ListSelect::SpecialUse => self.word("SPECIAL-USE"),
            ListSelect::Extension(name, value) => self.option_extension(name, value.as_ref()),
        }
    }

    fn list_return(&mut self, option: &ListReturn<'_>) {
        match option {
            ListReturn::Subscribed => self.word("SUBSCRIBED"),
            ListReturn::Children => self.word("CHILDREN"),
            ListReturn::SpecialUse => self.word("SPECIAL-USE"),
            ListReturn::MyRights => self.word("MYRIGHTS"),
            ListReturn::Status(items) => {
                self.word_sp("STATUS");
                self.list(items, Self::status_att);
            }
            ListReturn::Metadata(entries) => {
                self.word_sp("METADATA");
                self.list(entries, |w, entry| w.astring(entry));
            }
            ListReturn::Extension(name, value) => self.option_extension(name, value.as_ref()),
        }
    }

    /// `option-extension`: its value is a list that is not empty.
    fn option_extension(&mut self, name: &[u8], value: Option<&Value<'_>>) {
        self.atom(name);
        self.each(value, |w, value| match value {
            list @ Value::List(_) => w.comp_value(list),
            other => w.list([other], Self::comp_value),
        });
    }

    fn status_att(&mut self, item: &StatusAtt) {
        match item {
            StatusAtt::Messages => self.word("MESSAGES"),
            StatusAtt::Recent => self.word("RECENT"),
            StatusAtt::UidNext => self.word("UIDNEXT"),
            StatusAtt::UidValidity => self.word("UIDVALIDITY"),
            StatusAtt::Unseen => self.word("UNSEEN"),
            StatusAtt::Deleted => self.word("DELETED"),
            StatusAtt::Size => self.word("SIZE"),
            StatusAtt::HighestModSeq => self.word("HIGHESTMODSEQ"),
            StatusAtt::AppendLimit => self.word("APPENDLIMIT"),
            StatusAtt::MailboxId => self.word("MAILBOXID"),
            StatusAtt::DeletedStorage => self.word("DELETED-STORAGE"),
        }
    }

    fn notify(&mut self, notify: &Notify<'_>) {
        self.word_sp("NOTIFY");
        let Notify::Set { status, groups } = notify else {
            return self.word("NONE");
        };
        self.word("SET");
        if *status {
            self.sp();
            self.word("STATUS");
        }
        self.each(groups, |w, EventGroup { mailboxes, events }| {
            w.byte(b'(');
            w.filter(mailboxes);
            w.sp();
            match events.as_slice() {
                [] => w.word("NONE"),
                events => w.list(events, Self::event),
            }
            w.byte(b')');
        });
    }

    /// `filter-mailboxes`
    pub(super) fn filter(&mut self, filter: &FilterMailboxes<'_>) {
        match filter {
            FilterMailboxes::Selected => self.word("selected"),
            FilterMailboxes::SelectedDelayed => self.word("selected-delayed"),
            FilterMailboxes::Inboxes => self.word("inboxes"),
            FilterMailboxes::Personal => self.word("personal"),
            FilterMailboxes::Subscribed => self.word("subscribed"),
            FilterMailboxes::Subtree(mailboxes) => self.filter_of("subtree", mailboxes),
            FilterMailboxes::SubtreeOne(mailboxes) => self.filter_of("subtree-one", mailboxes),
            FilterMailboxes::Mailboxes(mailboxes) => self.filter_of("mailboxes", mailboxes),
        }
    }

    fn filter_of(&mut self, name: &str, mailboxes: &[Mailbox<'_>]) {
        self.word_sp(name);
        match mailboxes {
            [one] if self.style.bare => self.mailbox(one),
            mailboxes => self.list(mailboxes, Self::mailbox),
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::MessageNew(items) => {
                self.word("MessageNew");
                if !items.is_empty() {
                    self.sp();
                    self.list(items, Self::fetch_att);
                }
            }
            Event::MessageExpunge => self.word("MessageExpunge"),
            Event::FlagChange => self.word("FlagChange"),
            Event::AnnotationChange => self.word("AnnotationChange"),
            Event::MailboxName => self.word("MailboxName"),
            Event::SubscriptionChange => self.word("SubscriptionChange"),
            Event::MailboxMetadataChange => self.word("MailboxMetadataChange"),
            Event::ServerMetadataChange => self.word("ServerMetadataChange"),
            Event::Extension(name) => self.atom(name),
        }
    }
}
