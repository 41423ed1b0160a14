//! ENVELOPE, BODY and BODYSTRUCTURE.

use super::Gen;
use crate::syntax::types::*;

impl Gen<'_, '_> {
    fn nstring(&mut self) -> Option<Octets<'static>> {
        self.option(Self::string)
    }

    pub(super) fn envelope(&mut self) -> Envelope<'static> {
        let list = |g: &mut Self| g.option(|g| g.few(1, Self::address));
        Envelope {
            date: self.nstring(),
            subject: self.nstring(),
            from: list(self),
            sender: list(self),
            reply_to: list(self),
            to: list(self),
            cc: list(self),
            bcc: list(self),
            in_reply_to: self.nstring(),
            message_id: self.nstring(),
        }
    }

    pub(super) fn address(&mut self) -> Address<'static> {
        Address {
            name: self.nstring(),
            adl: self.nstring(),
            mailbox: self.nstring(),
            host: self.nstring(),
        }
    }

    /// A body with extension data or without.
    pub(super) fn body(&mut self) -> Body<'static> {
        let extensible = self.flip();
        self.body_of(extensible)
    }

    /// `extensible`: of BODYSTRUCTURE.
    pub(super) fn body_of(&mut self, extensible: bool) -> Body<'static> {
        match self.die(3) {
            0 | 1 => Body::Single(Box::new(self.single_of(extensible))),
            _ => self.deeper(
                |g| Body::Single(Box::new(g.text_part(extensible))),
                |g| Body::Multi(Box::new(g.multi_of(extensible))),
            ),
        }
    }

    pub(super) fn single_part(&mut self) -> SinglePart<'static> {
        self.single_of(true)
    }

    pub(super) fn multi_part(&mut self) -> MultiPart<'static> {
        self.deeper(
            |g| MultiPart {
                parts: vec![Body::Single(Box::new(g.text_part(true)))],
                media_subtype: b"MIXED"[..].into(),
                extension: None,
            },
            |g| g.multi_of(true),
        )
    }

    fn single_of(&mut self, extensible: bool) -> SinglePart<'static> {
        match self.die(3) {
            0 => self.text_part(extensible),
            1 => {
                let (media_type, media_subtype) = match self.die(4) {
                    0 => (b"MESSAGE"[..].into(), b"DELIVERY-STATUS"[..].into()),
                    1 => (b"application"[..].into(), self.string()),
                    2 => (b"MULTIPART"[..].into(), b"mixed"[..].into()),
                    _ => (self.x_name(), self.string()),
                };
                self.part_of(media_type, media_subtype, SingleKind::Basic, extensible)
            }
            _ => self.deeper(
                |g| g.text_part(extensible),
                |g| {
                    let subtype = g.one_of(&["RFC822", "rfc822", "GLOBAL"], "RFC822");
                    let kind = SingleKind::Message {
                        envelope: Box::new(g.envelope()),
                        body: Box::new(g.body_of(extensible)),
                        lines: g.size(),
                    };
                    g.part_of(b"MESSAGE"[..].into(), subtype.as_bytes().into(), kind, extensible)
                },
            ),
        }
    }

    fn text_part(&mut self, extensible: bool) -> SinglePart<'static> {
        let media_type = self.one_of(&["TEXT", "text", "Text"], "TEXT").as_bytes().into();
        let (media_subtype, lines) = (self.string(), self.size());
        self.part_of(media_type, media_subtype, SingleKind::Text { lines }, extensible)
    }

    fn part_of(
        &mut self,
        media_type: Octets<'static>,
        media_subtype: Octets<'static>,
        kind: SingleKind<'static>,
        extensible: bool,
    ) -> SinglePart<'static> {
        SinglePart {
            media_type,
            media_subtype,
            params: self.params(),
            id: self.nstring(),
            description: self.nstring(),
            encoding: match self.flip() {
                false => b"7BIT"[..].into(),
                true => self.string(),
            },
            octets: self.number().into(),
            kind,
            extension: match extensible {
                true => self.option(Self::single_extension),
                false => None,
            },
        }
    }

    fn params(&mut self) -> Option<Params<'static>> {
        self.option(|g| g.few(1, |g| (g.string(), g.string())))
    }

    fn multi_of(&mut self, extensible: bool) -> MultiPart<'static> {
        MultiPart {
            parts: self.few(1, |g| g.body_of(extensible)),
            media_subtype: self.string(),
            extension: match extensible {
                true => self.option(Self::multi_extension),
                false => None,
            },
        }
    }

    pub(super) fn single_extension(&mut self) -> SingleExtension<'static> {
        SingleExtension { md5: self.nstring(), tail: self.option(Self::disposition) }
    }

    pub(super) fn multi_extension(&mut self) -> MultiExtension<'static> {
        MultiExtension { params: self.params(), tail: self.option(Self::disposition) }
    }

    pub(super) fn disposition(&mut self) -> Disposition<'static> {
        Disposition {
            disposition: self.option(|g| (g.string(), g.params())),
            tail: self.option(Self::language),
        }
    }

    pub(super) fn language(&mut self) -> Language<'static> {
        Language {
            languages: self.option(|g| g.few(1, Self::string)),
            tail: self.option(Self::location),
        }
    }

    pub(super) fn location(&mut self) -> Location<'static> {
        Location { location: self.nstring(), extensions: self.few(0, Self::body_extension) }
    }

    /// `body-extension`
    fn body_extension(&mut self) -> Value<'static> {
        match self.die(4) {
            0 => Value::Atom(b"NIL"[..].into()),
            1 => Value::Atom(self.size().to_string().into_bytes().into()),
            2 => Value::String(self.string()),
            _ => self.deeper(
                |g| Value::String(g.string()),
                |g| Value::List(g.few(1, Self::body_extension)),
            ),
        }
    }
}
