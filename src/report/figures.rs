//! The figures of a run: how long what took, whether connections held, how the store grew.
//!
//! They are measured in passing, while many scenarios play at once: good to compare two servers, or
//! two versions of one, on the same machine. They are shown and never judged.

use std::collections::BTreeMap;

use crate::engine::event::{ScenarioFinished, Storage};
use crate::wire::transcript::{Direction, Transcript};

/// What is timed, by the name in the event log, and what it is for a reader.
const TIMES: [(&str, &str); 7] = [
    ("login", "log-in"),
    ("select", "SELECT"),
    ("fetch", "FETCH"),
    ("search", "SEARCH"),
    ("append", "APPEND"),
    ("sync-latency", "a change is seen by NOOP"),
    ("idle-latency", "a change is told in IDLE"),
];

/// The figures of one run.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Microseconds, by name.
    times: BTreeMap<String, Vec<u64>>,
    /// Connections that were opened.
    connections: usize,
    /// Connections that the server ended without a BYE.
    without_bye: usize,
    /// Octets of APPEND commands.
    appended: u64,
    storage: Option<Storage>,
}

/// How long something took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// What.
    pub name: String,
    /// How often it was measured.
    pub count: usize,
    /// Half of them took no longer.
    pub median: String,
    /// 95 of 100 took no longer.
    pub most: String,
    /// The longest.
    pub longest: String,
}

impl Figures {
    /// The figures of these scenarios.
    pub fn of<'a>(
        scenarios: impl IntoIterator<Item = &'a ScenarioFinished>,
        storage: Option<Storage>,
    ) -> Self {
        let mut figures = Self { storage, ..Self::default() };
        for scenario in scenarios {
            figures.add(scenario);
        }
        figures
    }

    /// Counts a scenario.
    pub fn add(&mut self, scenario: &ScenarioFinished) {
        for measurement in &scenario.measurements {
            self.times.entry(measurement.name.clone()).or_default().push(measurement.micros);
        }
        self.listen(&scenario.transcript);
    }

    /// What is known of the server's store, when the run is over.
    pub fn stored(&mut self, storage: Option<Storage>) {
        self.storage = storage;
    }

    fn listen(&mut self, transcript: &Transcript) {
        let mut byes: BTreeMap<(&str, u32), bool> = BTreeMap::new();
        for entry in &transcript.entries {
            let bye = byes.entry((&entry.client, entry.connection)).or_default();
            match entry.direction {
                Direction::Note if entry.data.starts_with(b"connected") => self.connections += 1,
                Direction::Note if entry.data.ends_with(b" by the server") && !*bye => {
                    self.without_bye += 1;
                }
                Direction::Note => {}
                Direction::Server => {
                    let head = entry.data.get(..5);
                    *bye |= head.is_some_and(|head| head.eq_ignore_ascii_case(b"* BYE"));
                }
                Direction::Client => {
                    let verb = entry.data.split(|&b| b == b' ').nth(1);
                    if verb.is_some_and(|verb| verb.eq_ignore_ascii_case(b"APPEND")) {
                        self.appended += entry.data.len() as u64;
                    }
                }
            }
        }
    }

    /// How long what took, in the order in which a session does it.
    pub fn times(&self) -> Vec<Time> {
        let known = TIMES.iter().filter_map(|(name, title)| Some((*title, self.times.get(*name)?)));
        let is_known = |name: &str| TIMES.iter().any(|(known, _)| *known == name);
        let others = self.times.iter().filter(|(name, _)| !is_known(name));
        known
            .chain(others.map(|(name, micros)| (name.as_str(), micros)))
            .map(|(name, micros)| {
                let mut micros = micros.clone();
                micros.sort_unstable();
                let at = |index: usize| words(micros.get(index).copied().unwrap_or_default());
                let last = micros.len().saturating_sub(1);
                Time {
                    name: name.to_owned(),
                    count: micros.len(),
                    median: at(last / 2),
                    most: at(last * 95 / 100),
                    longest: at(last),
                }
            })
            .collect()
    }

    /// What is counted and not timed: what it is, and how much.
    pub fn counts(&self) -> Vec<(&'static str, String)> {
        let mut counts = Vec::new();
        if self.connections > 0 {
            let lost = match self.without_bye {
                0 => "none".to_owned(),
                n => n.to_string(),
            };
            let text = format!("{}, {lost} ended by the server without BYE", self.connections);
            counts.push(("connections", text));
        }
        if let Some(Storage { before, after }) = self.storage {
            let (sign, grown) = match after.checked_sub(before) {
                Some(more) => ('+', more),
                None => ('-', before - after),
            };
            let appended = octets(self.appended);
            let text = format!("{sign}{} on disk for {appended} appended", octets(grown));
            counts.push(("store", text));
        }
        counts
    }

    /// Everything in one line; nothing, where nothing was measured.
    pub fn line(&self) -> Option<String> {
        let times = self.times();
        let times = times.iter().map(|time| format!("{} {}", time.name, time.median));
        let counts = self.counts().into_iter().map(|(name, text)| format!("{name}: {text}"));
        let times: Vec<String> = times.collect();
        let parts: Vec<String> =
            (!times.is_empty()).then(|| times.join(", ")).into_iter().chain(counts).collect();
        (!parts.is_empty()).then(|| format!("medians, not judged: {}", parts.join("; ")))
    }
}

