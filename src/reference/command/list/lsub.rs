//! LSUB (RFC 3501 §6.3.9).

use super::tree::tree;
use super::{data, fitting, patterns};
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::syntax::types::{self as ast, Octets, Untagged};

pub(in super::super) fn lsub(
    cx: &mut Cx<'_>,
    reference: &ast::Mailbox<'_>,
    pattern: &Octets<'_>,
) -> Handled {
    let reference = cx.name(reference)?;
    if pattern.is_empty() {
        let data = data(cx, vec!["\\Noselect"], "", Vec::new());
        cx.say(Untagged::Lsub(data));
        return Ok(Answer::ok("LSUB completed"));
    }
    let percent = pattern.contains(&b'%') && !cx.has(Defect::LsubParentMissing);
    let patterns = patterns(cx, &reference, std::slice::from_ref(pattern));
    let tree = tree(cx);
    for (name, node) in fitting(cx, &tree, &patterns) {
        if !node.exists && node.subscribed && cx.has(Defect::LsubForgetsGone) {
            continue;
        }
        // A parent of subscribed names shows as \Noselect where % stops at it (§6.3.9).
        let attributes = match (node.subscribed, node.subscribed_below && percent) {
            (true, _) if node.exists && node.id.is_none() => vec!["\\Noselect"],
            (true, _) => Vec::new(),
            (false, true) => vec!["\\Noselect"],
            (false, false) => continue,
        };
        let data = data(cx, attributes, name, Vec::new());
        cx.say(Untagged::Lsub(data));
    }
    Ok(Answer::ok("LSUB completed"))
}
