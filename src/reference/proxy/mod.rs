//! A right server made wrong on its way out: what a crude proxy in front of it would do.
//!
//! Each of these defects spoils responses of one kind, whatever command caused them, and leaves the
//! server itself right. To add one: a line in the table of [`Defect`](super::defect::Defect), area
//! `proxy`, and a line in [`lost`], [`numbers`], [`content`] or [`more`], by what it does.

mod content;
mod lost;
mod more;
mod numbers;
mod spelling;

pub(crate) use spelling::spoil_octets;

use super::defect::{Defect, DefectSet};
use crate::syntax::types::{Code, RespText, Response, Tagged, Untagged};

/// What becomes of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Sent,
    Lost,
    Twice,
    /// Behind the next tagged response.
    Late,
}

/// Spoils a response, and says what becomes of it. `odd` are every other session's.
pub(crate) fn spoil(defects: &DefectSet, response: &mut Response<'_>, odd: bool) -> Fate {
    if defects.is_empty() {
        return Fate::Sent;
    }
    if lost::is_lost(defects, response) {
        return Fate::Lost;
    }
    match response {
        Response::Continuation(_) => {}
        Response::Tagged(tagged) => numbers::tagged(defects, tagged),
        Response::Untagged(untagged) => {
            numbers::untagged(defects, untagged);
            content::untagged(defects, untagged);
            more::untagged(defects, untagged, odd);
        }
    }
    if let Some(code) = code(response) {
        numbers::code(defects, code);
        more::code(defects, code, odd);
    }
    fate(defects, response)
}

fn fate(defects: &DefectSet, response: &Response<'_>) -> Fate {
    let has = |defect| defects.contains(defect);
    let (twice, late) = match response {
        Response::Tagged(_) => (Defect::ProxyTaggedTwice, None),
        Response::Untagged(Untagged::Expunge(_)) => {
            (Defect::ProxyExpungeTwice, Some(Defect::ProxyExpungeLate))
        }
        Response::Untagged(Untagged::Search(..)) => {
            (Defect::ProxySearchTwice, Some(Defect::ProxySearchLate))
        }
        Response::Untagged(Untagged::Esearch(_)) => {
            (Defect::ProxyEsearchTwice, Some(Defect::ProxySearchLate))
        }
        Response::Untagged(Untagged::List(_)) => (Defect::ProxyListTwice, None),
        Response::Untagged(Untagged::Sort(..)) => (Defect::ProxySortTwice, None),
        Response::Untagged(Untagged::Capability(_)) => (Defect::ProxyCapabilityTwice, None),
        Response::Untagged(Untagged::Fetch(..)) => {
            return if has(Defect::ProxyFetchLate) { Fate::Late } else { Fate::Sent };
        }
        Response::Untagged(Untagged::MailboxStatus(..)) => {
            return if has(Defect::ProxyStatusLate) { Fate::Late } else { Fate::Sent };
        }
        _ => return Fate::Sent,
    };
    if has(twice) {
        return Fate::Twice;
    }
    if late.is_some_and(has) { Fate::Late } else { Fate::Sent }
}

/// The response code, where there is one.
fn code<'r, 'a>(response: &'r mut Response<'a>) -> Option<&'r mut Code<'a>> {
    text(response)?.code.as_mut()
}

fn text<'r, 'a>(response: &'r mut Response<'a>) -> Option<&'r mut RespText<'a>> {
    match response {
        Response::Tagged(Tagged { text, .. })
        | Response::Untagged(
            Untagged::Status(_, text) | Untagged::Preauth(text) | Untagged::Bye(text),
        ) => Some(text),
        _ => None,
    }
}
