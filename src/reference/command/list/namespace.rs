//! NAMESPACE (RFC 9051 §6.3.10; RFC 2342).

use std::borrow::Cow;

use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::reference::options::Hierarchy;
use crate::reference::store::OTHER_USERS;
use crate::syntax::types::{NamespaceData, NamespaceItem, Untagged};

pub(in super::super) fn namespace(cx: &mut Cx<'_>) -> Handled {
    let delimiter = match cx.has(Defect::NamespaceDelimiter) {
        true => Some('.'),
        false => cx.options.hierarchy.delimiter(),
    };
    let item = |prefix: &str| NamespaceItem {
        prefix: cx.spell(prefix).0,
        delimiter,
        extensions: Vec::new(),
    };
    let other = cx.serves(Feature::Acl).then(|| vec![item(OTHER_USERS)]);
    let mut personal = vec![match cx.options.hierarchy {
        Hierarchy::BelowInbox => item("INBOX/"),
        _ => item(""),
    }];
    if cx.keeps_to(Way::SecondNamespace) {
        let flags = vec![Cow::Borrowed(&b"FLAG1"[..]), Cow::Borrowed(&b"FLAG2"[..])];
        let extensions = vec![(Cow::Borrowed(&b"X-PARAM"[..]), flags)];
        personal.push(NamespaceItem { extensions, ..item("#archive/") });
    }
    let data = NamespaceData { personal: Some(personal), other, shared: None };
    cx.say(Untagged::Namespace(data));
    Ok(Answer::ok("NAMESPACE completed"))
}
