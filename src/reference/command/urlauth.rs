//! URLAUTH (RFC 4467): URLs that give others access to a message, by a token that only this
//! server can make.
//!
//! The user `submit` is the message submission entity of `submit+` URLs. There is one mechanism,
//! INTERNAL; its token begins with the number of its algorithm (§10).

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::url::{self, Url};
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::message::date;
use crate::reference::store::{MailboxId, Right};
use crate::syntax::types::{Code, Date, DateTime, Mailbox, Octets, Untagged, UrlData};

/// Who may act for users in `submit+` URLs.
const SUBMISSION: &str = "submit";

/// What the token begins with.
const ALGORITHM: &str = "01";

pub(super) fn generate(cx: &mut Cx<'_>, urls: &[(Octets<'_>, Octets<'_>)]) -> Handled {
    let mut full = Vec::new();
    for (rump, mechanism) in urls {
        if !mechanism.eq_ignore_ascii_case(b"INTERNAL") {
            return Err(Answer::bad("The only mechanism is INTERNAL"));
        }
        let text = std::str::from_utf8(rump).ok();
        let read =
            text.and_then(Rump::read).ok_or_else(|| Answer::bad("That is no URL to authorize"))?;
        let (id, owner) =
            read.target(cx).ok_or_else(|| Answer::bad("That mailbox is not there"))?;
        if owner != cx.user() {
            return Err(Answer::bad("That is another user's URL"));
        }
        let Some(account) = cx.store.account_mut(&owner) else {
            return Err(Answer::bad("There is no such user"));
        };
        let key = account.url_key(id);
        let token = token(cx, &owner, id, key, rump);
        full.push([rump, &b":internal:"[..], token.as_bytes()].concat());
    }
    cx.say(Untagged::GenUrlAuth(full.into_iter().map(Cow::Owned).collect()));
    Ok(Answer::ok("GENURLAUTH completed"))
}

pub(super) fn fetch(cx: &mut Cx<'_>, urls: &[(Octets<'_>, Vec<Octets<'_>>)]) -> Handled {
    if urls.iter().any(|(_, params)| !params.is_empty()) {
        return Err(Answer::bad("URLs have no parameters here"));
    }
    let mut found = Vec::new();
    for (url, _) in urls {
        let mut data = data(cx, url).map(Cow::Owned);
        if cx.has(Defect::UrlFetchSecondNil) && !found.is_empty() {
            data = None;
        }
        if data.is_none() && cx.has(Defect::UrlFetchRefuses) {
            return Err(Answer::no("That URL leads nowhere"));
        }
        found.push((url.clone(), UrlData::Plain(data)));
    }
    cx.say(Untagged::UrlFetch(found));
    Ok(Answer::ok("URLFETCH completed"))
}

pub(super) fn reset(cx: &mut Cx<'_>, key: Option<&(Mailbox<'_>, Vec<Octets<'_>>)>) -> Handled {
    let user = cx.user();
    let keeps = cx.has(Defect::ResetKeyForgotten);
    let Some((mailbox, mechanisms)) = key else {
        if let Some(account) = cx.store.account_mut(&user)
            && !keeps
        {
            account.url_keys.clear();
        }
        return Ok(Answer::ok("All keys removed"));
    };
    if mechanisms.iter().any(|mechanism| !mechanism.eq_ignore_ascii_case(b"INTERNAL")) {
        return Err(Answer::bad("The only mechanism is INTERNAL"));
    }
    let id = cx.find(mailbox)?;
    if let Some(account) = cx.store.account_mut(&user)
        && !keeps
    {
        account.url_keys.remove(&id);
        let key = account.url_key(id);
        if let Some(selected) = cx.session.selected.as_mut().filter(|s| s.mailbox == id) {
            selected.url_key = Some(key);
        }
        // The user's other sessions are to be told.
        if let Some(mailbox) = cx.store.mailbox_mut(id) {
            mailbox.generation += 1;
        }
    }
    Ok(Answer::ok("RESETKEY completed").with(Code::UrlMech(vec![mechanism()])))
}

/// Tells that another session has reset the key of the selected mailbox.
pub(crate) fn tell(cx: &mut Cx<'_>) {
    let user = cx.user();
    let Some(selected) = &mut cx.session.selected else { return };
    let key = cx.store.account(&user).and_then(|a| a.url_keys.get(&selected.mailbox).copied());
    if selected.url_key.is_some() && key.is_some() && selected.url_key != key {
        cx.note(Code::UrlMech(vec![mechanism()]), "The access key is another");
    }
    if let Some(selected) = &mut cx.session.selected {
        selected.url_key = key;
    }
}

fn mechanism() -> (Octets<'static>, Option<Octets<'static>>) {
    (Cow::Borrowed(b"INTERNAL"), None)
}

/// Who may use a URL.
#[derive(Debug, PartialEq, Eq)]
enum Access {
    Submit,
    User(String),
    /// `authuser` and `anonymous`: nobody is anonymous here.
    Anybody,
}

/// A URL up to and with its access identifier.
#[derive(Debug, PartialEq, Eq)]
struct Rump {
    url: Url,
    /// Seconds since the epoch.
    expires: Option<i64>,
    access: Access,
}

