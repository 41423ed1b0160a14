//! The octets of one message agree with each other: sizes, sections, structure.
//!
//! The rules are judged by [`same`](super::same), which knows what was told of each message.

use super::bench::Bench;
use super::message::{Place, Told, What, without_extension};
use super::rule::rules;
use super::scene::{Scene, show};
use crate::syntax::types::{Body, SingleKind, SinglePart};

rules! { "octets":
    SIZE "size" Must ["9051#2.3.4", "9051#7.5.2", "3501#2.3.4"]
        "RFC822.SIZE is the number of octets of BODY[].";
    WHOLE "whole" Must ["9051#6.4.5", "3501#6.4.5"]
        "BODY[HEADER] and BODY[TEXT] together are BODY[].";
    PARTIAL "partial" Must ["9051#6.4.5", "9051#7.5.2", "3501#6.4.5"]
        "A partial FETCH gives just the octets asked for of the section, as many as there are.";
    STRUCTURE "structure" Must ["9051#7.5.2", "3501#7.4.2"]
        "The octets of a part in BODYSTRUCTURE are those of its BODY[n].";
    LINES "lines" Must ["9051#7.5.2", "3501#7.4.2"]
        "The lines of a text or of a message in BODYSTRUCTURE are those of its BODY[n].";
    BODY "body" Must ["9051#6.4.5", "3501#6.4.5"]
        "BODY is BODYSTRUCTURE without its extension data.";
    BINARY "binary-size" Must ["9051#7.5.2", "3516#4.3"]
        "BINARY.SIZE[n] is the number of octets of BINARY[n].";
    FIELDS "fields" Must ["9051#6.4.5.1", "3501#6.4.5"]
        "HEADER.FIELDS gives the named fields of the header and no others, HEADER.FIELDS.NOT the rest.";
    BLANK "blank-line" Must ["9051#6.4.5.1", "3501#6.4.5"]
        "A header ends with the empty line that parts it from the body.";
    ENVELOPE "envelope" Must ["9051#7.5.2", "3501#7.4.2"]
        "ENVELOPE has the Date, Subject, In-Reply-To and Message-ID of the header.";
}

/// Judges all that is known of a message, something new having been told.
pub(super) fn judge(scene: &Scene<'_>, bench: &mut Bench, told: &Told) {
    let whole = told.octets(&Place::top(What::All));
    let header = told.octets(&Place::top(What::Header));
    let text = told.octets(&Place::top(What::Text));
    if let (Some(size), Some(whole)) = (told.size, whole)
        && size != whole.len() as u64
    {
        bench.broken(
            scene,
            &SIZE,
            format!("RFC822.SIZE {size} of a message of {} octets", whole.len()),
        );
    }
    if let (Some(whole), Some(header), Some(text)) = (whole, header, text)
        && whole != [header, text].concat()
    {
        bench.broken(
            scene,
            &WHOLE,
            format!(
                "HEADER of {} and TEXT of {} octets are not the message of {}",
                header.len(),
                text.len(),
                whole.len()
            ),
        );
    }
    if let (None, Some(size), Some(header), Some(text)) = (whole, told.size, header, text)
        && size != (header.len() + text.len()) as u64
    {
        bench.broken(
            scene,
            &SIZE,
            format!(
                "RFC822.SIZE {size} of a message with HEADER of {} and TEXT of {} octets",
                header.len(),
                text.len()
            ),
        );
    }
    for (part, size) in &told.binary_size {
        if let Some(data) = told.binary.get(part)
            && data.len() as u64 != *size
        {
            bench.broken(scene, &BINARY, format!("BINARY.SIZE {size} of {} octets", data.len()));
        }
    }
    structure(scene, bench, told);
    headers(scene, bench, told, header);
}

