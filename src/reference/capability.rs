//! What is advertised, when (RFC 9051 §6.1.1).

use std::borrow::Cow;

use super::Feature;
use super::cx::Cx;
use super::defect::Defect;
use super::feature::Shown;
use super::session::Security;
use crate::syntax::types::Capability;

/// The capabilities of this moment.
pub(crate) fn list(cx: &mut Cx<'_>) -> Vec<Capability<'static>> {
    let authenticated = cx.session.user.is_some();
    let clear = cx.session.security == Security::Clear;
    let mut names: Vec<String> = Vec::new();
    for &feature in Feature::ALL.iter().filter(|f| cx.features.has(**f)) {
        let shown = match feature.shown() {
            Shown::Always => true,
            Shown::After => authenticated,
            Shown::Special => special(cx, feature),
        };
        match feature {
            _ if !shown => {}
            Feature::AppendLimit => names.push(format!("APPENDLIMIT={}", cx.options.append_limit)),
            Feature::MessageLimit => {
                names.extend(cx.options.message_limit.map(|n| format!("MESSAGELIMIT={n}")));
            }
            _ => names.extend(feature.capabilities().split(' ').map(str::to_owned)),
        }
    }
    if clear && !authenticated && !cx.options.clear_login {
        names.push("LOGINDISABLED".to_owned());
    }
    if cx.has(Defect::CapabilityWithoutRevision) {
        names.retain(|name| !name.starts_with("IMAP4"));
    }
    if cx.has(Defect::ModSeqUnannounced) {
        names.retain(|name| name != "CONDSTORE" && name != "QRESYNC");
    }
    if cx.has(Defect::EnableHides) && cx.session.enabled.cond_store {
        names.retain(|name| name != "CONDSTORE");
    }
    if cx.has(Defect::CapabilityTwice) {
        names.extend(names.last().cloned());
    }
    if cx.options.liberty.is_some_and(|seed| seed.is_multiple_of(3)) {
        names.push("XSOMETHING=NEW".to_owned());
    }
    cx.session.liberty.shuffle(&mut names);
    names.into_iter().map(|name| Capability(Cow::Owned(name.into_bytes()))).collect()
}

/// The features that are not shown by the state of log-in alone.
fn special(cx: &Cx<'_>, feature: Feature) -> bool {
    let authenticated = cx.session.user.is_some();
    let clear = cx.session.security == Security::Clear;
    match feature {
        Feature::StartTls => {
            (clear || cx.has(Defect::StartTlsOffered))
                && !authenticated
                && cx.options.tls
                && !cx.session.compressed
        }
        Feature::AuthPlain | Feature::AuthLogin => {
            !authenticated && (!clear || cx.options.clear_login)
        }
        Feature::AuthScramSha256 => !authenticated,
        // Whoever takes them of any size need not say that it takes small ones (RFC 7888 §4).
        Feature::LiteralMinus => !cx.serves(Feature::LiteralPlus),
        Feature::AppendLimit => authenticated,
        Feature::MessageLimit => authenticated && cx.options.message_limit.is_some(),
        _ => true,
    }
}
