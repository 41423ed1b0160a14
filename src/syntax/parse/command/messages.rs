//! Commands that name messages, by sequence number or, behind "UID", by UID.

use super::super::core::{is_atom_char, sp, upper};
use super::super::input::{Fail, In, Res};
use super::super::sets::sequence_set;
use super::super::strings::mailbox;
use super::super::words::fail_name;
use super::{UID_NAMES, append, fetch, search, store};
use crate::syntax::dialect::Extension;
use crate::syntax::types::CommandBody;

/// ```abnf
/// uid         = "UID" SP (copy / move / fetch / search / store / uid-expunge)
/// uid         =/ "UID" SP replace
/// uid-expunge = "EXPUNGE" SP sequence-set
/// ```
pub(super) fn uid<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, ()) = sp(i, "uid")?;
    let (rest, word) = i.split(i.run(is_atom_char));
    let room = &mut [0; 32];
    let name = upper(word, room);
    if name == b"EXPUNGE" {
        i.need(Extension::UidPlus, "uid")?;
        let (rest, ()) = sp(rest, "uid-expunge")?;
        return sequence_set(rest).map(|(i, set)| (i, CommandBody::Expunge(Some(set))));
    }
    match messages(i, rest, name, true)? {
        Some(found) => Ok(found),
        None => fail_name(i, word, UID_NAMES, "uid", "COPY, FETCH, STORE, SEARCH or the like"),
    }
}

/// A parser's success, or nothing where the name is none of its names.
type Maybe<'a, 'c, T> = Result<Option<(In<'a, 'c>, T)>, nom::Err<Fail>>;

/// The commands that also stand behind "UID". `i` is at the name, `rest` behind it.
pub(super) fn messages<'a, 'c>(
    i: In<'a, 'c>,
    rest: In<'a, 'c>,
    name: &[u8],
    uid: bool,
) -> Maybe<'a, 'c, CommandBody<'a>> {
    const RULE: &str = "command-select";
    let found = match name {
        b"FETCH" => fetch::fetch(rest, uid)?,
        b"SEARCH" => search::search(rest, uid)?,
        b"STORE" => store::store(rest, uid)?,
        b"COPY" => copy(rest, uid)?,
        b"MOVE" => {
            i.need(Extension::Move, RULE)?;
            moving(rest, uid)?
        }
        b"SORT" => {
            i.need(Extension::Sort, RULE)?;
            search::sort(rest, uid)?
        }
        b"THREAD" => {
            i.need(Extension::Thread, RULE)?;
            search::thread(rest, uid)?
        }
        b"REPLACE" => {
            i.need(Extension::Replace, RULE)?;
            append::replace(rest, uid)?
        }
        _ => return Ok(None),
    };
    Ok(Some(found))
}

/// ```abnf
/// copy = "COPY" SP sequence-set SP mailbox
/// ```
fn copy<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, ()) = sp(i, "copy")?;
    let (i, set) = sequence_set(i)?;
    let (i, ()) = sp(i, "copy")?;
    let (i, mailbox) = mailbox(i)?;
    Ok((i, CommandBody::Copy { uid, set, mailbox }))
}

/// ```abnf
/// move = "MOVE" SP sequence-set SP mailbox
/// ```
fn moving<'a, 'c>(i: In<'a, 'c>, uid: bool) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, ()) = sp(i, "move")?;
    let (i, set) = sequence_set(i)?;
    let (i, ()) = sp(i, "move")?;
    let (i, mailbox) = mailbox(i)?;
    Ok((i, CommandBody::Move { uid, set, mailbox }))
}
