//! What a command's OK must have been preceded by: the untagged responses that its RFC requires,
//! and that they are about what was asked.

use super::bench::Bench;
use super::rule::{Rule, rules};
use super::scene::{Completed, Judge, Scene, show};
use crate::client::happening::What;
use crate::client::view::Change;
use crate::syntax::types::{Code, CommandBody, Mailbox, ReturnOption, Search, Untagged};

rules! { "answers":
    CAPABILITY "capability" Must ["9051#6.1.1", "3501#6.1.1"]
        "CAPABILITY is answered with an untagged CAPABILITY response before its OK.";
    BYE "logout" Must ["9051#6.1.3", "3501#6.1.3"]
        "LOGOUT is answered with an untagged BYE before its OK.";
    ENABLED "enable" Must ["5161#3.1", "9051#6.3.1"]
        "ENABLE is answered with an untagged ENABLED response, even if it has nothing in it.";
    NAMESPACE "namespace" Must ["2342#5", "9051#6.3.10"]
        "NAMESPACE is answered with an untagged NAMESPACE response before its OK.";
    ID "id" Must ["2971#3.1", "2971#3.2"]
        "ID is answered with an untagged ID response before its OK.";
    STATUS "status" Must ["9051#6.3.11", "3501#6.3.10"]
        "STATUS is answered with an untagged STATUS response for that mailbox before its OK.";
    SEARCH "search" Must ["9051#6.4.4", "3501#6.4.4", "4731#3.1"]
        "SEARCH is answered with an untagged SEARCH or ESEARCH response, also where nothing was found.";
    SORT "sort" Must ["5256#3", "5267#3.1"]
        "SORT is answered with an untagged SORT or ESEARCH response, also where nothing was found.";
    THREAD "thread" Must ["5256#3", "5256#4"]
        "THREAD is answered with an untagged THREAD response, also where nothing was found.";
    QUOTA "quota" Must ["9208#4.1.1", "2087#4.2"]
        "GETQUOTA is answered with an untagged QUOTA response for that root.";
    QUOTA_ROOT "quotaroot" Must ["9208#4.1.2", "2087#4.3"]
        "GETQUOTAROOT is answered with an untagged QUOTAROOT response for that mailbox, and a QUOTA response for each root in it.";
    ACL "acl" Must ["4314#3.3", "4314#3.6"]
        "GETACL is answered with an untagged ACL response for that mailbox.";
    MY_RIGHTS "myrights" Must ["4314#3.5", "4314#3.8"]
        "MYRIGHTS is answered with an untagged MYRIGHTS response for that mailbox.";
    LIST_RIGHTS "listrights" Must ["4314#3.4", "4314#3.7"]
        "LISTRIGHTS is answered with an untagged LISTRIGHTS response for that mailbox and identifier.";
    ROOT "list-root" Must ["9051#6.3.9", "3501#6.3.8"]
        "LIST with an empty pattern is answered with the hierarchy delimiter and the root, in a LIST response.";
    MAILBOX_ID "mailboxid" Must ["8474#4.1", "8474#4.2"]
        "With OBJECTID, the OK of CREATE has a MAILBOXID code, and SELECT and EXAMINE tell one in an untagged OK.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Answers { basic_list: false })
}

struct Answers {
    /// The LIST sent last has its pattern outside parentheses: an empty one asks for the root.
    basic_list: bool,
}

impl Judge for Answers {
    fn before(&mut self, scene: &Scene<'_>, _: &mut Bench) {
        if let What::Command { command: Some(command), bytes, .. } = &scene.happening.what
            && matches!(command.body, CommandBody::List { .. })
        {
            self.basic_list = !bytes.trim_ascii_end().ends_with(b")");
        }
    }

