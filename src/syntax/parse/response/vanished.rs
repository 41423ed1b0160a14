//! VANISHED (RFC 7162 §7, RFC 9586).

use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{keyword, octet, sp};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::sets::uid_set;
use crate::syntax::types::Untagged;

/// ```abnf
/// expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids
/// known-uids    = sequence-set   ; sequence of UIDs, "*" is not allowed
/// ```
/// `rest` is what follows the name.
pub fn expunged_resp<'a, 'c>(i: In<'a, 'c>, rest: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    const RULE: &str = "expunged-resp";
    match i.allows(Extension::QResync) || !i.allows(Extension::UidOnly) {
        true => i.need(Extension::QResync, RULE)?,
        false => i.need(Extension::UidOnly, RULE)?,
    };
    let (mut i, ()) = sp(rest, RULE)?;
    let earlier = i.at(b'(');
    if earlier {
        let (rest, ()) = keyword(i.skip(1), "EARLIER", RULE)?;
        let (rest, ()) = octet(b')', RULE)(rest)?;
        (i, ()) = sp(rest, RULE)?;
    }
    let (i, uids) = uid_set(i)?;
    Ok((i, Untagged::Vanished { earlier, uids }))
}
