//! A client: a connection that speaks, and what it may believe.
//!
//! - [`session`]: tags, literals, continuations; what was received, parsed and told to an observer;
//! - [`view`]: what a client may believe about its session, a value without I/O;
//! - [`happening`]: what happens on a connection, for transcript, view and referee;
//! - [`mask`]: passwords never reach a transcript.

pub mod happening;
pub mod mask;
pub mod session;
pub mod view;
