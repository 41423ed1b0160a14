//! Commands: what state they need, who runs them, and what may be told with their answer.
//!
//! A handler is `fn name(cx: &mut Cx<'_>, …) -> Handled`: it sends untagged responses with
//! [`Cx::say`] and gives the tagged one. Pending updates of the selected mailbox are told between
//! the two, by [`run`], as far as the command permits (RFC 9051 §5.2, §7.5.1).

mod acl;
pub(crate) mod annotations;
mod any;
mod append;
mod auth;
mod catenate;
pub(crate) mod context;
mod copy;
mod expunge;
mod fetch;
mod filter;
pub(crate) mod idle;
mod list;
pub(crate) mod login;
mod manage;
mod metadata;
mod multisearch;
mod names;
pub(crate) mod news;
mod noise;
pub(crate) mod notify;
mod quota;
mod replace;
mod resync;
pub(crate) mod sasl;
mod scram;
mod search;
mod select;
pub(crate) mod snapshot;
mod status;
mod store;
mod url;
pub(crate) mod urlauth;

use super::answer::{Answer, Handled};
use super::circumstance;
use super::cx::Cx;
use super::defect::Defect;
use super::session::updates;
use super::store::MailboxId;
use crate::syntax::types::{Code, Command, CommandBody as B, ListReturn};

/// In which states a command is right (RFC 9051 §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    NoLogin,
    Login,
    Selected,
}

/// Runs one command and answers it.
pub(crate) fn run(cx: &mut Cx<'_>, command: Command<'_>) {
    cx.tag = command.tag.to_vec();
    cx.session.commands += 1;
    let mut body = command.body;
    if let Err(answer) = permitted(cx, &body) {
        return cx.answer(&answer);
    }
    let tell = told_with(cx, &body);
    // RFC 9051 §6.1.1: a single CAPABILITY response. With a log-in, it would be of the state after.
    let single = matches!(
        body,
        B::Capability | B::Login { .. } | B::Authenticate { .. } | B::Unauthenticate
    );
    let quiet = speaks_of_flags(&body);
    cx.session.memory.moves = matches!(body, B::Move { .. });
    annotations::tell(cx);
    let moves = matches!(
        body,
        B::Select(..) | B::Examine(..) | B::Status(..) | B::List { .. } | B::Notify(_)
    );
    if !moves {
        names::tell(cx);
        noise::make(cx, single, quiet);
    }
    let quiet = quiet || moves;
    let answer = match circumstance::misheard(cx, &mut body) {
        Some(answer) => answer,
        None => match handle(cx, body) {
            Ok(answer) | Err(answer) => answer,
        },
    };
    if answer.status.is_some() {
        match tell {
            Tell::All => updates::tell(cx, true),
            Tell::NoExpunge => updates::tell(cx, false),
            Tell::Nothing => {}
        }
        noise::make(cx, single, quiet);
    }
    news::absorb(cx);
    annotations::absorb(cx);
    names::absorb(cx);
    cx.answer(&answer);
    if !matches!(cx.session.mode, super::session::Mode::Closed) {
        auth::after_answer(cx);
    }
}

const fn needs(body: &B<'_>) -> Needs {
    match body {
        B::Capability | B::Noop | B::Logout | B::Id(_) => Needs::Nothing,
        B::StartTls | B::Authenticate { .. } | B::Login { .. } => Needs::NoLogin,
        B::Check
        | B::Close
        | B::Unselect
        | B::Expunge(_)
        | B::Search { .. }
        | B::Sort { .. }
        | B::Thread { .. }
        | B::Fetch { .. }
        | B::Store { .. }
        | B::Copy { .. }
        | B::Move { .. }
        | B::Replace { .. }
        | B::CancelUpdate(_) => Needs::Selected,
        _ => Needs::Login,
    }
}

fn permitted(cx: &Cx<'_>, body: &B<'_>) -> Result<(), Answer> {
    let logged_in = cx.session.user.is_some();
    match needs(body) {
        Needs::NoLogin
            if logged_in
                && !(cx.has(Defect::LoginAfterLogin) && matches!(body, B::Login { .. })) =>
        {
            return Err(Answer::bad("You are logged in already"));
        }
        Needs::Login | Needs::Selected if !logged_in => {
            return Err(Answer::bad("Log in first"));
        }
        Needs::Selected if cx.session.selected.is_none() => {
            if cx.has(Defect::FetchUnselected) && matches!(body, B::Fetch { .. }) {
                return Err(Answer::ok("FETCH completed"));
            }
            return Err(Answer::bad("Select a mailbox first"));
        }
        _ => {}
    }
    if cx.session.enabled.uid_only && by_number(body) {
        return Err(Answer::bad("Only UIDs are spoken here").with(Code::UidRequired));
    }
    Ok(())
}

