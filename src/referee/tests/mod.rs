//! Dialogues for the families that would be too long with their own; and the table of rules.

mod agree;
mod condstore;
mod fetch;
mod flags;
mod list;
mod octets;
mod same;
mod search;
mod select;

use super::rules;

#[test]
fn rules_are_well_formed_and_have_names_of_their_own() {
    let mut ids: Vec<&str> = rules().iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
    for rule in rules() {
        assert!(rule.id.starts_with("referee/"), "{}", rule.id);
        assert!(!rule.spec.is_empty() && rule.wants.len() > 20, "{}", rule.id);
        assert!(rule.spec.iter().all(|s| s.contains('#')), "{}", rule.id);
    }
}
