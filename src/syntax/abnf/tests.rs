//! The parsers and the RFCs' ABNF agree: on sentences, on sentences gone wrong, on the cases.

use std::collections::BTreeSet;

use super::coverage::{Coverage, UNREACHABLE};
use super::{BOOK, Generator, Grammar, Seed};
use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, Revision};
use crate::syntax::frame::Sender;
use crate::syntax::verdict::{self, Said, Start};
use crate::syntax::{SyntaxErrorKind, print};

const REVISIONS: [Revision; 2] = [Revision::Rev1, Revision::Rev2];

/// Dialects to try: bare, with all, and with some half of them.
fn dialects() -> Vec<(Revision, Dialect)> {
    let mut dialects = Vec::new();
    for revision in REVISIONS {
        let bare = Dialect::bare(revision);
        let mut sets = vec![ExtensionSet::EMPTY, ExtensionSet::announced(), ExtensionSet::all()];
        let mut seed = Seed(7);
        sets.push(Extension::ALL.iter().copied().filter(|_| seed.below(2) == 0).collect());
        dialects.extend(sets.into_iter().map(|set| (revision, bare.with(set))));
    }
    dialects
}

/// Where the parser and the ABNF part, in words.
fn differ(grammar: &Grammar, start: Start, dialect: &Dialect, octets: &[u8]) -> Option<String> {
    let parsed = verdict::read(octets, start, dialect).map(|_| ());
    if parsed.as_ref().is_err_and(|error| error.kind == SyntaxErrorKind::Limit) {
        return None;
    }
    let derived = grammar.derives(start.name(), octets);
    (parsed.is_ok() != derived).then(|| {
        format!("{}\n   ABNF {derived}, parser {parsed:?}\n   {dialect:?}", octets.escape_ascii())
    })
}

fn broken(seed: &mut Seed, sentence: &[u8]) -> Vec<u8> {
    const PIECES: &[&[u8]] = &[
        b" ",
        b"(",
        b")",
        b"\"",
        b"\\",
        b"*",
        b"0",
        b"1",
        b"4294967296",
        b"NIL",
        b"[",
        b"]",
        b"<",
        b"{0}\r\n",
        b"~",
        b"$",
        b"%",
        b"+",
        b"-",
        b".",
        b",",
        b":",
        b"\r\n",
        b"\0",
        b"\x80",
        b"\xc3\xa9",
        b"x",
        b"()",
        b"UID ",
    ];
    let mut octets = sentence.to_vec();
    for _ in 0..=seed.below(2) {
        let at = seed.below(octets.len());
        let to = (at + 1 + seed.below(3)).min(octets.len());
        match seed.below(4) {
            0 => drop(octets.drain(at..to)),
            1 => {
                let piece = octets[at..to].to_vec();
                drop(octets.splice(at..at, piece));
            }
            2 => drop(octets.splice(at..at, PIECES[seed.below(PIECES.len())].iter().copied())),
            _ => drop(octets.splice(at..=at, PIECES[seed.below(PIECES.len())].iter().copied())),
        }
        if octets.is_empty() {
            break;
        }
    }
    octets
}

/// The differences that so many sentences of each dialect and start show, and so many broken ones.
fn differences(seed: u64, count: usize, spoilt: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut seed = Seed(seed);
    for (revision, dialect) in dialects() {
        for start in Start::ALL {
            let (sender, name) = (start.sender(), start.name());
            let grammar = Grammar::of(sender, revision, &dialect);
            let mut generator = Generator::new(&grammar);
            let mut made = 0;
            for _ in 0..count {
                let Some(sentence) = generator.sentence(name, &mut seed) else { continue };
                let sentence = sentence.octets;
                if sentence.len() > 400 {
                    continue;
                }
                made += 1;
                assert!(grammar.derives(name, &sentence), "{}", sentence.escape_ascii());
                wrong.extend(differ(&grammar, start, &dialect, &sentence));
                for _ in 0..spoilt {
                    let spoilt = broken(&mut seed, &sentence);
                    wrong.extend(differ(&grammar, start, &dialect, &spoilt));
                }
            }
            assert!(made > count / 2, "only {made} sentences");
        }
    }
    wrong
}

