//! Names out of a list, and where one that is not in it goes wrong.

use super::core::{at_keyword, sp};
use super::input::{In, Res};
use crate::syntax::dialect::Revision;

/// Fails for `word`, which begins at `i` and is none of `names`.
///
/// The error points at the word; where the word goes on behind one of the names, at what follows
/// the name; and where the input ends with the word and some name begins like it, at the end.
#[cold]
pub fn fail_name<'a, 'c, T>(
    i: In<'a, 'c>,
    word: &[u8],
    names: &[&str],
    rule: &'static str,
    expected: &'static str,
) -> Res<'a, 'c, T> {
    let begins = |whole: &[u8], part: &[u8]| {
        whole.get(..part.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(part))
    };
    if word.len() == i.octets.len() && names.iter().any(|name| begins(name.as_bytes(), word)) {
        return i.skip(word.len()).fail(rule, expected);
    }
    let known = names.iter().filter(|name| begins(word, name.as_bytes())).map(|name| name.len());
    i.skip(known.max().unwrap_or(0)).fail(rule, expected)
}

/// Whether this keyword, in any case, is next. Fails where the input ends within it.
pub fn at_word<'a, 'c>(i: In<'a, 'c>, word: &'static str, rule: &'static str) -> Res<'a, 'c, bool> {
    let begun = i.octets.len() < word.len() && !i.octets.is_empty();
    if begun && word.as_bytes()[..i.octets.len()].eq_ignore_ascii_case(i.octets) {
        return i.skip(word.len()).fail(rule, word);
    }
    Ok((i, at_keyword(i, word)))
}

/// A name that is right in one revision only. Where the input ends with it, a longer name may come,
/// and so nothing is decided yet.
pub fn name_of<'a, 'c>(
    i: In<'a, 'c>,
    rest: In<'a, 'c>,
    revision: Revision,
    rule: &'static str,
    expected: &'static str,
) -> Res<'a, 'c, ()> {
    if rest.octets.is_empty() {
        return Ok((rest, ()));
    }
    i.only(revision, rule, expected)
}

/// `SP` and what stands behind it.
#[inline]
pub fn arg<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    parser: impl FnOnce(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, T> {
    let (i, ()) = sp(i, rule)?;
    parser(i)
}
