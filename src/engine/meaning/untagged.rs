//! Untagged responses, each by its own meaning: which lists are sets, which are pairs. To teach it
//! another response: an arm in [`untagged`] and, if need be, a function below.

use super::Heard;
use super::fetch::{fetch, pairs};
use super::search::{esearch, numbers_told, search_or_esearch, vanished};
use super::status::{is_status_any, status};
use crate::engine::pattern::{Captures, Pat, attempt, matches, ordered, set};
use crate::syntax::lenient::Node;

/// `pats` is what follows `*`.
pub(super) fn untagged(heard: &Heard<'_>, pats: &[Pat], captures: &mut Captures) -> Option<usize> {
    let each = |run: &dyn Fn(&[Node], &mut Captures) -> bool, captures: &mut Captures| {
        heard.trees.iter().position(|nodes| match nodes.as_slice() {
            [star, rest @ ..] if star.is_word("*") => attempt(captures, |c| run(rest, c)),
            _ => false,
        })
    };
    match pats {
        [Pat::Word(word), rest @ ..] if word == b"search" => {
            search_or_esearch(heard, rest, captures)
        }
        [word, rest @ ..] if word.is("SEARCH") => numbers_told(heard, "SEARCH", rest, captures),
        [word, rest @ ..] if word.is("VANISHED") => vanished(heard, rest, captures),
        [word, rest @ ..] if word.is("ESEARCH") => each(&|n, c| esearch(rest, n, c), captures),
        [word, rest @ ..] if word.is("CAPABILITY") || word.is("ENABLED") => each(
            &|n, c| same(word, n, c) && set(rest, &n[1..].iter().collect::<Vec<_>>(), c),
            captures,
        ),
        [word, Pat::List(wanted)] if word.is("FLAGS") => each(
            &|n, c| same(word, n, c) && n.get(1).is_some_and(|list| set_in(wanted, list, c)),
            captures,
        ),
        [word, rest @ ..] if word.is("LIST") || word.is("LSUB") => {
            each(&|n, c| same(word, n, c) && list(rest, &n[1..], c), captures)
        }
        [word, name, Pat::List(wanted)] if word.is("STATUS") => each(
            &|n, c| {
                same(word, n, c)
                    && n.get(1).is_some_and(|m| mailbox(name, m, c))
                    && n.get(2).and_then(Node::children).is_some_and(|l| pairs(wanted, l, c))
            },
            captures,
        ),
        [word, name, Pat::List(wanted)] if word.is("QUOTA") => each(
            &|n, c| {
                same(word, n, c)
                    && n.get(1).is_some_and(|m| matches(name, m, c))
                    && n.get(2).and_then(Node::children).is_some_and(|l| groups(3, wanted, l, c))
            },
            captures,
        ),
        [word, name, Pat::List(wanted)] if word.is("METADATA") => each(
            &|n, c| {
                same(word, n, c)
                    && n.get(1).is_some_and(|m| mailbox(name, m, c))
                    && n.get(2).and_then(Node::children).is_some_and(|l| groups(2, wanted, l, c))
            },
            captures,
        ),
        [word, name, wanted @ ..] if word.is("ACL") => each(
            &|n, c| {
                same(word, n, c)
                    && n.get(1).is_some_and(|m| mailbox(name, m, c))
                    && groups(2, wanted, &n[2..], c)
            },
            captures,
        ),
        [word, name, rest @ ..]
            if ["MYRIGHTS", "QUOTAROOT", "LISTRIGHTS"].iter().any(|w| word.is(w)) =>
        {
            each(
                &|n, c| {
                    same(word, n, c)
                        && n.get(1).is_some_and(|m| mailbox(name, m, c))
                        && ordered(rest, &n[2..], c)
                },
                captures,
            )
        }
        [word, ..] if word.octets().is_some_and(is_status_any) => {
            each(&|n, c| status(pats, n, c), captures)
        }
        [number, word, Pat::List(wanted)] if word.is("FETCH") || word.is("UIDFETCH") => {
            fetch(heard, number, word, wanted, captures)
        }
        _ => each(&|n, c| ordered(pats, n, c), captures),
    }
}

fn same(word: &Pat, nodes: &[Node], captures: &mut Captures) -> bool {
    nodes.first().is_some_and(|n| matches(word, n, captures))
}

pub(super) fn set_in(wanted: &[Pat], list: &Node, captures: &mut Captures) -> bool {
    list.children().is_some_and(|l| set(wanted, &l.iter().collect::<Vec<_>>(), captures))
}

/// INBOX in any case; else as any value.
fn mailbox(pat: &Pat, node: &Node, captures: &mut Captures) -> bool {
    let inbox = |o: &[u8]| o.eq_ignore_ascii_case(b"INBOX");
    pat.octets().is_some_and(|o| inbox(o) && inbox(&node.value)) || matches(pat, node, captures)
}

/// `(attributes) delimiter name extended…`
fn list(pats: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let ([attributes, pats @ ..], [found, nodes @ ..]) = (pats, nodes) else { return false };
    let fits = match attributes {
        Pat::List(wanted) => set_in(wanted, found, captures),
        other => matches(other, found, captures),
    };
    match (pats, nodes) {
        ([delimiter, name, rest @ ..], [d, n, extended @ ..]) => {
            fits && matches(delimiter, d, captures)
                && mailbox(name, n, captures)
                && (rest.is_empty() || ordered(rest, extended, captures))
        }
        ([], _) => fits,
        _ => false,
    }
}

/// Groups of `size` values, in any order; without `...` there are no others.
fn groups(size: usize, wanted: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let open = wanted.contains(&Pat::Rest);
    let wanted: Vec<Pat> = wanted.iter().filter(|p| **p != Pat::Rest).cloned().collect();
    if !open && wanted.len() != nodes.len() {
        return false;
    }
    wanted
        .chunks(size)
        .all(|group| nodes.chunks(size).any(|n| attempt(captures, |c| ordered(group, n, c))))
}
