//! Sentences of a grammar, the same for the same seed.

use std::collections::{HashMap, HashSet};

use super::Grammar;
use super::read::Expr;

/// A source of numbers (splitmix64).
pub struct Seed(pub u64);

impl Seed {
    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}

/// Makes sentences.
pub struct Generator<'g> {
    grammar: &'g Grammar,
    /// How deep the shallowest sentence of each rule is; none where there is no sentence.
    heights: Vec<Option<usize>>,
    /// How often each alternative was taken.
    taken: HashMap<Choice, usize>,
}

/// An alternative: its place in memory.
pub type Choice = *const Expr<usize>;

/// A sentence under way.
#[derive(Default)]
pub struct Sentence {
    pub octets: Vec<u8>,
    /// The alternatives and options that it takes.
    pub choices: Vec<Choice>,
}

impl Sentence {
    /// Back to where it was.
    fn cut(&mut self, octets: usize, choices: usize) {
        self.octets.truncate(octets);
        self.choices.truncate(choices);
    }
}

/// How deep a sentence may grow before the shallowest way is taken.
const DEEP: usize = 24;

impl<'g> Generator<'g> {
    pub fn new(grammar: &'g Grammar) -> Self {
        let mut generator =
            Self { grammar, heights: vec![None; grammar.rules.len()], taken: HashMap::new() };
        loop {
            let mut changed = false;
            for at in 0..grammar.rules.len() {
                let expr = grammar.rules[at].expr.as_ref();
                let height = expr.and_then(|e| generator.height(e)).map(|height| height + 1);
                if generator.heights[at].is_none() && height.is_some() {
                    generator.heights[at] = height;
                    changed = true;
                }
            }
            if !changed {
                return generator;
            }
        }
    }

    fn height(&self, expr: &Expr<usize>) -> Option<usize> {
        match expr {
            Expr::Rule(rule) => self.heights[*rule],
            Expr::Text(_) | Expr::Range(..) => Some(0),
            Expr::Except(of, _) => self.height(of),
            Expr::Alt(list) => list.iter().filter_map(|e| self.height(e)).min(),
            Expr::Cat(list) => list.iter().try_fold(0, |most, e| Some(self.height(e)?.max(most))),
            Expr::Repeat(0, ..) => Some(0),
            Expr::Repeat(_, _, inner) => self.height(inner),
        }
    }

    /// A sentence of the rule `start`, unless chance has led into a comment's demand.
    pub fn sentence(&mut self, start: &str, seed: &mut Seed) -> Option<Sentence> {
        let mut out = Sentence::default();
        self.rule(*self.grammar.names.get(start)?, 0, seed, &mut out)?;
        Some(out)
    }

    fn rule(
        &mut self,
        rule: usize,
        depth: usize,
        seed: &mut Seed,
        out: &mut Sentence,
    ) -> Option<()> {
        let grammar = self.grammar;
        let rule = &grammar.rules[rule];
        let (start, choices) = (out.octets.len(), out.choices.len());
        if matches!(&*rule.name, "literal" | "literal8") {
            let count = seed.below(4);
            let tilde = if rule.name == "literal8" { "~" } else { "" };
            out.octets.extend_from_slice(format!("{tilde}{{{count}}}\r\n").as_bytes());
            out.octets.extend((0..count).map(|_| 1 + seed.below(255) as u8));
            return Some(());
        }
        let expr = rule.expr.as_ref()?;
        for _ in 0..50 {
            let made = self.expr(expr, depth, seed, out);
            if made.is_some() && rule.narrow.is_none_or(|demand| demand(&out.octets[start..])) {
                return Some(());
            }
            out.cut(start, choices);
        }
        None
    }

