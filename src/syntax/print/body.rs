//! BODY and BODYSTRUCTURE (RFC 9051 §7.5.2).

use super::writer::Writer;
use crate::syntax::types::{
    Body, Disposition, Language, Location, MultiPart, Params, SingleKind, SinglePart, Value,
};

impl Writer {
    /// `body`; without extension data for BODY, which must not have any.
    pub(super) fn body(&mut self, body: &Body<'_>, extensible: bool) {
        self.byte(b'(');
        match body {
            Body::Single(part) => self.single(part, extensible),
            Body::Multi(parts) => self.multi(parts, extensible),
        }
        self.byte(b')');
    }

    fn single(&mut self, part: &SinglePart<'_>, extensible: bool) {
        // media-text and media-message have quoted strings only.
        match part.kind {
            SingleKind::Basic => {
                self.string(&part.media_type);
                self.sp();
                self.string(&part.media_subtype);
            }
            SingleKind::Text { .. } => {
                self.quoted(&part.media_type);
                self.sp();
                self.string(&part.media_subtype);
            }
            SingleKind::Message { .. } => {
                self.quoted(&part.media_type);
                self.sp();
                self.quoted(&part.media_subtype);
            }
        }
        self.sp();
        self.params(part.params.as_ref());
        self.sp();
        self.nstring(part.id.as_deref());
        self.sp();
        self.nstring(part.description.as_deref());
        self.sp();
        self.string(&part.encoding);
        self.sp();
        self.number(part.octets);
        match &part.kind {
            SingleKind::Basic => {}
            SingleKind::Text { lines } => {
                self.sp();
                self.number(*lines);
            }
            SingleKind::Message { envelope, body, lines } => {
                self.sp();
                self.envelope(envelope);
                self.sp();
                self.body(body, extensible);
                self.sp();
                self.number(*lines);
            }
        }
        if let (Some(extension), true) = (&part.extension, extensible) {
            self.sp();
            self.nstring(extension.md5.as_deref());
            self.disposition(extension.tail.as_ref());
        }
    }

    fn multi(&mut self, multi: &MultiPart<'_>, extensible: bool) {
        for part in &multi.parts {
            self.body(part, extensible);
        }
        self.sp();
        self.string(&multi.media_subtype);
        if let (Some(extension), true) = (&multi.extension, extensible) {
            self.sp();
            self.params(extension.params.as_ref());
            self.disposition(extension.tail.as_ref());
        }
    }

    /// `body-fld-param`
    fn params(&mut self, params: Option<&Params<'_>>) {
        match params {
            Some(params) if !params.is_empty() => self.list(params, |w, (name, value)| {
                w.string(name);
                w.sp();
                w.string(value);
            }),
            _ => self.nil(),
        }
    }

    fn disposition(&mut self, tail: Option<&Disposition<'_>>) {
        let Some(tail) = tail else { return };
        self.sp();
        match &tail.disposition {
            None => self.nil(),
            Some((kind, params)) => {
                self.byte(b'(');
                self.string(kind);
                self.sp();
                self.params(params.as_ref());
                self.byte(b')');
            }
        }
        self.language(tail.tail.as_ref());
    }

    fn language(&mut self, tail: Option<&Language<'_>>) {
        let Some(tail) = tail else { return };
        self.sp();
        match tail.languages.as_deref() {
            None | Some([]) => self.nil(),
            Some([one]) if self.style.bare => self.string(one),
            Some(several) => self.list(several, |w, one| w.string(one)),
        }
        self.location(tail.tail.as_ref());
    }

    fn location(&mut self, tail: Option<&Location<'_>>) {
        let Some(tail) = tail else { return };
        self.sp();
        self.nstring(tail.location.as_deref());
        self.each(&tail.extensions, Self::body_extension);
    }

    /// `body-extension`: strings, numbers, NIL, lists that are not empty.
    fn body_extension(&mut self, value: &Value<'_>) {
        match value {
            Value::Atom(atom) if atom.eq_ignore_ascii_case(b"NIL") => self.raw(atom),
            Value::Atom(atom) if !atom.is_empty() && atom.iter().all(u8::is_ascii_digit) => {
                self.raw(atom);
            }
            Value::Atom(octets) | Value::String(octets) => self.string(octets),
            Value::List(items) if items.is_empty() => self.nil(),
            Value::List(items) => self.list(items, Self::body_extension),
        }
    }
}
