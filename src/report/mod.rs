//! Reports: folds over the event stream of a run. No report knows the engine, and none is known to it.
//!
//! | report | for | in |
//! |---|---|---|
//! | terminal | people, while it runs and at its end | `terminal`, `failure` |
//! | JSON | keeping a run, one event a line; read again by `imapspec report` | `json` |
//! | JUnit | CI that shows tests | `junit` |
//! | GitHub | annotations in a pull request | `github` |
//! | HTML | one file to look into; the matrix of several runs; the proof | `html`, `matrix`, `proof` |
//!
//! Figures (`figures`) are shown by the terminal, HTML and the matrix.
//!
//! A baseline ([`baseline`]) changes verdicts before any report sees them. To add a report:
//! a file here that implements [`Report`], and an option in `cli::run`.
//!
//! Server octets are hostile: whatever is shown goes through [`text::printable`] or the escaping
//! of the format.

pub mod baseline;
pub mod failure;
pub mod figures;
pub mod github;
pub mod html;
pub mod json;
pub mod junit;
pub mod matrix;
pub mod proof;
pub mod terminal;
pub mod text;

use std::io;

use crate::engine::event::Event;

/// Somebody who is told of a run.
pub trait Report {
    /// Takes in one event.
    ///
    /// # Errors
    /// When what is written to cannot be written to.
    fn event(&mut self, event: &Event) -> io::Result<()>;

    /// The run is over: writes what could not be written before.
    ///
    /// # Errors
    /// When what is written to cannot be written to.
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}
