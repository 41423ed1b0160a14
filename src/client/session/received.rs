//! A response as it came.

use tokio::time::Instant;

use crate::syntax::SyntaxError;
use crate::syntax::parse::Parsed;
use crate::syntax::types::{Response, Status};

/// A response as it came.
#[derive(Debug)]
pub struct Received {
    /// Index of its entry in the transcript.
    pub entry: usize,
    /// Its octets, line end included.
    pub octets: Vec<u8>,
    /// What it means, or why it is not a response.
    pub parsed: Result<Parsed<Response<'static>>, SyntaxError>,
    /// When its last octet was read.
    pub at: Instant,
}

impl Received {
    /// Tag and status of a tagged response, also of one that the grammar does not allow.
    pub fn tagged(&self) -> Option<(&[u8], Status)> {
        let mut words = self.octets.split(|&b| matches!(b, b' ' | b'\r' | b'\n'));
        let (tag, word) = (words.next()?, words.next()?);
        let status = Status::from_word(word)?;
        (tag != b"*" && tag != b"+").then_some((tag, status))
    }

    /// Whether it is a continuation request.
    pub fn is_continuation(&self) -> bool {
        self.octets.first() == Some(&b'+')
    }
}
