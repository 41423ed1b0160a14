//! What was found, by any of the responses that can tell it.

use crate::referee::scene::Completed;
use crate::syntax::types::{EsearchItem, ReturnOption, Search, Thread, Untagged};

/// All that was found, in the order told; `None` where the answer does not say.
pub(in crate::referee) fn found(done: &Completed<'_>, search: &Search<'_>) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    let mut answered = false;
    for untagged in done.untagged() {
        match untagged {
            Untagged::Search(numbers, _) | Untagged::Sort(numbers, _) => found.extend(numbers),
            Untagged::Thread(threads) => {
                threads.iter().for_each(|thread| flatten(thread, &mut found))
            }
            Untagged::Esearch(answer) => {
                if answer.mailbox.is_some() {
                    return None;
                }
                let all = answer.items.iter().find_map(|item| match item {
                    EsearchItem::All(set) => Some(set.in_order()),
                    _ => None,
                });
                match all {
                    Some(all) => found.extend(all?),
                    // Without ALL nothing was found, if ALL was asked for.
                    None if search
                        .returns
                        .as_ref()
                        .is_none_or(|o| o.is_empty() || o.contains(&ReturnOption::All)) => {}
                    None => return None,
                }
            }
            _ => continue,
        }
        answered = true;
    }
    answered.then_some(found)
}

fn flatten(thread: &Thread, into: &mut Vec<u32>) {
    into.extend(&thread.chain);
    for branch in &thread.branches {
        flatten(branch, into);
    }
}
