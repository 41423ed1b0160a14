//! The values of the protocol, one file a subject.
//!
//! A value says what was meant, not how it was spelled: an `astring` sent as atom, quoted
//! string or literal is the same value. What was spelled is seen in the bytes.

mod arguments;
mod body;
mod code;
mod command;
mod common;
mod envelope;
mod fetch;
mod list;
mod response;
mod search;

pub use arguments::*;
pub use body::*;
pub use code::*;
pub use command::*;
pub use common::*;
pub use envelope::*;
pub use fetch::*;
pub use list::*;
pub use response::*;
pub use search::*;