    fn after(&mut self, scene: &Scene<'_>, _: &Change, bench: &mut Bench) {
        let Some(done) = scene.completed() else { return };
        if done.status != crate::syntax::types::Status::Ok || scene.nonsense() {
            return;
        }
        if let Some((rule, wanted)) = missing(&done)
            && (rule != &ROOT || self.basic_list)
        {
            bench.broken(scene, rule, format!("OK without {wanted}"));
        }
        let creates = matches!(
            done.body,
            CommandBody::Create { .. } | CommandBody::Select(..) | CommandBody::Examine(..)
        );
        let object_id = scene.view.has("OBJECTID") && creates;
        if object_id && !done.has_code(|c| matches!(c, Code::MailboxId(_))) {
            bench.broken(scene, &MAILBOX_ID, "OK without a MAILBOXID code");
        }
    }
}

fn same(a: &Mailbox<'_>, b: &Mailbox<'_>) -> bool {
    // A server may know names by another case or normal form: only what cannot be the same counts.
    a == b || a.0.eq_ignore_ascii_case(&b.0) || !a.0.is_ascii() || !b.0.is_ascii()
}

/// The rule that is broken by an OK here, and what is missing.
fn missing(done: &Completed<'_>) -> Option<(&'static Rule, String)> {
    use CommandBody as C;
    use Untagged as U;
    let none = |rule: &'static Rule, wanted: &str, test: &dyn Fn(&U<'static>) -> bool| {
        (!done.has(test)).then(|| (rule, wanted.to_owned()))
    };
    match done.body {
        C::Capability => {
            none(&CAPABILITY, "a CAPABILITY response", &|u| matches!(u, U::Capability(_)))
        }
        C::Logout => none(&BYE, "a BYE before it", &|u| matches!(u, U::Bye(_))),
        C::Enable(_) => none(&ENABLED, "an ENABLED response", &|u| matches!(u, U::Enabled(_))),
        C::Namespace => none(&NAMESPACE, "a NAMESPACE response", &|u| matches!(u, U::Namespace(_))),
        C::Id(_) => none(&ID, "an ID response", &|u| matches!(u, U::Id(_))),
        C::Status(asked, _) => none(
            &STATUS,
            &format!("a STATUS response for {}", show(&asked.0)),
            &|u| matches!(u, U::MailboxStatus(told, _) if same(asked, told)),
        ),
        C::Search { search, .. } if !saves_only(search) => {
            none(&SEARCH, "a SEARCH or ESEARCH response", &|u| {
                matches!(u, U::Search(..) | U::Esearch(_))
            })
        }
        C::Sort { search, .. } if !saves_only(search) => {
            none(&SORT, "a SORT or ESEARCH response", &|u| matches!(u, U::Sort(..) | U::Esearch(_)))
        }
        C::Thread { .. } => none(&THREAD, "a THREAD response", &|u| matches!(u, U::Thread(_))),
        C::GetQuota(asked) => none(
            &QUOTA,
            &format!("a QUOTA response for root \"{}\"", show(asked)),
            &|u| matches!(u, U::Quota(root, _) if root == asked),
        ),
        C::GetQuotaRoot(asked) => {
            let roots = done.untagged().find_map(|u| match u {
                U::QuotaRoot(told, roots) if same(asked, told) => Some(roots),
                _ => None,
            });
            let Some(roots) = roots else {
                return Some((&QUOTA_ROOT, format!("a QUOTAROOT response for {}", show(&asked.0))));
            };
            roots.iter().find_map(|root| {
                none(
                    &QUOTA_ROOT,
                    &format!("a QUOTA response for root \"{}\"", show(root)),
                    &|u| matches!(u, U::Quota(told, _) if told == root),
                )
            })
        }
        C::GetAcl(asked) => none(
            &ACL,
            &format!("an ACL response for {}", show(&asked.0)),
            &|u| matches!(u, U::Acl(told, _) if same(asked, told)),
        ),
        C::MyRights(asked) => none(
            &MY_RIGHTS,
            &format!("a MYRIGHTS response for {}", show(&asked.0)),
            &|u| matches!(u, U::MyRights(told, _) if same(asked, told)),
        ),
        C::ListRights(asked, who) => none(
            &LIST_RIGHTS,
            &format!("a LISTRIGHTS response for {} and {}", show(&asked.0), show(who)),
            &|u| {
                matches!(u, U::ListRights { mailbox, identifier, .. }
                    if same(asked, mailbox) && identifier.eq_ignore_ascii_case(who))
            },
        ),
        C::List { extended: false, patterns, returns: None, .. } if matches!(patterns.as_slice(), [pattern] if pattern.is_empty()) => {
            none(&ROOT, "a LIST response with the delimiter", &|u| matches!(u, U::List(_)))
        }
        _ => None,
    }
}

