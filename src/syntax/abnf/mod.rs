//! The RFCs' own ABNF as data, to hold the grammar of commands and of responses against.
//!
//! `rules/` has the rules, a file an RFC or a part of one, those of responses in a folder of their
//! own; each file says where it departs from the RFC's letter. `files` says when each holds, `read`
//! makes expressions of them, [`Grammar::of`] puts together those of a dialect, `narrow` has what
//! stands in comments and prose instead of ABNF. `recognise` decides whether octets are a sentence,
//! `walk` by which choices; `generate` makes sentences, `aim` those through one choice. The tests hold
//! both against the parsers, and the fuzz target `abnf` does the same with any octets. [`coverage`]
//! counts the choices that sentences have reached, which `imapspec grammar coverage` shows.
//!
//! To add an extension: a file in `rules/` for its commands, one in `rules/responses/` for its
//! responses, and their lines in `files`.

mod aim;
pub mod coverage;
mod files;
mod generate;
mod narrow;
mod read;
mod recognise;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::HashMap;

use self::files::{BOOK, FILES};
use self::generate::{Generator, Seed};
use self::read::{Expr, Id};
use crate::syntax::dialect::{Dialect, Revision};
use crate::syntax::frame::Sender;

/// The rules of one dialect, of both directions; only what a literal is depends on who sends it.
pub struct Grammar {
    rules: Vec<Rule>,
    names: HashMap<String, usize>,
}

/// One rule.
struct Rule {
    /// In lower case.
    name: String,
    /// None where nothing defines it: it matches nothing.
    expr: Option<Expr<usize>>,
    /// What its comment demands.
    narrow: Option<narrow::Demand>,
    /// A literal: its number says how many octets follow (RFC 9051 §4.3).
    counted: bool,
}

impl Grammar {
    /// The rules of a dialect of one revision, for what `sender` sends.
    pub fn of(sender: Sender, revision: Revision, dialect: &Dialect) -> Self {
        let mut defined: Vec<(String, Expr<String>)> = Vec::new();
        for (file, rules) in FILES.iter().zip(&BOOK.files) {
            if !file.when.holds(sender, revision, dialect) {
                continue;
            }
            for rule in rules {
                let (name, expr) = (rule.name.to_ascii_lowercase(), rule.expr.clone());
                match defined.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, old)) if rule.extends => {
                        let before = std::mem::replace(old, Expr::Cat(Vec::new()));
                        let flat = |expr| match expr {
                            Expr::Alt(list) => list,
                            other => vec![other],
                        };
                        *old = Expr::Alt([flat(before), flat(expr)].concat());
                    }
                    Some((_, old)) => *old = expr,
                    None => defined.push((name, expr)),
                }
            }
        }
        let mut grammar = Self { rules: Vec::new(), names: HashMap::new() };
        for (name, _) in &defined {
            grammar.index(name);
        }
        for (name, expr) in defined {
            let expr = expr.map(&mut |name: String| grammar.index(&name));
            let at = grammar.index(&name);
            grammar.rules[at].expr = Some(expr);
        }
        grammar
    }

    fn index(&mut self, name: &str) -> usize {
        if let Some(&at) = self.names.get(name) {
            return at;
        }
        let at = self.rules.len();
        self.names.insert(name.into(), at);
        let narrow = narrow::demand(name);
        let counted = matches!(name, "literal" | "literal8");
        self.rules.push(Rule { name: name.into(), expr: None, narrow, counted });
        at
    }
}
