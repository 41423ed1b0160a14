//! A finding's caret stands where the script says it.

use super::read;
use crate::finding::Place;
use crate::scenario::{
    Action, Arithmetic, Call, Content, Expression, LineKind, Name, Part, Span, Status, Template,
    Verb,
};

const HEAD: &str = "title: A place for everything\nspec: [9051#6.1.2]\nmailbox: [plain]\n";

fn verb(action: &Action) -> &Verb {
    match action {
        Action::Do { verb, .. } => verb,
        other => panic!("no client does {other:?}"),
    }
}

fn command(action: &Action) -> &Template {
    match verb(action) {
        Verb::Command(command) | Verb::SendsRaw(command) => command,
        other => panic!("{other:?} is no command"),
    }
}

/// The text that `place` underlines.
fn underlined(place: &Place) -> String {
    place.text.chars().skip(place.column - 1).take(place.width).collect()
}

#[test]
fn lines_of_patterns() {
    let text = format!(
        "{HEAD}steps:\n  - client: SELECT ${{mailbox}}\n    expect: |\n      * 3 EXISTS\n\n      é OK\n"
    );
    // The character before the last line makes it no pattern: the place counts characters.
    let error = read(&text).unwrap_err();
    let place = error.diagnostics.first().unwrap().place().unwrap();
    assert_eq!((place.line, place.column, place.width), (9, 7, 4));

    let scenario = read(&text.replace('é', "*")).unwrap();
    let step = scenario.steps.first().unwrap();
    let block = &step.expect.as_ref().unwrap().outcomes.first().unwrap().block;
    let shown: Vec<String> =
        block.lines.iter().map(|line| underlined(&scenario.place(line.span).unwrap())).collect();
    assert_eq!(shown, ["* 3 EXISTS", "* OK"]);
    let pattern = &block.lines.first().unwrap().pattern;
    assert_eq!(underlined(&scenario.place(pattern.span).unwrap()), "3 EXISTS");
    let piece = pattern.pieces.first().unwrap();
    assert_eq!(underlined(&scenario.place(piece.span.slice(2, 8)).unwrap()), "EXISTS");
    assert_eq!(underlined(&scenario.place(step.span).unwrap()), "client");
}

#[test]
fn placeholders() {
    let scenario = read(&format!(
        "{HEAD}steps:\n  - client: APPEND ${{root}}${{/}}a ${{octets plain 2 ${{expr 1 + 2}}}} $${{x}}\n"
    ))
    .unwrap();
    let command = command(&scenario.steps.first().unwrap().action);
    let shown: Vec<String> = command
        .pieces
        .iter()
        .map(|piece| underlined(&scenario.place(piece.span).unwrap()))
        .collect();
    let expected =
        ["APPEND ", "${root}", "${/}", "a ", "${octets plain 2 ${expr 1 + 2}}", " $", "{x}"];
    assert_eq!(shown, expected);
    assert_eq!(command.pieces[1].part, Part::Value(Name::Root));
    assert_eq!(command.pieces[2].part, Part::Value(Name::Delimiter));
    let Part::Call(call) = &command.pieces[4].part else { panic!("no call") };
    let Call::Octets { content, offset: Some(_), length: Some(Expression::Operand(length)) } =
        call.as_ref()
    else {
        panic!("{call:?}")
    };
    assert_eq!(*content, Content::Message("plain".to_owned()));
    assert!(matches!(&length.pieces[..], [piece] if matches!(&piece.part, Part::Call(call)
        if matches!(call.as_ref(), Call::Expr(Expression::Binary { op: Arithmetic::Plus, .. })))));
    assert!(scenario.messages.contains_key("plain"));
}

#[test]
fn columns_are_spliced_in() {
    let scenario = read(&format!(
        "{HEAD}steps:\n  - each: |\n      key | answer | when\n      ALL | OK | IDLE\n      X   | NO|BAD [CODE] | A|B and !C\n    do:\n      - client: SEARCH ${{key}}\n        expect: ${{answer}}\n        when: ${{when}}\n  - client: NOOP\n"
    ))
    .unwrap();
    let Action::Each(rows) = &scenario.steps[0].action else { panic!("no rows") };
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].label, "key: X, answer: NO|BAD [CODE], when: A|B and !C");
    assert_eq!(underlined(&scenario.place(rows[0].span).unwrap()), "ALL | OK | IDLE");
    let step = &rows[1].steps[0];
    assert_eq!(command(&step.action).literal().unwrap(), "SEARCH X");
    let line = &step.expect.as_ref().unwrap().outcomes[0].block.lines[0];
    assert_eq!(line.kind, LineKind::Tagged { statuses: vec![Status::No, Status::Bad], tag: None });
    assert_eq!(line.pattern.literal().unwrap(), "[CODE]");
    assert_eq!(step.when.len(), 2);
    assert!(step.when[1].negated);
    // Rows share the numbers of their steps, and the next step goes on from there.
    assert_eq!((rows[0].steps[0].number, step.number, scenario.steps[1].number), (2, 2, 3));
}

