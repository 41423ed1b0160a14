//! Sentences of a grammar, the same for the same seed.

use std::collections::HashMap;
use std::rc::Rc;

use super::Grammar;
use super::read::{Expr, Id};
use super::recognise::{alternatives, literal_parts};

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
    pub(super) grammar: &'g Grammar,
    /// How deep the shallowest sentence of each rule is; none where there is no sentence.
    heights: Vec<Option<usize>>,
    /// How often each choice was taken.
    taken: HashMap<Id, usize>,
    /// What is still to be taken, and how far each rule is from it.
    pub(super) aim: Option<(Id, Rc<[Option<usize>]>)>,
    /// How often a demand may still fail before a sentence is given up.
    pub(super) patience: usize,
}

/// A sentence under way.
#[derive(Default)]
pub struct Sentence {
    /// What it says.
    pub octets: Vec<u8>,
    /// The choices that it takes.
    pub choices: Vec<Id>,
}

impl Sentence {
    /// Back to where it was.
    fn cut(&mut self, octets: usize, choices: usize) {
        self.octets.truncate(octets);
        self.choices.truncate(choices);
    }
}

/// How often demands may fail within one sentence.
pub(super) const PATIENCE: usize = 500;

/// How deep a sentence may grow before the shallowest way is taken.
pub(super) const DEEP: usize = 24;

impl<'g> Generator<'g> {
    /// None was made yet.
    pub fn new(grammar: &'g Grammar) -> Self {
        let heights = vec![None; grammar.rules.len()];
        let mut generator =
            Self { grammar, heights, taken: HashMap::new(), aim: None, patience: 0 };
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

    pub(super) fn height(&self, expr: &Expr<usize>) -> Option<usize> {
        match expr {
            Expr::Choice(_, inner) => self.height(inner),
            Expr::Rule(rule) => self.heights[*rule],
            Expr::Text(_) | Expr::Range(..) => Some(0),
            Expr::Except(of, _) => self.height(of),
            Expr::Alt(list) => list.iter().filter_map(|e| self.height(e)).min(),
            Expr::Cat(list) => list.iter().try_fold(0, |most, e| Some(self.height(e)?.max(most))),
            Expr::Repeat(0, ..) => Some(0),
            Expr::Repeat(_, _, inner) => self.height(inner),
        }
    }

    /// A sentence of the rule `start` that takes what was taken least, unless chance has led into a comment's demand.
    #[cfg(test)]
    pub fn sentence(&mut self, start: &str, seed: &mut Seed) -> Option<Sentence> {
        let mut out = Sentence::default();
        self.patience = PATIENCE;
        self.rule(*self.grammar.names.get(start)?, 0, seed, &mut out)?;
        Some(out)
    }

    pub(super) fn rule(
        &mut self,
        rule: usize,
        depth: usize,
        seed: &mut Seed,
        out: &mut Sentence,
    ) -> Option<()> {
        let grammar = self.grammar;
        let rule = &grammar.rules[rule];
        let (start, choices) = (out.octets.len(), out.choices.len());
        if rule.counted {
            return self.literal(rule.expr.as_ref()?, depth, seed, out);
        }
        let expr = rule.expr.as_ref()?;
        let aim = self.aim.clone();
        for _ in 0..50 {
            self.aim.clone_from(&aim);
            let made = self.expr(expr, depth, seed, out);
            if made.is_some() && rule.narrow.is_none_or(|demand| demand(&out.octets[start..])) {
                return Some(());
            }
            out.cut(start, choices);
            self.patience = self.patience.checked_sub(1)?;
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
                    // What stands within is no choice that anybody counts.
                    out.choices.truncate(choices);
                    let made = &out.octets[start..];
                    if !but.iter().any(|e| self.grammar.matches(e, made)) {
                        return Some(());
                    }
                    out.cut(start, choices);
                }
                None
            }
            Expr::Choice(id, inner) => {
                self.take(*id, out);
                self.expr(inner, depth, seed, out)
            }
            Expr::Alt(list) if let Some(at) = self.towards(list) => {
                self.expr(&list[at], depth, seed, out)
            }
            Expr::Alt(list) => {
                let possible = list.iter().filter(|e| self.height(e).is_some());
                let possible: Vec<_> = match depth > DEEP {
                    true => possible.min_by_key(|e| self.height(e)).into_iter().collect(),
                    false => possible.collect(),
                };
                let rarest = |e: &&Expr<usize>| match e {
                    Expr::Choice(id, _) => self.taken.get(id).copied(),
                    _ => None,
                };
                let chosen = match seed.below(2) {
                    0 => possible.iter().copied().min_by_key(rarest)?,
                    _ => possible.get(seed.below(possible.len().max(1))).copied()?,
                };
                self.expr(chosen, depth, seed, out)
            }
            Expr::Cat(list) => {
                // One of them leads there; the others are not to.
                let towards = self.towards(list);
                for (at, e) in list.iter().enumerate() {
                    let rest =
                        if towards.is_some_and(|t| t != at) { self.aim.take() } else { None };
                    self.expr(e, depth, seed, out)?;
                    self.aim = self.aim.take().or(rest);
                }
                Some(())
            }
            Expr::Repeat(min, _, inner) if self.towards(std::slice::from_ref(inner)).is_some() => {
                let aim = self.aim.take();
                let bare = match &**inner {
                    Expr::Choice(_, bare) => &**bare,
                    other => other,
                };
                // Nothing else than repeated exactly is no choice.
                let exactly = usize::from(!matches!(**inner, Expr::Choice(..)));
                (exactly..*min).try_for_each(|_| self.expr(bare, depth, seed, out))?;
                self.aim = aim;
                self.expr(inner, depth, seed, out)
            }
            Expr::Repeat(min, max, inner) => {
                let more = match self.height(inner).is_some() && depth <= DEEP {
                    true => seed.below(max.saturating_sub(*min).min(2) + 1),
                    false => 0,
                };
                let bare = match &**inner {
                    Expr::Choice(_, bare) => &**bare,
                    other => other,
                };
                (0..*min).try_for_each(|_| self.expr(bare, depth, seed, out))?;
                (0..more).try_for_each(|_| self.expr(inner, depth, seed, out))
            }
        }
    }

    /// A few octets in any of its forms.
    fn literal(
        &mut self,
        expr: &Expr<usize>,
        depth: usize,
        seed: &mut Seed,
        out: &mut Sentence,
    ) -> Option<()> {
        let ways = alternatives(expr);
        let at = self.towards(ways).unwrap_or_else(|| seed.below(ways.len().max(1)));
        let way = ways.get(at)?;
        let (head, data) = literal_parts(way)?;
        if let Expr::Choice(id, _) = way {
            self.take(*id, out);
        }
        let count = [0, 1, 2, 3, 12][seed.below(5)];
        for piece in head {
            match piece {
                // Of the rules there, CRLF alone is no number.
                Expr::Rule(rule) if &*self.grammar.rules[*rule].name != "crlf" => {
                    // All that is in a number comes with some count.
                    self.aim = self.aim.take().filter(|(_, rules)| rules[*rule].is_none());
                    out.octets.extend_from_slice(count.to_string().as_bytes());
                }
                piece => self.expr(piece, depth, seed, out)?,
            }
        }
        (0..count).try_for_each(|_| self.expr(data, depth, seed, out))
    }

    fn take(&mut self, choice: Id, out: &mut Sentence) {
        self.aim = self.aim.take().filter(|(aim, _)| *aim != choice);
        *self.taken.entry(choice).or_default() += 1;
        out.choices.push(choice);
    }
}
