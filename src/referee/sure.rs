//! Whether the flags that the view holds are still what the server would tell: a client that
//! changes flags and is not told the outcome does not know them.

use super::effect::sets_seen;
use super::scene::Scene;
use crate::client::view::Change;
use crate::syntax::types::{CommandBody, Status, Untagged};

/// What a session knows of flags, as far as its own commands go.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Sure {
    not_flags: bool,
    not_seen: bool,
}

impl Sure {
    /// Flags other than `\Seen` are as told.
    pub(super) fn flags(self) -> bool {
        !self.not_flags
    }

    /// `\Seen` is as told.
    pub(super) fn seen(self) -> bool {
        !self.not_flags && !self.not_seen
    }

    /// Follows what the view has taken in.
    pub(super) fn after(&mut self, scene: &Scene<'_>, change: &Change) {
        if change.opened {
            *self = Self::default();
        }
        let Some(done) = scene.completed() else {
            // What could not be understood may have changed anything.
            self.not_flags |= change.completed.is_some();
            return;
        };
        match done.body {
            CommandBody::Store { silent, .. } => {
                let told = done.has(|u| matches!(u, Untagged::Fetch(..) | Untagged::UidFetch(..)));
                self.not_flags |=
                    *silent || !told || done.status != Status::Ok || done.pending.pipelined;
            }
            CommandBody::Fetch { items, .. } => self.not_seen |= items.iter().any(sets_seen),
            CommandBody::Extension(..) => self.not_flags = true,
            _ => {}
        }
    }
}
