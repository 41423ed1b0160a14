//! The transcript: what was said up to the offence, with a caret below it.

use std::fmt::Write;

use anstyle::Style;

use super::{DIM, RED};
use crate::finding::Evidence;
use crate::wire::transcript::{Direction, Entry, Transcript};

/// Characters of one line of the transcript.
const WIDTH: usize = 150;
/// Lines of one entry.
const LINES: usize = 6;

/// What was said up to the offence, by the client that showed it and by the others, in about `lines`
/// lines; and the command that it answers.
pub(super) fn excerpt(
    out: &mut String,
    transcript: &Transcript,
    evidence: Option<&Evidence>,
    lines: usize,
) {
    let all = &transcript.entries;
    let end = evidence.map_or(all.len(), |e| e.entry.saturating_add(1)).min(all.len());
    let mut start = end;
    let mut taken = 0;
    while start > 0 && taken < lines {
        start -= 1;
        taken += all.get(start).map_or(1, |entry| height(entry).min(LINES));
    }
    if taken == 0 {
        return;
    }
    let offender = evidence.and_then(|e| all.get(e.entry));
    if let Some(offender) = offender {
        let commands = |entry: &&Entry| {
            entry.direction == Direction::Client
                && (&entry.client, entry.connection) == (&offender.client, offender.connection)
        };
        let before = all.get(..start).unwrap_or_default();
        let shown = all.get(start..end).unwrap_or_default();
        if !shown.iter().any(|entry| commands(&entry))
            && let Some(command) = before.iter().rposition(|entry| commands(&entry))
        {
            entries(out, transcript, command..command + 1, &[], 1);
            if command + 1 < start {
                let left = start - command - 1;
                let _ = writeln!(out, "  {DIM}… {left} more{DIM:#}");
            }
        }
    }
    entries(out, transcript, start..end, evidence.as_slice(), LINES);
}

/// Lines that an entry takes.
fn height(entry: &Entry) -> usize {
    let octets = entry.data.strip_suffix(b"\n").unwrap_or(&entry.data);
    1 + memchr::memchr_iter(b'\n', octets).count()
}

/// Entries of this range, each with at most `lines` lines; where one of `marks` stands in it, with a caret.
pub(super) fn entries(
    out: &mut String,
    transcript: &Transcript,
    range: std::ops::Range<usize>,
    marks: &[&Evidence],
    lines: usize,
) {
    let shown = transcript.entries.get(range.clone()).unwrap_or_default();
    let width = shown.iter().map(|e| e.speaker().len()).max().unwrap_or_default();
    for (i, entry) in shown.iter().enumerate() {
        let offends = marks.iter().copied().find(|e| e.entry == range.start + i);
        self::entry(out, entry, width, offends, lines);
    }
    if transcript.dropped > 0 && range.end == transcript.entries.len() {
        let _ = writeln!(out, "  {DIM}({} entries were cut){DIM:#}", transcript.dropped);
    }
}

fn entry(out: &mut String, entry: &Entry, width: usize, offends: Option<&Evidence>, lines: usize) {
    let who = match entry.direction {
        Direction::Client => "C:",
        Direction::Server => "S:",
        Direction::Note => "--",
    };
    let time = entry.time();
    let octets = entry.data.strip_suffix(b"\r\n").unwrap_or(&entry.data);
    let mut offset = 0;
    let parts: Vec<&[u8]> = octets.split(|&b| b == b'\n').collect();
    for (n, part) in parts.iter().enumerate().take(lines) {
        let name = entry.speaker();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_knows_where_its_octets_stand() {
        let (text, starts) = line(b"a\x1bb");
        assert_eq!(text, "a\\x1bb");
        assert_eq!(starts, [0, 1, 5, 6]);
    }
}
