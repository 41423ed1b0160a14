//! Parameters of Content-Type and Content-Disposition (RFC 2045 §5.1), and the pieces and
//! charsets of RFC 2231.

use super::lexer::{Kind, Token};
use super::words;

/// Attribute and value pairs, names as sent.
pub type Params = Vec<(Vec<u8>, Vec<u8>)>;

/// `*(";" attribute "=" value)`; what does not look so is passed over up to the next `;`.
pub(super) fn params(tokens: &[Token]) -> Params {
    let mut found = Vec::new();
    for piece in tokens.split(|token| token.kind == Kind::Special(b';')) {
        let [Token { kind: Kind::Word(name), .. }, equals, values @ ..] = piece else { continue };
        if equals.kind != Kind::Special(b'=') {
            continue;
        }
        if let [Token { kind: Kind::Quoted(value), .. }, ..] = values {
            found.push((name.clone(), value.clone()));
            continue;
        }
        // A value with "/" or "=" in it should have been quoted, but is plain enough.
        let mut value = Vec::new();
        for token in values.iter().enumerate().take_while(|(at, token)| *at == 0 || !token.spaced) {
            match &token.1.kind {
                Kind::Word(word) => value.extend_from_slice(word),
                Kind::Special(octet) => value.push(*octet),
                _ => break,
            }
        }
        found.push((name.clone(), value));
    }
    join_pieces(found)
}

/// One piece of a parameter in the form of RFC 2231: `name*n` or `name*n*`.
struct Piece {
    number: u32,
    extended: bool,
    value: Vec<u8>,
}

/// Puts RFC 2231 pieces together, as RFC 9051 §7.5.2 asks: `baz*0`, `baz*1` become `baz`;
/// `foo*`, and `foo*0*` with what follows, become `foo*` in UTF-8. Where the numbers do not
/// run from 0 or the charset is not known, all stays as it was sent.
fn join_pieces(sent: Params) -> Params {
    let mut names: Vec<Vec<u8>> = Vec::new();
    for (name, _) in &sent {
        let base = piece_name(name).map_or(name.as_slice(), |(base, ..)| base);
        if !names.iter().any(|known| known.eq_ignore_ascii_case(base)) {
            names.push(base.to_vec());
        }
        // Quadratic work over a hostile list is not worth its message.
        if names.len() > 256 {
            return sent;
        }
    }
    let mut joined = Vec::new();
    for base in names {
        let mut pieces = Vec::new();
        let mut raw = Vec::new();
        for (name, value) in &sent {
            match piece_name(name) {
                Some((stem, number, extended)) if stem.eq_ignore_ascii_case(&base) => {
                    pieces.push(Piece { number, extended, value: value.clone() });
                    raw.push((name.clone(), value.clone()));
                }
                None if name.eq_ignore_ascii_case(&base) => {
                    joined.push((name.clone(), value.clone()));
                }
                _ => {}
            }
        }
        if pieces.is_empty() {
            continue;
        }
        match join(pieces) {
            Some((value, true)) => joined.push(([&base[..], b"*"].concat(), value)),
            Some((value, false)) => joined.push((base, value)),
            None => joined.extend(raw),
        }
    }
    joined
}

/// `name*`, `name*n`, `name*n*` as name, number, and whether the value is encoded.
fn piece_name(name: &[u8]) -> Option<(&[u8], u32, bool)> {
    let star = name.iter().position(|&octet| octet == b'*').filter(|&at| at > 0)?;
    let (base, rest) = name.split_at(star);
    if rest == b"*" {
        return Some((base, 0, true));
    }
    let digits = rest.get(1..)?;
    let (digits, extended) =
        digits.strip_suffix(b"*").map_or((digits, false), |digits| (digits, true));
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((base, number, extended))
}

/// The whole value, and whether any piece of it was encoded.
fn join(mut pieces: Vec<Piece>) -> Option<(Vec<u8>, bool)> {
    pieces.sort_by_key(|piece| piece.number);
    if !pieces.iter().zip(0..).all(|(piece, number)| piece.number == number) {
        return None;
    }
    let encoded = pieces.iter().any(|piece| piece.extended);
    if !encoded {
        return Some((pieces.into_iter().flat_map(|piece| piece.value).collect(), false));
    }
    let mut charset = Vec::new();
    let mut octets = Vec::new();
    for piece in pieces {
        let mut value = piece.value.as_slice();
        if piece.extended && piece.number == 0 {
            let mut parts = value.splitn(3, |&octet| octet == b'\'');
            charset = parts.next()?.to_vec();
            parts.next()?;
            value = parts.next()?;
        }
        match piece.extended {
            true => octets.extend(percent(value)),
            false => octets.extend_from_slice(value),
        }
    }
    let text = words::to_utf8(&octets, &charset)?;
    // No string may carry NUL, however it was encoded.
    Some((text.replace('\0', "").into_bytes(), true))
}

fn percent(value: &[u8]) -> Vec<u8> {
    let hex = |octet: u8| char::from(octet).to_digit(16);
    let mut octets = Vec::new();
    let mut rest = value;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if let (b'%', [high, low, after @ ..]) = (first, after)
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            octets.push((high * 16 + low) as u8);
            rest = after;
            continue;
        }
        octets.push(first);
    }
    octets
}
