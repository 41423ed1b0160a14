//! What was asked, and whether an item answers it.

use crate::client::view::Selected;
use crate::referee::message::Place;
use crate::referee::scene::Scene;
use crate::syntax::types::{CommandBody, FetchAtt, MsgAtt};

/// What is asked by the FETCH commands in progress; `None` where one of them is not understood.
pub(super) fn asked<'s>(scene: &Scene<'s>) -> Option<Vec<&'s FetchAtt<'static>>> {
    let mut asked = Vec::new();
    for pending in scene.view.pending() {
        match pending.body() {
            Some(CommandBody::Fetch { items, .. }) => asked.extend(items),
            // RFC 5465 §5.2, RFC 5267: what a new message tells of itself.
            Some(CommandBody::Notify(_) | CommandBody::Extension(..)) | None => return None,
            Some(_) => {}
        }
    }
    (!scene.view.notify()).then_some(asked)
}

/// The items that a macro stands for.
pub(super) fn expand(items: &[FetchAtt<'static>]) -> Vec<FetchAtt<'static>> {
    let fast = [FetchAtt::Flags, FetchAtt::InternalDate, FetchAtt::Rfc822Size];
    let mut all = Vec::new();
    for item in items {
        match item {
            FetchAtt::Fast => all.extend(fast.clone()),
            FetchAtt::All => all.extend(fast.iter().cloned().chain([FetchAtt::Envelope])),
            FetchAtt::Full => {
                all.extend(fast.iter().cloned().chain([FetchAtt::Envelope, FetchAtt::Body]));
            }
            other => all.push(other.clone()),
        }
    }
    all
}

/// Whether the item answers what is asked.
pub(super) fn answers(item: &MsgAtt<'_>, asked: &FetchAtt<'_>) -> bool {
    use {FetchAtt as F, MsgAtt as M};
    match (asked, item) {
        (F::Envelope, M::Envelope(_))
        | (F::Flags, M::Flags(_))
        | (F::InternalDate, M::InternalDate(_))
        | (F::Rfc822, M::Rfc822(_))
        | (F::Rfc822Header, M::Rfc822Header(_))
        | (F::Rfc822Text, M::Rfc822Text(_))
        | (F::Rfc822Size, M::Rfc822Size(_))
        | (F::Body, M::Body(_))
        | (F::BodyStructure, M::BodyStructure(_))
        | (F::Uid, M::Uid(_))
        | (F::ModSeq, M::ModSeq(_))
        | (F::EmailId, M::EmailId(_))
        | (F::ThreadId, M::ThreadId(_))
        | (F::SaveDate, M::SaveDate(_))
        | (F::Preview { .. }, M::Preview(_)) => true,
        (F::BodySection { section, partial, .. }, M::BodySection { section: of, origin, .. }) => {
            Place::of(section) == Place::of(of)
                && partial.map(|(from, _)| from) == origin.map(u64::from)
        }
        _ => false,
    }
}

/// Whether an answer must come: parts that are not there and data that may be refused need none.
pub(super) fn is_due(asked: &FetchAtt<'_>, mailbox: &Selected) -> bool {
    match asked {
        FetchAtt::BodySection { section, .. } => section.part.is_empty(),
        FetchAtt::Binary { .. } | FetchAtt::BinarySize(_) => false,
        FetchAtt::ModSeq => !mailbox.no_mod_seq,
        _ => true,
    }
}

/// Its name.
pub(super) fn name(item: &FetchAtt<'_>) -> String {
    match item {
        FetchAtt::Envelope => "ENVELOPE".to_owned(),
        FetchAtt::Flags => "FLAGS".to_owned(),
        FetchAtt::InternalDate => "INTERNALDATE".to_owned(),
        FetchAtt::Rfc822 => "RFC822".to_owned(),
        FetchAtt::Rfc822Header => "RFC822.HEADER".to_owned(),
        FetchAtt::Rfc822Text => "RFC822.TEXT".to_owned(),
        FetchAtt::Rfc822Size => "RFC822.SIZE".to_owned(),
        FetchAtt::Body => "BODY".to_owned(),
        FetchAtt::BodyStructure => "BODYSTRUCTURE".to_owned(),
        FetchAtt::Uid => "UID".to_owned(),
        FetchAtt::ModSeq => "MODSEQ".to_owned(),
        FetchAtt::EmailId => "EMAILID".to_owned(),
        FetchAtt::ThreadId => "THREADID".to_owned(),
        FetchAtt::SaveDate => "SAVEDATE".to_owned(),
        FetchAtt::Preview { .. } => "PREVIEW".to_owned(),
        FetchAtt::BodySection { section, partial, .. } => {
            let origin = partial.map(|(from, _)| format!("<{from}>")).unwrap_or_default();
            format!("{}{origin}", Place::of(section))
        }
        _ => "an item".to_owned(),
    }
}