/// Microseconds as people say it.
fn words(micros: u64) -> String {
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..1_000_000 => format!("{:.1} ms", micros as f64 / 1e3),
        _ => format!("{:.1} s", micros as f64 / 1e6),
    }
}

fn octets(n: u64) -> String {
    match n {
        0..10_240 => format!("{n} octets"),
        10_240..10_485_760 => format!("{} KiB", n >> 10),
        _ => format!("{} MiB", n >> 20),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::transcript::Entry;

    fn said(direction: Direction, connection: u32, data: &str) -> Entry {
        let data = data.as_bytes().to_vec();
        Entry { client: "phone".into(), connection, at: 0, direction, data }
    }

    #[test]
    fn a_connection_without_bye_and_what_was_appended_are_counted() {
        let entries = vec![
            said(Direction::Note, 0, "connected"),
            said(Direction::Client, 0, "A1 append x {3}\r\nabc\r\n"),
            said(Direction::Server, 0, "* bye so long\r\n"),
            said(Direction::Note, 0, "connection closed by the server"),
            said(Direction::Note, 1, "connected over TLS"),
            said(Direction::Note, 1, "connection reset by the server"),
        ];
        let mut figures = Figures::default();
        figures.listen(&Transcript { entries, dropped: 0 });
        figures.stored(Some(Storage { before: 20_000, after: 7_000 }));
        assert_eq!(
            figures.counts(),
            [
                ("connections", "2, 1 ended by the server without BYE".to_owned()),
                ("store", "-12 KiB on disk for 22 octets appended".to_owned()),
            ]
        );
    }

    #[test]
    fn times_are_told_by_rank() {
        let mut figures = Figures::default();
        assert_eq!(figures.line(), None);
        figures.times.insert("fetch".into(), (1..=100).rev().map(|n| n * 100).collect());
        figures.times.insert("another".into(), vec![2_500_000]);
        figures.times.insert("login".into(), vec![1]);
        let times = figures.times();
        let names: Vec<&str> = times.iter().map(|t| t.name.as_str()).collect();
        assert_eq!(names, ["log-in", "FETCH", "another"]);
        let fetch = &times[1];
        assert_eq!(
            (fetch.count, &*fetch.median, &*fetch.most, &*fetch.longest),
            (100, "5.0 ms", "9.5 ms", "10.0 ms")
        );
        assert_eq!(
            figures.line().unwrap_or_default(),
            "medians, not judged: log-in 1 µs, FETCH 5.0 ms, another 2.5 s"
        );
    }
}
