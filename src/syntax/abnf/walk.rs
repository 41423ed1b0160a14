//! Which choices the readings of a sentence take.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Grammar;
use super::read::{Expr, Id};
use super::recognise::{Run, alternatives, literal_parts};

impl Grammar {
    /// The choices that some reading of `octets` as `start` takes; none where there is no reading.
    pub fn taken(&self, start: &str, octets: &[u8]) -> BTreeSet<Id> {
        let mut walk = Walk {
            run: Run::new(self, octets),
            seen: HashSet::new(),
            parts: HashMap::new(),
            taken: BTreeSet::new(),
        };
        if let Some(&rule) = self.names.get(start) {
            walk.rule(rule, 0, octets.len());
        }
        walk.taken
    }
}

/// The way back: which choices lead to an end that was found.
struct Walk<'g> {
    run: Run<'g>,
    /// Rules from where to where.
    seen: HashSet<(usize, usize, usize)>,
    /// The same of expressions, by their place in memory.
    parts: HashMap<(*const Expr<usize>, usize, usize), bool>,
    taken: BTreeSet<Id>,
}

impl Walk<'_> {
    fn rule(&mut self, rule: usize, at: usize, end: usize) -> bool {
        if !self.run.rule(rule, at).contains(&end) {
            return false;
        }
        if !self.seen.insert((rule, at, end)) {
            return true;
        }
        let found = &self.run.grammar.rules[rule];
        match &found.expr {
            Some(expr) if found.counted => self.counted(expr, at, end),
            Some(expr) => _ = self.expr(expr, at, end),
            None => {}
        }
        true
    }

    /// Whether `expr` stands from `at` to `end`; then its choices are taken.
    fn expr(&mut self, expr: &Expr<usize>, at: usize, end: usize) -> bool {
        let key = (std::ptr::from_ref(expr), at, end);
        if let Some(&known) = self.parts.get(&key) {
            return known;
        }
        let found = self.fresh(expr, at, end);
        self.parts.insert(key, found);
        found
    }

    fn fresh(&mut self, expr: &Expr<usize>, at: usize, end: usize) -> bool {
        match expr {
            Expr::Rule(rule) => self.rule(*rule, at, end),
            Expr::Choice(id, inner) => {
                let found = self.expr(inner, at, end);
                if found {
                    self.taken.insert(*id);
                }
                found
            }
            // All of them are walked, not only up to the first that fits: each leaves its trace.
            Expr::Alt(list) => list.iter().filter(|e| self.expr(e, at, end)).count() > 0,
            Expr::Cat(list) => self.cat(list, at, end),
            Expr::Repeat(min, max, inner) => {
                let layers = self.run.layers(*min, *max, inner, at, false);
                // What is beyond the least is a choice.
                let bare = match &**inner {
                    Expr::Choice(_, bare) => &**bare,
                    other => other,
                };
                let mut found = false;
                for count in *min..layers.len() {
                    if layers[count].contains(&end) {
                        found = true;
                        let pieces: Vec<_> =
                            (0..count).map(|n| if n < *min { bare } else { &**inner }).collect();
                        self.back(&layers[..=count], &pieces, end);
                    }
                }
                found
            }
            Expr::Text(_) | Expr::Range(..) | Expr::Except(..) => {
                self.run.ends(expr, at).contains(&end)
            }
        }
    }

    fn cat(&mut self, list: &[Expr<usize>], at: usize, end: usize) -> bool {
        let mut layers = vec![vec![at]];
        for e in list {
            let next = self.run.all(e, &layers[layers.len() - 1]);
            layers.push(next);
        }
        let found = layers[list.len()].contains(&end);
        if found {
            let pieces: Vec<_> = list.iter().collect();
            self.back(&layers, &pieces, end);
        }
        found
    }

    /// From `end` back through the pieces: the places of `layers[n]` stand before `pieces[n]`.
    fn back(&mut self, layers: &[Vec<usize>], pieces: &[&Expr<usize>], end: usize) {
        let mut ends = vec![end];
        for (piece, starts) in pieces.iter().zip(layers).rev() {
            let mut before = Vec::new();
            for &start in starts {
                let reach = self.run.ends(piece, start);
                let hits: Vec<_> = ends.iter().filter(|end| reach.contains(end)).collect();
                for &end in &hits {
                    self.expr(piece, start, *end);
                }
                if !hits.is_empty() {
                    before.push(start);
                }
            }
            ends = before;
        }
    }

    fn counted(&mut self, expr: &Expr<usize>, at: usize, end: usize) {
        for way in alternatives(expr) {
            let (Some((from, to)), Some((head, data))) =
                (self.run.literal(way, at), literal_parts(way))
            else {
                continue;
            };
            if to != end {
                continue;
            }
            self.cat(head, at, from);
            if let Expr::Choice(id, _) = way {
                self.taken.insert(*id);
            }
            if let (Expr::Choice(id, _), true) = (data, from < to) {
                self.taken.insert(*id);
            }
            for octet in from..to {
                self.expr(data, octet, octet + 1);
            }
        }
    }
}
