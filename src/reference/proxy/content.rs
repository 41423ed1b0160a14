//! Octets, flags and names that are not what they were.

use std::borrow::Cow;

use crate::reference::defect::{Defect as D, DefectSet};
use crate::syntax::types::{Body, Envelope, Flag, MsgAtt, Octets, Untagged};

pub(super) fn untagged(defects: &DefectSet, untagged: &mut Untagged<'_>) {
    let has = |defect| defects.contains(defect);
    match untagged {
        Untagged::List(list) | Untagged::Lsub(list) => {
            if has(D::ProxyAttributesLost) {
                list.attributes.clear();
            }
            if has(D::ProxyDelimiterNil) {
                list.delimiter = None;
            }
            if has(D::ProxyDelimiterOther) {
                list.delimiter = list.delimiter.map(|_| '|');
            }
            if has(D::ProxyNameLowered) {
                list.mailbox.0.to_mut().make_ascii_lowercase();
            }
            if has(D::ProxyNameShort) {
                short(&mut list.mailbox.0);
            }
        }
        Untagged::MailboxStatus(mailbox, _) if has(D::ProxyStatusNameShort) => {
            short(&mut mailbox.0);
        }
        Untagged::Capability(capabilities) => {
            if has(D::ProxyCapabilityShort) {
                capabilities.pop();
            }
            if has(D::ProxyRevisionLost) {
                capabilities.retain(|c| !c.0.to_ascii_uppercase().starts_with(b"IMAP4"));
            }
        }
        Untagged::Flags(flags) => self::flags(defects, flags),
        Untagged::Fetch(_, atts) => atts.iter_mut().for_each(|att| attribute(defects, att)),
        Untagged::Thread(threads) if has(D::ProxyThreadLastLost) => {
            threads.pop();
        }
        Untagged::Metadata(_, entries) if has(D::ProxyMetadataShort) => {
            entries.iter_mut().filter_map(|e| e.value.as_mut()).for_each(short);
        }
        Untagged::Acl(_, entries) if has(D::ProxyAclShort) => {
            entries.iter_mut().for_each(|(_, rights)| short(rights));
        }
        Untagged::MyRights(_, rights) if has(D::ProxyMyRightsShort) => {
            short(rights);
        }
        _ => {}
    }
}

fn attribute(defects: &DefectSet, att: &mut MsgAtt<'_>) {
    let has = |defect| defects.contains(defect);
    match att {
        MsgAtt::Flags(flags) => {
            self::flags(defects, flags);
            if has(D::ProxyFlagTwice) {
                let first = flags.first().cloned();
                flags.extend(first);
            }
        }
        MsgAtt::BodySection { data, section, .. } => {
            if section.text.is_none() && section.part.is_empty() && has(D::ProxyWholeShort) {
                data.iter_mut().for_each(short);
            }
            if section.text.is_some() && has(D::ProxyHeaderShort) {
                data.iter_mut().for_each(short);
            }
            if !section.part.is_empty() && has(D::ProxyPartShort) {
                data.iter_mut().for_each(short);
            }
            if has(D::ProxySectionNil) {
                *data = None;
            }
            if has(D::ProxySectionEmpty) {
                *data = Some(Cow::Borrowed(b""));
            }
            if has(D::ProxySectionSevenBit) {
                data.iter_mut().for_each(|d| d.to_mut().iter_mut().for_each(|o| *o &= 0x7f));
            }
            if has(D::ProxySectionTabs) {
                let spaces = |d: &mut Octets<'_>| {
                    d.to_mut().iter_mut().filter(|o| **o == b'\t').for_each(|o| *o = b' ');
                };
                data.iter_mut().for_each(spaces);
            }
            if has(D::ProxySectionLong) {
                data.iter_mut().for_each(|d| d.to_mut().extend_from_slice(b"\r\n"));
            }
        }
        MsgAtt::Binary { data, .. } if has(D::ProxyBinaryShort) => data.iter_mut().for_each(short),
        MsgAtt::Preview(Some(text)) if has(D::ProxyPreviewLong) => {
            text.to_mut().extend(std::iter::repeat_n(b'.', 300));
        }
        MsgAtt::Preview(Some(text)) if has(D::ProxyPreviewLonger) => {
            let characters = String::from_utf8_lossy(text).chars().count();
            text.to_mut().extend(std::iter::repeat_n(b'.', 230_usize.saturating_sub(characters)));
        }
        MsgAtt::Envelope(envelope) => self::envelope(defects, envelope),
        MsgAtt::Body(body) | MsgAtt::BodyStructure(body) => self::body(defects, body),
        _ => {}
    }
}