#[test]
fn sentences_and_what_is_made_of_them() {
    let wrong = differences(1, 60, 3);
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// As the test above, for as long as one likes:
/// `ABNF_SEEDS=1..50 cargo test --lib abnf -- --ignored`.
#[test]
#[ignore = "takes long; run it after the grammar has changed"]
fn many_more_sentences() {
    let seeds = std::env::var("ABNF_SEEDS").unwrap_or("100..110".into());
    let (from, to) = seeds.split_once("..").unwrap();
    for seed in from.parse::<u64>().unwrap()..to.parse().unwrap() {
        let wrong = differences(seed, 400, 6);
        assert!(wrong.is_empty(), "{seed}: {} differences:\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn sentences_survive_being_printed() {
    let mut seed = Seed(5);
    let mut wrong = Vec::new();
    for revision in REVISIONS {
        let dialect = Dialect::bare(revision).with(ExtensionSet::all());
        for start in Start::ALL {
            let (sender, name) = (start.sender(), start.name());
            let grammar = Grammar::of(sender, revision, &dialect);
            let mut generator = Generator::new(&grammar);
            for _ in 0..1000 {
                let Some(sentence) = generator.sentence(name, &mut seed) else { continue };
                let Ok(said) = verdict::read(&sentence.octets, start, &dialect) else { continue };
                // It is printed without what BODY must not have (RFC 9051 §7.5.2: extension data).
                if sentence.octets.windows(6).any(|s| s.eq_ignore_ascii_case(b"BODY (")) {
                    continue;
                }
                // Where only a quoted string may stand, UTF-8 has no other form.
                let style = print::Style { utf8: true, ..print::Style::default() };
                let printed = match &said {
                    Said::Command(parsed) => print::command(&parsed.value, &style),
                    Said::Response(parsed) => print::response(&parsed.value, &style),
                };
                let again = verdict::read(&printed, start, &Dialect::everything());
                let same = match (&said, &again) {
                    (Said::Command(said), Ok(Said::Command(again))) => said.value == again.value,
                    (Said::Response(said), Ok(Said::Response(again))) => said.value == again.value,
                    _ => false,
                };
                if !same {
                    let (from, to) = (sentence.octets.escape_ascii(), printed.escape_ascii());
                    wrong.push(format!("{from}\n -> {to}\n {:?}", again.err()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} changed:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a sentence takes by the one who made it, a reading of it takes as well.
#[test]
fn readings_take_what_the_sentence_was_made_by() {
    let mut seed = Seed(9);
    for revision in REVISIONS {
        let dialect = Dialect::bare(revision).with(ExtensionSet::all());
        for start in Start::ALL {
            let (sender, name) = (start.sender(), start.name());
            let grammar = Grammar::of(sender, revision, &dialect);
            let mut generator = Generator::new(&grammar);
            for _ in 0..100 {
                let Some(sentence) = generator.sentence(name, &mut seed) else { continue };
                if sentence.octets.len() > 200 {
                    continue;
                }
                let taken = grammar.taken(name, &sentence.octets);
                assert!(!taken.is_empty());
                let missed: Vec<_> =
                    sentence.choices.iter().filter(|c| !taken.contains(c)).collect();
                let named: Vec<_> = missed.iter().map(|&&c| &BOOK.choices[c]).collect();
                assert!(missed.is_empty(), "{}: {named:?}", sentence.octets.escape_ascii());
            }
        }
    }
}

/// Each choice of each rule is reached by a sentence that the parser reads as well, or is one that
/// cannot be reached; and what is called so is not reached.
#[test]
fn every_choice_is_reached_or_explained() {
    let mut coverage = Coverage::new();
    coverage.generated("made");
    let (mut wrong, mut explained) = (Vec::new(), BTreeSet::new());
    for (choice, by) in coverage.choices() {
        match (by.is_empty(), choice.unreachable()) {
            (true, None) => wrong.push(format!("not reached: {choice:?}")),
            (false, Some(_)) => wrong.push(format!("reached: {choice:?}")),
            (true, Some(_)) => _ = explained.insert(choice.rule),
            (false, None) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(explained.len(), UNREACHABLE.len(), "a rule that is explained is not there");
    assert!(coverage.choices().count() > 1400);
}

#[test]
fn with_all_extensions_every_rule_is_defined() {
    for revision in REVISIONS {
        let dialect = Dialect::bare(revision).with(ExtensionSet::all());
        let grammar = Grammar::of(Sender::Client, revision, &dialect);
        let undefined = grammar.rules.iter().filter(|rule| rule.expr.is_none());
        let names: Vec<_> = undefined.map(|rule| &*rule.name).collect();
        assert!(names.is_empty(), "{names:?}");
    }
}

#[test]
fn known_sentences() {
    let all = |revision| Dialect::bare(revision).with(ExtensionSet::announced());
    let long = [&b"a LOGIN {4097+}\r\n"[..], &[b'x'; 4097], b" x\r\n"].concat();
    for revision in REVISIONS {
        let rev2 = revision == Revision::Rev2;
        let dialect = all(revision);
        let grammar = Grammar::of(Sender::Client, revision, &dialect);
        for (line, derived) in [
            (&b"a LOGIN {3}\r\njoe x\r\n"[..], true),
            (b"a LOGIN {4}\r\njoe x\r\n", false),
            (b"a UID FETCH 1:* (FLAGS BODY[1.TEXT]<0.5>) (VANISHED CHANGEDSINCE 5)\r\n", true),
            (b"a FETCH 1 FLAGS (VANISHED CHANGEDSINCE 5)\r\n", false),
            (b"a SEARCH LARGER 4294967296\r\n", rev2),
            (b"a LSUB \"\" *\r\n", !rev2),
            (b"a AUTHENTICATE PLAIN \r\n", true),
            (b"a STORE 1 FLAGS (\\Recent)\r\n", false),
            (&long, true),
        ] {
            assert_eq!(grammar.derives("command", line), derived, "{}", line.escape_ascii());
            assert_eq!(differ(&grammar, Start::Command, &dialect, line), None);
        }
        let grammar = Grammar::of(Sender::Server, revision, &dialect);
        for (line, derived) in [
            (&b"* 1 FETCH (BODY[] {3}\r\na)\n)\r\n"[..], true),
            (b"* 1 FETCH (BODY[] {3+}\r\na)\n)\r\n", false),
            (b"* OK [UIDNEXT 0] x\r\n", false),
            (b"* OK [X-UIDNEXT 0] x\r\n", true),
            (b"* OK [X]x\r\n", true),
            (b"* OK [ALERT]x\r\n", false),
            (b"* OK \r\n", rev2),
            (b"* LSUB () NIL a\r\n", !rev2),
            (b"* ESEARCH (MAILBOX b TAG \"a\") ALL 1\r\n", true),
            (b"* ESEARCH (TAG \"b\" TAG \"a\") ALL 1\r\n", false),
            (b"* ESEARCH ALL $\r\n", false),
            (b"* ESEARCH MODSEQ 4294967296\r\n", true),
        ] {
            assert_eq!(grammar.derives("response", line), derived, "{}", line.escape_ascii());
            assert_eq!(differ(&grammar, Start::Response, &dialect, line), None);
        }
        let minus = Dialect::bare(revision).with(ExtensionSet::EMPTY.with(Extension::LiteralMinus));
        let grammar = Grammar::of(Sender::Client, revision, &minus);
        assert!(!grammar.derives("command", &long));
        assert_eq!(differ(&grammar, Start::Command, &minus, &long), None);
    }
}
