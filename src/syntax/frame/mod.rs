//! Framing: octets in any pieces become whole frames, a line with all its literals.
//!
//! A frame ends with the LF that ends its last line, CR or no CR: whether the CR is missing is for
//! the parsers to say, which see all octets. Nothing is lost and nothing is copied twice; memory is
//! bounded by [`Limits`].

mod literal;
mod whole;

use memchr::{memchr, memrchr};

use self::literal::Text;
pub use self::literal::{Announcement, announced};
pub use self::whole::Frame;

/// What a frame may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Octets of a line, without literals.
    pub line: usize,
    /// Octets of one literal.
    pub literal: u64,
    /// Octets of a whole frame.
    pub frame: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { line: 1 << 20, literal: 64 << 20, frame: 96 << 20 }
    }
}

/// Who sent the octets: a server's human text may end in what looks like a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// Commands.
    Client,
    /// Responses.
    Server,
}

/// A limit that is passed. The octets so far stay in [`Framer::pending`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A line has no end.
    #[error("a line of more than {limit} octets")]
    Line {
        /// The limit.
        limit: usize,
    },
    /// A literal is announced that is too large.
    #[error("a literal of {announced} octets is announced, more than {limit}")]
    Literal {
        /// Octets announced.
        announced: u64,
        /// The limit.
        limit: u64,
    },
    /// All literals and lines of a frame together are too large.
    #[error("a frame of more than {limit} octets")]
    Frame {
        /// The limit.
        limit: usize,
    },
}

/// Cuts octets into frames.
#[derive(Debug)]
pub struct Framer {
    sender: Sender,
    limits: Limits,
    buffer: Vec<u8>,
    /// Where the current frame starts in `buffer`.
    start: usize,
    /// Where the current line starts.
    line: usize,
    /// Up to where the current line has been searched for its end.
    scanned: usize,
    /// Where the literal under way ends; the line goes on there.
    literal_end: Option<usize>,
    /// Whether the current frame has come to its human text.
    text: Text,
    /// Behind the last NUL in `buffer`. It is looked for while the octets that come in are in the
    /// processor's nearest cache: a parser that looked for it in a large literal would wait for
    /// memory.
    nul: usize,
}

impl Framer {
    /// A framer for what `sender` sends.
    pub fn new(sender: Sender, limits: Limits) -> Self {
        Self {
            sender,
            limits,
            buffer: Vec::new(),
            start: 0,
            line: 0,
            scanned: 0,
            literal_end: None,
            text: Text::Ahead,
            nul: 0,
        }
    }

    /// Takes octets in, in any pieces.
    pub fn push(&mut self, octets: &[u8]) {
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.rebase(self.start);
        } else if self.start > self.buffer.len() / 2 && self.start > 4096 {
            self.buffer.drain(..self.start);
            self.rebase(self.start);
        }
        if let Some(at) = memrchr(0, octets) {
            self.nul = self.buffer.len() + at + 1;
        }
        self.buffer.extend_from_slice(octets);
    }

    /// The next whole frame, if all of it has come.
    ///
    /// # Errors
    /// When a limit is passed; the framer can't go on after that.
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, FrameError> {
        loop {
            if let Some(end) = self.literal_end {
                // Also where nothing is missing: one of no octets is still to be asked for.
                if self.buffer.len() <= end {
                    return Ok(None);
                }
                self.literal_end = None;
                self.line = end;
                self.scanned = end;
            }
            let Some(found) = memchr(b'\n', &self.buffer[self.scanned..]) else {
                self.scanned = self.buffer.len();
                return self.check_line(self.scanned).map(|()| None);
            };
            let end = self.scanned + found + 1;
            self.check_line(end)?;
            match self.announcement(end) {
                Some(literal) => {
                    if literal.octets > self.limits.literal {
                        let limit = self.limits.literal;
                        return Err(FrameError::Literal { announced: literal.octets, limit });
                    }
                    let until =
                        usize::try_from(literal.octets).ok().and_then(|n| end.checked_add(n));
                    match until {
                        Some(until) if until - self.start <= self.limits.frame => {
                            self.literal_end = Some(until);
                        }
                        _ => return Err(FrameError::Frame { limit: self.limits.frame }),
                    }
                }
                None => {
                    let octets = &self.buffer[self.start..end];
                    let frame = Frame::framed(octets, self.nul <= self.start);
                    self.start = end;
                    self.line = end;
                    self.scanned = end;
                    self.text = Text::Ahead;
                    return Ok(Some(frame));
                }
            }
        }
    }

    /// Octets taken in that are not yet part of a whole frame.
    pub fn pending(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// The literal that the pending octets end with, if its announcement is complete and the
    /// literal itself is not: a server must answer a synchronizing one.
    pub fn awaited_literal(&self) -> Option<Announcement> {
        let end = self.literal_end?;
        let line_end = memchr(b'\n', &self.buffer[self.line..])? + self.line + 1;
        let literal = announced(&self.buffer[self.line..line_end])?;
        let missing = self.buffer.len() < end || (literal.octets == 0 && self.buffer.len() == end);
        missing.then_some(literal)
    }

    /// Where the literal under way begins, as an offset into [`Framer::pending`].
    pub fn literal_start(&self) -> Option<usize> {
        self.literal_end?;
        let line_end = memchr(b'\n', &self.buffer[self.line..])? + self.line + 1;
        Some(line_end - self.start)
    }

    /// Takes out all octets that are not yet part of a whole frame, and starts afresh.
    pub fn take_pending(&mut self) -> Vec<u8> {
        let pending = self.buffer.split_off(self.start);
        *self = Self::new(self.sender, self.limits);
        pending
    }

    fn rebase(&mut self, by: usize) {
        self.start -= by;
        self.line -= by;
        self.scanned -= by;
        self.nul = self.nul.saturating_sub(by);
        self.literal_end = self.literal_end.map(|end| end - by);
    }

    fn check_line(&self, end: usize) -> Result<(), FrameError> {
        // The limit that is passed first counts, so that it does not matter how the octets come.
        let line = self.line.saturating_add(self.limits.line);
        let frame = self.start.saturating_add(self.limits.frame);
        if end > line && line <= frame {
            return Err(FrameError::Line { limit: self.limits.line });
        }
        if end > frame {
            return Err(FrameError::Frame { limit: self.limits.frame });
        }
        Ok(())
    }

    fn announcement(&mut self, end: usize) -> Option<Announcement> {
        let line = &self.buffer[self.line..end];
        let literal = announced(line)?;
        match self.sender {
            Sender::Client => Some(literal),
            Sender::Server if literal.non_sync => None,
            Sender::Server => {
                self.text = self.text.after(line);
                (self.text != Text::Here).then_some(literal)
            }
        }
    }
}

#[cfg(test)]
mod tests;
