//! Whether octets are a sentence: all readings at once, each rule at each place read but once.
//! `walk` goes back through what is found here.
//!
//! Reading is recursive, as deep as the octets nest or repeat by recursion (`sequence-set`): long
//! input wants a stack in proportion, some kilobytes an octet at worst.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Grammar;
use super::read::Expr;

impl Grammar {
    /// Whether all of `octets` are derivable from the rule `start`.
    #[cfg(any(test, fuzzing, feature = "arbitrary"))]
    pub fn derives(&self, start: &str, octets: &[u8]) -> bool {
        let Some(&rule) = self.names.get(start) else { return false };
        Run::new(self, octets).rule(rule, 0).contains(&octets.len())
    }

    /// Whether all of `octets` are derivable from `expr`.
    pub(super) fn matches(&self, expr: &Expr<usize>, octets: &[u8]) -> bool {
        Run::new(self, octets).ends(expr, 0).contains(&octets.len())
    }
}

pub(super) struct Run<'g> {
    pub grammar: &'g Grammar,
    octets: &'g [u8],
    /// Where each rule may end that begins at a place.
    seen: HashMap<(usize, usize), Rc<[usize]>>,
}

impl<'g> Run<'g> {
    pub(super) fn new(grammar: &'g Grammar, octets: &'g [u8]) -> Self {
        Self { grammar, octets, seen: HashMap::new() }
    }

    pub(super) fn rule(&mut self, rule: usize, at: usize) -> Rc<[usize]> {
        if let Some(ends) = self.seen.get(&(rule, at)) {
            return ends.clone();
        }
        // No rule of ours is left-recursive; if one were, it would match nothing within itself.
        self.seen.insert((rule, at), Rc::from([]));
        let grammar = self.grammar;
        let found = &grammar.rules[rule];
        let mut ends = match &found.expr {
            Some(expr) if found.counted => self.counted(expr, at),
            Some(expr) => self.ends(expr, at),
            None => Vec::new(),
        };
        if let Some(demand) = found.narrow {
            ends.retain(|&end| demand(&self.octets[at..end]));
        }
        let ends: Rc<[usize]> = ends.into();
        self.seen.insert((rule, at), ends.clone());
        ends
    }

    /// Where `expr` may end that begins at `at`: in order, none twice.
    pub(super) fn ends(&mut self, expr: &Expr<usize>, at: usize) -> Vec<usize> {
        match expr {
            Expr::Rule(rule) => self.rule(*rule, at).to_vec(),
            Expr::Choice(_, inner) => self.ends(inner, at),
            Expr::Text(text) => match self.octets[at..].get(..text.len()) {
                Some(next) if next.eq_ignore_ascii_case(text) => vec![at + text.len()],
                _ => Vec::new(),
            },
            Expr::Range(from, to) => match self.octets.get(at) {
                Some(octet) if (from..=to).contains(&octet) => vec![at + 1],
                _ => Vec::new(),
            },
            Expr::Except(of, but) => {
                let mut ends = self.ends(of, at);
                for not in but {
                    if !ends.is_empty() {
                        let not = self.ends(not, at);
                        ends.retain(|end| not.binary_search(end).is_err());
                    }
                }
                ends
            }
            Expr::Alt(list) => {
                let mut ends: Vec<_> = list.iter().flat_map(|e| self.ends(e, at)).collect();
                ends.sort_unstable();
                ends.dedup();
                ends
            }
            Expr::Cat(list) => list.iter().fold(vec![at], |from, e| self.all(e, &from)),
            Expr::Repeat(min, max, inner) => {
                let layers = self.layers(*min, *max, inner, at, true);
                let mut reached = layers.get(*min..).unwrap_or_default().concat();
                reached.sort_unstable();
                reached
            }
        }
    }

    /// Where `inner` may end when it was read so many times; from `min` on, where `once` is, only what
    /// fewer times do not reach as well.
    pub(super) fn layers(
        &mut self,
        min: usize,
        max: usize,
        inner: &Expr<usize>,
        at: usize,
        once: bool,
    ) -> Vec<Vec<usize>> {
        let mut layers = vec![vec![at]];
        let mut reached: HashSet<usize> = if min == 0 { [at].into() } else { HashSet::new() };
        for count in 1..=max {
            let mut next = self.all(inner, &layers[count - 1]);
            if once && count >= min {
                next.retain(|&end| reached.insert(end));
            }
            // What takes no octets leads no further.
            if next.is_empty() || next == layers[count - 1] {
                break;
            }
            layers.push(next);
        }
        layers
    }

    pub(super) fn all(&mut self, expr: &Expr<usize>, from: &[usize]) -> Vec<usize> {
        let mut ends: Vec<_> = from.iter().flat_map(|&at| self.ends(expr, at)).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    /// As [`Self::ends`] for a literal, whose number says where it ends: what stands last is as
    /// long as that. Without this, any number of octets would be tried.
    fn counted(&mut self, expr: &Expr<usize>, at: usize) -> Vec<usize> {
        alternatives(expr).iter().filter_map(|e| self.literal(e, at)).map(|(_, end)| end).collect()
    }

    /// Where the data of this literal begins, and where it ends.
    pub(super) fn literal(&mut self, expr: &Expr<usize>, at: usize) -> Option<(usize, usize)> {
        let (head, data) = literal_parts(expr)?;
        let from = head.iter().fold(vec![at], |from, e| self.all(e, &from)).last().copied()?;
        let digits = self.octets[at..from].iter().filter(|b| b.is_ascii_digit());
        let count =
            digits.fold(0usize, |n, b| n.saturating_mul(10).saturating_add((b - b'0').into()));
        let end = from.checked_add(count).filter(|&end| end <= self.octets.len())?;
        (from..end).all(|at| self.ends(data, at).contains(&(at + 1))).then_some((from, end))
    }
}

/// Each way of a rule.
pub(super) fn alternatives(expr: &Expr<usize>) -> &[Expr<usize>] {
    match expr {
        Expr::Alt(list) => list,
        other => std::slice::from_ref(other),
    }
}

/// What stands before the octets of a literal, and what each of these is.
pub(super) fn literal_parts(expr: &Expr<usize>) -> Option<(&[Expr<usize>], &Expr<usize>)> {
    let Expr::Choice(_, inner) = expr else { return None };
    let Expr::Cat(list) = &**inner else { return None };
    match list.split_last()? {
        (Expr::Repeat(_, _, data), head) => Some((head, data)),
        _ => None,
    }
}
