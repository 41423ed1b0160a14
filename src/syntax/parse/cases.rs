//! The shared corpus of cases, where it is at hand: every command, response and greeting in its
//! dialect.

use std::collections::HashMap;
use std::path::PathBuf;

use data_encoding::BASE64;
use serde_json::Value;

use crate::syntax::abnf::Grammar;
use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, Revision};
use crate::syntax::frame::Sender;
use crate::syntax::{SyntaxError, SyntaxErrorKind, parse};

/// The corpus, beside the repository or one folder further up.
fn corpus() -> Option<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    ["../shared", "../../shared"]
        .iter()
        .find_map(|s| std::fs::read_to_string(root.join(s).join("grammar/cases.jsonl")).ok())
}

fn extensions(names: &Value) -> ExtensionSet {
    let names = names.as_array().into_iter().flatten().filter_map(Value::as_str);
    names.map(|name| Extension::from_name(name).unwrap_or_else(|| panic!("{name}"))).collect()
}

fn revisions(case: &Value) -> Vec<(&str, Revision)> {
    let names = case["rev"].as_array().into_iter().flatten().filter_map(Value::as_str);
    names.map(|n| (n, if n == "rev1" { Revision::Rev1 } else { Revision::Rev2 })).collect()
}

/// Cases that the RFCs' text shows to be wrong.
const WRONG: &[(&str, &str)] = &[(
    "RR0511",
    "RFC 3516 §4.3, RFC 9051 §7.5.2: BINARY<section-binary>[<<number>>] is a FETCH response item",
)];

/// The cases of these starts whose verdict stands, with their octets; none without the corpus.
fn cases(starts: &[&str]) -> Vec<(Value, Vec<u8>)> {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: the shared cases are not beside this repository");
        return Vec::new();
    };
    let mut cases = Vec::new();
    for line in corpus.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let ours = starts.iter().any(|&start| case["start"] == start);
        let stands = case["verdict"] != "borderline";
        if ours && stands && !WRONG.iter().any(|(id, _)| case["id"] == *id) {
            let octets = BASE64.decode(case["b64"].as_str().unwrap().as_bytes()).unwrap();
            cases.push((case, octets));
        }
    }
    cases
}

/// The extensions that a case takes to be read, by our parser for its start.
fn read(case: &Value, octets: &[u8], dialect: &Dialect) -> Result<ExtensionSet, SyntaxError> {
    match case["start"].as_str() {
        Some("command") => parse::command(octets, dialect).map(|parsed| parsed.requires()),
        Some("greeting") => parse::greeting(octets, dialect).map(|parsed| parsed.requires()),
        _ => parse::response(octets, dialect).map(|parsed| parsed.requires()),
    }
}

/// What is wrong with our reading of a case.
fn judge(case: &Value, octets: &[u8], rev: &str, revision: Revision) -> Option<String> {
    let bare = Dialect::bare(revision);
    if case["verdict"] == "accept" {
        let needed = extensions(&case["ext_by_rev"][rev]);
        if let Err(error) = read(case, octets, &bare.with(needed)) {
            return Some(format!("not accepted: {error}"));
        }
        return match read(case, octets, &bare.with(ExtensionSet::all())) {
            Err(error) => Some(format!("not accepted with all extensions: {error}")),
            Ok(required) if required != needed => {
                Some(format!("requires {required:?}, not {needed:?}"))
            }
            Ok(_) => None,
        };
    }
    let without = without(extensions(&case["not_ext"]));
    for dialect in [bare, bare.with(ExtensionSet::all().without(without))] {
        if read(case, octets, &dialect).is_ok() {
            return Some("not rejected".into());
        }
    }
    None
}

/// These, those that bring them along, and the generic syntax, which the cases take for none.
fn without(mut set: ExtensionSet) -> ExtensionSet {
    for &extension in Extension::ALL {
        if set.contains(extension) {
            extension.granted_by().iter().for_each(|&by| set.insert(by));
        }
    }
    set.with(Extension::Generic)
}

/// Whether the place where a case is rejected is the first wrong octet: what stands before it can
/// be gone on with, and it does not lie before `far`, where the last whole token that is right ends.
fn misplaced(case: &Value, octets: &[u8]) -> Option<String> {
    let read = |octets: &[u8], revision| {
        read(case, octets, &Dialect::bare(revision).with(ExtensionSet::all()))
    };
    let mut last = 0;
    for (rev, revision) in revisions(case) {
        let end = match read(octets, revision) {
            Ok(_) => octets.len() - 1,
            Err(error) => error.offset,
        };
        last = last.max(end);
        for end in 0..=end {
            match read(&octets[..end], revision) {
                Err(e) if e.kind == SyntaxErrorKind::Incomplete && e.offset == end => {}
                other => return Some(format!("{rev}: cut at {end}: {other:?}")),
            }
        }
    }
    let far = case["far"].as_u64().unwrap_or(0) as usize;
    (last < far).then(|| format!("at {last}, before {far}"))
}

/// Where the RFCs' ABNF as data judges a case otherwise.
fn underived(
    grammars: &mut HashMap<(Revision, ExtensionSet), Grammar>,
    case: &Value,
    octets: &[u8],
) -> Vec<String> {
    let accept = case["verdict"] == "accept";
    let start = case["start"].as_str().unwrap();
    let sender = if start == "command" { Sender::Client } else { Sender::Server };
    let mut wrong = Vec::new();
    for (rev, revision) in revisions(case) {
        let set = match accept {
            true => extensions(&case["ext_by_rev"][rev]),
            false => ExtensionSet::all().without(without(extensions(&case["not_ext"]))),
        };
        let grammar = grammars
            .entry((revision, set))
            .or_insert_with(|| Grammar::of(sender, revision, &Dialect::bare(revision).with(set)));
        if grammar.derives(start, octets) != accept {
            wrong.push(format!("{} {rev} {}: not {accept}", case["id"], octets.escape_ascii()));
        }
    }
    wrong
}

#[test]
fn every_command_of_the_shared_cases_by_the_abnf() {
    let mut grammars = HashMap::new();
    let mut wrong = Vec::new();
    for (case, octets) in cases(&["command"]) {
        wrong.extend(underived(&mut grammars, &case, &octets));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_response_of_the_shared_cases_by_the_abnf() {
    let mut grammars = HashMap::new();
    let mut wrong = Vec::new();
    for (case, octets) in cases(&["response", "greeting"]) {
        wrong.extend(underived(&mut grammars, &case, &octets));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_command_of_the_shared_cases() {
    every(&["command"], 1000);
}

#[test]
fn every_response_of_the_shared_cases() {
    every(&["response", "greeting"], 1000);
}

fn every(starts: &[&str], least: usize) {
    let cases = cases(starts);
    if cases.is_empty() {
        return;
    }
    let mut wrong = Vec::new();
    let mut count = 0;
    for (case, octets) in cases {
        if let Some(fault) = misplaced(&case, &octets) {
            wrong.push(format!("{} {}: {fault}", case["id"], octets.escape_ascii()));
        }
        for (rev, revision) in revisions(&case) {
            count += 1;
            if let Some(fault) = judge(&case, &octets, rev, revision) {
                let shown = octets.escape_ascii();
                wrong.push(format!("{} {rev} {shown}: {fault}", case["id"]));
            }
        }
    }
    assert!(count > least, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
