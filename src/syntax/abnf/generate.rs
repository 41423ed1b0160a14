//! Sentences of a grammar, the same for the same seed.

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
}

/// How deep a sentence may grow before the shallowest way is taken.
const DEEP: usize = 24;

impl<'g> Generator<'g> {
    pub fn new(grammar: &'g Grammar) -> Self {
        let mut generator = Self { grammar, heights: vec![None; grammar.rules.len()] };
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
    pub fn sentence(&self, start: &str, seed: &mut Seed) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        self.rule(*self.grammar.names.get(start)?, 0, seed, &mut out)?;
        Some(out)
    }

    fn rule(&self, rule: usize, depth: usize, seed: &mut Seed, out: &mut Vec<u8>) -> Option<()> {
        let rule = &self.grammar.rules[rule];
        let start = out.len();
        if matches!(&*rule.name, "literal" | "literal8") {
            let count = seed.below(4);
            let tilde = if rule.name == "literal8" { "~" } else { "" };
            out.extend_from_slice(format!("{tilde}{{{count}}}\r\n").as_bytes());
            out.extend((0..count).map(|_| 1 + seed.below(255) as u8));
            return Some(());
        }
        let expr = rule.expr.as_ref()?;
        for _ in 0..50 {
            let made = self.expr(expr, depth, seed, out);
            if made.is_some() && rule.narrow.is_none_or(|demand| demand(&out[start..])) {
                return Some(());
            }
            out.truncate(start);
        }
        None
    }

    fn expr(
        &self,
        expr: &Expr<usize>,
        depth: usize,
        seed: &mut Seed,
        out: &mut Vec<u8>,
    ) -> Option<()> {
        match expr {
            Expr::Rule(rule) => self.rule(*rule, depth + 1, seed, out),
            Expr::Text(text) => {
                out.extend_from_slice(text);
                Some(())
            }
            Expr::Range(from, to) => {
                out.push(from + seed.below(usize::from(to - from) + 1) as u8);
                Some(())
            }
            Expr::Except(of, but) => {
                let start = out.len();
                for _ in 0..200 {
                    self.expr(of, depth, seed, out)?;
                    let run = &out[start..];
                    if run.len() == 1 && !but.iter().any(|e| self.is_one(e, run[0])) {
                        return Some(());
                    }
                    out.truncate(start);
                }
                None
            }
            Expr::Alt(list) => {
                let possible = list.iter().filter(|e| self.height(e).is_some());
                let possible: Vec<_> = match depth > DEEP {
                    true => possible.min_by_key(|e| self.height(e)).into_iter().collect(),
                    false => possible.collect(),
                };
                let chosen = possible.get(seed.below(possible.len().max(1)))?;
                self.expr(chosen, depth, seed, out)
            }
            Expr::Cat(list) => list.iter().try_for_each(|e| self.expr(e, depth, seed, out)),
            Expr::Repeat(min, max, inner) => {
                let more = match self.height(inner).is_some() && depth <= DEEP {
                    true => seed.below(max.saturating_sub(*min).min(2) + 1),
                    false => 0,
                };
                (0..min + more).try_for_each(|_| self.expr(inner, depth, seed, out))
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
