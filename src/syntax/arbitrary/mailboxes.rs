//! Parameters of the commands about mailboxes: SELECT, LIST, STATUS, NOTIFY.

use super::Gen;
use crate::syntax::types::*;

impl Gen<'_, '_> {
    pub(super) fn select_param(&mut self) -> SelectParam<'static> {
        match self.die(3) {
            0 => SelectParam::CondStore,
            1 => SelectParam::QResync {
                uid_validity: self.nz_number(),
                mod_sequence: self.mod_sequence(),
                known_uids: self.option(Self::uid_set),
                match_data: self.option(|g| (g.uid_set(), g.uid_set())),
            },
            _ => {
                let (name, value) = self.parameter();
                SelectParam::Extension(name, value)
            }
        }
    }

    /// `use-attr` (RFC 6154)
    pub(super) fn special_use(&mut self) -> Octets<'static> {
        match self.flip() {
            false => self.one_of(&["\\Sent", "\\Junk"], "\\Sent").as_bytes().into(),
            true => [b"\\", self.x_name().as_ref()].concat().into(),
        }
    }

    /// `list-mailbox`
    pub(super) fn pattern(&mut self) -> Octets<'static> {
        match self.flip() {
            false => self.one_of(&["*", "%", "a/%", "", "nil"], "*").as_bytes().into(),
            true => self.string(),
        }
    }

    pub(super) fn list_command(&mut self) -> CommandBody<'static> {
        // RECURSIVEMATCH and others stand only beside a base option (RFC 5258 §6).
        let mut selection = self.few(0, Self::list_select);
        let needs_base =
            selection.iter().any(|o| !matches!(o, ListSelect::Remote | ListSelect::Subscribed));
        if needs_base {
            selection.push(ListSelect::Subscribed);
        }
        CommandBody::List {
            extended: !selection.is_empty() || self.flip(),
            selection,
            reference: self.mailbox(),
            patterns: self.few(1, Self::pattern),
            returns: self.option(|g| g.few(0, Self::list_return)),
        }
    }

    pub(super) fn list_select(&mut self) -> ListSelect<'static> {
        match self.die(5) {
            0 => ListSelect::Subscribed,
            1 => ListSelect::Remote,
            2 => ListSelect::RecursiveMatch,
            3 => ListSelect::SpecialUse,
            _ => ListSelect::Extension(self.x_name(), self.option(Self::option_value)),
        }
    }

    pub(super) fn list_return(&mut self) -> ListReturn<'static> {
        match self.die(7) {
            0 => ListReturn::Subscribed,
            1 => ListReturn::Children,
            2 => ListReturn::SpecialUse,
            3 => ListReturn::MyRights,
            4 => ListReturn::Status(self.few(1, Self::status_att)),
            5 => ListReturn::Metadata(self.few(1, Self::entry_name)),
            _ => ListReturn::Extension(self.x_name(), self.option(Self::option_value)),
        }
    }

    /// What the RFCs name: `status-att` has no room for others.
    pub(super) fn status_att(&mut self) -> StatusAtt {
        match self.die(11) {
            1 if !self.rev2 => StatusAtt::Recent,
            0 | 1 => StatusAtt::Messages,
            2 => StatusAtt::UidNext,
            3 => StatusAtt::UidValidity,
            4 => StatusAtt::Unseen,
            5 => StatusAtt::Deleted,
            6 => StatusAtt::Size,
            7 => StatusAtt::HighestModSeq,
            8 => StatusAtt::AppendLimit,
            9 => StatusAtt::MailboxId,
            _ => StatusAtt::DeletedStorage,
        }
    }

    pub(super) fn notify(&mut self) -> Notify<'static> {
        match self.die(3) {
            0 => Notify::None,
            _ => Notify::Set { status: self.flip(), groups: self.few(1, Self::event_group) },
        }
    }

    pub(super) fn event_group(&mut self) -> EventGroup<'static> {
        EventGroup { mailboxes: self.filter_mailboxes(), events: self.few(0, Self::event) }
    }

    pub(super) fn filter_mailboxes(&mut self) -> FilterMailboxes<'static> {
        match self.die(8) {
            7 => FilterMailboxes::SelectedDelayed,
            _ => self.source_mailboxes(),
        }
    }

    /// `filter-mailboxes` of ESEARCH, which has no selected-delayed (RFC 7377 §2.2).
    pub(super) fn source_mailboxes(&mut self) -> FilterMailboxes<'static> {
        match self.die(7) {
            0 => FilterMailboxes::Selected,
            1 => FilterMailboxes::Subscribed,
            2 => FilterMailboxes::Inboxes,
            3 => FilterMailboxes::Personal,
            4 => FilterMailboxes::Subtree(self.few(1, Self::mailbox)),
            5 => FilterMailboxes::SubtreeOne(self.few(1, Self::mailbox)),
            _ => FilterMailboxes::Mailboxes(self.few(1, Self::mailbox)),
        }
    }

    pub(super) fn event(&mut self) -> Event<'static> {
        match self.die(9) {
            0 => Event::MessageExpunge,
            1 => Event::MessageNew(self.few(0, Self::fetch_att)),
            2 => Event::FlagChange,
            3 => Event::AnnotationChange,
            4 => Event::MailboxName,
            5 => Event::SubscriptionChange,
            6 => Event::MailboxMetadataChange,
            7 => Event::ServerMetadataChange,
            _ => Event::Extension(self.x_name()),
        }
    }
}
