//! Sets of message numbers: the same numbers are the same set, however spelled.

use crate::client::view::Numbers;
use crate::engine::pattern::{Captures, Pat, matches};
use crate::syntax::lenient::Node;
use crate::syntax::parse::sets::sequence_set_of;

/// Numbers that a pattern names.
#[derive(Default)]
pub(super) struct Wanted {
    /// No others.
    all: Numbers,
    /// These at least. UIDs may have gaps: of a range of values that only the run knows, the ends
    /// alone are there for certain.
    certain: Numbers,
}

impl Wanted {
    fn add(&mut self, pat: &Pat, word: &[u8]) -> Option<()> {
        for (first, last) in numbers_of(word)?.ranges() {
            self.all.insert(first, last);
            if matches!(pat, Pat::Exact(_)) {
                self.certain.insert(first, first);
                self.certain.insert(last, last);
            } else {
                self.certain.insert(first, last);
            }
        }
        Some(())
    }

    /// Whether what was told is what is wanted.
    pub(super) fn are(&self, told: &Numbers) -> bool {
        within(told, &self.all) && self.are_among(told)
    }

    /// Whether what was told has all that is wanted.
    pub(super) fn are_among(&self, told: &Numbers) -> bool {
        within(&self.certain, told)
    }
}

fn within(a: &Numbers, b: &Numbers) -> bool {
    a.ranges().all(|(first, last)| b.ranges().any(|(x, y)| x <= first && last <= y))
}

/// All numbers that the pattern's words name, separated by spaces.
pub(super) fn wanted_numbers(pats: &[Pat]) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    for pat in pats {
        for word in pat.octets()?.split(|&b| b == b' ').filter(|w| !w.is_empty()) {
            wanted.add(pat, word)?;
        }
    }
    Some(wanted)
}

/// The numbers of a sequence-set without `*`.
pub(super) fn numbers_of(octets: &[u8]) -> Option<Numbers> {
    if octets.contains(&b'*') {
        return None;
    }
    sequence_set_of(octets).map(|set| Numbers::of(&set, u32::MAX))
}

/// ALL of ESEARCH: the same numbers; where those wanted do not ascend they are a sorted result, and
/// the order counts (RFC 5267 §3.1).
pub(super) fn found(pat: &Pat, node: &Node, captures: &mut Captures) -> bool {
    let in_order = |octets: &[u8]| sequence_set_of(octets)?.in_order();
    match pat.octets().and_then(in_order) {
        Some(wanted) if !wanted.is_sorted() => in_order(&node.value) == Some(wanted),
        _ => sequence(pat, node, captures),
    }
}

/// A sequence-set: the same numbers, however spelled. A COPYUID's order is judged elsewhere.
pub(super) fn sequence(pat: &Pat, node: &Node, captures: &mut Captures) -> bool {
    let mut wanted = Wanted::default();
    let read = pat.octets().is_some_and(|octets| wanted.add(pat, octets).is_some());
    read && numbers_of(&node.value).is_some_and(|told| wanted.are(&told))
        || matches(pat, node, captures)
}
