//! Wrong octets on purpose: what a campaign sends to see how the other side takes it.

use super::style::Dice;
use crate::syntax::frame::announced;

/// One way to spoil a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Corruption {
    /// Ends early, without CRLF.
    Truncate,
    /// One space twice.
    DoubleSpace,
    /// One space left out.
    DropSpace,
    /// A literal that announces one octet too many.
    LiteralTooLong,
    /// A literal that announces one octet too few.
    LiteralTooShort,
    /// A literal that announces more octets than anyone has.
    LiteralHuge,
    /// One letter in the other case.
    CaseFlip,
    /// A CRLF that lost its CR.
    BareLf,
    /// A CRLF that lost its LF.
    BareCr,
    /// A NUL somewhere.
    Nul,
    /// An octet above 127 somewhere that makes no UTF-8.
    HighBit,
    /// A parenthesis, bracket or quote left out.
    DropDelimiter,
    /// One octet changed into another.
    FlipBit,
    /// A stretch of octets twice.
    Repeat,
}

impl Corruption {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Truncate,
        Self::DoubleSpace,
        Self::DropSpace,
        Self::LiteralTooLong,
        Self::LiteralTooShort,
        Self::LiteralHuge,
        Self::CaseFlip,
        Self::BareLf,
        Self::BareCr,
        Self::Nul,
        Self::HighBit,
        Self::DropDelimiter,
        Self::FlipBit,
        Self::Repeat,
    ];
}

/// Spoils `frame` (a whole command or response) in one way; `seed` chooses the place. `None`
/// where the frame has no place for it. The result always differs from `frame`, and may by
/// chance still be in the grammar (another case, another octet of a string).
pub fn corrupt(frame: &[u8], corruption: Corruption, seed: u64) -> Option<Vec<u8>> {
    let mut dice = Dice::new(seed);
    let mut out = frame.to_vec();
    match corruption {
        Corruption::Truncate => {
            let most = frame.len().checked_sub(2).filter(|&most| most > 0)?;
            out.truncate(1 + dice.below(most));
        }
        Corruption::DoubleSpace => {
            let at = place(frame, &mut dice, |octet| octet == b' ')?;
            out.insert(at, b' ');
        }
        Corruption::DropSpace => {
            let at = place(frame, &mut dice, |octet| octet == b' ')?;
            out.remove(at);
        }
        Corruption::LiteralTooLong => out = recount(frame, &mut dice, |n| n.checked_add(1))?,
        Corruption::LiteralTooShort => out = recount(frame, &mut dice, |n| n.checked_sub(1))?,
        Corruption::LiteralHuge => out = recount(frame, &mut dice, |_| Some(u64::MAX >> 1))?,
        Corruption::CaseFlip => {
            let at = place(frame, &mut dice, |octet| octet.is_ascii_alphabetic())?;
            *out.get_mut(at)? ^= 0x20;
        }
        Corruption::BareLf => {
            let at = line_end(frame, &mut dice)?;
            out.remove(at);
        }
        Corruption::BareCr => {
            let at = line_end(frame, &mut dice)?;
            out.remove(at + 1);
        }
        Corruption::Nul => out.insert(dice.below(frame.len()), 0),
        Corruption::HighBit => out.insert(dice.below(frame.len()), 0xff),
        Corruption::DropDelimiter => {
            let at = place(frame, &mut dice, |octet| b"()[]\"<>{}".contains(&octet))?;
            out.remove(at);
        }
        Corruption::FlipBit => {
            let at = dice.below(frame.len());
            *out.get_mut(at)? ^= 1 << dice.below(8);
        }
        Corruption::Repeat => {
            let from = dice.below(frame.len());
            let to = from + 1 + dice.below(frame.len().saturating_sub(from));
            let piece = frame.get(from..to)?;
            out.splice(from..from, piece.iter().copied());
        }
    }
    Some(out)
}

/// One of the places that hold such an octet.
fn place(frame: &[u8], dice: &mut Dice, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let places: Vec<_> = (0..).zip(frame).filter(|(_, octet)| wanted(**octet)).collect();
    places.get(dice.below(places.len())).map(|(at, _)| *at)
}

/// Where one of the CRLFs stands.
fn line_end(frame: &[u8], dice: &mut Dice) -> Option<usize> {
    let ends: Vec<_> =
        (0..).zip(frame.windows(2)).filter(|(_, two)| *two == b"\r\n").map(|(at, _)| at).collect();
    ends.get(dice.below(ends.len())).copied()
}

/// Changes what one of the literals announces.
fn recount(frame: &[u8], dice: &mut Dice, count: impl Fn(u64) -> Option<u64>) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(end) = memchr::memchr(b'\n', frame.get(at..)?).map(|end| at + end + 1) {
        let line = frame.get(at..end)?;
        at = end;
        if let Some(literal) = announced(line) {
            found.push((literal.octets, end));
            at = usize::try_from(literal.octets).ok().and_then(|n| end.checked_add(n))?;
        }
    }
    let &(octets, end) = found.get(dice.below(found.len()))?;
    let head = frame.get(..end)?;
    let digits_end = head.iter().rposition(u8::is_ascii_digit)? + 1;
    let digits = head.get(..digits_end)?.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let mut out = head.get(..digits_end - digits)?.to_vec();
    out.extend_from_slice(count(octets)?.to_string().as_bytes());
    out.extend_from_slice(frame.get(digits_end..)?);
    Some(out)
}
