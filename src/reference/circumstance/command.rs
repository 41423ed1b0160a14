//! Commands that are misheard: in one of their forms, behind another one, of a mailbox whose name is
//! out of the ordinary.

use crate::reference::answer::Answer;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::syntax::types::{
    CommandBody as B, FetchAtt, Mailbox, SearchKey, SeqNumber, SeqRange, SequenceSet, StoreAction,
};

/// Changes a command into what is understood, or answers it without doing anything.
pub(crate) fn misheard(cx: &mut Cx<'_>, body: &mut B<'_>) -> Option<Answer> {
    if done_with_it(cx, body) {
        return Some(Answer::ok("Completed"));
    }
    sets(cx, body);
    match body {
        B::Copy { .. } if cx.has(Defect::CopyExamined) => {
            let examined = cx.session.selected.as_ref().is_some_and(|s| s.read_only);
            return examined.then(|| Answer::no("The mailbox is opened read-only"));
        }
        B::Move { uid: true, set, mailbox } if cx.has(Defect::UidMoveKeeps) => {
            *body = B::Copy { uid: true, set: set.clone(), mailbox: mailbox.clone() };
        }
        B::Fetch { uid: true, items, .. } if cx.has(Defect::UidFetchKeepsUnseen) => {
            for item in items {
                if let FetchAtt::BodySection { peek, .. } = item {
                    *peek = true;
                }
            }
        }
        B::Search { search, .. } | B::Sort { search, .. } | B::Thread { search, .. }
            if cx.has(Defect::SearchPipelinedEmpty) && cx.session.pipelined > 0 =>
        {
            search.keys.push(SearchKey::Not(Box::new(SearchKey::All)));
        }
        B::SetMetadata(_, entries) => {
            let private = |name: &[u8]| name.to_ascii_lowercase().starts_with(b"/private");
            let (second, shared) =
                (cx.has(Defect::MetadataNilSecond), cx.has(Defect::MetadataNilShared));
            let mut nth = 0;
            entries.retain(|(name, value)| {
                nth += 1;
                value.is_some() || !(second && nth > 1 || shared && !private(name))
            });
            for value in entries.iter_mut().filter_map(|(_, value)| value.as_mut()) {
                let nul = value.iter().position(|&octet| octet == 0);
                if let Some(nul) = nul.filter(|_| cx.has(Defect::MetadataNulCut)) {
                    *value = value[..nul].to_vec().into();
                }
            }
        }
        _ => {}
    }
    None
}

/// Whether the command is answered OK and nothing is done.
fn done_with_it(cx: &Cx<'_>, body: &B<'_>) -> bool {
    let behind = cx.session.pipelined > 0;
    let foreign = |mailbox: &Mailbox<'_>| mailbox.0.contains(&b'&') || !mailbox.0.is_ascii();
    match body {
        B::Copy { mailbox, .. } => {
            (behind && cx.has(Defect::CopyPipelinedLost))
                || (foreign(mailbox) && cx.has(Defect::CopyNonAscii))
        }
        B::Expunge(_) => behind && cx.has(Defect::ExpungePipelinedLost),
        B::Append { .. } => behind && cx.has(Defect::AppendPipelinedLost),
        B::Subscribe(mailbox) => {
            (foreign(mailbox) && cx.has(Defect::SubscribeNonAscii))
                || (mailbox.0.contains(&b' ') && cx.has(Defect::SubscribeSpaces))
        }
        B::Unsubscribe(mailbox) => foreign(mailbox) && cx.has(Defect::UnsubscribeNonAscii),
        B::SetAcl { mailbox, .. } => foreign(mailbox) && cx.has(Defect::SetAclNonAscii),
        B::SetMetadata(mailbox, _) => foreign(mailbox) && cx.has(Defect::MetadataNonAscii),
        _ => false,
    }
}

/// Sets of which less is understood than was said.
fn sets(cx: &Cx<'_>, body: &mut B<'_>) {
    let lose = |set: &mut SequenceSet, lost: &dyn Fn(&SeqRange) -> bool| {
        if let SequenceSet::Ranges(ranges) = set {
            ranges.retain(|range| !lost(range));
        }
    };
    let reversed = |range: &SeqRange| matches!((range.from, range.to), (SeqNumber::Number(a), SeqNumber::Number(b)) if a > b);
    let star = |range: &SeqRange| range.from == SeqNumber::Star || range.to == SeqNumber::Star;
    let last = |set: &mut SequenceSet| {
        if let SequenceSet::Ranges(ranges) = set
            && ranges.len() > 1
        {
            ranges.pop();
        }
    };
    match body {
        B::Copy { set, .. } => {
            if cx.has(Defect::CopyReversed) {
                lose(set, &reversed);
            }
            if cx.has(Defect::CopyLastPart) {
                last(set);
            }
        }
        B::Move { set, .. } => {
            if cx.has(Defect::MoveReversed) {
                lose(set, &reversed);
            }
            if cx.has(Defect::MoveStar) {
                lose(set, &star);
            }
        }
        B::Store { uid, set, action, .. } => {
            if cx.has(Defect::StoreStar) {
                lose(set, &star);
            }
            if cx.has(Defect::UidStoreRemove) && *uid && *action == StoreAction::Remove {
                lose(set, &|_| true);
            }
        }
        B::Expunge(Some(set)) if cx.has(Defect::UidExpungeReversed) => lose(set, &reversed),
        _ => {}
    }
}

/// Whether it is left unsaid that the mailbox which a COPY or MOVE names could be created.
pub(crate) fn hides_try_create(cx: &Cx<'_>, moves: bool) -> bool {
    (cx.has(Defect::UidTryCreateMissing) && cx.session.moment.uid)
        || (cx.has(Defect::MoveTryCreateMissing) && moves)
}