impl Rump {
    fn read(text: &str) -> Option<Self> {
        let (before, access) = split(text, ";URLAUTH=")?;
        let user = |user: &str| {
            let user = String::from_utf8(url::percent_decode(user)?).ok()?;
            (!user.is_empty()).then_some(user)
        };
        let access = match access.split_once('+') {
            Some((kind, name)) if kind.eq_ignore_ascii_case("submit") => {
                user(name)?;
                Access::Submit
            }
            Some((kind, name)) if kind.eq_ignore_ascii_case("user") => Access::User(user(name)?),
            None if access.eq_ignore_ascii_case("authuser") => Access::Anybody,
            None if access.eq_ignore_ascii_case("anonymous") => Access::Anybody,
            _ => return None,
        };
        let (before, expires) = match split(before, ";EXPIRE=") {
            Some((before, time)) => (before, Some(internet_time(time)?)),
            None => (before, None),
        };
        let url = url::read(before.as_bytes())?;
        (url.user.is_some() && url.mailbox.is_some()).then_some(Self { url, expires, access })
    }

    /// The mailbox, and whose it is.
    fn target(&self, cx: &Cx<'_>) -> Option<(MailboxId, String)> {
        let owner = self.url.user.clone()?;
        let mailbox = cx.name_in_url(self.url.mailbox.as_ref()?)?;
        Some((cx.store.find(&owner, &mailbox)?, owner))
    }

    fn permits(&self, cx: &Cx<'_>) -> bool {
        let now = i64::try_from(cx.now.seconds()).unwrap_or(i64::MAX);
        if self.expires.is_some_and(|end| end < now) && !cx.has(Defect::UrlExpireIgnored) {
            return false;
        }
        match &self.access {
            Access::Submit => cx.user() == SUBMISSION || cx.has(Defect::UrlAccessIgnored),
            Access::User(user) => cx.user() == *user || cx.has(Defect::UrlAccessIgnored),
            Access::Anybody => true,
        }
    }
}

/// What a full URL gives this session, with the owner's access (§7).
fn data(cx: &mut Cx<'_>, url: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(url).ok()?;
    let (rump, given) = text.rsplit_once(':')?;
    let (rump, mechanism) = rump.rsplit_once(':')?;
    let read = Rump::read(rump)?;
    let (id, owner) = read.target(cx)?;
    let key = *cx.store.account(&owner)?.url_keys.get(&id)?;
    let right = token(cx, &owner, id, key, rump.as_bytes()).eq_ignore_ascii_case(given);
    let valid = mechanism.eq_ignore_ascii_case("INTERNAL")
        && (right || cx.has(Defect::UrlTokenIgnored))
        && read.permits(cx);
    let readable = cx.store.mailbox(id)?.allows(&owner, Right::Read);
    if valid && readable { url::octets(cx, id, &read.url) } else { None }
}

/// The token of a rump URL: nothing of it is decoded or folded (§6).
fn token(cx: &Cx<'_>, owner: &str, id: MailboxId, key: u64, rump: &[u8]) -> String {
    let secret = format!("{}\0{owner}\0{}\0{key}", cx.options.password, id.0);
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        // HMAC takes a key of any length.
        return String::new();
    };
    mac.update(rump);
    let digest = mac.finalize().into_bytes();
    format!("{ALGORITHM}{}", data_encoding::HEXLOWER.encode(digest.get(..20).unwrap_or_default()))
}

fn split<'t>(text: &'t str, parameter: &str) -> Option<(&'t str, &'t str)> {
    let at = text.to_ascii_uppercase().rfind(parameter)?;
    Some((text.get(..at)?, text.get(at + parameter.len()..)?))
}

/// `date-time` of RFC 3339, as seconds since the epoch.
fn internet_time(text: &str) -> Option<i64> {
    let (day, time) = text.split_once(['T', 't'])?;
    let mut day = day.split('-').map(|part| part.parse::<u16>().ok());
    let date = Date {
        year: day.next()??,
        month: day
            .next()?
            .and_then(|month| u8::try_from(month).ok())
            .filter(|m| (1..=12).contains(m))?,
        day: day.next()?.and_then(|day| u8::try_from(day).ok()).filter(|d| (1..=31).contains(d))?,
    };
    let zone_at = time.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = (time.get(..zone_at)?, time.get(zone_at..)?);
    let zone = match zone {
        "Z" | "z" => 0,
        _ => {
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let minutes =
                hours.parse::<i16>().ok()?.checked_mul(60)? + minutes.parse::<u8>().ok()? as i16;
            if zone.starts_with('-') { -minutes } else { minutes }
        }
    };
    let clock = clock.split('.').next()?;
    let mut clock = clock.split(':').map(|part| part.parse::<u8>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let bounded = hour < 24 && minute < 60 && second <= 60 && zone.abs() < 24 * 60;
    bounded.then(|| date::seconds(DateTime { date, hour, minute, second, zone }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rumps_are_read() {
        let rump = |rest: &str| Rump::read(&format!("imap://anna@host/INBOX/;uid=2{rest}"));
        assert_eq!(rump(";urlauth=anonymous").unwrap().access, Access::Anybody);
        assert_eq!(rump(";urlauth=submit+x").unwrap().access, Access::Submit);
        let read =
            rump("/;section=1;expire=1970-01-02T01:00:00.5+01:00;urlauth=user+a%20b").unwrap();
        assert_eq!(read.access, Access::User("a b".into()));
        assert_eq!((read.expires, read.url.section.as_deref()), (Some(86_400), Some(&b"1"[..])));
        for bad in
            ["", ";urlauth=", ";urlauth=user+", ";urlauth=root", ";expire=x;urlauth=authuser"]
        {
            assert_eq!(rump(bad), None, "{bad}");
        }
        assert_eq!(Rump::read("imap://host/INBOX/;uid=2;urlauth=authuser"), None);
        assert_eq!(Rump::read("imap://a@host/INBOX;urlauth=authuser"), None);
    }
}
