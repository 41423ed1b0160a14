//! What responses mean: whether a pattern line holds of all that was heard.
//!
//! - here: the responses of a step, and which of them a line is about;
//! - `untagged`: what each response's lists mean; `fetch`: items, split or merged;
//! - `search`: numbers told in pieces; `numbers`: sets of them; `status`: response codes.

mod fetch;
mod numbers;
mod search;
mod status;
#[cfg(test)]
pub(super) mod tests;
mod untagged;

use self::fetch::belongs;
use self::status::{code, code_of, is_status, status};
use self::untagged::untagged;
use super::pattern::{Captures, Pat, attempt, ordered};
use crate::client::session::Received;
use crate::syntax::lenient::{NODES, Node, tree, tree_within};

/// The trees of all that one client heard in a step. Each response is read once, however often it
/// is looked at while more are waited for.
pub struct Trees {
    read: Vec<Vec<Node>>,
    /// Nodes that there still may be.
    left: usize,
}

impl Trees {
    /// Nothing was heard yet.
    pub fn new() -> Self {
        Self { read: Vec::new(), left: 2 * NODES }
    }

    /// All that was heard: what was before, and what has come since.
    pub fn heard<'a>(&'a mut self, responses: &'a [Received]) -> Heard<'a> {
        // An inbox that was emptied is another one.
        if responses.len() < self.read.len() {
            *self = Self::new();
        }
        for response in &responses[self.read.len()..] {
            self.read.push(tree_within(&response.octets, &mut self.left));
        }
        Heard { responses, trees: &self.read }
    }
}

/// All that one client heard in a step, in the order in which it came.
#[derive(Clone, Copy)]
pub struct Heard<'a> {
    responses: &'a [Received],
    trees: &'a [Vec<Node>],
}

impl<'a> Heard<'a> {
    /// The responses themselves.
    pub fn responses(&self) -> &'a [Received] {
        self.responses
    }

    /// The response that an untagged or continuation pattern matches: its index, the last one
    /// where several make up the meaning.
    pub fn find(&self, pats: &[Pat], captures: &mut Captures) -> Option<usize> {
        match pats {
            [star, rest @ ..] if star.is("*") => untagged(self, rest, captures),
            [plus, rest @ ..] if plus.is("+") => self.trees.iter().position(|nodes| {
                nodes.first().is_some_and(|n| n.is_word("+"))
                    && (rest.is_empty() || attempt(captures, |c| ordered(rest, &nodes[1..], c)))
            }),
            _ => None,
        }
    }

    /// Whether the tagged response at `index` is as the pattern (`OK [CODE] text`) wants it.
    pub fn status(&self, index: usize, pats: &[Pat], captures: &mut Captures) -> bool {
        // Behind the tag, which may have brackets in it.
        let Some(octets) = self.responses.get(index).map(|r| &r.octets) else { return false };
        let behind = octets.iter().position(|&b| b == b' ').map_or(octets.len(), |at| at + 1);
        let nodes = tree(octets.get(behind..).unwrap_or_default());
        attempt(captures, |c| status(pats, &nodes, c))
    }

    /// Responses of the kind that a pattern is about, to be shown where none fits.
    pub fn alike(&self, pats: &[Pat]) -> Vec<usize> {
        let Some(kind) = kind_of_pattern(pats) else { return Vec::new() };
        let is = |nodes: &[Node]| match kind_of(nodes) {
            Some(word) if is_status(word) && is_status(&kind) => code(nodes) == code_of(pats),
            Some(word) => word.eq_ignore_ascii_case(&kind),
            None => false,
        };
        (0..self.trees.len()).filter(|&i| is(&self.trees[i])).collect()
    }

    /// Indices of the untagged responses of this kind (`LIST`, `FETCH`).
    pub fn of_kind(&self, kind: &str) -> Vec<usize> {
        (0..self.trees.len())
            .filter(|&i| {
                kind_of(&self.trees[i])
                    .is_some_and(|word| word.eq_ignore_ascii_case(kind.as_bytes()))
            })
            .collect()
    }

    /// Whether the response at `index` is part of what a pattern is about though it does not fit
    /// it alone.
    pub fn belongs(&self, index: usize, all: &[Vec<Pat>]) -> bool {
        belongs(&self.trees[index], all)
    }

    /// Whether the response at `index` alone fits the untagged pattern.
    pub fn fits(&self, index: usize, pats: &[Pat]) -> bool {
        let one =
            Heard { responses: &self.responses[index..=index], trees: &self.trees[index..=index] };
        one.find(pats, &mut Captures::new()).is_some()
    }
}

/// The word that tells what an untagged response is.
fn kind_of(nodes: &[Node]) -> Option<&[u8]> {
    match nodes {
        [star, number, word, ..] if star.is_word("*") && number.number().is_some() => {
            Some(&word.value)
        }
        [star, word, ..] if star.is_word("*") => Some(&word.value),
        _ => None,
    }
}

fn kind_of_pattern(pats: &[Pat]) -> Option<Vec<u8>> {
    let rest = match pats {
        [star, rest @ ..] if star.is("*") => rest,
        rest => rest,
    };
    let word = match rest {
        [first, second, ..] if is_number(first) && second.octets().is_some() => second,
        [first, ..] => first,
        [] => return None,
    };
    word.octets().map(<[u8]>::to_vec)
}

fn is_number(pat: &Pat) -> bool {
    match pat {
        Pat::Any | Pat::Capture(_) => true,
        other => other.octets().is_some_and(|o| !o.is_empty() && o.iter().all(u8::is_ascii_digit)),
    }
}
