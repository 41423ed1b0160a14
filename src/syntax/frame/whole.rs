//! A whole frame, and what is known of it already.

use std::borrow::Cow;
use std::ops::Deref;

/// The octets of a frame, for the parsers.
///
/// One that a [`Framer`](super::Framer) has cut knows whether there is no NUL in it, and spares the
/// parsers to look for one in each literal. Any octets are a frame of which nothing is known.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    octets: &'a [u8],
    no_nul: bool,
}

impl<'a> Frame<'a> {
    pub(super) const fn framed(octets: &'a [u8], no_nul: bool) -> Self {
        Self { octets, no_nul }
    }

    /// All of it, CRLF included.
    pub const fn octets(self) -> &'a [u8] {
        self.octets
    }

    /// Whether it is known that there is no NUL in it.
    pub const fn has_no_nul(self) -> bool {
        self.no_nul
    }
}

impl Deref for Frame<'_> {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        self.octets
    }
}

/// The same octets, whatever is known of them.
impl PartialEq for Frame<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.octets == other.octets
    }
}

impl Eq for Frame<'_> {}

impl<'a> From<&'a [u8]> for Frame<'a> {
    fn from(octets: &'a [u8]) -> Self {
        Self { octets, no_nul: false }
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Frame<'a> {
    fn from(octets: &'a [u8; N]) -> Self {
        octets.as_slice().into()
    }
}

impl<'a> From<&'a Vec<u8>> for Frame<'a> {
    fn from(octets: &'a Vec<u8>) -> Self {
        octets.as_slice().into()
    }
}

impl<'a> From<&'a Cow<'_, [u8]>> for Frame<'a> {
    fn from(octets: &'a Cow<'_, [u8]>) -> Self {
        octets.as_ref().into()
    }
}
