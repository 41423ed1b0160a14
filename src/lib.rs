//! imapspec: an IMAP conformance test suite and fuzzing harness.

pub mod client;
pub mod engine;
pub mod finding;
pub mod scenario;
pub mod reference;
pub mod syntax;
pub mod wire;
