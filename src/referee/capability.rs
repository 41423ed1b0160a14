//! CAPABILITY and ENABLE.

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Judge, Scene, show};
use crate::client::happening::What;
use crate::client::view::{Change, State};
use crate::syntax::types::{Capability, Code, CommandBody, Octets, Status, Untagged};

rules! { "capability":
    STARTTLS "starttls" Should ["9051#6.2.1"]
        "Once TLS is on, STARTTLS is no longer offered.";
    LITERALS "literals" Must ["7888#5"]
        "LITERAL+ and LITERAL- are not offered both.";
    QRESYNC "qresync" Must ["7162#3.2.3"]
        "A server that offers QRESYNC offers ENABLE too.";
    TWICE "twice" May ["9051#7.2.2"]
        "A capability list names each capability once.";
    LOGIN "logindisabled" Must ["9051#6.2.3", "3501#6.2.3"]
        "While LOGINDISABLED is told, LOGIN does not succeed.";
    ENABLE_KEEPS "enable" Must ["5161#3.1", "9051#6.3.1"]
        "ENABLE does not change the list of capabilities.";
    SAME "same" Should ["9051#7.1", "9051#7.2.2", "3501#7.1"]
        "A list of capabilities in a code is the one that CAPABILITY tells: clients need not ask again.";
    SINGLE "single" Should ["9051#6.1.1", "3501#6.1.1"]
        "CAPABILITY is answered with a single untagged CAPABILITY response.";
    ASKED "enabled-asked" Must ["5161#3.2", "9051#7.2.1"]
        "ENABLED names only extensions that this ENABLE command named, or one before.";
    UNASKED "enabled-unasked" Must ["5161#3.2", "9051#7.2.1"]
        "ENABLED is sent only as the answer to ENABLE.";
    SUPPORTED "enabled-supported" Must ["5161#3.1", "9051#7.2.1"]
        "ENABLED names only extensions that the server announces.";
    MISSING "enabled-missing" Must ["5161#3.1", "7162#3.2.3", "6855#2"]
        "An extension that the server announces and that is to be enabled is enabled when the client asks.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Capabilities::default())
}

#[derive(Default)]
struct Capabilities {
    /// The list told last, upper case and sorted; gone when anything but ENABLE was sent since.
    told: Option<Vec<Vec<u8>>>,
    enabled: bool,
    /// What was enabled before the ENABLE in progress was sent.
    before: Vec<Capability<'static>>,
}

impl Judge for Capabilities {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        match &scene.happening.what {
            What::Command { command: Some(command), .. } => match &command.body {
                CommandBody::Capability | CommandBody::Noop => {}
                CommandBody::Enable(_) => {
                    self.enabled = true;
                    self.before = scene.view.enabled().to_vec();
                }
                _ => self.told = None,
            },
            What::Response { .. } => {
                if let Some(list) = list(scene) {
                    self.list(scene, bench, list);
                }
                if let Some(Untagged::Enabled(names)) = scene.untagged() {
                    enabled(scene, bench, names);
                }
                login(scene, bench);
            }
            _ => self.told = None,
        }
    }

    fn after(&mut self, scene: &Scene<'_>, _: &Change, bench: &mut Bench) {
        let Some(done) = scene.completed() else { return };
        if !done.is_plain_ok() || scene.nonsense() {
            return;
        }
        match done.body {
            CommandBody::Capability => {
                let lists =
                    done.untagged().filter(|u| matches!(u, Untagged::Capability(_))).count();
                if lists > 1 {
                    bench.broken(
                        scene,
                        &SINGLE,
                        format!("{lists} CAPABILITY responses to one command"),
                    );
                }
            }
            CommandBody::Enable(asked) if done.pending.state == State::Authenticated => {
                self.missing(scene, bench, asked);
            }
            _ => {}
        }
    }
}

/// The capability list that the response tells.
fn list<'s>(scene: &Scene<'s>) -> Option<&'s [Capability<'s>]> {
    match (scene.untagged(), scene.code()) {
        (Some(Untagged::Capability(list)), _) | (_, Some(Code::Capability(list))) => Some(list),
        _ => None,
    }
}

