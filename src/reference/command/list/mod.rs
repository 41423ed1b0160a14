//! LIST (RFC 9051 §6.3.9; RFC 5258, 5819, 6154, 8440, 9590), and what else tells of names.

mod lsub;
mod namespace;
mod pattern;
mod tree;

use std::collections::BTreeMap;
use std::ops::Bound;

pub(super) use self::lsub::lsub;
pub(super) use self::namespace::namespace;
pub(super) use self::pattern::Pattern;
use self::tree::{Node, tree};
use super::status;
use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::options::Hierarchy;
use crate::reference::store::{MailboxId, OTHER_USERS, Right, name};
use crate::syntax::types::{
    self as ast, ListData, ListReturn, ListSelect, Octets, Untagged, Value,
};

/// What a LIST asks for.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) selection: Vec<ListSelect<'a>>,
    pub(super) extended: bool,
    pub(super) reference: ast::Mailbox<'a>,
    pub(super) patterns: Vec<Octets<'a>>,
    pub(super) returns: Option<Vec<ListReturn<'a>>>,
}

impl Asked<'_> {
    fn selects(&self, option: &ListSelect<'_>) -> bool {
        self.selection.contains(option)
    }

    fn returns(&self, option: &ListReturn<'_>) -> bool {
        self.returns.iter().flatten().any(|o| o == option)
    }

    /// Whether it is a LIST of RFC 3501 in its form.
    fn is_basic(&self) -> bool {
        !self.extended && self.returns.is_none() && self.patterns.len() == 1
    }
}

pub(super) fn list(cx: &mut Cx<'_>, asked: &Asked<'_>) -> Handled {
    check_options(asked)?;
    for option in asked.returns.iter().flatten() {
        if let ListReturn::Metadata(entries) = option {
            super::metadata::check_all(cx, entries)?;
        }
    }
    let reference = cx.name(&asked.reference)?;
    if asked.is_basic() && asked.patterns.first().is_some_and(|p| p.is_empty()) {
        // Asks for the delimiter only.
        let root = if reference.starts_with(OTHER_USERS) { OTHER_USERS } else { "" };
        let data = data(cx, vec!["\\Noselect"], root, Vec::new());
        cx.say(Untagged::List(data));
        return Ok(Answer::ok("LIST completed"));
    }
    let ignored = cx.has(Defect::ListReferenceIgnored);
    let reference = if ignored { "" } else { &reference };
    let patterns = patterns(cx, reference, &asked.patterns);
    let tree = tree(cx);
    let names = fitting(cx, &tree, &patterns);
    // What RETURN asks for comes behind each LIST, or behind all of them (RFC 5819 §2).
    let bundles = cx.may(3);
    let mut listed = Vec::new();
    for (name, node) in names {
        let levels = name.matches(name::DELIMITER).count() + 1;
        if levels > 3 && cx.has(Defect::ListDeepMissing) {
            continue;
        }
        if name == "INBOX" && cx.has(Defect::ListHidesInbox) && tree.len() > 1 {
            continue;
        }
        let for_a_child =
            asked.selects(&ListSelect::RecursiveMatch) && !is_selected(cx, asked, node);
        if for_a_child && !hides_a_child(cx, asked, &tree, &patterns, name) && !cx.may(2) {
            continue;
        }
        match one(cx, asked, name, node) {
            Some(id) if bundles => listed.push((name, id)),
            Some(id) => details(cx, asked, name, id),
            None => {}
        }
    }
    for (name, id) in listed {
        details(cx, asked, name, id);
    }
    Ok(Answer::ok("LIST completed"))
}

fn check_options(asked: &Asked<'_>) -> Result<(), Answer> {
    // RFC 5258 §3.1: RECURSIVEMATCH needs an option that selects.
    let selects = asked.selects(&ListSelect::Subscribed) || asked.selects(&ListSelect::SpecialUse);
    if asked.selects(&ListSelect::RecursiveMatch) && !selects {
        return Err(Answer::bad("RECURSIVEMATCH needs another selection option"));
    }
    let unknown = asked.selection.iter().any(|o| matches!(o, ListSelect::Extension(..)))
        || asked.returns.iter().flatten().any(|o| matches!(o, ListReturn::Extension(..)));
    if unknown { Err(Answer::bad("Unknown LIST option")) } else { Ok(()) }
}

fn patterns(cx: &Cx<'_>, reference: &str, patterns: &[Octets<'_>]) -> Vec<Pattern> {
    let percent = cx.has(Defect::PercentCrossesHierarchy);
    let mut read = Vec::new();
    let most = if cx.has(Defect::ListSecondPattern) { 1 } else { patterns.len() };
    for pattern in patterns.iter().take(most) {
        // What cannot be a name matches none (RFC 9051 §6.3.9).
        let Ok(pattern) = cx.read_name(pattern) else { continue };
        let whole = name::inbox(format!("{reference}{pattern}"));
        read.push(Pattern::new(&whole, percent));
    }
    read
}

