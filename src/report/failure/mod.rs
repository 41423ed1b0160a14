//! One failure on one screen: the claim, RFC and section, the line of the script with a caret, the
//! transcript with the offence, what would have been accepted, and how to run just this again.

mod transcript;

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use self::transcript::{entries, excerpt};
use super::text::{by_rule, printable, shell};
use crate::engine::event::ScenarioFinished;
use crate::finding::{Evidence, Finding, Grade, Place, Verdict};

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Enough for one screen.
    Screen,
    /// The whole transcript.
    Trace,
}

/// Lines of the transcript around the offence of the first rule, of the second, and so on; rules
/// beyond are told without it.
const AROUND: [usize; 3] = [10, 5, 3];
/// Rules that are told of one scenario.
const RULES: usize = 5;
/// Findings that are told of one rule: rows of a table tend to fail together.
const SAME: usize = 3;
/// Characters of a message.
const MESSAGE: usize = 600;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const BLUE: Style = AnsiColor::Blue.on_default().bold();

/// Everything about a scenario that needs explaining: its findings, or why it was not judged.
/// `again` are the options that select the same target.
pub fn explain(scenario: &ScenarioFinished, again: &str, detail: Detail) -> String {
    let mut out = String::new();
    match &scenario.verdict {
        Verdict::Error(why) => note(&mut out, "error", scenario, why),
        Verdict::Blocked(why) => note(&mut out, "blocked", scenario, why),
        Verdict::Xpass => {
            let reason = scenario.baseline.as_deref().unwrap_or_default();
            let why = format!("passes, but the baseline says that it fails: {reason}");
            note(&mut out, "xpass", scenario, &why);
        }
        _ => {}
    }
    match detail {
        Detail::Screen => screen(&mut out, scenario),
        Detail::Trace => {
            for found in &scenario.findings {
                finding(&mut out, scenario, found, 0);
            }
            let all = 0..scenario.transcript.entries.len();
            let marks: Vec<&Evidence> =
                scenario.findings.iter().filter_map(|f| f.evidence.as_ref()).collect();
            entries(&mut out, &scenario.transcript, all, &marks, usize::MAX);
        }
    }
    if let Some(only) = &scenario.only {
        let _ = writeln!(out, "  {DIM}only:{DIM:#}     {only}");
    }
    let which = shell(scenario.selector());
    let _ = writeln!(out, "  {DIM}again:{DIM:#}    imapspec run {which}{again} --trace");
    out
}

/// The findings by rule, gravest first: the first one of each in full, as many as fit.
fn screen(out: &mut String, scenario: &ScenarioFinished) {
    let rules = by_rule(&scenario.findings);
    for (i, same) in rules.iter().take(RULES).enumerate() {
        let Some((first, others)) = same.split_first() else { continue };
        finding(out, scenario, first, AROUND.get(i).copied().unwrap_or_default());
        for other in others.iter().take(SAME - 1) {
            let client = other.client.as_deref().map(|c| format!("{c}: ")).unwrap_or_default();
            let _ = writeln!(out, "  {DIM}also:{DIM:#}     {client}{}", message(other));
            // What a row got is said in its message.
            let told = i >= AROUND.len() || other.rule.starts_with("expect/");
            if let Some(evidence) = other.evidence.as_ref().filter(|_| !told) {
                let at = evidence.entry..evidence.entry.saturating_add(1);
                entries(out, &scenario.transcript, at, &[evidence], 1);
            }
        }
        if others.len() >= SAME {
            let more = others.len() + 1 - SAME;
            let _ = writeln!(out, "  {DIM}and {more} more of {}{DIM:#}", first.rule);
        }
    }
    let more: usize = rules.iter().skip(RULES).map(Vec::len).sum();
    if more > 0 {
        let _ = writeln!(out, "  {DIM}and {more} more findings of other rules{DIM:#}");
    }
}

fn note(out: &mut String, word: &str, scenario: &ScenarioFinished, why: &str) {
    let _ = writeln!(out, "{RED}{word:<6}{RED:#} {BOLD}{}{BOLD:#}", scenario.id);
    let _ = writeln!(out, "  {}\n  {}", scenario.title, printable(why.as_bytes()));
    if scenario.findings.is_empty() {
        excerpt(out, &scenario.transcript, None, AROUND[0]);
    }
}

/// One finding, with at most `lines` lines of the transcript.
fn finding(out: &mut String, scenario: &ScenarioFinished, found: &Finding, lines: usize) {
    let word = found.grade.word();
    let style = match found.grade {
        Grade::Must => RED,
        Grade::Should => YELLOW,
        Grade::May => BLUE,
    };
    let spec = found.spec.join(" ");
    let _ = writeln!(
        out,
        "{style}{word:<6}{style:#} {BOLD}{}{BOLD:#}  {}  {DIM}{spec}{DIM:#}",
        scenario.id, found.rule
    );
    match &found.place {
        Some(place) => {
            let _ = writeln!(out, "  {}", scenario.title);
            caret(out, place, &message(found));
        }
        None => {
            let client = found.client.as_deref().map(|c| format!("{c}: ")).unwrap_or_default();
            let _ = writeln!(out, "  {client}{}", message(found));
        }
    }
    excerpt(out, &scenario.transcript, found.evidence.as_ref(), lines);
    for accepted in &found.accepted {
        let _ = writeln!(out, "  {DIM}accepted:{DIM:#} {}", printable(accepted.as_bytes()));
    }
}

