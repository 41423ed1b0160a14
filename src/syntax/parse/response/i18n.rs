//! LANGUAGE and COMPARATOR (RFC 5255 §3.5, §4.9).

use crate::syntax::parse::core::{paren_list1, sp};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::astring;
use crate::syntax::types::Untagged;

/// ```abnf
/// language-data   = "LANGUAGE" SP "(" lang-tag-quoted *(SP lang-tag-quoted) ")"
/// lang-tag-quoted = astring
/// ```
/// Behind the name.
pub fn language_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    let (i, ()) = sp(i, "language-data")?;
    paren_list1(i, "language-data", astring).map(|(i, tags)| (i, Untagged::Language(tags)))
}

/// ```abnf
/// comparator-data = "COMPARATOR" SP comp-sel-quoted [SP "(" comp-id-quoted
///                   *(SP comp-id-quoted) ")"]
/// comp-id-quoted  = astring
/// comp-sel-quoted = astring
/// ```
/// Behind the name.
pub fn comparator_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    let (i, active) = astring(sp(i, "comparator-data")?.0)?;
    let (i, others) = match i.at(b' ') {
        true => paren_list1(i.skip(1), "comparator-data", astring)?,
        false => (i, Vec::new()),
    };
    Ok((i, Untagged::Comparator(active, others)))
}