#[test]
fn parameters_are_spliced_in() {
    let scenario = read(&format!(
        "{HEAD}steps:\n  - use: shared/select.yaml\n    with: {{who: client, box: \"${{mailbox}}\"}}\n"
    ))
    .unwrap();
    let Action::Use { steps, .. } = &scenario.steps[0].action else { panic!("no shared steps") };
    let command = command(&steps[0].action);
    assert_eq!(command.pieces[1].part, Part::Value(Name::Mailbox(0, "mailbox".to_owned())));
    let place = scenario.place(steps[0].span).unwrap();
    assert_eq!((place.file.as_str(), place.line), ("scenarios/shared/select.yaml", 2));
}

#[test]
fn raw_octets() {
    for (written, octets) in [
        (r#""a\r\n\x00\xff\\x""#, b"a\r\n\x00\xff\\x".as_slice()),
        (r"'a\r\n\x00\xff\\x'", b"a\r\n\x00\xff\\x"),
        (r"a\r\n\x00\xff\\x", b"a\r\n\x00\xff\\x"),
        (r"\Seen \* $${x}", br"\Seen \* ${x}"),
        ("|\n      a\n      b\n", b"a\r\nb\r\n"),
        ("\"ÿ\"", "ÿ".as_bytes()),
    ] {
        let text = format!("{HEAD}steps:\n  - client sends raw: {written}\n");
        let scenario = read(&text).unwrap_or_else(|error| panic!("{error}"));
        let mut found: Vec<u8> = Vec::new();
        for piece in &command(&scenario.steps[0].action).pieces {
            match &piece.part {
                Part::Text(text) => found.extend(text.as_bytes()),
                Part::Octets(octets) => found.extend(octets),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(found, octets, "{written}");
    }
}

#[test]
fn spans_beyond_the_file_have_a_place() {
    let scenario = read(&format!("{HEAD}steps:\n  - client: NOOP\n    expect: OK\n")).unwrap();
    let place = scenario.place(Span::new(0, 1 << 30, 1 << 31)).unwrap();
    assert!(place.column >= 1 && place.width == 1);
    assert_eq!(scenario.place(Span::new(7, 0, 1)), None);
}

#[test]
fn a_column_of_several_lines_is_several_lines() {
    let scenario = read(&format!(
        "{HEAD}steps:\n  - each:\n      - uids: 1\n        told: |\n          * SEARCH 1\n          OK [MODIFIED 1]\n    do:\n      - client: SEARCH UID ${{uids}}\n        expect: |\n          * 3 EXISTS\n          ${{told}}\n"
    ))
    .unwrap();
    let Action::Each(rows) = &scenario.steps[0].action else { panic!("no table") };
    assert_eq!(rows[0].label, "uids: 1, told: * SEARCH 1, OK [MODIFIED 1]");
    let block = &rows[0].steps[0].expect.as_ref().unwrap().outcomes[0].block;
    let lines: Vec<&str> = block.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["* 3 EXISTS", "* SEARCH 1", "OK [MODIFIED 1]"]);
    assert_eq!(block.lines[2].kind, LineKind::Tagged { statuses: vec![Status::Ok], tag: None });
}

#[test]
fn never_names_the_answer_of_the_step_or_of_octets_sent_before() {
    let scenario =
        read(&format!("{HEAD}steps:\n  - client: NOOP\n    never: |\n      NO|BAD\n      a1 OK\n"))
            .unwrap();
    let never = scenario.steps[0].never.as_ref().unwrap();
    let tags: Vec<bool> = never
        .lines
        .iter()
        .map(|line| matches!(&line.kind, LineKind::Tagged { tag: Some(_), .. }))
        .collect();
    assert_eq!(tags, [false, true]);
}
