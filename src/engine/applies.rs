//! Whether a scenario applies to a server.

use super::player::Stage;
use crate::finding::Verdict;
use crate::scenario::{Account, Action, Need, Requirement, Scenario, Step, Verb};
use crate::target::{Accounts, Quota};

/// The verdict on a scenario that does not apply to this server.
pub(super) fn not_applicable(stage: &Stage, scenario: &Scenario) -> Option<Verdict> {
    let missing = missing(stage, scenario);
    if missing.is_empty() {
        return None;
    }
    Some(match &stage.facts.log_in {
        Ok(()) => Verdict::Unsupported(missing),
        // What it supports is told after log-in.
        Err(why) => Verdict::Blocked(format!(
            "log-in does not work, so it is not known whether there is {}: {why}",
            missing.join(", ")
        )),
    })
}

/// What the target lacks of what the scenario needs.
fn missing(stage: &Stage, scenario: &Scenario) -> Vec<String> {
    let many = |count| stage.running.accounts.at_once().is_none_or(|n| n >= count);
    let fills_up = stage.running.quota != Quota::None;
    let has = |need: &Need| match need {
        Need::Capability(name) => stage.facts.has(name),
        Need::SecondUser => many(2),
        Need::ThirdUser => many(3),
        Need::FreshAccount => matches!(stage.running.accounts, Accounts::Any(_)),
        Need::ImplicitTls => stage.running.tls.is_some(),
        Need::StartTls => stage.running.plain.is_some() && stage.facts.starttls,
        Need::Clear => stage.running.plain.is_some() && !stage.facts.login_disabled,
        Need::QuotaAccount => fills_up,
        Need::NoPrefix => stage.facts.prefix.is_empty(),
        Need::Keywords => stage.facts.keywords,
    };
    let lacks = |r: &&Requirement| r.any.iter().any(has) == r.negated;
    let mut all: Vec<String> =
        scenario.requires.iter().filter(lacks).map(|r| r.text.clone()).collect();
    // A name cannot be split into levels where there are none.
    let levels = scenario.sources.iter().any(|source| source.text().contains("${/}"));
    if stage.facts.delimiter.is_empty() && levels {
        all.push("hierarchy".to_owned());
    }
    if stage.facts.preauth && (begins_outside(scenario) || comes_again(&scenario.steps)) {
        all.push("not authenticated state".to_owned());
    }
    let keyword = |flag: &String| !flag.starts_with('\\');
    let given = scenario.mailboxes.iter().flat_map(|(_, items)| items).flat_map(|i| &i.flags);
    if !stage.facts.keywords && given.into_iter().any(keyword) {
        all.push("keywords".to_owned());
    }
    for client in &scenario.clients {
        let (fits, name) = match client.account {
            Account::First => (true, ""),
            Account::Second => (many(2), "second user"),
            Account::Third => (many(3), "third user"),
            Account::Quota(_) => (fills_up, "quota account"),
        };
        if !fits && !all.iter().any(|known| known == name) {
            all.push(name.to_owned());
        }
    }
    all
}

/// A client begins in the not authenticated state, which a server that greets with PREAUTH does not
/// have.
fn begins_outside(scenario: &Scenario) -> bool {
    scenario.clients.iter().any(|client| !client.login)
}

/// A client connects anew and is not logged in again.
fn comes_again(steps: &[Step]) -> bool {
    steps.iter().any(|step| match &step.action {
        Action::Do { verb, .. } => matches!(verb, Verb::Connects),
        Action::Each(rows) => rows.iter().any(|row| comes_again(&row.steps)),
        Action::Use { steps, .. } => comes_again(steps),
        _ => false,
    })
}
