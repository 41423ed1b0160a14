//! The universal rules: judged on every exchange of every scenario, without knowing its script.
//!
//! One file or folder a family. To add a rule: a line in the family's `rules!`, a place in its judge that
//! says `bench.broken(scene, &RULE, …)`, and a dialogue that breaks it beside one that nearly does
//! (`script` has the language; a long family's tests are in `tests/`). To add a family: a file, and
//! a line in `FAMILIES`.
//!
//! Families that see one connection: `tags`, `answers`, `told`, `states`, `order`, `exists`, `uids`,
//! `copyuid`, `select`, `capability`, `codes`, `search`, `condstore`, `end`, `list`, `fetch`, `flags`,
//! `expunge`. Those that see all of a scenario: `grammar`, `same` with `octets` (a message
//! is the same for everybody), `agree` (a mailbox is), `lasting` (permanent flags are), `brought` (what
//! comes has its flags).
//!
//! A judge sees each happening twice: `before` the view took it in, and `after`. What it may rely
//! on:
//! - `scene::Scene`: the happening, the view, the command that a tagged response ended with all
//!   that was answered while it was in progress (`ledger`), and what other sessions do (`world`, by
//!   the `effect` of their commands);
//! - `data`: what responses hold; `message`: what was told of one; `sure` and `keys`: what is certain
//!   of flags, and so of a search key;
//! - `bench::Bench`: where findings are laid down; it keeps one of each kind and counts the rest.
//!
//! **Never cry wolf.** Where a client sent nonsense (`Scene::nonsense`), where
//! sequence numbers may be off ([`Selected::doubtful`](crate::client::view::Selected)), where another
//! session may have changed the mailbox meanwhile, a judge is silent unless its rule holds all the
//! same. A rule's grade is the RFC's word, not our wish.

mod agree;
mod answers;
mod bench;
mod brought;
mod capability;
mod codes;
mod condstore;
mod copyuid;
mod data;
mod effect;
mod end;
mod exists;
mod expunge;
mod fetch;
mod flags;
mod grammar;
mod keys;
mod lasting;
mod ledger;
mod list;
mod message;
mod octets;
mod order;
mod rule;
mod same;
mod scene;
#[cfg(test)]
mod script;
mod search;
mod select;
mod states;
mod sure;
mod tags;
#[cfg(test)]
mod tests;
mod told;
mod uids;
mod world;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::client::happening::{Happening, What};
use crate::client::view::View;
use crate::finding::Finding;

use bench::Bench;
use ledger::Ledger;
pub use rule::Rule;
use scene::{Judge, Scene};
use world::World;

/// What the referee is told of the surroundings.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Nobody but the scenario's own clients uses the mailboxes that it uses, INBOX included.
    pub alone: bool,
    /// Capabilities that the target advertises after log-in, where the engine has asked.
    pub capabilities: Option<Vec<String>>,
}

impl Default for Setting {
    fn default() -> Self {
        Self { alone: true, capabilities: None }
    }
}

/// Makes a judge for the whole scenario.
type ScenarioJudge = fn(&Setting) -> Box<dyn Judge>;

/// A family of rules.
struct Family {
    rules: &'static [Rule],
    /// Makes a judge for each connection.
    session: Option<fn() -> Box<dyn Judge>>,
    /// Makes a judge for the whole scenario, which sees all connections.
    scenario: Option<ScenarioJudge>,
}

impl Family {
    const fn of_session(rules: &'static [Rule], judge: fn() -> Box<dyn Judge>) -> Self {
        Self { rules, session: Some(judge), scenario: None }
    }

    const fn of_scenario(rules: &'static [Rule], judge: ScenarioJudge) -> Self {
        Self { rules, session: None, scenario: Some(judge) }
    }
}

/// All families.
const FAMILIES: &[Family] = &[
    Family::of_scenario(grammar::RULES, grammar::judge),
    Family::of_session(tags::RULES, tags::judge),
    Family::of_session(answers::RULES, answers::judge),
    Family::of_session(told::RULES, told::judge),
    Family::of_session(states::RULES, states::judge),
    Family::of_session(order::RULES, order::judge),
    Family::of_session(exists::RULES, exists::judge),
    Family::of_session(uids::RULES, uids::judge),
    Family::of_session(copyuid::RULES, copyuid::judge),
    Family::of_session(select::RULES, select::judge),
    Family::of_session(capability::RULES, capability::judge),
    Family::of_session(codes::RULES, codes::judge),
    Family::of_session(search::RULES, search::judge),
    Family::of_session(condstore::RULES, condstore::judge),
    Family::of_session(end::RULES, end::judge),
    Family::of_session(list::RULES, list::judge),
    Family::of_session(fetch::RULES, fetch::judge),
    Family::of_session(flags::RULES, flags::judge),
    Family::of_session(expunge::RULES, expunge::judge),
    Family::of_scenario(same::RULES, same::judge),
    Family::of_scenario(agree::RULES, agree::judge),
    Family::of_scenario(lasting::RULES, lasting::judge),
    Family::of_scenario(brought::RULES, brought::judge),
    Family { rules: octets::RULES, session: None, scenario: None },
];

/// Every universal rule, in the order of the families.
pub fn rules() -> &'static [Rule] {
    static ALL: LazyLock<Vec<Rule>> =
        LazyLock::new(|| FAMILIES.iter().flat_map(|family| family.rules).copied().collect());
    &ALL
}

/// Judges one scenario.
pub struct Referee {
    world: World,
    sessions: BTreeMap<(String, u32), Session>,
    scenario: Vec<Box<dyn Judge>>,
    bench: Bench,
}

/// One connection.
struct Session {
    view: View,
    ledger: Ledger,
    judges: Vec<Box<dyn Judge>>,
}

impl Referee {
    /// A referee of a scenario that is about to begin.
    pub fn new(setting: Setting) -> Self {
        let scenario = FAMILIES.iter().filter_map(|f| f.scenario).map(|make| make(&setting));
        Self {
            scenario: scenario.collect(),
            world: World::new(setting),
            sessions: BTreeMap::new(),
            bench: Bench::default(),
        }
    }

    /// Takes in what happened, on any connection.
    pub fn observe(&mut self, happening: &Happening<'_>) {
        let key = (happening.client.to_owned(), happening.connection);
        let session = self.sessions.entry(key.clone()).or_insert_with(|| Session {
            view: View::new(),
            ledger: Ledger::default(),
            judges: FAMILIES.iter().filter_map(|f| f.session).map(|make| make()).collect(),
        });
        self.world.begin(&key, happening, &session.view);
        session.ledger.begin(happening, &session.view);
        let scene = Scene::new(happening, &session.view, &session.ledger, &self.world, &key, None);
        for judge in session.judges.iter_mut().chain(&mut self.scenario) {
            judge.before(&scene, &mut self.bench);
        }
        let change = session.view.observe(&happening.what);
        self.world.end(&key, happening, &session.view, &change);
        let scene =
            Scene::new(happening, &session.view, &session.ledger, &self.world, &key, Some(&change));
        for judge in session.judges.iter_mut().chain(&mut self.scenario) {
            judge.after(&scene, &change, &mut self.bench);
        }
        session.ledger.end(&session.view, self.world.now());
        if matches!(happening.what, What::Closed { .. }) {
            self.sessions.remove(&key);
        }
    }

    /// The scenario is over: what was broken, gravest first.
    pub fn finish(mut self) -> Vec<Finding> {
        for judge in &mut self.scenario {
            judge.finish(&mut self.bench);
        }
        self.bench.findings()
    }
}
