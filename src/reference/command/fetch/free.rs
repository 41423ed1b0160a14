//! Legal freedoms in what FETCH tells of a body: the case of words that know none (RFC 2045 §2),
//! and NIL at the end left out (RFC 9051 §9, `body-ext-1part`). A server keeps to its ways.

use crate::reference::cx::Cx;
use crate::syntax::types::{
    Body, Disposition, Language, MultiExtension, Octets, Params, SingleExtension, SingleKind,
};

/// The same body as this server tells it.
pub(super) fn told<'a>(cx: &Cx<'_>, mut body: Body<'a>) -> Body<'a> {
    let ways = cx.options.liberty.map_or(0, |seed| seed % 4);
    if ways & 1 == 1 {
        shout_body(&mut body);
    }
    if ways & 2 == 2 {
        cut_body(&mut body);
    }
    body
}

fn shout(word: &mut Octets<'_>) {
    *word = word.to_ascii_uppercase().into();
}

fn shout_names(params: &mut Option<Params<'_>>) {
    params.iter_mut().flatten().for_each(|(name, _)| shout(name));
}

fn shout_disposition(tail: &mut Option<Disposition<'_>>) {
    if let Some((name, params)) = tail.as_mut().and_then(|tail| tail.disposition.as_mut()) {
        shout(name);
        shout_names(params);
    }
}

fn shout_body(body: &mut Body<'_>) {
    match body {
        Body::Single(part) => {
            shout(&mut part.media_type);
            shout(&mut part.media_subtype);
            shout(&mut part.encoding);
            shout_names(&mut part.params);
            if let Some(extension) = &mut part.extension {
                shout_disposition(&mut extension.tail);
            }
            if let SingleKind::Message { body, .. } = &mut part.kind {
                shout_body(body);
            }
        }
        Body::Multi(whole) => {
            shout(&mut whole.media_subtype);
            if let Some(extension) = &mut whole.extension {
                shout_names(&mut extension.params);
                shout_disposition(&mut extension.tail);
            }
            whole.parts.iter_mut().for_each(shout_body);
        }
    }
}

fn cut_body(body: &mut Body<'_>) {
    match body {
        Body::Single(part) => {
            if let Some(SingleExtension { md5, tail }) = &mut part.extension {
                cut_tail(tail);
                if md5.is_none() && tail.is_none() {
                    part.extension = None;
                }
            }
            if let SingleKind::Message { body, .. } = &mut part.kind {
                cut_body(body);
            }
        }
        Body::Multi(whole) => {
            if let Some(MultiExtension { params, tail }) = &mut whole.extension {
                cut_tail(tail);
                if params.is_none() && tail.is_none() {
                    whole.extension = None;
                }
            }
            whole.parts.iter_mut().for_each(cut_body);
        }
    }
}

fn cut_tail(tail: &mut Option<Disposition<'_>>) {
    let Some(Disposition { disposition, tail: rest }) = tail else { return };
    if let Some(Language { languages, tail: last }) = rest {
        if last.as_ref().is_some_and(|l| l.location.is_none() && l.extensions.is_empty()) {
            *last = None;
        }
        if languages.is_none() && last.is_none() {
            *rest = None;
        }
    }
    if disposition.is_none() && rest.is_none() {
        *tail = None;
    }
}
