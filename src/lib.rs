//! imapspec: an IMAP conformance test suite and fuzzing harness.
//!
//! | room | what it holds |
//! |---|---|
//! | [`syntax`] | the grammar: octets to values, and back |
//! | [`wire`], [`client`] | connections; what a client says, hears and may believe |
//! | [`referee`] | rules that hold in any session |
//! | [`scenario`], [`engine`] | the language of scenarios; how they are played |
//! | [`target`] | where the server under test comes from |
//! | [`mod@reference`], [`prove`] | the executable specification, right or wrong on purpose; whether each wrong is found |
//! | [`report`], [`finding`] | what is told of a run |
//! | [`cli`], [`harness`] | the command line; `cargo test` |
//!
//! # To add an extension
//!
//! 1. its grammar: [`syntax::dialect`] gives it a name, [`syntax::parse`] and [`syntax::print`] a file;
//! 2. the reference: a line in `feature`, a file in `command` ([`mod@reference`]);
//! 3. its defects: lines in [`reference::defect`], so that every check is shown to fail;
//! 4. a folder of scenarios (`scenarios/README.md`), and what brings its commands in [`scenario::lint`];
//! 5. where it has rules of its own in any session: a family of the [`referee`].
//!
//! The head of each room's `mod.rs` says how.

pub mod cli;
pub mod client;
pub mod engine;
pub mod finding;
pub mod harness;
pub mod prove;
pub mod referee;
pub mod reference;
pub mod report;
pub mod scenario;
pub mod syntax;
pub mod target;
pub mod wire;

// The fuzz checks name the library as their own package does.
#[cfg(test)]
extern crate self as imapspec;
#[cfg(test)]
mod fuzz;
