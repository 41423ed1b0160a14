//! Framing: octets in random pieces give the frames of octets given at once.

use imapspec::syntax::frame::{FrameError, Framer, Limits, Sender};

/// The first octet says who sends, the next four how the pieces are cut and how tight the limits
/// are.
pub fn pieces(data: &[u8]) {
    let Some((&[sender, a, b, c, tight], octets)) = data.split_first_chunk() else { return };
    let sender = if sender % 2 == 0 { Sender::Client } else { Sender::Server };
    let limits = match tight % 4 {
        0 => Limits { line: 40, literal: 20, frame: 120 },
        _ => Limits::default(),
    };
    let whole = frames(sender, limits, std::iter::once(octets));
    // One by one where that is soon done.
    let sizes = match a % 4 == 0 && octets.len() < 400 {
        true => [1; 3],
        false => [usize::from(a) + 1, usize::from(b % 16) + 1, usize::from(c) * 17 + 1],
    };
    assert_eq!(frames(sender, limits, cut(octets, sizes)), whole);
    let (frames, end) = whole;
    // Nothing is lost, nothing is made up, and each frame ends with a line's end.
    let given: Vec<u8> = frames.concat();
    assert!(octets.starts_with(&given));
    assert!(frames.iter().all(|frame| frame.ends_with(b"\n") && frame.len() <= limits.frame));
    if end.is_none() && !given.is_empty() {
        // What is left, given again, is still no frame.
        let rest = octets.get(given.len()..).unwrap_or_default();
        assert_eq!(self::frames(sender, limits, std::iter::once(rest)), (Vec::new(), None));
    }
}

fn frames<'a>(
    sender: Sender,
    limits: Limits,
    pieces: impl Iterator<Item = &'a [u8]>,
) -> (Vec<Vec<u8>>, Option<FrameError>) {
    let mut framer = Framer::new(sender, limits);
    let mut frames = Vec::new();
    for piece in pieces {
        framer.push(piece);
        loop {
            match framer.next_frame() {
                Ok(Some(frame)) => frames.push(frame.to_vec()),
                Ok(None) => break,
                Err(error) => return (frames, Some(error)),
            }
        }
    }
    (frames, None)
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
