//! Octets that break the grammar.

use crate::reference::defect::{Defect as D, DefectSet};
use crate::syntax::types::{Code, RespText, Response, Tagged, Untagged};

/// Spoils a response as it is printed.
pub(crate) fn spoil_octets(defects: &DefectSet, response: &Response<'_>, octets: &mut Vec<u8>) {
    let has = |defect| defects.contains(defect);
    let fetch = matches!(response, Response::Untagged(Untagged::Fetch(..)));
    if fetch && has(D::ProxyLiteralLow) {
        literal(octets, |n| n.saturating_sub(1));
    }
    if fetch && has(D::ProxyLiteralHigh) {
        literal(octets, |n| n + 1);
    }
    if fetch && has(D::ProxyParenthesisLost) && octets.ends_with(b")\r\n") {
        octets.truncate(octets.len() - 3);
        octets.extend_from_slice(b"\r\n");
    }
    let untagged = matches!(response, Response::Untagged(_));
    if untagged && has(D::ProxySpaces) && octets.starts_with(b"* ") {
        octets.insert(1, b' ');
    }
    if has(D::ProxyAppendUidAsRange)
        && let Response::Tagged(Tagged {
            text: RespText { code: Some(Code::AppendUid { .. }), .. },
            ..
        }) = response
    {
        range_of_one(octets);
    }
    if has(D::ProxyLineFeed) && octets.ends_with(b"\r\n") {
        octets.truncate(octets.len() - 2);
        octets.push(b'\n');
    }
}

/// `5]` becomes `5:5]`, where the code ends with a single number.
fn range_of_one(octets: &mut Vec<u8>) {
    let Some(end) = memchr::memchr(b']', octets) else { return };
    let Some(start) = octets.get(..end).and_then(|head| memchr::memrchr(b' ', head)) else {
        return;
    };
    let uid = octets.get(start + 1..end).unwrap_or_default().to_vec();
    if uid.iter().all(u8::is_ascii_digit) {
        octets.splice(end..end, [&b":"[..], &uid].concat());
    }
}

/// Changes the size that the first literal announces.
fn literal(octets: &mut Vec<u8>, change: impl Fn(u64) -> u64) {
    let Some(end) = memchr::memmem::find(octets, b"}\r\n") else { return };
    let Some(start) = octets.get(..end).and_then(|head| memchr::memrchr(b'{', head)) else {
        return;
    };
    let digits = octets.get(start + 1..end).and_then(|d| std::str::from_utf8(d).ok());
    let Some(size) = digits.and_then(|d| d.parse::<u64>().ok()) else { return };
    octets.splice(start + 1..end, change(size).to_string().into_bytes());
}