impl Capabilities {
    fn list(&mut self, scene: &Scene<'_>, bench: &mut Bench, list: &[Capability<'_>]) {
        let has = |name: &str| list.iter().any(|c| c.is(name));
        if scene.view.tls() && has("STARTTLS") {
            bench
                .broken(scene, &STARTTLS, "STARTTLS is offered although TLS is on")
                .at(scene.bytes(), "STARTTLS");
        }
        if has("LITERAL+") && has("LITERAL-") {
            bench
                .broken(scene, &LITERALS, "LITERAL+ and LITERAL- are both offered")
                .at(scene.bytes(), "LITERAL-");
        }
        if has("QRESYNC") && !has("ENABLE") && !has("IMAP4rev2") {
            bench
                .broken(scene, &QRESYNC, "QRESYNC is offered without ENABLE")
                .at(scene.bytes(), "QRESYNC");
        }
        let mut names: Vec<Vec<u8>> = list.iter().map(|c| c.0.to_ascii_uppercase()).collect();
        names.sort();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            bench.broken(scene, &TWICE, format!("{} is offered twice", show(&pair[0])));
        }
        names.dedup();
        if let Some(before) = &self.told
            && *before != names
            && !scene.view.uncertain()
            && !scene.nonsense()
        {
            let (rule, since) = match self.enabled {
                true => (&ENABLE_KEEPS, "ENABLE"),
                false => (&SAME, "they were told last, though nothing happened"),
            };
            let gone = before.iter().find(|name| !names.contains(name));
            let new = names.iter().find(|name| !before.contains(name));
            let what = gone.map_or("has come", |_| "has gone");
            let name = gone.or(new).map(|name| show(name)).unwrap_or_default();
            bench.broken(scene, rule, format!("{name} {what} since {since}"));
        }
        self.told = Some(names);
        self.enabled = false;
    }

    fn missing(&self, scene: &Scene<'_>, bench: &mut Bench, asked: &[Octets<'_>]) {
        let asked = |name: &str| asked.iter().any(|a| a.eq_ignore_ascii_case(name.as_bytes()));
        for name in ["QRESYNC", "UTF8=ACCEPT", "IMAP4rev2", "UIDONLY"] {
            // A server of IMAP4rev2 alone speaks it without being asked.
            let offered =
                scene.view.has(name) && (name != "IMAP4rev2" || scene.view.has("IMAP4rev1"));
            let already = self.before.iter().any(|c| c.is(name));
            if asked(name) && offered && !already && !scene.view.is_enabled(name) {
                bench.broken(
                    scene,
                    &MISSING,
                    format!("{name} is offered, but ENABLE did not enable it"),
                );
            }
        }
    }
}

fn enabled(scene: &Scene<'_>, bench: &mut Bench, names: &[Capability<'_>]) {
    if scene.nonsense() {
        return;
    }
    let mut asked: Vec<&Octets<'_>> = Vec::new();
    for pending in scene.view.pending() {
        match pending.body() {
            Some(CommandBody::Enable(names)) => asked.extend(names),
            Some(_) => {}
            // Its literals are still to be sent.
            None => return,
        }
    }
    if asked.is_empty() {
        bench.broken(scene, &UNASKED, "ENABLED, but no ENABLE is in progress");
        return;
    }
    let is_asked = |name: &[u8]| asked.iter().any(|a| a.eq_ignore_ascii_case(name));
    let known = scene.view.capabilities().is_some();
    for name in names {
        let shown = show(&name.0);
        // RFC 7162 §3.2.3: QRESYNC brings CONDSTORE.
        let brought = name.is("CONDSTORE") && (is_asked(b"QRESYNC") || scene.view.has("QRESYNC"));
        // What was enabled before may be named again: it was successfully enabled.
        let again = scene.view.is_enabled(&shown);
        if !is_asked(&name.0) && !brought && !again {
            bench
                .broken(scene, &ASKED, format!("ENABLED names {shown}, which was not asked"))
                .at(scene.bytes(), &shown);
        }
        if known && !scene.view.has(&shown) && !brought && !scene.world.told(&shown) {
            bench
                .broken(scene, &SUPPORTED, format!("ENABLED names {shown}, which is not announced"))
                .at(scene.bytes(), &shown);
        }
    }
}