/// `RETURN (SAVE)` alone has no answer (RFC 5182 §2.1).
fn saves_only(search: &Search<'_>) -> bool {
    search.returns.as_ref().is_some_and(|options| {
        !options.is_empty() && options.iter().all(|option| matches!(option, ReturnOption::Save))
    })
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in, selected};

    #[test]
    fn required_answers_come_before_ok() {
        for (rule, command, answer) in [
            ("capability", "CAPABILITY", "CAPABILITY IMAP4rev1"),
            ("logout", "LOGOUT", "BYE bye"),
            ("enable", "ENABLE CONDSTORE", "ENABLED"),
            ("namespace", "NAMESPACE", "NAMESPACE ((\"\" \"/\")) NIL NIL"),
            ("id", "ID NIL", "ID NIL"),
            ("status", "STATUS x (MESSAGES)", "STATUS x (MESSAGES 1)"),
            ("quota", "GETQUOTA \"\"", "QUOTA \"\" (STORAGE 1 5)"),
            ("quotaroot", "GETQUOTAROOT x", "QUOTAROOT x"),
            ("acl", "GETACL x", "ACL x al lrs"),
            ("myrights", "MYRIGHTS x", "MYRIGHTS x lrs"),
            ("listrights", "LISTRIGHTS x bo", "LISTRIGHTS x bo \"\" l r s"),
            ("list-root", "LIST \"\" \"\"", "LIST (\\Noselect) \"/\" \"\""),
        ] {
            breaks(&format!("answers-{rule}"), logged_in(&format!("C: 1 {command}\nS: 1 OK done")));
            keeps(logged_in(&format!("C: 1 {command}\nS: * {answer}\nS: 1 OK done")));
            keeps(logged_in(&format!("C: 1 {command}\nS: 1 BAD no")));
        }
        // Empty patterns of the extended form ask for nothing.
        for command in ["LIST \"\" (\"\")", "LIST \"\" (\"\" \"\")", "LIST () \"\" \"\""] {
            keeps(logged_in(&format!("C: 1 {command}\nS: 1 OK done")));
        }
    }

    #[test]
    fn an_empty_pattern_in_parentheses_asks_for_nothing() {
        keeps(logged_in("C: 1 LIST \"\" (\"\")\nS: 1 OK done"));
    }

    #[test]
    fn answers_in_a_mailbox() {
        for (rule, command, answer) in [
            ("search", "SEARCH ALL", "SEARCH 1 2 3"),
            ("sort", "SORT (SIZE) UTF-8 ALL", "SORT 3 1 2"),
            ("thread", "THREAD REFERENCES UTF-8 ALL", "THREAD (1)(2)(3)"),
        ] {
            breaks(&format!("answers-{rule}"), selected(&format!("C: 1 {command}\nS: 1 OK done")));
            keeps(selected(&format!("C: 1 {command}\nS: * {answer}\nS: 1 OK done")));
        }
        keeps(selected("C: 1 SEARCH RETURN (SAVE) ALL\nS: 1 OK done"));
    }

    #[test]
    fn answers_are_about_what_was_asked() {
        breaks(
            "answers-status",
            logged_in("C: 1 STATUS x (MESSAGES)\nS: * STATUS y (MESSAGES 1)\nS: 1 OK done"),
        );
        breaks(
            "answers-quotaroot",
            logged_in("C: 1 GETQUOTAROOT x\nS: * QUOTAROOT x \"\"\nS: 1 OK done"),
        );
    }

    #[test]
    fn objectid_names_its_mailboxes() {
        let capable =
            "C: 1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 OBJECTID\nS: 1 OK done\nC: 2 CREATE x\n";
        breaks("answers-mailboxid", logged_in(&format!("{capable}S: 2 OK done")));
        keeps(logged_in(&format!("{capable}S: 2 OK [MAILBOXID (F1)] done")));
    }
}
