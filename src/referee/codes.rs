//! Response codes: each says something of certain commands, and of their success or failure.

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Completed, Judge, Scene};
use crate::client::view::Change;
use crate::syntax::types::{Code, CommandBody, Status};

rules! { "codes":
    COMMAND "command" Must ["9051#7.1", "5530#3", "3501#7.1"]
        "A response code whose meaning is about certain commands is not told in the answer to another: TRYCREATE to APPEND and COPY alone, BADCHARSET to searches.";
    STATUS "status" Must ["9051#7.1", "5530#3", "3501#7.1"]
        "A response code that tells why a command failed does not come with OK, and APPENDUID not with NO.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Codes)
}

struct Codes;

impl Judge for Codes {
    fn after(&mut self, scene: &Scene<'_>, _: &Change, bench: &mut Bench) {
        let Some(done) = scene.completed() else { return };
        let Some(code) = &done.text.code else { return };
        if scene.nonsense() || matches!(done.body, CommandBody::Extension(..)) {
            return;
        }
        if let Some((name, commands)) = misplaced(code, &done) {
            bench
                .broken(scene, &COMMAND, format!("{name} in the answer to another command"))
                .at(scene.bytes(), name)
                .accepts(format!("{name} in the answer to {commands}"));
        }
        let failure = match code {
            Code::TryCreate => "TRYCREATE",
            Code::BadCharset(_) => "BADCHARSET",
            Code::AlreadyExists => "ALREADYEXISTS",
            Code::HasChildren => "HASCHILDREN",
            Code::AuthenticationFailed => "AUTHENTICATIONFAILED",
            Code::AppendUid { .. } => "APPENDUID",
            _ => return,
        };
        let success = matches!(code, Code::AppendUid { .. });
        if success != (done.status == Status::Ok) {
            let with = if success { "a failure" } else { "OK" };
            bench
                .broken(scene, &STATUS, format!("{failure} with {with}"))
                .at(scene.bytes(), failure);
        }
    }
}

/// Name of a code that does not belong to this command, and the commands to which it does.
///
/// ALREADYEXISTS is about all that makes something; only what surely makes nothing is judged.
fn misplaced(code: &Code<'_>, done: &Completed<'_>) -> Option<(&'static str, &'static str)> {
    use CommandBody as B;
    let body = done.body;
    let (name, commands, fits) = match code {
        Code::TryCreate => (
            "TRYCREATE",
            "APPEND, COPY, MOVE or REPLACE",
            matches!(body, B::Append { .. } | B::Copy { .. } | B::Move { .. } | B::Replace { .. }),
        ),
        Code::AlreadyExists => (
            "ALREADYEXISTS",
            "CREATE or RENAME",
            !matches!(
                body,
                B::Select(..)
                    | B::Examine(..)
                    | B::Delete(_)
                    | B::Status(..)
                    | B::Fetch { .. }
                    | B::Store { .. }
                    | B::Search { .. }
                    | B::Expunge(_)
                    | B::Login { .. }
                    | B::Authenticate { .. }
            ),
        ),
        Code::HasChildren => ("HASCHILDREN", "DELETE", matches!(body, B::Delete(_))),
        Code::BadCharset(_) => (
            "BADCHARSET",
            "SEARCH, SORT or THREAD",
            matches!(
                body,
                B::Search { .. } | B::Sort { .. } | B::Thread { .. } | B::Esearch { .. }
            ),
        ),
        Code::AuthenticationFailed => (
            "AUTHENTICATIONFAILED",
            "LOGIN or AUTHENTICATE",
            matches!(body, B::Login { .. } | B::Authenticate { .. }),
        ),
        Code::CompressionActive => (
            "COMPRESSIONACTIVE",
            "COMPRESS",
            // RFC 4978 §4: a server may refuse STARTTLS inside of compression with it.
            matches!(body, B::Compress(_) | B::StartTls),
        ),
        _ => return None,
    };
    (!fits).then_some((name, commands))
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in, selected};

    #[test]
    fn a_code_stands_with_the_command_that_it_is_about() {
        for (line, code) in [
            ("DELETE x", "ALREADYEXISTS"),
            ("STATUS x (MESSAGES)", "TRYCREATE"),
            ("RENAME x y", "HASCHILDREN"),
            ("CREATE x", "BADCHARSET"),
            ("CREATE x", "AUTHENTICATIONFAILED"),
        ] {
            let said = format!("C: 1 {line}\nS: 1 NO [{code}] x");
            breaks("codes-command", logged_in(&said));
        }
        for (line, code) in [
            ("CREATE x", "ALREADYEXISTS"),
            ("CREATE x", "NONEXISTENT"),
            ("COPY 1 x", "TRYCREATE"),
            ("DELETE x", "HASCHILDREN"),
            ("SEARCH CHARSET X-Y SUBJECT a", "BADCHARSET"),
        ] {
            keeps(selected(&format!("C: 1 {line}\nS: 1 NO [{code}] x")));
        }
    }

    #[test]
    fn a_reason_of_failure_is_not_told_with_success() {
        breaks("codes-status", logged_in("C: 1 CREATE x\nS: 1 OK [ALREADYEXISTS] x"));
        keeps(logged_in("C: 1 SUBSCRIBE x\nS: 1 OK [NONEXISTENT] x"));
    }
}
