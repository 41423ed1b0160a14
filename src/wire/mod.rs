//! The wire: framing, TCP, TLS, DEFLATE and the transcript. Nothing here knows what is said.
//!
//! The server is hostile until shown otherwise: every wait has a deadline, every buffer a bound
//! ([`crate::syntax::frame::Limits`]), and any octets end in an [`connection::Incoming`].
//! A new layer is a new variant of [`stream::Stream`].

pub mod connection;
pub mod stream;
pub mod transcript;
