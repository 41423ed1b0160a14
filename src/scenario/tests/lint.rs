//! What is told of scenarios that are right but not good.

use super::library;
use crate::scenario::{lint, parse};

const SCHEMA: &str = "# yaml-language-server: $schema=../schema.json\n";

/// What the lint says of a scenario with this head and these steps.
fn said(id: &str, head: &str, steps: &str) -> Vec<String> {
    let text = format!("{SCHEMA}{head}steps:\n{steps}");
    let scenario = parse(&library(), &format!("{id}.yaml"), id, &text)
        .unwrap_or_else(|error| panic!("{error}"));
    let error = lint::scenario(&scenario);
    error.map_or_else(Vec::new, |error| {
        error.diagnostics.iter().map(|one| one.message.clone()).collect()
    })
}

const HEAD: &str = "title: A claim of some words\nspec: [9051#6.1.2]\n";

fn steps(steps: &str) -> Vec<String> {
    said("area/case", HEAD, steps)
}

fn step(command: &str) -> Vec<String> {
    steps(&format!("  - client: {command}\n    expect: OK\n"))
}

#[test]
fn a_good_scenario_is_left_alone() {
    assert!(step("NOOP").is_empty());
}

#[test]
fn names_titles_and_the_schema() {
    let noop = "  - client: NOOP\n    expect: OK\n";
    let one = |id: &str, title: &str| said(id, &HEAD.replace("A claim of some words", title), noop);
    for (id, title, message) in [
        (
            "area/Case_1",
            "A claim of some words",
            "the file's name `area/Case_1` is not in kebab case",
        ),
        ("case", "A claim of some words", "this scenario is in no area"),
        ("area/deep/case", "A claim of some words", "the first line does not name the schema"),
        ("area/case", "NOOP works", "this title claims nothing"),
        ("area/case", "The server answers NOOP.", "a title ends without a full stop"),
        ("area/case", "test that NOOP works", "a title begins with a capital letter"),
        ("area/case", "Checks that NOOP works", "a title says what a server does, not what we do"),
    ] {
        let found = one(id, title);
        assert!(found.iter().any(|one| one == message), "{id}, {title}: {found:?}");
    }
}

#[test]
fn something_can_fail() {
    assert_eq!(steps("  - client: NOOP\n"), ["nothing is expected in this scenario"]);
    for expect in ["OK|NO|BAD", "[OK, NO|BAD]"] {
        let found = steps(&format!("  - client: NOOP\n    expect: {expect}\n"));
        assert_eq!(found, ["this expectation cannot fail"], "{expect}");
    }
    assert!(steps("  - client: NOOP\n    expect: OK|NO\n").is_empty());
}

#[test]
fn every_client_does_something() {
    let head = format!("{HEAD}clients: [phone, laptop]\n");
    let found = said("area/case", &head, "  - phone: NOOP\n    expect: OK\n");
    assert_eq!(found, ["the client `laptop` does nothing"]);
}

#[test]
fn titles_are_claimed_once() {
    let text = format!("{SCHEMA}{HEAD}steps:\n  - client: NOOP\n    expect: OK\n");
    let read = |path: &str| parse(&library(), path, path, &text).unwrap();
    let (one, two) = (read("area/one.yaml"), read("area/two.yaml"));
    let errors = lint::together([&one, &two]);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].to_string().contains("`area/one` has the same title"));
}

#[test]
fn extensions_are_required() {
    for (command, needs) in [
        ("ENABLE QRESYNC", "ENABLE"),
        ("FETCH 1 (MODSEQ)", "FETCH with MODSEQ"),
        ("UID FETCH 1 (FLAGS) (CHANGEDSINCE 3)", "FETCH with CHANGEDSINCE"),
        ("UID SEARCH RETURN (MIN) ALL", "SEARCH with RETURN"),
        ("SELECT x (QRESYNC (1 2))", "SELECT with QRESYNC"),
        ("UID EXPUNGE 1", "UID EXPUNGE"),
        ("APPEND x ${literal+ plain}", "a literal `{n+}`"),
        ("APPEND x ${literal8 plain}", "a literal `~{n}`"),
        ("APPEND x ${literal plain} ${literal html}", "APPEND of several"),
        ("FETCH 1 BINARY.PEEK[1]", "FETCH with BINARY.PEEK"),
        ("STATUS x (SIZE)", "STATUS with SIZE"),
        ("MOVE 1 x", "MOVE"),
    ] {
        let message = format!("{needs} is an extension that is not required");
        assert!(step(command).contains(&message), "{command}: {:?}", step(command));
        // Not where its absence is asked for, nor where a condition guards it.
        let bad = steps(&format!("  - client: {command}\n    expect: [OK, BAD]\n"));
        assert!(bad.is_empty(), "{command}: {bad:?}");
        let when = steps(&format!("  - client: {command}\n    expect: OK\n    when: X\n"));
        assert!(when.is_empty(), "{command}: {when:?}");
    }
    for command in
        ["FETCH 1 FLAGS", "SEARCH SUBJECT \"MODSEQ RETURN\"", "SELECT CONDSTORED", "UID X-MOVED"]
    {
        assert!(step(command).is_empty(), "{command}: {:?}", step(command));
    }
    let head = format!("{HEAD}requires: [\"CONDSTORE|QRESYNC\"]\n");
    assert!(said("area/case", &head, "  - client: FETCH 1 (MODSEQ)\n    expect: OK\n").is_empty());
    let head = format!("{HEAD}requires: [\"CONDSTORE|IDLE\"]\n");
    assert!(!said("area/case", &head, "  - client: FETCH 1 (MODSEQ)\n    expect: OK\n").is_empty());
}

#[test]
fn features_are_required() {
    for (clients, feature) in [
        ("{client: {user: second}}", "second user"),
        ("{client: {user: quota 20K}}", "quota account"),
        ("{client: {tls: implicit}}", "tls"),
        ("{client: {tls: starttls}}", "starttls"),
    ] {
        let head = format!("{HEAD}clients: {clients}\n");
        let steps = "  - client: NOOP\n    expect: OK\n";
        assert_eq!(said("area/case", &head, steps), [format!("this needs `{feature}`")]);
        let head = format!("{head}requires: [{feature}]\n");
        assert!(said("area/case", &head, steps).is_empty());
    }
}

#[test]
fn what_is_misspelt_is_told() {
    for (command, message) in [
        ("SELCT x", "there is no command `SELCT`"),
        ("UID FECTH 1 FLAGS", "there is no command `FECTH`"),
    ] {
        assert_eq!(step(command), [message]);
        // A command that is to be refused may be any.
        assert!(steps(&format!("  - client: {command}\n    expect: BAD\n")).is_empty());
    }
    // Nothing is near: a command of one's own.
    assert!(step("XYZZY").is_empty());
    let noop = "  - client: NOOP\n    expect: OK\n";
    let requires = |what: &str| said("area/case", &format!("{HEAD}requires: [{what}]\n"), noop);
    assert_eq!(requires("CONDSTOR"), ["no capability `CONDSTOR` is known here"]);
    assert!(requires("CONDSTORE").is_empty());
    assert!(requires("X-OURS").is_empty());
}