/// Whether a name below this one is wanted and not listed itself. Only then SHOULD this one be
/// told for its CHILDINFO alone (RFC 5258 §3.5).
fn hides_a_child(
    cx: &Cx<'_>,
    asked: &Asked<'_>,
    tree: &BTreeMap<String, Node>,
    patterns: &[Pattern],
    name: &str,
) -> bool {
    let behind = (Bound::Excluded(name), Bound::Unbounded);
    tree.range::<str, _>(behind)
        .take_while(|(below, _)| below.starts_with(name))
        .filter(|(below, _)| name::superiors(below).any(|above| above == name))
        .filter(|(_, node)| is_selected(cx, asked, node))
        .any(|(below, _)| !patterns.iter().any(|pattern| pattern.matches(below)))
}

/// Whether the selection options want this name for itself.
fn is_selected(cx: &Cx<'_>, asked: &Asked<'_>, node: &Node) -> bool {
    let mailbox = || node.id.and_then(|id| cx.store.mailbox(id));
    let wants_subscribed = asked.selects(&ListSelect::Subscribed);
    (!wants_subscribed || node.subscribed)
        && (!asked.selects(&ListSelect::SpecialUse)
            || mailbox().is_some_and(|mailbox| !mailbox.special_use.is_empty()))
        && (wants_subscribed || node.exists || node.children)
}

/// Lists one name that the patterns match, if the selection options want it; gives the mailbox.
fn one(cx: &mut Cx<'_>, asked: &Asked<'_>, name: &str, node: &Node) -> Option<MailboxId> {
    let recursive =
        asked.selects(&ListSelect::RecursiveMatch) && !cx.has(Defect::RecursiveMatchIgnored);
    let uses = node.id.and_then(|id| cx.store.mailbox(id)).map(|m| m.special_use.clone());
    let mut uses = uses.unwrap_or_default();
    if cx.has(Defect::ListUseChild) && name.contains(name::DELIMITER) {
        uses.clear();
    }
    let (wants_subscribed, wants_use) =
        (asked.selects(&ListSelect::Subscribed), asked.selects(&ListSelect::SpecialUse));
    let selected = is_selected(cx, asked, node);
    let mut info = Vec::new();
    if recursive && wants_subscribed && node.subscribed_below {
        info.push(Value::String(b"SUBSCRIBED".as_slice().into()));
    }
    if recursive && wants_use && node.use_below {
        info.push(Value::String(b"SPECIAL-USE".as_slice().into()));
    }
    if !selected && info.is_empty() {
        return None;
    }
    let mut attributes = attributes(cx, asked, node);
    if cx.has(Defect::ListSubscribedChild) && name.contains(name::DELIMITER) {
        attributes.retain(|attribute| *attribute != "\\Subscribed");
    }
    if node.id.is_some() && !attributes.contains(&"\\Noselect") && cx.may(4) {
        attributes.push(["\\Marked", "\\Unmarked", "\\XNew"][cx.session.liberty.pick(3) % 3]);
    }
    let shows_use = wants_use || asked.returns(&ListReturn::SpecialUse) || asked.returns.is_none();
    let uses: Vec<String> = uses.iter().map(|u| String::from_utf8_lossy(u).into_owned()).collect();
    if shows_use && cx.serves(Feature::SpecialUse) {
        attributes.extend(uses.iter().map(String::as_str));
    }
    let mut extended = Vec::new();
    if !info.is_empty() {
        extended.push((b"CHILDINFO".as_slice().into(), Value::List(info)));
    }
    let mut data = data(cx, attributes, name, extended);
    if cx.has(Defect::DelimiterMixed) && node.children {
        data.delimiter = Some('.');
    }
    cx.say(Untagged::List(data.clone()));
    if cx.has(Defect::InboxTwice) && name == "INBOX" {
        data.mailbox = ast::Mailbox(b"Inbox".as_slice().into());
        cx.say(Untagged::List(data));
    }
    node.id
}

/// Sends what RETURN asks for of one mailbox beside its LIST.
fn details(cx: &mut Cx<'_>, asked: &Asked<'_>, name: &str, id: MailboxId) {
    let mut said: Vec<&ListReturn<'_>> = Vec::new();
    for option in asked.returns.iter().flatten() {
        // RFC 9051 §6.3.9: what is given twice counts once.
        if said.contains(&option) {
            continue;
        }
        said.push(option);
        match option {
            ListReturn::Status(_) if name == "INBOX" && cx.has(Defect::ListStatusMissing) => {}
            ListReturn::Status(items) => {
                if cx.allows(id, Right::Read) {
                    if items.contains(&ast::StatusAtt::HighestModSeq) {
                        super::auth::enable_cond_store(cx);
                    }
                    status::say(cx, name, id, items);
                }
            }
            option => super::listed(cx, name, id, option),
        }
    }
}