    fn expr(
        &mut self,
        expr: &Expr<usize>,
        depth: usize,
        seed: &mut Seed,
        out: &mut Sentence,
    ) -> Option<()> {
        match expr {
            Expr::Rule(rule) => self.rule(*rule, depth + 1, seed, out),
            Expr::Text(text) => {
                out.octets.extend_from_slice(text);
                Some(())
            }
            Expr::Range(from, to) => {
                out.octets.push(from + seed.below(usize::from(to - from) + 1) as u8);
                Some(())
            }
            Expr::Except(of, but) => {
                let (start, choices) = (out.octets.len(), out.choices.len());
                for _ in 0..200 {
                    self.expr(of, depth, seed, out)?;
                    let run = &out.octets[start..];
                    if run.len() == 1 && !but.iter().any(|e| self.is_one(e, run[0])) {
                        return Some(());
                    }
                    out.cut(start, choices);
                }
                None
            }
            Expr::Alt(list) => {
                let possible = list.iter().filter(|e| self.height(e).is_some());
                let possible: Vec<_> = match depth > DEEP {
                    true => possible.min_by_key(|e| self.height(e)).into_iter().collect(),
                    false => possible.collect(),
                };
                let rarest = |e: &&Expr<usize>| self.taken.get(&std::ptr::from_ref(*e)).copied();
                let chosen = match seed.below(2) {
                    0 => possible.iter().copied().min_by_key(rarest)?,
                    _ => possible.get(seed.below(possible.len().max(1))).copied()?,
                };
                self.take(chosen, out);
                self.expr(chosen, depth, seed, out)
            }
            Expr::Cat(list) => list.iter().try_for_each(|e| self.expr(e, depth, seed, out)),
            Expr::Repeat(min, max, inner) => {
                let more = match self.height(inner).is_some() && depth <= DEEP {
                    true => seed.below(max.saturating_sub(*min).min(2) + 1),
                    false => 0,
                };
                if more > 0 {
                    self.take(inner, out);
                }
                (0..min + more).try_for_each(|_| self.expr(inner, depth, seed, out))
            }
        }
    }

    fn take(&mut self, choice: &Expr<usize>, out: &mut Sentence) {
        *self.taken.entry(choice).or_default() += 1;
        out.choices.push(choice);
    }

    /// All alternatives and options of the rules that `start` reaches, with the rule's name and
    /// their number in it; without those that are no sentence or stand in `<any … except …>`.
    pub fn choices(&self, start: &str) -> Vec<(String, Choice)> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut open: Vec<usize> = self.grammar.names.get(start).copied().into_iter().collect();
        while let Some(rule) = open.pop() {
            let literal = matches!(&*self.grammar.rules[rule].name, "literal" | "literal8");
            if literal || !seen.insert(rule) {
                continue;
            }
            let mut list = Vec::new();
            if let Some(expr) = &self.grammar.rules[rule].expr {
                self.below(expr, &mut list, &mut open);
            }
            let name = &self.grammar.rules[rule].name;
            found.extend(list.into_iter().enumerate().map(|(at, c)| (format!("{name}/{at}"), c)));
        }
        found
    }

    fn below(&self, expr: &Expr<usize>, list: &mut Vec<Choice>, open: &mut Vec<usize>) {
        match expr {
            Expr::Rule(rule) => open.push(*rule),
            Expr::Text(_) | Expr::Range(..) | Expr::Except(..) => {}
            Expr::Cat(inner) => inner.iter().for_each(|e| self.below(e, list, open)),
            Expr::Alt(inner) => {
                for e in inner.iter().filter(|e| self.height(e).is_some()) {
                    list.push(e);
                    self.below(e, list, open);
                }
            }
            Expr::Repeat(min, max, inner) => {
                if min < max && self.height(inner).is_some() {
                    list.push(&raw const **inner);
                }
                if self.height(inner).is_some() {
                    self.below(inner, list, open);
                }
            }
        }
    }

    /// Whether this octet alone is a sentence of `expr`.
    fn is_one(&self, expr: &Expr<usize>, octet: u8) -> bool {
        match expr {
            Expr::Rule(rule) => {
                let found = self.grammar.rules[*rule].expr.as_ref();
                found.is_some_and(|expr| self.is_one(expr, octet))
            }
            Expr::Text(text) => text.eq_ignore_ascii_case(&[octet]),
            Expr::Range(from, to) => (from..=to).contains(&&octet),
            Expr::Alt(list) => list.iter().any(|e| self.is_one(e, octet)),
            Expr::Except(of, but) => {
                self.is_one(of, octet) && !but.iter().any(|e| self.is_one(e, octet))
            }
            Expr::Cat(_) | Expr::Repeat(..) => false,
        }
    }
}