fn flags(defects: &DefectSet, flags: &mut Vec<Flag<'_>>) {
    let has = |defect| defects.contains(defect);
    if has(D::ProxyFlagsSwapped) {
        for flag in flags.iter_mut() {
            match flag {
                Flag::Seen => *flag = Flag::Flagged,
                Flag::Flagged => *flag = Flag::Seen,
                _ => {}
            }
        }
    }
    if has(D::StoreRecent) {
        // So the input reads what a client calls `\Recent`.
        let set = Flag::Keyword(Cow::Borrowed(b"$Recent"));
        flags.iter_mut().filter(|flag| **flag == set).for_each(|flag| *flag = Flag::Recent);
    }
    let lost = |flag: &Flag<'_>| match flag {
        Flag::Answered => has(D::ProxyAnsweredLost),
        Flag::Deleted => has(D::ProxyDeletedLost),
        Flag::Draft => has(D::ProxyDraftLost),
        Flag::Seen => has(D::ProxySeenLost),
        Flag::Flagged => has(D::ProxyFlaggedLost),
        Flag::Keyword(_) => has(D::ProxyKeywordLost),
        _ => false,
    };
    flags.retain(|flag| !lost(flag));
    if has(D::ProxyAllSeen) && !flags.contains(&Flag::Seen) {
        flags.push(Flag::Seen);
    }
}

fn envelope(defects: &DefectSet, envelope: &mut Envelope<'_>) {
    let has = |defect| defects.contains(defect);
    if has(D::ProxyEnvelopeSubjectLost) {
        envelope.subject = None;
    }
    if has(D::ProxyEnvelopeFromTo) {
        std::mem::swap(&mut envelope.from, &mut envelope.to);
    }
    if has(D::ProxyEnvelopeCcLost) {
        envelope.cc = None;
    }
    if has(D::ProxyEnvelopeBccLost) {
        envelope.bcc = None;
    }
    if has(D::ProxyEnvelopeReferenceLost) {
        envelope.in_reply_to = None;
    }
    if has(D::ProxyEnvelopeIdShort) {
        envelope.message_id.iter_mut().for_each(short);
    }
    if has(D::ProxyEnvelopeNamesLost) {
        let lists = [&mut envelope.from, &mut envelope.to, &mut envelope.sender];
        lists.into_iter().flatten().flatten().for_each(|address| address.name = None);
    }
}

fn body(defects: &DefectSet, body: &mut Body<'_>) {
    let has = |defect| defects.contains(defect);
    match body {
        Body::Multi(multi) => {
            if has(D::ProxyPartLost) && multi.parts.len() > 1 {
                multi.parts.pop();
            }
            if has(D::ProxyMixed) {
                multi.media_subtype = Cow::Borrowed(b"mixed");
            }
            multi.parts.iter_mut().for_each(|part| self::body(defects, part));
        }
        Body::Single(single) => {
            if has(D::ProxyPartOctets) {
                single.octets += 1;
            }
            if has(D::ProxyPartPlain) && single.media_type.eq_ignore_ascii_case(b"text") {
                single.media_subtype = Cow::Borrowed(b"plain");
            }
            if has(D::ProxyPartEncoding) {
                single.encoding = Cow::Borrowed(b"7bit");
            }
            if has(D::ProxyPartIdLost) {
                single.id = None;
            }
            if has(D::ProxyPartDescriptionLost) {
                single.description = None;
            }
        }
    }
}

/// Without its last octet.
fn short(octets: &mut Octets<'_>) {
    octets.to_mut().pop();
}
