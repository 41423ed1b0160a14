//! CATENATE (RFC 4469): messages made of parts of others, which relative URLs name.

use super::url;
use crate::reference::answer::Answer;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::Right;
use crate::syntax::types::{CatPart, Code, Flag};

/// The octets of all parts, one behind the other.
pub(super) fn join(cx: &mut Cx<'_>, parts: &[CatPart<'_>]) -> Result<Vec<u8>, Answer> {
    let mut octets = Vec::new();
    for (place, part) in (1..).zip(parts) {
        let lost = place == parts.len() && place > 1 && cx.has(Defect::CatenateLosesLast);
        match part {
            CatPart::Text(_) | CatPart::Utf8(_) if lost => {}
            CatPart::Text(text) if cx.has(Defect::CatenateLongText) && text.len() > 4096 => {
                octets.extend_from_slice(&text[..4096]);
            }
            CatPart::Text(text) | CatPart::Utf8(text) => octets.extend_from_slice(text),
            CatPart::Url(url) => match resolve(cx, url) {
                Some(found) => octets.extend_from_slice(&found),
                None if cx.has(Defect::CatenateBadUrlSkipped) => {}
                None => {
                    let answer = Answer::no("That URL leads nowhere");
                    if cx.has(Defect::BadUrlMissing) {
                        return Err(answer);
                    }
                    let code = Code::BadUrl(url.clone().into_owned().into());
                    return Err(answer.with(code));
                }
            },
        }
        if octets.len() > cx.options.append_limit as usize {
            return Err(Answer::refused(Code::TooBig, "That message is too large"));
        }
    }
    Ok(octets)
}

/// The octets that a URL leads to. An absolute one leads out of this session (§3).
fn resolve(cx: &mut Cx<'_>, octets: &[u8]) -> Option<Vec<u8>> {
    let mut url = url::read(octets).filter(|url| url.user.is_none() && !url.absolute)?;
    if cx.has(Defect::CatenateSectionIgnored) {
        url.section = None;
    }
    let id = match &url.mailbox {
        // Names in URLs are UTF-8 (RFC 5092 §6.3).
        Some(mailbox) => cx.store.find(&cx.user(), &cx.name_in_url(mailbox)?)?,
        None => cx.session.selected.as_ref()?.mailbox,
    };
    cx.need(id, Right::Read).ok()?;
    if cx.has(Defect::CatenateSetsSeen)
        && let Some(mailbox) = cx.store.mailbox_mut(id)
        && let Some(message) = mailbox.get(url.uid)
    {
        let mut flags = message.flags.clone();
        flags.insert(&Flag::Seen);
        let mod_sequence = mailbox.next_mod_sequence();
        mailbox.set_flags(url.uid, flags, mod_sequence);
    }
    url::octets(cx, id, &url)
}