fn caret(out: &mut String, place: &Place, message: &str) {
    let number = place.line.to_string();
    let gutter = " ".repeat(number.len());
    let _ =
        writeln!(out, "{gutter} {BLUE}-->{BLUE:#} {}:{}:{}", place.file, place.line, place.column);
    let _ = writeln!(out, "{gutter} {BLUE}|{BLUE:#}");
    let _ = writeln!(out, "{BLUE}{number} |{BLUE:#} {}", place.text);
    let indent = " ".repeat(place.column.saturating_sub(1));
    let carets = "^".repeat(place.width.clamp(1, 100));
    let _ = writeln!(out, "{gutter} {BLUE}|{BLUE:#} {indent}{RED}{carets}{RED:#}");
    let _ = writeln!(out, "{gutter} {BLUE}={BLUE:#} {message}");
}

/// The message, as text for a terminal, cut where a server said very much.
fn message(found: &Finding) -> String {
    let text = printable(found.message.as_bytes());
    match text.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}… ({} octets)", &text[..end], text.len()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::transcript::{Direction, Entry, Transcript};

    fn found(
        rule: &str,
        grade: Grade,
        message: &str,
        entry: usize,
        octets: (usize, usize),
    ) -> Finding {
        Finding {
            rule: rule.into(),
            grade,
            spec: vec!["9051#7.5.2".into()],
            message: message.into(),
            client: Some("phone".into()),
            evidence: Some(Evidence { entry, start: octets.0, end: octets.1 }),
            accepted: Vec::new(),
            place: None,
        }
    }

    /// Seven rows of a table that fail, a broken rule, and a warning.
    fn scenario() -> ScenarioFinished {
        let place = Place {
            file: "scenarios/fetch/sizes.yaml".into(),
            line: 9,
            column: 7,
            width: 27,
            text: "      * 1 FETCH (RFC822.SIZE 42)".into(),
        };
        let mut entries = Vec::new();
        let mut say = |direction, data: &str| {
            let at = 1000 * entries.len() as u64;
            let data = data.as_bytes().to_vec();
            entries.push(Entry { client: "phone".into(), connection: 0, at, direction, data });
        };
        say(Direction::Note, "connected");
        say(Direction::Server, "* OK \u{1b}[31mready\r\n");
        let mut findings = Vec::new();
        for row in 0..7 {
            say(Direction::Client, &format!("A{row} FETCH 1 RFC822.SIZE\r\n"));
            say(Direction::Server, "* 1 FETCH (RFC822.SIZE 41)\r\n");
            say(Direction::Server, &format!("A{row} OK done\r\n"));
            let message = format!("no response was `* 1 FETCH (RFC822.SIZE 42)` (row {row})");
            findings.push(Finding {
                accepted: vec!["* 1 FETCH (RFC822.SIZE 42)".into()],
                place: Some(place.clone()),
                ..found("expect/2", Grade::Must, &message, 3 + 3 * row, (23, 25))
            });
        }
        say(Direction::Client, "A7 FETCH 1 BODY[]\r\n");
        say(Direction::Server, "* 1 FETCH (BODY[] {17}\r\nSubject: x\r\n\r\ny\r\n)\r\n");
        let message = "BODY[] has 17 octets where RFC822.SIZE is 41";
        findings.push(found("referee/fetch-size", Grade::Must, message, 24, (11, 22)));
        let message = "`NO` is allowed, but not what should be done";
        findings.push(found("expect/3", Grade::Should, message, 22, (0, 10)));
        ScenarioFinished {
            id: "fetch/sizes".into(),
            area: "fetch".into(),
            outside: None,
            title: "RFC822.SIZE is the number of octets".into(),
            spec: vec!["9051#7.5.2".into()],
            verdict: Verdict::Fail,
            findings,
            baseline: None,
            duration: 1,
            measurements: Vec::new(),
            transcript: Transcript { entries, dropped: 0 },
            attempts: 1,
            only: None,
            script: String::new(),
        }
    }

    #[test]
    fn a_failure_has_its_form_and_fits_on_a_screen() {
        let text = explain(&scenario(), " --target x", Detail::Screen);
        let text = anstream::adapter::strip_str(&text).to_string();
        assert!(text.lines().count() <= 50, "{text}");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_trace_has_it_all() {
        let text = explain(&scenario(), "", Detail::Trace);
        let text = anstream::adapter::strip_str(&text).to_string();
        for row in 0..7 {
            assert!(text.contains(&format!("(row {row})")));
            assert!(text.contains(&format!("A{row} OK done")));
        }
    }
}
