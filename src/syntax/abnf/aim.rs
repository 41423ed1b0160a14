//! Sentences through a choice, and the choices that there are.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use super::generate::{DEEP, Generator, PATIENCE, Seed, Sentence};
use super::read::{Expr, Id};

impl Generator<'_> {
    /// All choices of the rules that `start` reaches; without those that are no sentence or stand in
    /// `<any … except …>`.
    pub fn choices(&self, start: &str) -> BTreeSet<Id> {
        let mut found = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut open: Vec<usize> = self.grammar.names.get(start).copied().into_iter().collect();
        while let Some(rule) = open.pop() {
            if let (true, Some(expr)) = (seen.insert(rule), &self.grammar.rules[rule].expr) {
                self.below(expr, &mut found, &mut open);
            }
        }
        found
    }

    fn below(&self, expr: &Expr<usize>, found: &mut BTreeSet<Id>, open: &mut Vec<usize>) {
        if self.height(expr).is_none() {
            return;
        }
        match expr {
            Expr::Rule(rule) => open.push(*rule),
            Expr::Text(_) | Expr::Range(..) | Expr::Except(..) => {}
            Expr::Alt(list) | Expr::Cat(list) => {
                list.iter().for_each(|e| self.below(e, found, open))
            }
            Expr::Repeat(_, _, inner) => self.below(inner, found, open),
            Expr::Choice(id, inner) => {
                found.insert(*id);
                self.below(inner, found, open);
            }
        }
    }

    /// A short sentence of the rule `start` that takes `choice`; none where no such sentence was
    /// found, as for a choice that `start` does not reach.
    pub fn through(&mut self, start: &str, choice: Id, seed: &mut Seed) -> Option<Sentence> {
        let start = *self.grammar.names.get(start)?;
        let mut away: Vec<Option<usize>> = vec![None; self.grammar.rules.len()];
        loop {
            let mut changed = false;
            for (at, rule) in self.grammar.rules.iter().enumerate() {
                let expr = rule.expr.as_ref();
                let found = expr.and_then(|expr| self.away(expr, choice, &away)).map(|n| n + 1);
                if found.is_some() && away[at].is_none_or(|old| found < Some(old)) {
                    away[at] = found;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        away[start]?;
        let away: Rc<[_]> = away.into();
        for at in 0..20 {
            let mut out = Sentence::default();
            // The shallowest way at first; where demands forbid it, any.
            let depth = if at < 5 { DEEP + 1 } else { DEEP / 3 };
            self.aim = Some((choice, away.clone()));
            self.patience = PATIENCE;
            let made = self.rule(start, depth, seed, &mut out);
            let missed = self.aim.take().is_some();
            if made.is_some() && !missed {
                return Some(out);
            }
        }
        None
    }

    /// How far `expr` is from `choice`, if that is below it.
    fn away(&self, expr: &Expr<usize>, choice: Id, rules: &[Option<usize>]) -> Option<usize> {
        self.height(expr)?;
        match expr {
            Expr::Choice(id, _) if *id == choice => Some(0),
            Expr::Choice(_, inner) | Expr::Repeat(_, _, inner) => self.away(inner, choice, rules),
            Expr::Rule(rule) => rules[*rule],
            Expr::Alt(list) | Expr::Cat(list) => {
                list.iter().filter_map(|e| self.away(e, choice, rules)).min()
            }
            Expr::Text(_) | Expr::Range(..) | Expr::Except(..) => None,
        }
    }

    /// Which of these leads to what is aimed at.
    pub(super) fn towards(&self, list: &[Expr<usize>]) -> Option<usize> {
        let (choice, rules) = self.aim.as_ref()?;
        let away = list.iter().map(|e| self.away(e, *choice, rules)).enumerate();
        away.filter_map(|(at, n)| Some((n?, at))).min().map(|(_, at)| at)
    }
}