/// Lists one name without being asked: it is new, gone, renamed or (un)subscribed (RFC 5465 §5.4).
pub(super) fn announce(cx: &mut Cx<'_>, name: &str, extra: &[&str], old: Option<&str>) {
    let node = tree(cx).remove(name).unwrap_or_default();
    let mut attributes = extra.to_vec();
    if !node.exists {
        attributes.push("\\NonExistent");
    } else if node.id.is_none() {
        attributes.push("\\Noselect");
    }
    if node.exists {
        attributes.push(if node.children { "\\HasChildren" } else { "\\HasNoChildren" });
    }
    if node.subscribed {
        attributes.push("\\Subscribed");
    }
    let old = old.map(|old| {
        let old = Value::String(cx.spell(old).0);
        (b"OLDNAME".as_slice().into(), Value::List(vec![old]))
    });
    let data = data(cx, attributes, name, old.into_iter().collect());
    cx.say(Untagged::List(data));
}

/// Attributes but for special uses.
fn attributes<'n>(cx: &mut Cx<'_>, asked: &Asked<'_>, node: &Node) -> Vec<&'n str> {
    let mut attributes = Vec::new();
    if !node.exists {
        attributes.push("\\NonExistent");
        if asked.is_basic() {
            attributes.push("\\Noselect");
        }
    } else if node.id.is_none() && !cx.has(Defect::ListNoselectMissing) {
        attributes.push("\\Noselect");
    }
    let asked_for = asked.returns(&ListReturn::Children);
    // RFC 9051 §6.3.9.2: it can be seen, but not selected.
    if node.id.is_some_and(|id| !cx.allows(id, Right::Read)) {
        attributes.push("\\Noselect");
    }
    let children = match cx.has(Defect::HasChildrenWrong) {
        true => false,
        false => node.children,
    };
    let tells = match asked.returns {
        // Without RETURN it is the CHILDREN extension's, and no duty of rev1.
        None => cx.serves(Feature::Children) && node.exists && !cx.may(4),
        // RFC 9051 §6.3.9.5: it may be told unasked.
        Some(_) => asked_for || (cx.serves(Feature::Children) && node.exists && cx.may(4)),
    };
    if tells {
        attributes.push(if children { "\\HasChildren" } else { "\\HasNoChildren" });
    }
    // True of all names there (RFC 9051 §7.3.1).
    if cx.options.hierarchy == Hierarchy::Flat && node.exists && cx.may(3) {
        attributes.push("\\Noinferiors");
    }
    let subscribed =
        asked.selects(&ListSelect::Subscribed) || asked.returns(&ListReturn::Subscribed);
    if subscribed && node.subscribed && !cx.has(Defect::ListSubscribedMissing) {
        attributes.push("\\Subscribed");
    }
    attributes
}

/// The LIST that IMAP4rev2 wants of a mailbox that a command has named: where the client spelled
/// the name in another way, OLDNAME has its spelling (RFC 9051 §6.3.9.7).
pub(super) fn named(
    cx: &mut Cx<'_>,
    said: &ast::Mailbox<'_>,
    name: &str,
    id: MailboxId,
) -> ListData<'static> {
    let mut attributes: Vec<String> = Vec::new();
    if cx.serves(Feature::Children) {
        let user = cx.user();
        let (owner, inside) = cx.store.place_of(&user, name);
        let children = cx.store.account(owner).is_some_and(|a| a.has_children(inside));
        attributes.push(if children { "\\HasChildren" } else { "\\HasNoChildren" }.to_owned());
    }
    if let Some(mailbox) = cx.store.mailbox(id).filter(|_| cx.serves(Feature::SpecialUse)) {
        let uses = mailbox.special_use.iter();
        attributes.extend(uses.map(|u| String::from_utf8_lossy(u).into_owned()));
    }
    let spelt = cx.spell_as_kept(name);
    let mut extended = Vec::new();
    if said.0 != spelt.0 {
        let old = Value::List(vec![Value::String(said.0.clone().into_owned().into())]);
        extended.push((b"OLDNAME".as_slice().into(), old));
    }
    data(cx, attributes.iter().map(String::as_str).collect(), name, extended)
}

fn data(
    cx: &mut Cx<'_>,
    mut attributes: Vec<&str>,
    name: &str,
    extended: Vec<(Octets<'static>, Value<'static>)>,
) -> ListData<'static> {
    cx.session.liberty.shuffle(&mut attributes);
    ListData {
        attributes: attributes.iter().map(|a| a.as_bytes().to_vec().into()).collect(),
        delimiter: cx.options.hierarchy.delimiter(),
        mailbox: cx.spell(name),
        extended,
    }
}

/// The names that fit a pattern; their order is free.
fn fitting<'t>(
    cx: &mut Cx<'_>,
    tree: &'t BTreeMap<String, Node>,
    patterns: &[Pattern],
) -> Vec<(&'t String, &'t Node)> {
    let mut names: Vec<(&String, &Node)> = tree.iter().collect();
    cx.session.liberty.shuffle(&mut names);
    names.retain(|(name, _)| patterns.iter().any(|p| p.matches(name)));
    names
}
