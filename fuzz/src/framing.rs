//! Framing: octets in random pieces give the frames of octets given at once.

use imapspec::syntax::frame::{FrameError, Framer, Limits, Sender};

/// The frames of octets in pieces are the octets, in turn. That they are those of octets given at
/// once is left to [`pieces`], which frames two times more.
pub fn frames_of_pieces(data: &[u8]) {
    if let Some(Given { sender, limits, octets, sizes }) = Given::read(data) {
        frames(sender, limits, octets, cut(octets, sizes));
    }
}

/// Octets in pieces give the frames, and the errors, of octets given at once; and what is left is no
/// frame.
pub fn pieces(data: &[u8]) {
    let Some(Given { sender, limits, octets, sizes }) = Given::read(data) else { return };
    let whole = frames(sender, limits, octets, std::iter::once(octets));
    assert_eq!(frames(sender, limits, octets, cut(octets, sizes)), whole);
    let (ends, error) = whole;
    if let (None, Some(&end)) = (error, ends.last()) {
        // Given again, it is still none.
        let rest = octets.get(end..).unwrap_or_default();
        let none = (Vec::new(), None);
        assert_eq!(frames(sender, limits, rest, std::iter::once(rest)), none);
    }
}

struct Given<'a> {
    sender: Sender,
    limits: Limits,
    octets: &'a [u8],
    sizes: [usize; 3],
}

impl<'a> Given<'a> {
    /// The first octet says who sends, the next four how the pieces are cut and how tight the limits
    /// are.
    fn read(data: &'a [u8]) -> Option<Self> {
        let (&[sender, a, b, c, tight], octets) = data.split_first_chunk()?;
        let sender = if sender % 2 == 0 { Sender::Client } else { Sender::Server };
        let limits = match tight % 4 {
            0 => Limits { line: 40, literal: 20, frame: 120 },
            _ => Limits::default(),
        };
        // One by one where that is soon done; the longer the input, the longer the pieces, for each
        // costs as much as many octets do.
        let sizes = match a % 4 == 0 && octets.len() < 80 {
            true => [1; 3],
            false => {
                let sizes = [usize::from(a) + 1, usize::from(b % 16) + 1, usize::from(c) * 17 + 1];
                sizes.map(|size| size + octets.len() / 64)
            }
        };
        Some(Self { sender, limits, octets, sizes })
    }
}

/// Where the frames of `octets` end. Nothing is lost, nothing is made up, and each ends with a line's
/// end.
fn frames<'a>(
    sender: Sender,
    limits: Limits,
    octets: &[u8],
    pieces: impl Iterator<Item = &'a [u8]>,
) -> (Vec<usize>, Option<FrameError>) {
    let mut framer = Framer::new(sender, limits);
    let mut ends = Vec::new();
    let mut end = 0;
    for piece in pieces {
        framer.push(piece);
        loop {
            match framer.next_frame() {
                Ok(Some(frame)) => {
                    let start = end;
                    end += frame.len();
                    assert_eq!(octets.get(start..end), Some(&*frame));
                    assert!(frame.ends_with(b"\n") && frame.len() <= limits.frame);
                    ends.push(end);
                }
                Ok(None) => break,
                Err(error) => return (ends, Some(error)),
            }
        }
    }
    (ends, None)
}

/// Cuts into pieces of these sizes, in turn.
fn cut(mut octets: &[u8], sizes: [usize; 3]) -> impl Iterator<Item = &[u8]> {
    let mut sizes = sizes.into_iter().cycle();
    std::iter::from_fn(move || {
        let size = sizes.next().unwrap_or(1).min(octets.len());
        let (piece, rest) = octets.split_at(size);
        octets = rest;
        (!piece.is_empty()).then_some(piece)
    })
}
