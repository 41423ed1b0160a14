//! Scenarios: YAML files to checked values, places kept.
//!
//! The language is described in `scenarios/README.md`. A file goes through `yaml` (a tree with
//! places) and `read` (names resolved, forms checked, all errors collected) to [`types`], which the
//! engine plays. [`library`] is where files come from, [`corpus`] all scenarios of it, [`select`]
//! which of them are wanted, [`lint`] what a good scenario has beyond being right, [`schema`] what
//! editors know of the language.
//!
//! Contract: a scenario file never makes this panic, whatever it holds; what is wrong with it is an
//! [`Error`] with places.

pub mod corpus;
mod error;
pub mod library;
pub mod lint;
mod read;
pub mod rfcs;
pub mod schema;
pub mod sections;
pub mod select;
#[cfg(test)]
mod tests;
pub mod types;
mod yaml;

pub use corpus::Corpus;
pub use error::{Diagnostic, Error};
pub use library::Library;
pub use select::Selection;
pub use types::*;

/// Reads one scenario. `path` is its path below the corpus (`sync/x.yaml`), `shown` its path as shown to
/// people; shared messages and files come from `library`.
///
/// # Errors
/// All that is wrong with it.
pub fn parse(library: &Library, path: &str, shown: &str, text: &str) -> Result<Scenario, Error> {
    read::scenario(library, path, shown, text)
}
