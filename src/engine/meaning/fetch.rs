//! FETCH: items in any order, split or merged, and what their values mean. STATUS and ESEARCH have
//! items of the same form.

use super::numbers::{found, sequence};
use super::{Heard, kind_of};
use crate::engine::pattern::{Captures, Pat, attempt, matches, set};
use crate::syntax::lenient::{Node, tree};
use crate::syntax::parse::dates::date_time_of;

/// FETCH: one response, or all of the same message together, later items over earlier ones.
pub(super) fn fetch(
    heard: &Heard<'_>,
    number: &Pat,
    word: &Pat,
    wanted: &[Pat],
    captures: &mut Captures,
) -> Option<usize> {
    let kind = String::from_utf8_lossy(word.octets()?).into_owned();
    let told = heard.of_kind(&kind);
    let items = |i: usize| heard.trees[i].get(3).and_then(Node::children);
    for &i in &told {
        let fits = attempt(captures, |c| {
            heard.trees[i].get(1).is_some_and(|n| matches(number, n, c))
                && items(i).is_some_and(|items| pairs(wanted, items, c))
        });
        if fits {
            return Some(i);
        }
    }
    for (at, &first) in told.iter().enumerate() {
        let which = heard.trees[first].get(1)?;
        let mut merged: Vec<Node> = Vec::new();
        let mut last = first;
        for &i in &told[at..] {
            if heard.trees[i].get(1).is_some_and(|n| n.value == which.value) {
                for pair in items(i).into_iter().flat_map(|items| items.chunks(2)) {
                    // The newest first, so that it is found.
                    merged.splice(0..0, pair.iter().cloned());
                }
                last = i;
            }
        }
        let fits = attempt(captures, |c| matches(number, which, c) && pairs(wanted, &merged, c));
        if fits {
            return Some(last);
        }
    }
    None
}

/// Whether the FETCH response is part of what the patterns are about though it does not fit one alone:
/// a FETCH that is split (RFC 9051 §7.5.2), or flags that a server may tell of any message unasked,
/// where the patterns do not speak of flags.
pub(super) fn belongs(response: &[Node], all: &[Vec<Pat>]) -> bool {
    let [_, number, _, list, ..] = response else { return false };
    let Some(kind) = kind_of(response).filter(|kind| is_fetch(kind)) else { return false };
    let about: Vec<(&Pat, &[Pat])> = all
        .iter()
        .filter_map(|pats| match pats.as_slice() {
            [_, n, word, Pat::List(items)]
                if word.octets().is_some_and(|w| kind.eq_ignore_ascii_case(w)) =>
            {
                Some((n, items.as_slice()))
            }
            _ => None,
        })
        .collect();
    let named = about.iter().any(|(n, _)| matches(n, number, &mut Captures::new()));
    if named || about.is_empty() {
        return named;
    }
    let of_flags = |p: &Pat| p.is("FLAGS") || p.is("MODSEQ");
    let items: Vec<&Node> = list.children().unwrap_or_default().iter().step_by(2).collect();
    !about.iter().any(|(_, wanted)| wanted.iter().any(of_flags))
        && items.iter().any(|i| i.is_word("FLAGS"))
        && items.iter().all(|i| ["FLAGS", "UID", "MODSEQ"].iter().any(|w| i.is_word(w)))
}

fn is_fetch(kind: &[u8]) -> bool {
    kind.eq_ignore_ascii_case(b"FETCH") || kind.eq_ignore_ascii_case(b"UIDFETCH")
}

/// Names with values, in any order; those that are not asked for may be there.
pub(super) fn pairs(wanted: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let wanted: Vec<&Pat> = wanted.iter().filter(|p| **p != Pat::Rest).collect();
    wanted.chunks(2).all(|pair| {
        let [name, rest @ ..] = pair else { return false };
        let Some(name) = name.octets() else { return false };
        nodes.chunks(2).any(|found| {
            let [n, values @ ..] = found else { return false };
            attribute(&n.value) == attribute(name)
                && match (rest, values) {
                    ([], _) => true,
                    ([pat], [value]) => attempt(captures, |c| item(name, pat, value, c)),
                    _ => false,
                }
        })
    })
}

/// The value of one FETCH, STATUS or ESEARCH item.
fn item(name: &[u8], pat: &Pat, value: &Node, captures: &mut Captures) -> bool {
    let is = |word: &str| name.eq_ignore_ascii_case(word.as_bytes());
    match pat {
        Pat::List(wanted) if is("FLAGS") => {
            let names_recent = wanted
                .iter()
                .any(|p| p.octets().is_some_and(|o| o.to_ascii_lowercase().ends_with(b"\\recent")));
            value.children().is_some_and(|flags| {
                let flags: Vec<&Node> =
                    flags.iter().filter(|f| names_recent || !f.is_word("\\Recent")).collect();
                set(wanted, &flags, captures)
            })
        }
        Pat::Word(_) | Pat::Exact(_) if is("ALL") => found(pat, value, captures),
        Pat::List(wanted) if is("PARTIAL") && wanted.len() == 2 => {
            value.children().is_some_and(|found| match (wanted.as_slice(), found) {
                ([range, wanted], [asked, told]) => {
                    matches(range, asked, captures) && sequence(wanted, told, captures)
                }
                _ => false,
            })
        }
        Pat::Exact(wanted) if is("INTERNALDATE") || is("SAVEDATE") => {
            match (date_time_of(wanted), date_time_of(&value.value)) {
                (Some(a), Some(b)) => a.instant() == b.instant(),
                _ => matches(pat, value, captures),
            }
        }
        _ => matches(pat, value, captures),
    }
}

/// An item's name without differences that mean nothing: case, the form of header fields' names
/// and their order.
fn attribute(name: &[u8]) -> Vec<u8> {
    let Some(open) = name.iter().position(|&b| b == b'(') else {
        return name.to_ascii_uppercase();
    };
    let (head, rest) = name.split_at(open);
    let nodes = tree(rest);
    let Some((Some(fields), last)) = nodes.first().map(|n| (n.children(), n.span.end)) else {
        return name.to_ascii_uppercase();
    };
    let mut fields: Vec<Vec<u8>> = fields.iter().map(|f| f.value.to_ascii_uppercase()).collect();
    fields.sort();
    fields.dedup();
    let tail = rest.get(last..).unwrap_or_default();
    let parts = [head, b"(", &fields.join(&b' '), b")", tail];
    parts.concat().to_ascii_uppercase()
}
