//! FETCH: what is asked and what is answered.

use super::Gen;
use crate::syntax::types::*;

impl Gen<'_, '_> {
    pub(super) fn msg_att(&mut self) -> MsgAtt<'static> {
        let content = |g: &mut Self| g.option(Self::string);
        match self.die(18) {
            0 => MsgAtt::Uid(self.nz_number()),
            1 => MsgAtt::Flags(self.few(0, |g| match g.die(6) {
                5 => Flag::Recent,
                _ => g.flag(),
            })),
            2 => MsgAtt::InternalDate(self.date_time()),
            3 if !self.rev2 => MsgAtt::Rfc822(content(self)),
            4 if !self.rev2 => MsgAtt::Rfc822Header(content(self)),
            5 if !self.rev2 => MsgAtt::Rfc822Text(content(self)),
            3..=6 => MsgAtt::Rfc822Size(self.size()),
            7 => MsgAtt::Body(self.body_of(false)),
            8 => MsgAtt::BodyStructure(self.body_of(true)),
            9 => MsgAtt::BodySection {
                section: self.section(),
                origin: self.option(Self::number),
                data: content(self),
            },
            10 => MsgAtt::Binary {
                part: self.part(),
                origin: self.option(Self::number),
                data: self.option(Self::octets),
            },
            11 => MsgAtt::BinarySize { part: self.part(), size: self.number().into() },
            12 => MsgAtt::Envelope(Box::new(self.envelope())),
            13 => MsgAtt::ModSeq(self.mod_sequence()),
            14 => MsgAtt::EmailId(self.object_id()),
            15 => MsgAtt::ThreadId(self.option(Self::object_id)),
            16 => MsgAtt::SaveDate(self.option(Self::date_time)),
            _ => MsgAtt::Preview(content(self)),
        }
    }

    /// Items of a FETCH command: a macro alone, or a few others.
    pub(super) fn fetch_items(&mut self) -> Vec<FetchAtt<'static>> {
        match self.die(8) {
            5 => vec![FetchAtt::All],
            6 => vec![FetchAtt::Fast],
            7 => vec![FetchAtt::Full],
            _ => self.few(1, Self::fetch_att),
        }
    }

    /// An item that is no macro.
    pub(super) fn fetch_att(&mut self) -> FetchAtt<'static> {
        match self.die(19) {
            0 => FetchAtt::Uid,
            1 => FetchAtt::Flags,
            2 => FetchAtt::InternalDate,
            3 if !self.rev2 => FetchAtt::Rfc822,
            4 if !self.rev2 => FetchAtt::Rfc822Header,
            5 if !self.rev2 => FetchAtt::Rfc822Text,
            3..=6 => FetchAtt::Rfc822Size,
            7 => FetchAtt::Body,
            8 => FetchAtt::BodyStructure,
            9 => FetchAtt::BodySection {
                peek: self.flip(),
                section: self.section(),
                partial: self.partial(),
            },
            10 => {
                FetchAtt::Binary { peek: self.flip(), part: self.part(), partial: self.partial() }
            }
            11 => FetchAtt::BinarySize(self.part()),
            12 => FetchAtt::Envelope,
            13 => FetchAtt::ModSeq,
            14 => FetchAtt::EmailId,
            15 => FetchAtt::ThreadId,
            16 => FetchAtt::SaveDate,
            17 => FetchAtt::Preview { lazy: self.flip() },
            _ => FetchAtt::Flags,
        }
    }

    fn partial(&mut self) -> Option<(u64, u64)> {
        self.option(|g| (g.size(), g.size().max(1)))
    }

    pub(super) fn fetch_modifier(&mut self) -> FetchModifier<'static> {
        match self.die(4) {
            0 => FetchModifier::ChangedSince(self.mod_sequence()),
            1 => FetchModifier::Vanished,
            2 => FetchModifier::Partial(self.partial_range()),
            _ => {
                let (name, value) = self.parameter();
                FetchModifier::Extension(name, value)
            }
        }
    }
}
