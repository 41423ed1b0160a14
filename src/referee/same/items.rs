//! What FETCH tells of a message, held against what was told of it before.

use bounded_static::ToBoundedStatic;

use super::{DATE, EMAIL_ID, ENVELOPE, KEPT, OCTETS, SAVE_DATE, SIZE, STRUCTURE, Same, THREAD_ID};
use crate::referee::bench::Bench;
use crate::referee::message::{Place, Told, What};
use crate::referee::octets;
use crate::referee::rule::Rule;
use crate::referee::scene::Scene;
use crate::syntax::types::{CommandBody, DateTime, FetchAtt, MsgAtt};

impl Same {
    /// Takes in one item and says whether it is news.
    pub(super) fn item(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        told: &mut Told,
        item: &MsgAtt<'_>,
    ) -> bool {
        match item {
            MsgAtt::Rfc822Size(size) => {
                settle(scene, bench, &SIZE, "RFC822.SIZE", &mut told.size, *size, |a, b| a == b)
            }
            MsgAtt::InternalDate(date) => {
                let same = |a: &DateTime, b: &DateTime| a.instant() == b.instant();
                settle(scene, bench, &DATE, "INTERNALDATE", &mut told.date, *date, same)
            }
            MsgAtt::Envelope(envelope) => settle(
                scene,
                bench,
                &ENVELOPE,
                "ENVELOPE",
                &mut told.envelope,
                envelope.to_static().as_ref().clone(),
                |a, b| a == b,
            ),
            MsgAtt::BodyStructure(body) => settle(
                scene,
                bench,
                &STRUCTURE,
                "BODYSTRUCTURE",
                &mut told.structure,
                body.to_static(),
                |a, b| a == b,
            ),
            MsgAtt::Body(body) => settle(
                scene,
                bench,
                &STRUCTURE,
                "BODY",
                &mut told.body,
                body.to_static(),
                |a, b| a == b,
            ),
            MsgAtt::EmailId(id) => settle(
                scene,
                bench,
                &EMAIL_ID,
                "EMAILID",
                &mut told.email_id,
                id.to_vec(),
                |a, b| a == b,
            ),
            MsgAtt::ThreadId(Some(id)) => settle(
                scene,
                bench,
                &THREAD_ID,
                "THREADID",
                &mut told.thread_id,
                id.to_vec(),
                |a, b| a == b,
            ),
            MsgAtt::SaveDate(Some(date)) => {
                let same = |a: &DateTime, b: &DateTime| a.instant() == b.instant();
                settle(scene, bench, &SAVE_DATE, "SAVEDATE", &mut told.save_date, *date, same)
            }
            MsgAtt::Rfc822(Some(data)) => {
                self.section(scene, bench, told, Place::top(What::All), data)
            }
            MsgAtt::Rfc822Header(Some(data)) => {
                self.section(scene, bench, told, Place::top(What::Header), data)
            }
            MsgAtt::Rfc822Text(Some(data)) => {
                self.section(scene, bench, told, Place::top(What::Text), data)
            }
            MsgAtt::BodySection { section, origin: None, data: Some(data) } => {
                self.section(scene, bench, told, Place::of(section), data)
            }
            MsgAtt::BodySection { section, origin: Some(origin), data: Some(data) } => {
                let place = Place::of(section);
                octets::partial(
                    scene,
                    bench,
                    told,
                    &place,
                    *origin,
                    asked(scene, &place, *origin),
                    data,
                );
                false
            }
            MsgAtt::Binary { part, origin: None, data: Some(data) } => {
                self.kept += data.len();
                if self.kept < KEPT {
                    told.binary.insert(part.clone(), data.to_vec());
                }
                true
            }
            MsgAtt::BinarySize { part, size } => {
                told.binary_size.insert(part.clone(), *size);
                true
            }
            _ => false,
        }
    }

    fn section(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        told: &mut Told,
        place: Place,
        data: &[u8],
    ) -> bool {
        if let Some(before) = told.octets(&place) {
            if before != data {
                let at = before
                    .iter()
                    .zip(data)
                    .position(|(a, b)| a != b)
                    .unwrap_or(before.len().min(data.len()));
                bench.broken(
                    scene,
                    &OCTETS,
                    format!(
                        "{place} has {} octets and had {}; the first difference is at {at}",
                        data.len(),
                        before.len()
                    ),
                );
            }
            return false;
        }
        self.kept += data.len();
        if self.kept < KEPT {
            told.sections.insert(place, data.to_vec());
        }
        true
    }
}

/// Keeps a value that is not to change, and says whether it is news.
fn settle<T>(
    scene: &Scene<'_>,
    bench: &mut Bench,
    rule: &Rule,
    what: &str,
    known: &mut Option<T>,
    value: T,
    same: impl Fn(&T, &T) -> bool,
) -> bool {
    if let Some(before) = known {
        if !same(before, &value) {
            bench
                .broken(scene, rule, format!("{what} of a message is not what it was"))
                .at(scene.bytes(), what);
        }
        return false;
    }
    *known = Some(value);
    true
}

/// How many octets a FETCH in progress asks for from this origin on.
fn asked(scene: &Scene<'_>, place: &Place, origin: u32) -> Option<u64> {
    let [pending] = scene.view.pending() else { return None };
    let Some(CommandBody::Fetch { items, .. }) = pending.body() else { return None };
    let mut lengths = items.iter().filter_map(|item| match item {
        FetchAtt::BodySection { section, partial: Some((from, length)), .. }
            if Place::of(section) == *place && *from == u64::from(origin) =>
        {
            Some(*length)
        }
        _ => None,
    });
    lengths.next().filter(|_| lengths.next().is_none())
}
