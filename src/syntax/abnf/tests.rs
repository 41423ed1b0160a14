//! The parsers and the RFCs' ABNF agree: on sentences, on sentences gone wrong, on the cases.

use std::collections::HashSet;

use super::Grammar;
use super::generate::{Generator, Seed};
use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, Revision};
use crate::syntax::{parse, print};

const REVISIONS: [Revision; 2] = [Revision::Rev1, Revision::Rev2];

/// Dialects to try: bare, with all, and with some half of them.
fn dialects() -> Vec<(Revision, Dialect)> {
    let mut dialects = Vec::new();
    for revision in REVISIONS {
        let bare = Dialect::bare(revision);
        let mut sets = vec![ExtensionSet::EMPTY, ExtensionSet::announced(), ExtensionSet::all()];
        let mut seed = Seed(7);
        sets.push(Extension::ALL.iter().copied().filter(|_| seed.below(2) == 0).collect());
        dialects.extend(sets.into_iter().map(|set| (revision, bare.with(closed(set)))));
    }
    dialects
}

/// With what others of the set bring along.
fn closed(mut set: ExtensionSet) -> ExtensionSet {
    for &extension in Extension::ALL {
        if extension.granted_by().iter().any(|&by| set.contains(by)) {
            set.insert(extension);
        }
    }
    set
}

/// Where the parser and the ABNF part, in words.
fn differ(grammar: &Grammar, dialect: &Dialect, octets: &[u8]) -> Option<String> {
    let parsed = parse::command(octets, dialect).map(|_| ());
    let derived = grammar.derives("command", octets);
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

#[test]
fn sentences_and_what_is_made_of_them() {
    let mut wrong = Vec::new();
    let mut seed = Seed(1);
    for (revision, dialect) in dialects() {
        let grammar = Grammar::of(revision, &dialect);
        let mut generator = Generator::new(&grammar);
        let mut made = 0;
        for _ in 0..100 {
            let Some(sentence) = generator.sentence("command", &mut seed) else { continue };
            let sentence = sentence.octets;
            if sentence.len() > 400 {
                continue;
            }
            made += 1;
            assert!(grammar.derives("command", &sentence), "{}", sentence.escape_ascii());
            wrong.extend(differ(&grammar, &dialect, &sentence));
            for _ in 0..3 {
                wrong.extend(differ(&grammar, &dialect, &broken(&mut seed, &sentence)));
            }
        }
        assert!(made > 50, "only {made} sentences");
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn sentences_survive_being_printed() {
    let mut seed = Seed(5);
    let mut wrong = Vec::new();
    for revision in REVISIONS {
        let dialect = Dialect::bare(revision).with(ExtensionSet::all());
        let grammar = Grammar::of(revision, &dialect);
        let mut generator = Generator::new(&grammar);
        for _ in 0..3000 {
            let Some(sentence) = generator.sentence("command", &mut seed) else { continue };
            let Ok(parsed) = parse::command(&sentence.octets, &dialect) else { continue };
            // Where only a quoted string may stand, UTF-8 has no other form.
            let style = print::Style { utf8: true, ..print::Style::default() };
            let printed = print::command(&parsed.value, &style);
            let again = parse::command(&printed, &Dialect::everything()).map(|again| again.value);
            if again.as_ref() != Ok(&parsed.value) {
                let (from, to) = (sentence.octets.escape_ascii(), printed.escape_ascii());
                wrong.push(format!("{from}\n -> {to}\n {:?}", again.err()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} changed:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_alternative_is_reached_by_a_sentence_that_the_parser_reads() {
    let mut seed = Seed(3);
    for revision in REVISIONS {
        let dialect = Dialect::bare(revision).with(ExtensionSet::all());
        let grammar = Grammar::of(revision, &dialect);
        let mut generator = Generator::new(&grammar);
        let mut left = generator.choices("command");
        assert!(left.len() > 500, "only {} alternatives", left.len());
        for _ in 0..20_000 {
            let Some(sentence) = generator.sentence("command", &mut seed) else { continue };
            if parse::command(&sentence.octets, &dialect).is_ok() {
                let reached: HashSet<_> = sentence.choices.iter().collect();
                left.retain(|(_, choice)| !reached.contains(choice));
            }
            if left.is_empty() {
                break;
            }
        }
        let names: Vec<_> = left.iter().map(|(name, _)| name).collect();
        assert!(left.is_empty(), "{revision:?}: {} not reached: {names:?}", left.len());
    }
}

#[test]
fn with_all_extensions_every_rule_is_defined() {
    for revision in REVISIONS {
        let dialect = Dialect::bare(revision).with(ExtensionSet::all());
        let grammar = Grammar::of(revision, &dialect);
        let undefined = grammar.rules.iter().filter(|rule| rule.expr.is_none());
        let names: Vec<_> = undefined.map(|rule| &*rule.name).collect();
        assert!(names.is_empty(), "{names:?}");
    }
}

#[test]
fn known_sentences() {
    let all = |revision| Dialect::bare(revision).with(ExtensionSet::announced());
    for revision in REVISIONS {
        let grammar = Grammar::of(revision, &all(revision));
        for (line, derived) in [
            (&b"a LOGIN {3}\r\njoe x\r\n"[..], true),
            (b"a LOGIN {4}\r\njoe x\r\n", false),
            (b"a UID FETCH 1:* (FLAGS BODY[1.TEXT]<0.5>) (VANISHED CHANGEDSINCE 5)\r\n", true),
            (b"a FETCH 1 FLAGS (VANISHED CHANGEDSINCE 5)\r\n", false),
            (b"a SEARCH LARGER 4294967296\r\n", revision == Revision::Rev2),
            (b"a LSUB \"\" *\r\n", revision == Revision::Rev1),
            (b"a AUTHENTICATE PLAIN \r\n", true),
            (b"a STORE 1 FLAGS (\\Recent)\r\n", false),
        ] {
            assert_eq!(grammar.derives("command", line), derived, "{}", line.escape_ascii());
            assert_eq!(differ(&grammar, &all(revision), line), None);
        }
    }
}
