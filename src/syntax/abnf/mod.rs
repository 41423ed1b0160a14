//! The RFCs' own ABNF as data, to hold the grammar of commands against.
//!
//! `rules/` has the rules, a file an RFC or a part of one; each file says where it departs from the
//! RFC's letter. `read` makes expressions of them, [`Grammar::of`] puts together those of a dialect,
//! `narrow` has what stands in comments and prose instead of ABNF. `recognise` decides whether
//! octets are a sentence, `generate` makes sentences; the tests hold both against the parsers.
//!
//! To add an extension: a file in `rules/`, and its line in [`FILES`].

mod generate;
mod narrow;
mod read;
mod recognise;
mod tests;

use std::collections::HashMap;

use self::read::{Expr, rules};
use crate::syntax::dialect::{Dialect, Extension as E, Revision};

/// The rules of one dialect.
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
}

/// When a file's rules hold.
enum When {
    Always,
    Base(Revision),
    Any(&'static [E]),
    /// In IMAP4rev2 the base has it.
    InRev1(&'static [E]),
}

macro_rules! files {
    ($($name:literal $when:expr;)*) => {
        /// All files of rules, in the order in which later ones replace (`=`) or extend (`=/`).
        const FILES: &[(When, &str)] =
            &[$(($when, include_str!(concat!("rules/", $name, ".abnf")))),*];
    };
}

files! {
    "core" When::Always;
    "tagged" When::Always;
    "rfc3501" When::Base(Revision::Rev1);
    "rfc9051" When::Base(Revision::Rev2);
    "rfc4466" When::Always;
    "rfc9051-list" When::Base(Revision::Rev2);
    "rfc4731" When::InRev1(&[E::Esearch]);
    "rfc4731" When::Base(Revision::Rev2);
    "literals" When::InRev1(&[E::LiteralPlus, E::LiteralMinus]);
    "rfc2177" When::Any(&[E::Idle]);
    "rfc2342" When::Any(&[E::Namespace]);
    "rfc2971" When::Any(&[E::Id]);
    "rfc3502" When::Any(&[E::MultiAppend]);
    "rfc3516" When::Any(&[E::Binary]);
    "rfc3691" When::Any(&[E::Unselect]);
    "rfc4314" When::Any(&[E::Acl]);
    "rfc4315" When::InRev1(&[E::UidPlus]);
    "rfc4467" When::Any(&[E::UrlAuth, E::UrlAuthBinary]);
    "rfc5524" When::Any(&[E::UrlAuthBinary]);
    "rfc4469" When::Any(&[E::Catenate]);
    "rfc4959" When::InRev1(&[E::SaslIr]);
    "rfc4978" When::Any(&[E::Compress]);
    "rfc5032" When::Any(&[E::Within]);
    "rfc5161" When::Any(&[E::Enable]);
    "rfc5182" When::Any(&[E::SearchRes]);
    "language" When::Any(&[E::Language]);
    "comparator" When::Any(&[E::Comparator]);
    "sort" When::Any(&[E::Sort, E::SortDisplay]);
    "thread" When::Any(&[E::Thread]);
    "rfc5957" When::Any(&[E::SortDisplay]);
    "context" When::Any(&[E::Context]);
    "esort" When::Any(&[E::Esort]);
    "rfc5258" When::Any(&[E::ListExtended]);
    "rfc5464" When::Any(&[E::Metadata]);
    "filter-mailboxes" When::Any(&[E::Notify, E::MultiSearch]);
    "rfc5465" When::Any(&[E::Notify]);
    "rfc5466" When::Any(&[E::Filters]);
    "rfc6154" When::Any(&[E::CreateSpecialUse]);
    "rfc6203" When::Any(&[E::Fuzzy]);
    "rfc6851" When::Any(&[E::Move]);
    "rfc6855" When::Any(&[E::Utf8Accept]);
    "condstore" When::Any(&[E::CondStore, E::QResync]);
    "qresync" When::Any(&[E::QResync]);
    "rfc7377" When::Any(&[E::MultiSearch]);
    "rfc7889" When::Any(&[E::AppendLimit]);
    "rfc8437" When::Any(&[E::Unauthenticate]);
    "rfc8438" When::Any(&[E::StatusSize]);
    "rfc8474" When::Any(&[E::ObjectId]);
    "rfc8508" When::Any(&[E::Replace]);
    "rfc8514" When::Any(&[E::SaveDate]);
    "rfc8970" When::Any(&[E::Preview]);
    "rfc9208" When::Any(&[E::Quota]);
    "rfc9394" When::Any(&[E::Partial]);
    "rfc9738" When::Any(&[E::MessageLimit]);
    "generic" When::Any(&[E::Generic]);
}

impl Grammar {
    /// The rules of a dialect of one revision.
    pub fn of(revision: Revision, dialect: &Dialect) -> Self {
        let mut defined: Vec<(String, Expr<String>)> = Vec::new();
        for (when, text) in FILES {
            let any = |set: &[E]| set.iter().any(|&e| dialect.extensions.contains(e));
            let holds = match when {
                When::Always => true,
                When::Base(base) => *base == revision,
                When::Any(set) => any(set),
                When::InRev1(set) => revision == Revision::Rev1 && any(set),
            };
            if !holds {
                continue;
            }
            for (name, extends, expr) in rules(text) {
                match defined.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, old)) if extends => {
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
        self.rules.push(Rule { name: name.into(), expr: None, narrow });
        at
    }
}
