use super::*;
use crate::engine::meaning::Trees;
use crate::engine::meaning::tests::received;
use crate::scenario::{Library, parse};

/// A scenario of one step.
fn scenario(step: &str) -> Scenario {
    let text = format!("title: x\nspec: 9051#2.2\nclients: [phone]\nsteps:\n{step}");
    let library = Library::bundled().unwrap();
    parse(&library, "x.yaml", "x.yaml", &text).map_err(|e| e.render(false)).unwrap()
}

/// What comes of `lines` for octets sent raw that expect this.
fn judged(expect: &str, lines: &[&str]) -> Judged {
    let sent = "  - phone sends raw: \"a1 NOOP\\r\\na2 NOOP\\r\\n\"\n    expect: |\n";
    let scenario = scenario(&format!("{sent}{expect}"));
    let inbox = received(lines);
    let mut trees = Trees::new();
    let heard = trees.heard(&inbox);
    let hearing = Hearing { heard, tags: &[], complete: false, closed: false };
    let step = &scenario.steps[0];
    judge(&scenario, &mut Values::default(), step, step.expect.as_ref(), &hearing).unwrap()
}

fn is_settled(expect: &str, lines: &[&str]) -> bool {
    match judged(expect, lines) {
        Judged::Broken { settled, .. } => settled,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_wrong_status_is_settled_once_all_answers_are_there() {
    let both = "      a1 OK\n      a2 OK\n";
    assert!(!is_settled(both, &["a1 NO x"]));
    assert!(is_settled(both, &["a1 NO x", "a2 OK x"]));
    assert_eq!(judged(both, &["a2 OK x", "a1 OK x"]), Judged::Holds);
}

#[test]
fn what_is_missing_may_still_come() {
    assert!(!is_settled("      * SEARCH\n      a1 OK\n", &["a1 OK x"]));
    assert!(!is_settled("      a1 OK\n", &["* SEARCH"]));
}

#[test]
fn the_answer_that_must_not_come_is_that_of_the_step() {
    let scenario = scenario("  - phone: NOOP\n    never: NO|BAD\n");
    let never = scenario.steps[0].never.as_ref().unwrap();
    let offence = |lines: &[&str]| {
        let inbox = received(lines);
        let mut trees = Trees::new();
        let heard = trees.heard(&inbox);
        let tags = [b"A2".to_vec()];
        let hearing = Hearing { heard, tags: &tags, complete: true, closed: false };
        offends(&scenario, &Values::default(), never, &hearing).unwrap()
    };
    assert_eq!(offence(&["A1 NO x", "A2 OK x"]), None);
    assert!(offence(&["A1 OK x", "A2 BAD x"]).is_some());
}

#[test]
fn exactly_stands_alone_too() {
    let scenario = scenario("  - phone: LSUB \"\" x\n    exactly: [LSUB]\n");
    let step = &scenario.steps[0];
    let judged = |lines: &[&str]| {
        let inbox = received(lines);
        let mut trees = Trees::new();
        let heard = trees.heard(&inbox);
        let tags = [b"A2".to_vec()];
        let hearing = Hearing { heard, tags: &tags, complete: true, closed: false };
        judge(&scenario, &mut Values::default(), step, None, &hearing).unwrap()
    };
    assert_eq!(judged(&["* LIST () NIL x", "A2 OK x"]), Judged::Holds);
    assert!(matches!(judged(&["* LSUB () NIL x", "A2 OK x"]), Judged::Broken { .. }));
    assert!(matches!(judged(&["A2 NO x"]), Judged::Broken { .. }));
}
