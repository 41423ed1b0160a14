//! What the clients of one scenario tell: kept as transcript, judged by the referee.

use crate::client::happening::{Happening, Observer};
use crate::finding::Finding;
use crate::referee::{Referee, Setting};
use crate::wire::transcript::{Direction, Entry, Transcript};

/// Octets of a transcript that are kept; beyond, entries are counted but empty.
const KEPT: usize = 4 << 20;
/// Octets of one entry that are kept.
const ENTRY: usize = 256 << 10;
/// Entries that are kept; beyond, they are only counted.
const ENTRIES: usize = 20_000;

/// Transcript and referee of one scenario.
pub struct Recorder {
    transcript: Transcript,
    kept: usize,
    referee: Option<Referee>,
}

impl Recorder {
    /// Nothing was said yet.
    pub fn new(setting: Setting) -> Self {
        Self { transcript: Transcript::default(), kept: 0, referee: Some(Referee::new(setting)) }
    }

    /// All that was said, and all that the referee found.
    /// It can be told once; what happens afterwards is not kept.
    pub fn finish(&mut self) -> (Transcript, Vec<Finding>) {
        let findings = self.referee.take().map(Referee::finish).unwrap_or_default();
        (std::mem::take(&mut self.transcript), findings)
    }
}

impl Observer for Recorder {
    fn record(&mut self, mut entry: Entry) -> usize {
        if self.transcript.entries.len() >= ENTRIES {
            self.transcript.dropped += 1;
            return ENTRIES - 1;
        }
        let room = KEPT.saturating_sub(self.kept).min(ENTRY);
        if entry.direction != Direction::Note && entry.data.len() > room {
            entry.data.truncate(room);
            entry.data.shrink_to_fit();
            self.transcript.dropped += 1;
        }
        self.kept += entry.data.len();
        self.transcript.entries.push(entry);
        self.transcript.entries.len() - 1
    }

    fn observe(&mut self, happening: &Happening<'_>) {
        if let Some(referee) = &mut self.referee {
            referee.observe(happening);
        }
    }
}