fn structure(scene: &Scene<'_>, bench: &mut Bench, told: &Told) {
    if let (Some(structure), Some(body)) = (&told.structure, &told.body) {
        let (mut bare, mut plain) = (structure.clone(), body.clone());
        without_extension(&mut bare);
        without_extension(&mut plain);
        if bare != plain {
            bench.broken(
                scene,
                &BODY,
                "BODY differs from BODYSTRUCTURE in more than extension data",
            );
        }
    }
    let Some(structure) = told.structure.as_ref().or(told.body.as_ref()) else { return };
    match structure {
        // The only part of a message that is no multipart is its text.
        Body::Single(part) => {
            for place in [Place::part(&[1]), Place::top(What::Text)] {
                part_octets(scene, bench, told, part, &place);
            }
            nested(scene, bench, told, part, &[1]);
        }
        Body::Multi(multi) => parts(scene, bench, told, &multi.parts, &[]),
    }
}

fn parts(scene: &Scene<'_>, bench: &mut Bench, told: &Told, of: &[Body<'_>], at: &[u32]) {
    for (body, number) in of.iter().zip(1..) {
        let numbers: Vec<u32> = at.iter().copied().chain([number]).collect();
        match body {
            Body::Single(part) => {
                part_octets(scene, bench, told, part, &Place::part(&numbers));
                nested(scene, bench, told, part, &numbers);
            }
            Body::Multi(multi) => parts(scene, bench, told, &multi.parts, &numbers),
        }
    }
}

/// The parts of a message in a message.
fn nested(scene: &Scene<'_>, bench: &mut Bench, told: &Told, part: &SinglePart<'_>, at: &[u32]) {
    let SingleKind::Message { body, .. } = &part.kind else { return };
    match &**body {
        Body::Single(inner) => {
            let numbers: Vec<u32> = at.iter().copied().chain([1]).collect();
            part_octets(scene, bench, told, inner, &Place::part(&numbers));
            nested(scene, bench, told, inner, &numbers);
        }
        Body::Multi(multi) => parts(scene, bench, told, &multi.parts, at),
    }
}

fn part_octets(
    scene: &Scene<'_>,
    bench: &mut Bench,
    told: &Told,
    part: &SinglePart<'_>,
    place: &Place,
) {
    let Some(data) = told.octets(place) else { return };
    if part.octets != data.len() as u64 {
        bench.broken(
            scene,
            &STRUCTURE,
            format!("the structure says {} octets, {place} has {}", part.octets, data.len()),
        );
        return;
    }
    if let SingleKind::Text { lines } | SingleKind::Message { lines, .. } = part.kind {
        let ends = data.iter().filter(|&&b| b == b'\n').count() as u64;
        // Whether what follows the last CRLF is a line of its own is not said.
        let open = u64::from(!data.is_empty() && !data.ends_with(b"\n"));
        let bare = data.windows(2).any(|w| w[1] == b'\n' && w[0] != b'\r');
        if !bare && !(ends..=ends + open).contains(&lines) {
            bench.broken(
                scene,
                &LINES,
                format!("the structure says {lines} lines, {place} has {ends}"),
            );
        }
    }
}

/// A field of a header: its name in lower case, and all its lines.
type Field<'h> = (Vec<u8>, &'h [u8]);

/// The fields of a well-formed header and whether an empty line ends it; `None` where a line is
/// neither a field nor the continuation of one.
fn fields(header: &[u8]) -> Option<(Vec<Field<'_>>, bool)> {
    let mut fields: Vec<(Vec<u8>, usize, usize)> = Vec::new();
    let mut at = 0;
    while at < header.len() {
        let rest = &header[at..];
        let end = rest.windows(2).position(|w| w == b"\r\n")? + 2;
        let line = &rest[..end - 2];
        if line.is_empty() {
            let fields = fields.into_iter().map(|(name, a, b)| (name, &header[a..b])).collect();
            return (at + 2 == header.len()).then_some((fields, true));
        }
        if line.contains(&b'\n') || line.contains(&b'\r') {
            return None;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            fields.last_mut()?.2 = at + end;
        } else {
            let colon = line.iter().position(|&b| b == b':').filter(|&c| c > 0)?;
            let name = &line[..colon];
            if name.iter().any(|b| !b.is_ascii_graphic()) {
                return None;
            }
            fields.push((name.to_ascii_lowercase(), at, at + end));
        }
        at += end;
    }
    Some((fields.into_iter().map(|(name, a, b)| (name, &header[a..b])).collect(), false))
}

