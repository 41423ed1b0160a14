//! The transcript on the page.

use std::collections::BTreeMap;

use crate::engine::event::ScenarioFinished;
use crate::wire::transcript::{Direction, Entry};

/// Entries at the beginning and at the end of a transcript that are always shown.
const EDGE: usize = 150;
/// Entries around an offence.
const AROUND: usize = 20;
/// Octets of an entry that are shown.
const SHOWN: usize = 4096;

pub(super) struct Line {
    pub index: usize,
    /// Lines left out before it.
    pub left: usize,
    pub client: String,
    pub time: String,
    pub who: &'static str,
    pub class: &'static str,
    pub before: String,
    pub offence: String,
    pub after: String,
}

/// The transcript; of a very long one its beginning, its end, and what is around each offence.
pub(super) fn lines(scenario: &ScenarioFinished) -> Vec<Line> {
    let offences: BTreeMap<usize, (usize, usize)> = scenario
        .findings
        .iter()
        .rev()
        .filter_map(|f| f.evidence.as_ref())
        .map(|e| (e.entry, (e.start, e.end)))
        .collect();
    let count = scenario.transcript.entries.len();
    let near = |index: usize| {
        let around = index.saturating_sub(AROUND)..=index.saturating_add(AROUND);
        index < EDGE || index + EDGE >= count || offences.range(around).next().is_some()
    };
    let mut lines = Vec::new();
    let mut left = 0;
    for (index, entry) in scenario.transcript.entries.iter().enumerate() {
        if !near(index) {
            left += 1;
            continue;
        }
        lines.push(Line { left, ..line(index, entry, offences.get(&index).copied()) });
        left = 0;
    }
    lines
}

fn line(index: usize, entry: &Entry, offence: Option<(usize, usize)>) -> Line {
    let (who, class) = match entry.direction {
        Direction::Client => ("C:", "c"),
        Direction::Server => ("S:", "s"),
        Direction::Note => ("--", "n"),
    };
    let octets = entry.data.strip_suffix(b"\r\n").unwrap_or(&entry.data);
    let cut = &octets[..octets.len().min(SHOWN)];
    let (start, end) = offence.unwrap_or((cut.len(), cut.len()));
    let start = start.min(cut.len());
    let end = end.clamp(start, cut.len());
    let more = match octets.len() - cut.len() {
        0 => String::new(),
        n => format!("… {n} octets more"),
    };
    Line {
        index,
        left: 0,
        client: entry.speaker(),
        time: entry.time(),
        who,
        class,
        before: visible(&cut[..start]),
        offence: visible(&cut[start..end]),
        after: visible(&cut[end..]) + &more,
    }
}

/// Octets as text: line ends as line ends, what is no text as escapes.
fn visible(octets: &[u8]) -> String {
    octets
        .iter()
        .filter(|b| **b != b'\r')
        .map(|&b| match b {
            b'\n' | b'\t' | 0x20..=0x7e => char::from(b).to_string(),
            other => format!("\\x{other:02x}"),
        })
        .collect()
}
