//! `imapspec parse --jsonl`: a line in, a line out, in order.

use std::borrow::Cow;
use std::io::{self, BufRead, Write};

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, RevisionSet};
use crate::syntax::verdict::{Start, Verdict, judge};

/// What is asked.
#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    start: Cow<'a, str>,
    #[serde(borrow)]
    rev: Cow<'a, str>,
    #[serde(borrow)]
    b64: Cow<'a, str>,
    /// All that can be announced, where not given. Names that change no grammar are passed over.
    #[serde(borrow, default)]
    ext: Option<Vec<Cow<'a, str>>>,
}

/// What is answered.
#[derive(Serialize)]
struct Answer<'a> {
    id: Option<&'a RawValue>,
    verdict: &'static str,
    offset: Option<usize>,
    rule: Option<&'static str>,
    expected: Option<&'a str>,
    requires: Vec<&'static str>,
}

/// A line that asks nothing.
#[derive(Serialize)]
struct Unreadable {
    line: usize,
    error: String,
}

/// Answers all lines; returns how many could not be read.
///
/// # Errors
/// Reading or writing fails.
pub fn answer(mut input: impl BufRead, mut out: impl Write) -> io::Result<usize> {
    let all = ExtensionSet::announced();
    let mut line = Vec::new();
    let mut octets = Vec::new();
    let (mut number, mut unreadable) = (0, 0);
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        if let Err(error) = one(&line, all, &mut octets, &mut out)? {
            unreadable += 1;
            serde_json::to_writer(&mut out, &Unreadable { line: number, error })?;
        }
        out.write_all(b"\n")?;
        // Somebody may wait for the answer before asking on.
        if !input.fill_buf().is_ok_and(|rest| !rest.is_empty()) {
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(unreadable)
}

/// Answers one line; the inner error says what is wrong with it.
fn one(
    line: &[u8],
    all: ExtensionSet,
    octets: &mut Vec<u8>,
    out: &mut impl Write,
) -> io::Result<Result<(), String>> {
    let question: Question<'_> = match serde_json::from_slice(line) {
        Ok(question) => question,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let Some(start) = Start::from_name(&question.start) else {
        return Ok(Err(format!("start {:?}: not command, response or greeting", question.start)));
    };
    let revisions = match &*question.rev {
        "rev1" => RevisionSet { rev1: true, rev2: false },
        "rev2" => RevisionSet { rev1: false, rev2: true },
        other => return Ok(Err(format!("rev {other:?}: not rev1 or rev2"))),
    };
    if let Err(error) = decode(question.b64.as_bytes(), octets) {
        return Ok(Err(format!("b64: {error}")));
    }
    let extensions = match &question.ext {
        Some(names) => names.iter().filter_map(|name| Extension::from_capability(name)).collect(),
        None => all,
    };
    let dialect = Dialect { revisions, extensions, nesting: Dialect::NESTING };
    let verdict = judge(octets, start, &dialect);
    let (name, error, requires) = match &verdict {
        Verdict::Accept(requires) => ("accept", None, *requires),
        Verdict::Reject(error) => ("reject", Some(error), ExtensionSet::EMPTY),
        Verdict::Incomplete(error) => ("incomplete", Some(error), ExtensionSet::EMPTY),
    };
    let answer = Answer {
        id: question.id,
        verdict: name,
        offset: error.map(|error| error.offset),
        rule: error.map(|error| error.rule),
        expected: error.map(|error| &*error.expected),
        requires: requires.iter().map(Extension::name).collect(),
    };
    serde_json::to_writer(out, &answer)?;
    Ok(Ok(()))
}

fn decode(text: &[u8], octets: &mut Vec<u8>) -> Result<(), data_encoding::DecodeError> {
    octets.resize(BASE64.decode_len(text.len())?, 0);
    let count = BASE64.decode_mut(text, octets).map_err(|partial| partial.error)?;
    octets.truncate(count);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(lines: &str) -> (Vec<serde_json::Value>, usize) {
        let mut out = Vec::new();
        let wrong = answer(lines.as_bytes(), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        (out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), wrong)
    }

    fn question(id: &str, rev: &str, octets: &[u8], more: &str) -> String {
        let b64 = BASE64.encode(octets);
        format!(
            "{{\"id\": {id}, \"start\": \"command\", \"rev\": \"{rev}\", \"b64\": \"{b64}\"{more}}}\n"
        )
    }

    #[test]
    fn verdicts_in_order() {
        let (answers, wrong) = answers(
            &[
                question("\"a\"", "rev1", b"a UID MOVE 1 x\r\n", ""),
                question("2", "rev2", b"a UID MOVE 1 x\r\n", ""),
                question("3", "rev1", b"a UID MOVE 1 x\r\n", ", \"ext\": [\"X\"]"),
                question("4", "rev1", b"a NOOP \r\n", ""),
                question("5", "rev1", b"a NO", ""),
                "nonsense\n\n".into(),
                question("6", "rev3", b"", ""),
            ]
            .concat(),
        );
        assert_eq!(wrong, 2);
        assert_eq!(answers.len(), 7);
        assert_eq!(answers[0]["id"], "a");
        assert_eq!(answers[0]["requires"], serde_json::json!(["MOVE"]));
        assert_eq!(answers[1]["requires"], serde_json::json!([]));
        assert_eq!(answers[2]["verdict"], "reject");
        assert_eq!(answers[2]["offset"], 6);
        assert_eq!((&answers[3]["offset"], &answers[3]["rule"]), (&6.into(), &"CRLF".into()));
        assert_eq!(answers[4]["verdict"], "incomplete");
        assert_eq!(answers[5]["line"], 6);
        assert_eq!(answers[6]["line"], 8);
    }
}
