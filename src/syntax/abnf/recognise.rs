//! Whether octets are a sentence: all readings at once, each rule at each place read but once.

use std::collections::HashMap;
use std::rc::Rc;

use super::Grammar;
use super::read::Expr;

impl Grammar {
    /// Whether all of `octets` are derivable from the rule `start`.
    pub fn derives(&self, start: &str, octets: &[u8]) -> bool {
        let Some(&rule) = self.names.get(start) else { return false };
        let mut run = Run { grammar: self, octets, seen: HashMap::new() };
        run.rule(rule, 0).contains(&octets.len())
    }
}

struct Run<'g> {
    grammar: &'g Grammar,
    octets: &'g [u8],
    /// Where each rule may end that begins at a place.
    seen: HashMap<(usize, usize), Rc<[usize]>>,
}

impl Run<'_> {
    fn rule(&mut self, rule: usize, at: usize) -> Rc<[usize]> {
        if let Some(ends) = self.seen.get(&(rule, at)) {
            return ends.clone();
        }
        // No rule of ours is left-recursive; if one were, it would match nothing within itself.
        self.seen.insert((rule, at), Rc::from([]));
        let grammar = self.grammar;
        let found = &grammar.rules[rule];
        let mut ends = found.expr.as_ref().map_or_else(Vec::new, |expr| self.ends(expr, at));
        if let Some(demand) = found.narrow {
            ends.retain(|&end| demand(&self.octets[at..end]));
        }
        let ends: Rc<[usize]> = ends.into();
        self.seen.insert((rule, at), ends.clone());
        ends
    }

    /// Where `expr` may end that begins at `at`: in order, none twice.
    fn ends(&mut self, expr: &Expr<usize>, at: usize) -> Vec<usize> {
        match expr {
            Expr::Rule(rule) => self.rule(*rule, at).to_vec(),
            Expr::Text(text) => match self.octets[at..].get(..text.len()) {
                Some(next) if next.eq_ignore_ascii_case(text) => vec![at + text.len()],
                _ => Vec::new(),
            },
            Expr::Range(from, to) => match self.octets.get(at) {
                Some(octet) if (from..=to).contains(&octet) => vec![at + 1],
                _ => Vec::new(),
            },
            Expr::Except(of, but) => {
                let is = |run: &mut Self, e| run.ends(e, at).contains(&(at + 1));
                match is(self, &**of) && !but.iter().any(|e| is(self, e)) {
                    true => vec![at + 1],
                    false => Vec::new(),
                }
            }
            Expr::Alt(list) => {
                let mut ends: Vec<_> = list.iter().flat_map(|e| self.ends(e, at)).collect();
                ends.sort_unstable();
                ends.dedup();
                ends
            }
            Expr::Cat(list) => list.iter().fold(vec![at], |from, e| self.all(e, &from)),
            Expr::Repeat(min, max, inner) => {
                let mut reached = if *min == 0 { vec![at] } else { Vec::new() };
                let mut from = vec![at];
                for count in 1..=*max {
                    let next = self.all(inner, &from);
                    from = match count < *min {
                        true => next,
                        false => next.into_iter().filter(|end| !reached.contains(end)).collect(),
                    };
                    if from.is_empty() {
                        break;
                    }
                    if count >= *min {
                        reached.extend(&from);
                    }
                }
                reached.sort_unstable();
                reached
            }
        }
    }

    fn all(&mut self, expr: &Expr<usize>, from: &[usize]) -> Vec<usize> {
        let mut ends: Vec<_> = from.iter().flat_map(|&at| self.ends(expr, at)).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }
}