/// Whether a command speaks of sequence numbers (RFC 9586 §3).
const fn by_number(body: &B<'_>) -> bool {
    matches!(
        body,
        B::Search { uid: false, .. }
            | B::Sort { uid: false, .. }
            | B::Thread { uid: false, .. }
            | B::Fetch { uid: false, .. }
            | B::Store { uid: false, .. }
            | B::Copy { uid: false, .. }
            | B::Move { uid: false, .. }
            | B::Replace { uid: false, .. }
    )
}

/// Whether the client was promised news as they come, or has asked for them.
fn promised(cx: &Cx<'_>) -> bool {
    let contexts = cx.session.selected.as_ref().is_some_and(|s| !s.contexts.is_empty());
    contexts || cx.session.notify.is_some()
}

/// Whether flags that nobody asked for would look like an answer.
fn speaks_of_flags(body: &B<'_>) -> bool {
    match body {
        B::Store { .. } | B::Select(..) | B::Examine(..) => true,
        B::Fetch { items, modifiers, .. } => {
            use crate::syntax::types::FetchAtt as F;
            let flags = |i: &F<'_>| matches!(i, F::Flags | F::All | F::Fast | F::Full | F::ModSeq);
            !modifiers.is_empty() || items.iter().any(flags)
        }
        _ => false,
    }
}

/// Which pending updates may come with a command's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tell {
    All,
    NoExpunge,
    Nothing,
}

fn told_with(cx: &mut Cx<'_>, body: &B<'_>) -> Tell {
    match body {
        B::Noop if cx.has(Defect::NoopSilent) => Tell::Nothing,
        // News may be long in coming; what an APPEND brought should be told with it, and need not
        // (RFC 9051 §6.3.12).
        B::Noop | B::Check | B::Append { .. } if !promised(cx) && cx.may(4) => Tell::Nothing,
        // So may what is expunged (RFC 2180 §4.1.1).
        B::Noop | B::Check | B::Append { .. } if !promised(cx) && cx.may(6) => Tell::NoExpunge,
        B::Noop
        | B::Check
        | B::Idle
        | B::Expunge(_)
        | B::Move { .. }
        | B::Replace { .. }
        | B::Append { .. } => Tell::All,
        B::Fetch { uid, .. }
        | B::Store { uid, .. }
        | B::Search { uid, .. }
        | B::Sort { uid, .. }
        | B::Thread { uid, .. } => {
            // The UID forms may come with EXPUNGE; a quiet server does not do that.
            let vanished = cx.has(Defect::VanishedDuringFetch) && cx.session.enabled.vanished();
            let expunge = cx.has(Defect::ExpungeDuringFetch) || vanished || (*uid && cx.may(3));
            match expunge {
                true => Tell::All,
                false if cx.may(3) => Tell::Nothing,
                false => Tell::NoExpunge,
            }
        }
        // NOTIFY implies NOOP (RFC 5465 §3.1).
        B::Notify(_) => Tell::All,
        B::Select(..) | B::Examine(..) | B::Close | B::Unselect | B::Logout => Tell::Nothing,
        // Later, at a NOOP, is soon enough.
        _ if cx.may(3) => Tell::Nothing,
        _ => Tell::All,
    }
}

