//! The mod-sequence that SEARCH and SORT tell (RFC 7162 §3.1.5).

use super::{SEARCHED, SEARCHED_VALUE};
use crate::referee::bench::Bench;
use crate::referee::scene::{Completed, Scene, kind};
use crate::syntax::types::{CommandBody, EsearchItem, SearchKey, Untagged};

pub(super) fn searched(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>) {
    let (CommandBody::Search { uid, search } | CommandBody::Sort { uid, search, .. }) = done.body
    else {
        return;
    };
    let Some(mailbox) = scene.mailbox().filter(|m| !m.no_mod_seq) else { return };
    if !search.keys.iter().any(SearchKey::names_mod_seq) {
        return;
    }
    for untagged in done.untagged() {
        let (found, value) = match untagged {
            Untagged::Search(found, value) | Untagged::Sort(found, value) => {
                (found.clone(), *value)
            }
            Untagged::Esearch(answer) => {
                let value = answer.items.iter().find_map(|item| match item {
                    EsearchItem::ModSeq(value) => Some(*value),
                    _ => None,
                });
                let found = answer.items.iter().find_map(|item| match item {
                    EsearchItem::All(set) => set.in_order(),
                    EsearchItem::Min(n) | EsearchItem::Max(n) => Some(vec![*n]),
                    _ => None,
                });
                (found.unwrap_or_default(), value)
            }
            _ => continue,
        };
        if found.is_empty() {
            continue;
        }
        let Some(value) = value else {
            bench.broken(
                scene,
                &SEARCHED,
                format!("{} without the highest mod-sequence of what was found", kind(untagged)),
            );
            continue;
        };
        let highest = found.iter().filter_map(|&number| {
            let message =
                if *uid { mailbox.by_uid(number).map(|(_, m)| m) } else { mailbox.message(number) };
            message?.mod_seq
        });
        // MIN and MAX alone tell the mod-sequence of those two (RFC 4731 §3.2).
        if let Some(highest) = highest.max().filter(|&highest| highest > value) {
            bench.broken(
                scene,
                &SEARCHED_VALUE,
                format!("MODSEQ {value} where a message found has {highest}"),
            );
        }
    }
}
