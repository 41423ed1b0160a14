//! The reference grammar: bytes in, values out, and back again.
//!
//! The strictest reading of the RFCs' ABNF, for both directions. `types` are the values that
//! both sides of a connection exchange; they borrow from the input where they can
//! (`Cow<'a, [u8]>`), and `bounded_static::IntoBoundedStatic::into_static` frees them from it.
//!
//! - [`types`]: values; [`parse`]: octets to values; [`mod@print`]: values to octets;
//! - [`dialect`]: which revisions and extensions are spoken; [`frame`]: where a response ends;
//! - [`lenient`]: a tree of any octets; [`mod@tree`]: a value for people; [`verdict`]: right or wrong, for many
//!   lines.
//!
//! To add an extension: its name in [`dialect`], its values in [`types`], a file in [`parse`] and in
//! [`mod@print`], each as the head of that room says.

#[cfg(any(fuzzing, feature = "arbitrary"))]
pub mod abnf;
#[cfg(not(any(fuzzing, feature = "arbitrary")))]
pub(crate) mod abnf;
#[cfg(any(test, feature = "arbitrary"))]
mod arbitrary;
pub mod dialect;
mod error;
pub mod frame;
pub mod lenient;
pub mod parse;
pub mod print;
pub mod tree;
pub mod types;
pub mod verdict;

pub use error::{SyntaxError, SyntaxErrorKind};