fn handle(cx: &mut Cx<'_>, body: B<'_>) -> Handled {
    match body {
        B::Capability => any::capability(cx),
        B::Noop => any::noop(cx),
        B::Logout => any::logout(cx),
        B::Id(fields) => any::id(cx, fields.as_deref()),
        B::StartTls => auth::start_tls(cx),
        B::Authenticate { mechanism, initial } => {
            sasl::authenticate(cx, &mechanism, initial.as_deref())
        }
        B::Login { user, password } => login::login(cx, &user, &password),
        B::Enable(names) => auth::enable(cx, &names),
        B::Select(mailbox, params) => select::select(cx, &mailbox, &params, false),
        B::Examine(mailbox, params) => select::select(cx, &mailbox, &params, true),
        B::Create { mailbox, special_use, extensions } => {
            manage::create(cx, &mailbox, &special_use, &extensions)
        }
        B::Delete(mailbox) => manage::delete(cx, &mailbox),
        B::Rename { from, to, extensions } => {
            if !extensions.is_empty() {
                return Err(Answer::bad("Unknown RENAME parameter"));
            }
            manage::rename(cx, &from, &to)
        }
        B::Subscribe(mailbox) => manage::subscribe(cx, &mailbox),
        B::Unsubscribe(mailbox) => manage::unsubscribe(cx, &mailbox),
        B::List { selection, extended, reference, patterns, returns } => {
            let asked = list::Asked { selection, extended, reference, patterns, returns };
            list::list(cx, &asked)
        }
        B::Lsub { reference, pattern } => list::lsub(cx, &reference, &pattern),
        B::Namespace => list::namespace(cx),
        B::Status(mailbox, items) => status::status(cx, &mailbox, &items),
        B::Append { mailbox, messages } => append::append(cx, &mailbox, messages),
        B::Idle => idle::idle(cx),
        B::Compress(mechanism) => auth::compress(cx, &mechanism),
        B::Unauthenticate => auth::unauthenticate(cx),
        B::Check => Ok(Answer::ok("CHECK completed")),
        B::Close => select::close(cx),
        B::Unselect => select::unselect(cx),
        B::Expunge(uids) => expunge::expunge(cx, uids.as_ref()),
        B::Search { uid, search } => search::search(cx, uid, &search),
        B::Sort { uid, criteria, search } => search::sort(cx, uid, &criteria, &search),
        B::Thread { uid, algorithm, search } => search::thread(cx, uid, &algorithm, &search),
        B::Fetch { uid, set, items, modifiers } => fetch::fetch(cx, uid, &set, &items, &modifiers),
        B::Store { uid, set, unchanged_since, extensions, action, silent, flags } => {
            if !extensions.is_empty() {
                return Err(Answer::bad("Unknown STORE modifier"));
            }
            let asked = store::Asked { uid, set, unchanged_since, action, silent, flags };
            store::store(cx, &asked)
        }
        B::Copy { uid, set, mailbox } => copy::copy(cx, uid, &set, &mailbox, copy::Kind::Copy),
        B::Move { uid, set, mailbox } => copy::copy(cx, uid, &set, &mailbox, copy::Kind::Move),
        B::Replace { uid, number, mailbox, message } => {
            replace::replace(cx, uid, number, &mailbox, *message)
        }
        B::GetQuota(root) => quota::get(cx, &root),
        B::GetQuotaRoot(mailbox) => quota::get_root(cx, &mailbox),
        B::SetQuota(root, limits) => quota::set(cx, &root, &limits),
        B::SetAcl { mailbox, identifier, rights } => acl::set(cx, &mailbox, &identifier, &rights),
        B::DeleteAcl(mailbox, identifier) => acl::delete(cx, &mailbox, &identifier),
        B::GetAcl(mailbox) => acl::get(cx, &mailbox),
        B::ListRights(mailbox, identifier) => acl::list_rights(cx, &mailbox, &identifier),
        B::MyRights(mailbox) => acl::my_rights(cx, &mailbox),
        B::GetMetadata { max_size, depth, extensions, mailbox, entries } => {
            if !extensions.is_empty() {
                return Err(Answer::bad("Unknown GETMETADATA option"));
            }
            let asked = metadata::Asked { max_size, depth, mailbox: &mailbox, entries: &entries };
            metadata::get(cx, &asked)
        }
        B::SetMetadata(mailbox, entries) => metadata::set(cx, &mailbox, &entries),
        B::Notify(asked) => notify::notify(cx, &asked),
        B::CancelUpdate(tags) => context::cancel(cx, &tags),
        B::Esearch { sources, scope, search } => {
            if !scope.is_empty() {
                return Err(Answer::bad("Unknown scope option"));
            }
            multisearch::esearch(cx, &sources, &search)
        }
        B::GenUrlAuth(urls) => urlauth::generate(cx, &urls),
        B::UrlFetch(urls) => urlauth::fetch(cx, &urls),
        B::ResetKey(key) => urlauth::reset(cx, key.as_ref()),
        // What the grammar knows and no feature serves.
        _ => Err(Answer::bad("Unknown command")),
    }
}

/// Sends what a return option of LIST asks for of one mailbox, STATUS aside.
fn listed(cx: &mut Cx<'_>, name: &str, id: MailboxId, option: &ListReturn<'_>) {
    match option {
        ListReturn::MyRights if cx.has(Defect::ListMyRightsMissing) => {}
        ListReturn::MyRights => {
            let name = cx.spell(name);
            acl::say_my_rights(cx, name, id);
        }
        ListReturn::Metadata(entries) => metadata::say_for_list(cx, name, id, entries),
        _ => {}
    }
}
