//! The event log: one JSON object a line. It is written as the run goes on, and read again.

use std::io::{self, BufRead, Write};

use super::Report;
use crate::engine::event::{Event, SCHEMA};

/// Writes events.
pub struct Json<W: Write>(W);

impl<W: Write> Json<W> {
    /// A log that goes to `out`.
    pub fn new(out: W) -> Self {
        Self(out)
    }
}

impl<W: Write> Report for Json<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, event)?;
        self.0.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A log that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be opened or read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A line of it is no event.
    #[error("line {line} is no event of a run: is it a log written by `--json`? ({error})")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// It was written by another version.
    #[error("the log has schema {found}, this imapspec reads {SCHEMA}")]
    Schema {
        /// Its schema.
        found: u32,
    },
    /// It holds no run.
    #[error("it does not begin with `run-started`: is it a log written by `--json`?")]
    NoRun,
}

/// Reads all events of a log.
///
/// # Errors
/// When it cannot be read, or is not of this schema.
pub fn read(input: impl BufRead) -> Result<Vec<Event>, ReadError> {
    let mut events = Vec::new();
    for (i, line) in input.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let event: Event =
            serde_json::from_str(&line).map_err(|error| ReadError::Line { line: i + 1, error })?;
        match (&event, events.is_empty()) {
            (Event::RunStarted(run), true) if run.schema != SCHEMA => {
                return Err(ReadError::Schema { found: run.schema });
            }
            (Event::RunStarted(_), true) | (_, false) => events.push(event),
            (_, true) => return Err(ReadError::NoRun),
        }
    }
    if events.is_empty() { Err(ReadError::NoRun) } else { Ok(events) }
}