fn login(scene: &Scene<'_>, bench: &mut Bench) {
    let Some(tagged) = scene.tagged() else { return };
    let pending = scene.view.pending_tag(&tagged.tag);
    if tagged.status == Status::Ok
        && pending.is_some_and(|p| matches!(p.body(), Some(CommandBody::Login { .. })))
        && scene.view.has("LOGINDISABLED")
        && !scene.view.uncertain()
        && !pending.is_some_and(|p| p.pipelined)
    {
        bench
            .broken(scene, &LOGIN, "LOGIN was answered with OK, although LOGINDISABLED was told")
            .accepts("NO or BAD");
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in, play};

    fn list(capabilities: &str) -> String {
        format!("C: 1 CAPABILITY\nS: * CAPABILITY {capabilities}\nS: 1 OK done\n")
    }

    #[test]
    fn what_a_list_must_have() {
        keeps(logged_in(&list("IMAP4rev1 LITERAL+ ENABLE QRESYNC STARTTLS")));
        breaks("capability-literals", logged_in(&list("IMAP4rev1 LITERAL+ LITERAL-")));
        breaks("capability-qresync", logged_in(&list("IMAP4rev1 QRESYNC")));
        breaks("capability-twice", logged_in(&list("IMAP4rev1 IDLE idle")));
        breaks(
            "capability-starttls",
            play("S: * OK hi\nT!\nC: 1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS\nS: 1 OK x"),
        );
        breaks(
            "capability-single",
            logged_in(
                "C: 1 CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: * CAPABILITY IMAP4rev1\nS: 1 OK x",
            ),
        );
    }

    #[test]
    fn login_may_be_off() {
        let told = "S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\nC: 1 LOGIN a b\n";
        breaks("capability-logindisabled", play(&format!("{told}S: 1 OK x")));
        keeps(play(&format!("{told}S: 1 NO x")));
    }

    #[test]
    fn enable_changes_no_list() {
        let enable = "C: 2 ENABLE CONDSTORE\nS: * ENABLED CONDSTORE\nS: 2 OK x\n";
        let (before, after) =
            (list("IMAP4rev1 ENABLE CONDSTORE"), list("ENABLE CONDSTORE IMAP4rev1"));
        keeps(logged_in(&format!("{before}{enable}{after}")));
        let after = list("IMAP4rev1 ENABLE");
        breaks("capability-enable", logged_in(&format!("{before}{enable}{after}")));
    }

    #[test]
    fn codes_tell_the_whole_list() {
        let greeting = "S: * OK [CAPABILITY IMAP4rev1 IDLE] hi\n";
        keeps(play(&format!("{greeting}{}", list("IDLE IMAP4rev1"))));
        breaks("capability-same", play(&format!("{greeting}{}", list("IMAP4rev1"))));
        let login = "C: 2 LOGIN a b\nS: 2 OK x\n";
        keeps(play(&format!("{greeting}{login}{}", list("IMAP4rev1 SORT"))));
    }

    #[test]
    fn enabled_is_what_was_asked() {
        let capable = list("IMAP4rev1 ENABLE QRESYNC UTF8=ACCEPT");
        let enable = |told: &str| {
            logged_in(&format!("{capable}C: 2 ENABLE QRESYNC X-Y\nS: * ENABLED {told}\nS: 2 OK x"))
        };
        keeps(enable("QRESYNC"));
        keeps(enable("QRESYNC CONDSTORE"));
        let again = "C: 3 ENABLE UTF8=ACCEPT\nS: * ENABLED UTF8=ACCEPT QRESYNC\nS: 3 OK x";
        keeps(logged_in(&format!(
            "{capable}C: 2 ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: 2 OK x\n{again}"
        )));
        breaks("capability-enabled-asked", enable("QRESYNC UTF8=ACCEPT"));
        breaks("capability-enabled-supported", enable("QRESYNC X-Y"));
        breaks("capability-enabled-missing", enable("X-Y"));
        breaks("capability-enabled-unasked", logged_in("C: 1 NOOP\nS: * ENABLED X\nS: 1 OK x"));
    }
}
