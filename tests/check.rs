//! `imapspec check`, `list` and `explain`: what they say and how they end.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::path::Path;
use std::process::{Command, Output};

fn imapspec(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_imapspec"))
        .args(args)
        .env_remove("IMAPSPEC_SCENARIOS")
        .output()
        .unwrap()
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

fn broken(folder: &Path) -> String {
    let path = folder.join("broken.yaml");
    let text = "title: A broken one\nspec: [9051#6.1.2]\nclients: [phone]\nsteps:\n  - phome: NOOP\n  - phone danced\n";
    std::fs::write(&path, text).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn a_broken_file_is_told_with_its_places() {
    let folder = tempfile::tempdir().unwrap();
    let path = broken(folder.path());
    let output = imapspec(&["check", &path]);
    assert_eq!(output.status.code(), Some(2));
    let errors = text(&output.stderr);
    for part in [
        "error: there is no client `phome`",
        "broken.yaml:5:5",
        "5 |   - phome: NOOP",
        "  |     ^^^^^",
        "did you mean `phone`?",
        // The second one as well, not only the first.
        "error: a client does not know how to `danced`",
        "broken.yaml:6:11",
    ] {
        assert!(errors.contains(part), "no `{part}` in:\n{errors}");
    }
    // Nothing that plays or lists it goes on, either.
    assert_eq!(imapspec(&["list", &path]).status.code(), Some(2));
}

#[test]
fn an_empty_selection_is_told() {
    for command in ["check", "list"] {
        let output = imapspec(&[command, "--area", "nowhere"]);
        assert_eq!(output.status.code(), Some(4));
        assert!(text(&output.stderr).contains("no scenario fits: area nowhere"));
    }
    let output = imapspec(&["explain", "nothing/of-this-name"]);
    assert_eq!(output.status.code(), Some(4));
}

#[test]
fn a_missing_folder_is_told() {
    let output = imapspec(&["check", "--scenarios", "/nonexistent/scenarios"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("/nonexistent/scenarios"));
}

#[test]
fn the_corpus_is_right() {
    let output = imapspec(&["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("nothing is wrong"));
}

#[test]
fn a_scenario_is_explained() {
    let output = imapspec(&["explain", "search/keys"]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stdout);
    for part in [
        "Each search key finds what it says",
        "https://www.rfc-editor.org/rfc/rfc9051#section-6.4.4",
        "scenarios/search/keys.yaml:",
        "  steps:",
    ] {
        assert!(said.contains(part), "no `{part}` in:\n{said}");
    }
}

#[test]
fn a_rule_is_explained() {
    let rules = text(&imapspec(&["rules"]).stdout);
    let id = rules.split_whitespace().find(|word| word.starts_with("referee/")).unwrap();
    let output = imapspec(&["explain", id]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stdout);
    assert!(said.contains(id) && said.contains("https://www.rfc-editor.org/rfc/rfc"), "{said}");
}

#[test]
fn lists_are_selected_and_machine_readable() {
    let output = imapspec(&["list", "--json", "--capability", "qresync"]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stdout);
    let mut ids = Vec::new();
    for line in said.lines() {
        let scenario: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(scenario["requires"].as_array().is_some_and(|all| !all.is_empty()));
        ids.push(scenario["id"].as_str().unwrap_or_default().to_owned());
    }
    assert!(ids.iter().any(|id| id == "qresync/changes-while-away"), "{ids:?}");
    assert!(!ids.iter().any(|id| id == "search/keys"), "{ids:?}");
}
