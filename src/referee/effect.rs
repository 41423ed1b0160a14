//! What a command may change in any mailbox.

use crate::syntax::types::{CommandBody, FetchAtt, Mailbox};

/// What a command may change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Effect {
    /// Flags of messages that are there.
    pub flags: bool,
    /// Takes messages away.
    pub removes: bool,
    /// Brings new messages.
    pub adds: bool,
}

impl Effect {
    /// Changes of flags alone.
    pub(crate) const FLAGS: Self = Self { flags: true, removes: false, adds: false };
    /// Removal of messages alone.
    pub(crate) const REMOVES: Self = Self { flags: false, removes: true, adds: false };
    /// New messages.
    pub(crate) const ADDS: Self = Self { flags: false, removes: false, adds: true };
    /// How many messages there are.
    pub(crate) const COUNT: Self = Self { flags: false, removes: true, adds: true };
    /// Any change at all.
    pub(crate) const ANY: Self = Self { flags: true, removes: true, adds: true };

    /// Each of them, in the order of the fields.
    pub(crate) fn each(self) -> [bool; 3] {
        [self.flags, self.removes, self.adds]
    }
}

/// What a command may change in any mailbox.
pub(crate) fn effect(body: &CommandBody<'_>) -> Effect {
    let none = Effect::default();
    match body {
        CommandBody::Store { .. } => Effect::FLAGS,
        CommandBody::Fetch { items, .. } if items.iter().any(sets_seen) => Effect::FLAGS,
        CommandBody::Append { .. } | CommandBody::Copy { .. } => Effect { adds: true, ..none },
        CommandBody::Expunge(_) | CommandBody::Close => Effect::REMOVES,
        CommandBody::Move { .. } | CommandBody::Replace { .. } => {
            Effect { removes: true, adds: true, ..none }
        }
        CommandBody::Delete(_)
        | CommandBody::Rename { .. }
        | CommandBody::Create { .. }
        | CommandBody::SetAcl { .. }
        | CommandBody::DeleteAcl(..)
        | CommandBody::Extension(..) => Effect::ANY,
        _ => none,
    }
}

/// Whether fetching the item sets `\Seen`.
pub(crate) fn sets_seen(item: &FetchAtt<'_>) -> bool {
    matches!(
        item,
        FetchAtt::Rfc822
            | FetchAtt::Rfc822Text
            | FetchAtt::BodySection { peek: false, .. }
            | FetchAtt::Binary { peek: false, .. }
    )
}

/// Mailboxes that a command makes, removes or renames.
pub(crate) fn names<'b>(body: &'b CommandBody<'_>) -> Vec<&'b Mailbox<'b>> {
    match body {
        CommandBody::Create { mailbox, .. } | CommandBody::Delete(mailbox) => vec![mailbox],
        CommandBody::Rename { from, to, .. } => vec![from, to],
        _ => Vec::new(),
    }
}
