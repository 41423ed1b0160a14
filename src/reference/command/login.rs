//! LOGIN (RFC 9051 §6.2.3), and what every log-in ends in.

use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::capability;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::session::Security;
use crate::syntax::types::Code;

/// Octets of the longest user name.
const USER: usize = 200;

pub(super) fn login(cx: &mut Cx<'_>, user: &[u8], password: &[u8]) -> Handled {
    clear_is_allowed(cx)?;
    check(cx, user, password)
}

/// Refuses passwords where anybody may read them, if so configured.
pub(super) fn clear_is_allowed(cx: &Cx<'_>) -> Result<(), Answer> {
    let clear = cx.session.security == Security::Clear;
    if clear && !cx.options.clear_login && !cx.has(Defect::LoginDisabledLies) {
        let text = "Start TLS first";
        return Err(Answer::refused(Code::PrivacyRequired, text));
    }
    Ok(())
}

/// Logs in with name and password.
pub(super) fn check(cx: &mut Cx<'_>, user: &[u8], password: &[u8]) -> Handled {
    let right = password == cx.options.password.as_bytes() || cx.has(Defect::BadPasswordAccepted);
    let user = std::str::from_utf8(user).ok().filter(|_| right);
    let Some(user) = user.filter(|user| is_name(user)) else {
        let text = "That is not the password";
        return Err(match cx.may(3) {
            true => Answer::no(text),
            false => Answer::refused(Code::AuthenticationFailed, text),
        });
    };
    enter(cx, user.to_owned())?;
    Ok(welcome(cx, "Logged in"))
}

/// The `OK` of a log-in, most often with the capabilities of the new state.
pub(super) fn welcome(cx: &mut Cx<'_>, text: &'static str) -> Answer {
    match cx.may(3) {
        true => Answer::ok(text),
        false => {
            let mut list = capability::list(cx);
            if cx.has(Defect::CapabilityCodeDiffers) {
                list.pop();
            }
            Answer::ok(text).with(Code::Capability(list))
        }
    }
}

/// The session is this user's from here on.
pub(crate) fn enter(cx: &mut Cx<'_>, user: String) -> Result<(), Answer> {
    let Some(account) = cx.store.log_in(&user, cx.now) else {
        return Err(Answer::refused(Code::Unavailable, "Too many accounts"));
    };
    account.sessions = account.sessions.saturating_add(1);
    cx.session.moment.nth = account.sessions;
    cx.session.user = Some(user);
    if !cx.serves(Feature::Rev1) {
        cx.session.enabled.rev2 = true;
    }
    Ok(())
}

fn is_name(user: &str) -> bool {
    let delimiter = crate::reference::store::name::DELIMITER;
    let bad = |c: char| c.is_control() || c == delimiter || "*%\"\\".contains(c);
    !user.is_empty() && user.len() <= USER && !user.contains(bad) && !user.starts_with('-')
}
