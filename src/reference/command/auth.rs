//! STARTTLS (RFC 9051 §6.2.1), ENABLE (§6.3.1), COMPRESS (RFC 4978), UNAUTHENTICATE (RFC 8437).

use std::borrow::Cow;

use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::session::{Mode, Security};
use crate::reference::{Feature, Output};
use crate::syntax::types::{Capability, Code, Octets, Untagged};

pub(super) fn start_tls(cx: &mut Cx<'_>) -> Handled {
    if cx.session.security == Security::Tls {
        return Err(Answer::bad("TLS is on already"));
    }
    if !cx.options.tls || !cx.serves(Feature::StartTls) {
        return Err(Answer::bad("There is no TLS here"));
    }
    cx.answer(&Answer::ok("Begin TLS now"));
    cx.session.output(Output::StartTls);
    cx.session.mode = Mode::Handshake;
    // What was sent in the clear behind STARTTLS may be an attacker's.
    if cx.has(Defect::StartTlsKeeps) {
        cx.session.kept = cx.session.input.take();
    }
    cx.session.input.clear();
    Ok(Answer::later())
}

pub(super) fn enable(cx: &mut Cx<'_>, names: &[Octets<'_>]) -> Handled {
    let mut enabled = Vec::new();
    if cx.has(Defect::EnableForgets) {
        cx.session.enabled = crate::reference::session::Enabled::default();
    }
    let first = if cx.has(Defect::EnableFirstOnly) { 1 } else { names.len() };
    for name in names.iter().take(first) {
        let name = name.to_ascii_uppercase();
        let feature = match name.as_slice() {
            b"IMAP4REV2" => Feature::Rev2,
            b"UTF8=ACCEPT" => Feature::Utf8Accept,
            b"CONDSTORE" => Feature::CondStore,
            b"QRESYNC" => Feature::QResync,
            b"UIDONLY" => Feature::UidOnly,
            b"METADATA" => Feature::Metadata,
            other => {
                if cx.has(Defect::EnabledUnknown) {
                    enabled.push(Capability(Cow::Owned(other.to_vec())));
                }
                continue;
            }
        };
        if !cx.serves(feature) {
            continue;
        }
        if feature == Feature::Metadata {
            if super::annotations::watch(cx) {
                enabled.push(Capability(Cow::Borrowed(feature.name().as_bytes())));
            }
            continue;
        }
        let on = &mut cx.session.enabled;
        let new = match feature {
            Feature::Rev2 => !std::mem::replace(&mut on.rev2, true),
            Feature::Utf8Accept => !std::mem::replace(&mut on.utf8, true),
            Feature::UidOnly => !std::mem::replace(&mut on.uid_only, true),
            Feature::QResync => !std::mem::replace(&mut on.qresync, true),
            _ => !on.cond_store,
        };
        if matches!(feature, Feature::CondStore | Feature::QResync) {
            enable_cond_store(cx);
        }
        if new && !cx.has(Defect::EnabledMissing) {
            enabled.push(Capability(Cow::Borrowed(feature.name().as_bytes())));
        }
    }
    cx.say(Untagged::Enabled(enabled));
    Ok(Answer::ok("ENABLE completed"))
}

/// From here on mod-sequences are told (RFC 7162 §3.1); a mailbox that is selected already needs
/// its HIGHESTMODSEQ.
pub(super) fn enable_cond_store(cx: &mut Cx<'_>) {
    if !cx.serves(Feature::CondStore) || std::mem::replace(&mut cx.session.enabled.cond_store, true)
    {
        return;
    }
    if let Ok(mailbox) = cx.selected_mailbox() {
        let highest = mailbox.highest_mod_sequence;
        cx.note(Code::HighestModSeq(highest), "Highest");
    }
}

pub(super) fn compress(cx: &mut Cx<'_>, mechanism: &[u8]) -> Handled {
    if !mechanism.eq_ignore_ascii_case(b"DEFLATE") {
        return Err(Answer::bad("Only DEFLATE is known here"));
    }
    if std::mem::replace(&mut cx.session.compressed, true) {
        if cx.has(Defect::CompressTwice) {
            return Ok(Answer::ok("DEFLATE active"));
        }
        return Err(Answer::refused(Code::CompressionActive, "That is on already"));
    }
    Ok(Answer::ok("DEFLATE active"))
}

/// What must come right behind a tagged response.
pub(super) fn after_answer(cx: &mut Cx<'_>) {
    if cx.session.compressed && !cx.session.deflating {
        cx.session.deflating = true;
        cx.session.output(Output::StartDeflate);
        // What came behind the command was not deflated.
        cx.session.input.clear();
    }
}

pub(super) fn unauthenticate(cx: &mut Cx<'_>) -> Handled {
    let enabled = cx.session.enabled;
    cx.session.forget_user();
    if cx.has(Defect::UnauthenticateKeeps) {
        cx.session.enabled = enabled;
    }
    if !cx.serves(Feature::Rev1) {
        cx.session.enabled.rev2 = true;
    }
    Ok(Answer::ok("UNAUTHENTICATE completed"))
}