fn headers(scene: &Scene<'_>, bench: &mut Bench, told: &Told, header: Option<&[u8]>) {
    let whole = header.and_then(fields);
    let has_body = told.octets(&Place::top(What::Text)).is_some_and(|text| !text.is_empty());
    for (place, data) in &told.sections {
        let (names, not) = match &place.what {
            What::Fields(names) => (names, false),
            What::FieldsNot(names) => (names, true),
            // Only where there is no body the line may be absent.
            What::Header if has_body && place.part.is_empty() => {
                // What has other lines than fields, as some were stored, may end elsewhere.
                if let Some((_, false)) = fields(data) {
                    bench.broken(
                        scene,
                        &BLANK,
                        "BODY[HEADER] without an empty line, although a body follows",
                    );
                }
                continue;
            }
            _ => continue,
        };
        let Some((told_fields, blank)) = fields(data) else { continue };
        if let Some((name, _)) = told_fields.iter().find(|(name, _)| names.contains(name) == not) {
            bench.broken(scene, &FIELDS, format!("{place} gives {}", show(name)));
        }
        if !place.part.is_empty() {
            continue;
        }
        let Some((all, ends)) = &whole else { continue };
        if *ends && has_body && !blank {
            bench.broken(scene, &BLANK, format!("{place} without the empty line"));
        }
        let wanted: Vec<&[u8]> = all
            .iter()
            .filter(|(name, _)| names.contains(name) != not)
            .map(|(_, lines)| *lines)
            .collect();
        let given: Vec<&[u8]> = told_fields.iter().map(|(_, lines)| *lines).collect();
        if wanted != given {
            bench.broken(
                scene,
                &FIELDS,
                format!(
                    "{place} gives {} fields where the header has {}, or other ones",
                    given.len(),
                    wanted.len()
                ),
            );
        }
    }
    if let (Some(envelope), Some((all, _))) = (&told.envelope, &whole) {
        for (name, value) in [
            ("date", &envelope.date),
            ("subject", &envelope.subject),
            ("in-reply-to", &envelope.in_reply_to),
            ("message-id", &envelope.message_id),
        ] {
            envelope_field(scene, bench, all, name, value.as_deref());
        }
    }
}

fn envelope_field(
    scene: &Scene<'_>,
    bench: &mut Bench,
    all: &[Field<'_>],
    name: &str,
    value: Option<&[u8]>,
) {
    let mut named = all.iter().filter(|(field, _)| field == name.as_bytes());
    // Several fields, folded ones and ones in other charsets may be read in several ways.
    let (Some((_, lines)), None) = (named.next(), named.next()) else { return };
    let line = lines.get(name.len() + 1..).unwrap_or_default();
    let line = line.strip_suffix(b"\r\n").unwrap_or(line).trim_ascii();
    let plain = |b: &u8| b.is_ascii_graphic() || *b == b' ';
    if line.is_empty()
        || !line.iter().all(plain)
        || line.windows(2).any(|w| w == b"  ")
        || line.contains(&b'(')
    {
        return;
    }
    if value.map(<[u8]>::trim_ascii) != Some(line) {
        let value = value.map_or_else(|| "NIL".to_owned(), show);
        bench
            .broken(
                scene,
                &ENVELOPE,
                format!("the {name} of ENVELOPE is {value}, the header has {}", show(line)),
            )
            .at(scene.bytes(), "ENVELOPE");
    }
}

/// A partial FETCH, against the section where that is known.
pub(super) fn partial(
    scene: &Scene<'_>,
    bench: &mut Bench,
    told: &Told,
    place: &Place,
    origin: u32,
    most: Option<u64>,
    data: &[u8],
) {
    let Some(all) = told.octets(place) else { return };
    let origin = usize::try_from(origin).unwrap_or(usize::MAX);
    let rest = all.get(origin..).unwrap_or_default();
    if !rest.starts_with(data) {
        bench.broken(
            scene,
            &PARTIAL,
            format!("{place}<{origin}> is not what stands there in the section"),
        );
    } else if let Some(most) = most
        && (data.len() as u64) < most.min(rest.len() as u64)
    {
        bench.broken(
            scene,
            &PARTIAL,
            format!(
                "{place}<{origin}> has {} octets where {} were asked for and are there",
                data.len(),
                most.min(rest.len() as u64)
            ),
        );
    }
}
