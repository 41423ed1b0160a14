//! LIST that nobody asked for: names that others make, delete and rename, as a server may tell
//! them to clients of IMAP4rev2 (RFC 9051 §6.3.4, §6.3.5, §6.3.6). A liberty; NOTIFY has its own.

use super::list;
use super::snapshot::Snapshot;
use crate::reference::cx::Cx;
use crate::reference::liberty::Way;

/// Tells what others have done since the last time.
pub(super) fn tell(cx: &mut Cx<'_>) {
    if !watches(cx) {
        return;
    }
    let now = look(cx);
    if let Some(told) = &cx.session.names.take() {
        for (name, old) in told.renamed(&now) {
            list::announce(cx, &name, &[], Some(&old));
        }
        for name in told.came_or_went(&now) {
            list::announce(cx, &name, &[], None);
        }
    }
    cx.session.names = Some(now);
}

/// Takes in what the session itself has done.
pub(super) fn absorb(cx: &mut Cx<'_>) {
    cx.session.names = watches(cx).then(|| look(cx));
}

fn watches(cx: &Cx<'_>) -> bool {
    let speaks = cx.session.user.is_some() && cx.session.enabled.rev2;
    speaks && cx.session.notify.is_none() && cx.keeps_to(Way::AnnouncesNames)
}

fn look(cx: &Cx<'_>) -> Snapshot {
    let names = cx.store.names_for(&cx.user()).into_iter().collect();
    Snapshot { names, ..Snapshot::default() }
}
