//! STATUS responses: what they say of themselves, and whether they answer what was asked.

use super::{COUNTS, NEXT, STATUS_EXTRA, STATUS_MISSING};
use crate::referee::bench::Bench;
use crate::referee::scene::Scene;
use crate::syntax::types::{StatusAtt, StatusItem};

fn answers(item: &StatusItem<'_>, asked: &StatusAtt) -> bool {
    use {StatusAtt as A, StatusItem as I};
    matches!(
        (asked, item),
        (A::Messages, I::Messages(_))
            | (A::Recent, I::Recent(_))
            | (A::UidNext, I::UidNext(_))
            | (A::UidValidity, I::UidValidity(_))
            | (A::Unseen, I::Unseen(_))
            | (A::Deleted, I::Deleted(_))
            | (A::Size, I::Size(_))
            | (A::HighestModSeq, I::HighestModSeq(_))
            | (A::AppendLimit, I::AppendLimit(_))
            | (A::MailboxId, I::MailboxId(_))
            | (A::DeletedStorage, I::DeletedStorage(_))
    )
}

/// The items of a STATUS response against those asked for; nothing where there was no response,
/// which another rule tells.
pub(super) fn asked_status(
    scene: &Scene<'_>,
    bench: &mut Bench,
    asked: &[StatusAtt],
    told: &[&StatusItem<'_>],
) {
    if told.is_empty() {
        return;
    }
    if let Some(missing) = asked.iter().find(|att| !told.iter().any(|item| answers(item, att))) {
        bench.broken(scene, &STATUS_MISSING, format!("STATUS without {}", name(missing)));
    }
    if told.iter().any(|item| !asked.iter().any(|att| answers(item, att))) {
        bench.broken(scene, &STATUS_EXTRA, "STATUS with an item that was not asked for");
    }
}

fn name(att: &StatusAtt) -> &'static str {
    match att {
        StatusAtt::Messages => "MESSAGES",
        StatusAtt::Recent => "RECENT",
        StatusAtt::UidNext => "UIDNEXT",
        StatusAtt::UidValidity => "UIDVALIDITY",
        StatusAtt::Unseen => "UNSEEN",
        StatusAtt::Deleted => "DELETED",
        StatusAtt::Size => "SIZE",
        StatusAtt::HighestModSeq => "HIGHESTMODSEQ",
        StatusAtt::AppendLimit => "APPENDLIMIT",
        StatusAtt::MailboxId => "MAILBOXID",
        StatusAtt::DeletedStorage => "DELETED-STORAGE",
    }
}

/// What one STATUS response says of itself.
pub(super) fn status(scene: &Scene<'_>, bench: &mut Bench, items: &[StatusItem<'_>]) {
    let Some(messages) = items.iter().find_map(|item| match item {
        StatusItem::Messages(n) => Some(*n),
        _ => None,
    }) else {
        return;
    };
    for item in items {
        let (name, value) = match item {
            StatusItem::Unseen(n) => ("UNSEEN", *n),
            StatusItem::Recent(n) => ("RECENT", *n),
            StatusItem::Deleted(n) => ("DELETED", *n),
            StatusItem::UidNext(next) => {
                if *next <= messages {
                    bench
                        .broken(
                            scene,
                            &NEXT,
                            format!("UIDNEXT {next} where MESSAGES is {messages}"),
                        )
                        .at(scene.bytes(), "UIDNEXT");
                }
                continue;
            }
            _ => continue,
        };
        if value > messages {
            bench
                .broken(scene, &COUNTS, format!("{name} {value} where MESSAGES is {messages}"))
                .at(scene.bytes(), name);
        }
    }
}
