//! imapspec: an IMAP conformance test suite and fuzzing harness.

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
