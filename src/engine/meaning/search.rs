//! SEARCH, ESEARCH and VANISHED: numbers told in one response or in several.

use super::Heard;
use super::fetch::pairs;
use super::numbers::{numbers_of, wanted_numbers};
use crate::client::view::Numbers;
use crate::engine::pattern::{Captures, Pat, attempt, matches, set};
use crate::syntax::lenient::{Kind, Node};

/// SEARCH: the union of all such responses is the set wanted. `(MODSEQ n)` may be asked for.
pub(super) fn numbers_told(
    heard: &Heard<'_>,
    kind: &str,
    pats: &[Pat],
    captures: &mut Captures,
) -> Option<usize> {
    let told = heard.of_kind(kind);
    let last = *told.last()?;
    let (lists, pats): (Vec<&Pat>, Vec<&Pat>) =
        pats.iter().partition(|p| matches!(p, Pat::List(_)));
    let numbers: Vec<&Node> =
        told.iter().flat_map(|&i| &heard.trees[i][2..]).filter(|n| n.number().is_some()).collect();
    for list in lists {
        let found = told
            .iter()
            .flat_map(|&i| &heard.trees[i][2..])
            .any(|n| attempt(captures, |c| matches(list, n, c)));
        if !found {
            return None;
        }
    }
    let pats: Vec<Pat> = pats.into_iter().cloned().collect();
    let fits = match wanted_numbers(&pats) {
        Some(wanted) => {
            let mut all = Numbers::default();
            for n in &numbers {
                let n = n.number().and_then(|n| u32::try_from(n).ok())?;
                all.insert(n, n);
            }
            wanted.are(&all)
        }
        None => set(&pats, &numbers, captures),
    };
    fits.then_some(last)
}

/// `* search 1 3`: told by SEARCH or by ESEARCH with ALL, whichever the server uses.
pub(super) fn search_or_esearch(
    heard: &Heard<'_>,
    pats: &[Pat],
    captures: &mut Captures,
) -> Option<usize> {
    if let Some(found) = numbers_told(heard, "SEARCH", pats, captures) {
        return Some(found);
    }
    let (lists, pats): (Vec<Pat>, Vec<Pat>) =
        pats.iter().cloned().partition(|p| matches!(p, Pat::List(_)));
    let wanted = wanted_numbers(&pats);
    heard.of_kind("ESEARCH").into_iter().find(|&i| {
        let nodes = &heard.trees[i];
        let all = nodes.iter().position(|n| n.is_word("ALL")).and_then(|at| nodes.get(at + 1));
        let told = all.map_or_else(Numbers::default, |n| numbers_of(&n.value).unwrap_or_default());
        attempt(captures, |c| {
            let found = match &wanted {
                Some(wanted) => wanted.are(&told),
                None => set(&pats, &nodes_of(&told).iter().collect::<Vec<_>>(), c),
            };
            // `(MODSEQ n)` of SEARCH is an item here.
            found
                && lists.iter().all(|list| {
                    let Some([name, value]) = list.inner() else { return false };
                    nodes.windows(2).any(|n| {
                        matches(name, &n[0], c) && attempt(c, |c| matches(value, &n[1], c))
                    })
                })
        })
    })
}

/// Numbers as SEARCH tells them; no more than any scenario has.
fn nodes_of(numbers: &Numbers) -> Vec<Node> {
    let all = numbers.ranges().flat_map(|(first, last)| first..=last).take(10_000);
    let node = |n: u32| Node {
        kind: Kind::Atom,
        span: 0..0,
        value: n.to_string().into_bytes(),
        glued: false,
    };
    all.map(node).collect()
}

/// `VANISHED [(EARLIER)] uids`: in one response, or together.
/// With `...` others may be among them: a server may have forgotten what has vanished when
/// (RFC 7162 §3.2.6).
pub(super) fn vanished(heard: &Heard<'_>, pats: &[Pat], captures: &mut Captures) -> Option<usize> {
    let (earlier, pats) = match pats {
        [Pat::List(_), rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    // `...`: these at least.
    let (open, pats) = match pats {
        [pats @ .., Pat::Rest] => (true, pats),
        pats => (false, pats),
    };
    let of_this = |nodes: &[Node]| nodes.get(2).is_some_and(|n| n.children().is_some()) == earlier;
    let told: Vec<usize> =
        heard.of_kind("VANISHED").into_iter().filter(|&i| of_this(&heard.trees[i])).collect();
    let set_at = |i: usize| heard.trees[i].get(if earlier { 3 } else { 2 });
    if let Some(wanted) = wanted_numbers(pats) {
        let is_all = |told: &Numbers| match open {
            true => wanted.are_among(told),
            false => wanted.are(told),
        };
        let mut all = Numbers::default();
        for &i in &told {
            let numbers = set_at(i).and_then(|n| numbers_of(&n.value)).unwrap_or_default();
            if is_all(&numbers) {
                return Some(i);
            }
            for (first, last) in numbers.ranges() {
                all.insert(first, last);
            }
        }
        return told.last().copied().filter(|_| is_all(&all));
    }
    let pat = pats.first()?;
    told.into_iter().find(|&i| set_at(i).is_some_and(|n| attempt(captures, |c| matches(pat, n, c))))
}

/// `ESEARCH [(TAG "x")] [UID] pairs`: items that are not named may be there.
pub(super) fn esearch(pats: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let [word, nodes @ ..] = nodes else { return false };
    if !word.is_word("ESEARCH") {
        return false;
    }
    let (tag, nodes) = match nodes {
        [list, rest @ ..] if list.children().is_some() => (Some(list), rest),
        rest => (None, rest),
    };
    let pats = match pats {
        [wanted @ Pat::List(_), rest @ ..] => {
            if !tag.is_some_and(|list| matches(wanted, list, captures)) {
                return false;
            }
            rest
        }
        rest => rest,
    };
    let (uid, nodes) = match nodes {
        [word, rest @ ..] if word.is_word("UID") => (true, rest),
        rest => (false, rest),
    };
    let pats = match pats {
        [word, rest @ ..] if word.is("UID") => {
            if !uid {
                return false;
            }
            rest
        }
        rest => rest,
    };
    if pats.is_empty() {
        // `* ESEARCH` alone: nothing was found, so nothing but counts of 0 is told.
        return !nodes.iter().any(|n| n.is_word("ALL") || n.is_word("MIN") || n.is_word("MAX"));
    }
    pairs(pats, nodes, captures)
}
