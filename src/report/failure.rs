//! One failure on one screen: the claim, RFC and section, the line of the script with a caret, the
//! transcript with the offence, what would have been accepted, and how to run just this again.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::engine::event::ScenarioFinished;
use crate::finding::{Finding, Grade, Place, Verdict};
use crate::wire::transcript::{Direction, Entry, Transcript};

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Enough for one screen.
    Screen,
    /// The whole transcript.
    Trace,
}

/// Entries of the transcript around the offence.
const AROUND: usize = 9;
/// Characters of one line of the transcript.
const WIDTH: usize = 150;
/// Lines of one entry.
const LINES: usize = 6;

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
    for found in &scenario.findings {
        finding(&mut out, scenario, found);
    }
    if detail == Detail::Trace {
        let all = 0..scenario.transcript.entries.len();
        entries(&mut out, &scenario.transcript, all, None, usize::MAX);
    }
    let _ = writeln!(out, "  {DIM}again:{DIM:#}    imapspec run {}{again} --trace", scenario.id);
    out
}

fn note(out: &mut String, word: &str, scenario: &ScenarioFinished, why: &str) {
    let _ = writeln!(out, "{RED}{word:<6}{RED:#} {BOLD}{}{BOLD:#}", scenario.id);
    let _ = writeln!(out, "  {}\n  {}", scenario.title, printable(why.as_bytes()));
    let last = scenario.transcript.entries.len();
    entries(out, &scenario.transcript, last.saturating_sub(AROUND)..last, None, LINES);
}

/// One finding.
pub fn finding(out: &mut String, scenario: &ScenarioFinished, found: &Finding) {
    let (word, style) = match found.grade {
        Grade::Must => ("must", RED),
        Grade::Should => ("should", YELLOW),
        Grade::May => ("note", BLUE),
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
            caret(out, place, &found.message);
        }
        None => {
            let client = found.client.as_deref().map(|c| format!("{c}: ")).unwrap_or_default();
            let _ = writeln!(out, "  {client}{}", printable(found.message.as_bytes()));
        }
    }
    excerpt(out, &scenario.transcript, found);
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
    let message = printable(message.as_bytes());
    let _ = writeln!(out, "{gutter} {BLUE}|{BLUE:#} {indent}{RED}{carets}{RED:#}");
    let _ = writeln!(out, "{gutter} {BLUE}={BLUE:#} {message}");
}

/// What was said up to the offence, by the client that showed it and by the others.
fn excerpt(out: &mut String, transcript: &Transcript, found: &Finding) {
    let Some(evidence) = &found.evidence else {
        let last = transcript.entries.len();
        entries(out, transcript, last.saturating_sub(AROUND)..last, None, LINES);
        return;
    };
    let end = (evidence.entry + 1).min(transcript.entries.len());
    let start = end.saturating_sub(AROUND);
    entries(out, transcript, start..end, Some(evidence), LINES);
}

fn entries(
    out: &mut String,
    transcript: &Transcript,
    range: std::ops::Range<usize>,
    evidence: Option<&crate::finding::Evidence>,
    lines: usize,
) {
    let shown = transcript.entries.get(range.clone()).unwrap_or_default();
    let width = shown.iter().map(|e| label(e).len()).max().unwrap_or_default();
    for (i, entry) in shown.iter().enumerate() {
        let offends = evidence.filter(|e| e.entry == range.start + i);
        self::entry(out, entry, width, offends, lines);
    }
    if transcript.dropped > 0 && range.end == transcript.entries.len() {
        let _ = writeln!(out, "  {DIM}({} entries were cut){DIM:#}", transcript.dropped);
    }
}

fn label(entry: &Entry) -> String {
    match entry.connection {
        0 => entry.client.clone(),
        n => format!("{}#{}", entry.client, n + 1),
    }
}

fn entry(
    out: &mut String,
    entry: &Entry,
    width: usize,
    offends: Option<&crate::finding::Evidence>,
    lines: usize,
) {
    let who = match entry.direction {
        Direction::Client => "C:",
        Direction::Server => "S:",
        Direction::Note => "--",
    };
    let time = format!("+{}.{:03}", entry.at / 1_000_000, entry.at / 1000 % 1000);
    let octets = entry.data.strip_suffix(b"\r\n").unwrap_or(&entry.data);
    let mut offset = 0;
    let parts: Vec<&[u8]> = octets.split(|&b| b == b'\n').collect();
    for (n, part) in parts.iter().enumerate().take(lines) {
        let name = label(entry);
        let head = match n {
            0 => format!("  {name:<width$} {time:>8} {who} "),
            _ => format!("  {:<width$} {:>8}    ", "", ""),
        };
        let (text, starts) = line(part.strip_suffix(b"\r").unwrap_or(part));
        let mark = if offends.is_some() { RED } else { Style::new() };
        let _ = writeln!(out, "{DIM}{head}{DIM:#}{mark}{text}{mark:#}");
        if let Some(e) = offends
            && (offset..=offset + part.len()).contains(&e.start)
            && (e.start, e.end) != (0, octets.len())
        {
            let at = |octet: usize| starts.get(octet).or(starts.last()).copied().unwrap_or(0);
            let from = at(e.start - offset);
            let to = at(e.end.saturating_sub(offset).min(part.len())).max(from + 1);
            if from < WIDTH {
                let indent = " ".repeat(head.chars().count() + from);
                let carets = "^".repeat((to - from).min(WIDTH));
                let _ = writeln!(out, "{indent}{RED}{carets}{RED:#}");
            }
        }
        offset += part.len() + 1;
    }
    if parts.len() > lines {
        let more = parts.len() - lines;
        let _ = writeln!(out, "{DIM}  {:<width$} {:>8}    … {more} more lines{DIM:#}", "", "");
    }
}

/// A line made printable and cut, and the column at which each of its octets begins.
fn line(octets: &[u8]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(octets.len() + 1);
    let mut columns = 0;
    for &octet in octets {
        starts.push(columns);
        if columns >= WIDTH {
            continue;
        }
        let piece = match octet {
            b'\t' | 0x20..=0x7e => char::from(octet).to_string(),
            other => format!("\\x{other:02x}"),
        };
        columns += piece.len();
        text.push_str(&piece);
    }
    starts.push(columns);
    if columns >= WIDTH {
        let _ = write!(text, "… ({} octets)", octets.len());
    }
    (text, starts)
}

/// Octets as text that does no harm to a terminal: UTF-8 stays, control characters are escaped.
pub fn printable(octets: &[u8]) -> String {
    let text = String::from_utf8_lossy(octets);
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c.to_string(),
            c if c.is_control() => c.escape_default().to_string(),
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_octets_never_reach_the_terminal() {
        assert_eq!(printable(b"a\x1b[31mb\x07"), "a\\u{1b}[31mb\\u{7}");
        let (text, starts) = line(b"a\x1bb");
        assert_eq!(text, "a\\x1bb");
        assert_eq!(starts, [0, 1, 5, 6]);
    }
}
