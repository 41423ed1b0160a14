//! Scenarios: YAML files to checked values, places kept.
//!
//! The language is described in `docs/scenarios.md`. `types` is what the engine plays.

pub mod types;

pub use types::*;
