//! Messages whose octets are known from elsewhere: copied ones and appended ones.

use super::{APPEND_DATE, APPENDED, COPY, COPY_DATE, COPY_THREAD, KEPT, Same};
use crate::referee::bench::Bench;
use crate::referee::message::{Place, Told, What};
use crate::referee::scene::Scene;
use crate::syntax::types::{AppendData, CommandBody, DateTime};

impl Same {
    /// Remembers where the messages of a COPYUID come from.
    pub(super) fn copied(
        &mut self,
        scene: &Scene<'_>,
        validity: u32,
        from: Option<Vec<u32>>,
        to: Option<Vec<u32>>,
    ) {
        let (Some(from), Some(to), Some(alone)) = (from, to, scene.view.alone()) else { return };
        let Some(CommandBody::Copy { mailbox, .. } | CommandBody::Move { mailbox, .. }) =
            alone.body()
        else {
            return;
        };
        if from.len() != to.len() {
            return;
        }
        for (from, to) in from.into_iter().zip(to) {
            let source = self.by_uid(scene, from);
            if let (Some(source), Some(copy)) = (source, self.named(scene, mailbox, validity, to)) {
                self.source.insert(copy, source);
            }
        }
    }

    /// Remembers what was appended.
    pub(super) fn append(&mut self, scene: &Scene<'_>, validity: u32, uids: Option<Vec<u32>>) {
        let (Some(uids), Some(tagged)) = (uids, scene.tagged()) else { return };
        let body = scene.view.pending_tag(&tagged.tag).and_then(|p| p.body());
        let Some(CommandBody::Append { mailbox, messages }) = body else { return };
        if messages.len() != uids.len() {
            return;
        }
        for (message, uid) in messages.iter().zip(uids) {
            let Some(name) = self.named(scene, mailbox, validity, uid) else { continue };
            let data = match &message.data {
                AppendData::Literal(data) if is_plain(data) && self.kept < KEPT => {
                    self.kept += data.len();
                    Some(data.to_vec())
                }
                _ => None,
            };
            self.appended.insert(name, (data, message.date));
        }
    }
}

/// Whether these octets need no conversion: seven bits, no NUL, and lines that end with CRLF.
fn is_plain(data: &[u8]) -> bool {
    let lines = data.strip_suffix(b"\r\n").unwrap_or_default();
    let bare = |line: &[u8]| line.contains(&b'\r') || line.contains(&b'\n');
    !lines.is_empty()
        && lines.iter().all(|&b| b.is_ascii() && b != 0)
        && !lines.split(|&b| b == b'\n').any(|line| bare(line.strip_suffix(b"\r").unwrap_or(line)))
        && lines.iter().filter(|&&b| b == b'\n').count()
            == lines.windows(2).filter(|w| w == b"\r\n").count()
}

pub(super) fn as_appended(
    scene: &Scene<'_>,
    bench: &mut Bench,
    data: Option<&[u8]>,
    date: Option<DateTime>,
    told: &Told,
) {
    if let Some(data) = data {
        if let Some(size) = told.size.filter(|&size| size != data.len() as u64) {
            bench.broken(
                scene,
                &APPENDED,
                format!(
                    "RFC822.SIZE {size} of a message that was appended with {} octets",
                    data.len()
                ),
            );
        }
        if told.octets(&Place::top(What::All)).is_some_and(|whole| whole != data) {
            bench.broken(scene, &APPENDED, "BODY[] is not what was appended");
        }
    }
    if let (Some(asked), Some(date)) = (date, told.date)
        && asked.instant() != date.instant()
    {
        bench
            .broken(scene, &APPEND_DATE, "INTERNALDATE is not the date given with APPEND")
            .at(scene.bytes(), "INTERNALDATE");
    }
}

pub(super) fn copy(scene: &Scene<'_>, bench: &mut Bench, source: &Told, copy: &Told) {
    if let (Some(a), Some(b)) = (source.size, copy.size)
        && a != b
    {
        bench.broken(scene, &COPY, format!("a copy has RFC822.SIZE {b}, its source {a}"));
    }
    for (place, data) in &copy.sections {
        if source.octets(place).is_some_and(|before| before != data.as_slice()) {
            bench.broken(scene, &COPY, format!("{place} of a copy is not that of its source"));
        }
    }
    if let (Some(a), Some(b)) = (&source.email_id, &copy.email_id)
        && a != b
    {
        bench
            .broken(scene, &COPY, "a copy has another EMAILID than its source")
            .at(scene.bytes(), "EMAILID");
    }
    if let (Some(a), Some(b)) = (&source.thread_id, &copy.thread_id)
        && a != b
    {
        bench
            .broken(scene, &COPY_THREAD, "a copy has another THREADID than its source")
            .at(scene.bytes(), "THREADID");
    }
    if let (Some(a), Some(b)) = (&source.date, &copy.date)
        && a.instant() != b.instant()
    {
        bench
            .broken(scene, &COPY_DATE, "a copy has another INTERNALDATE than its source")
            .at(scene.bytes(), "INTERNALDATE");
    }
}
