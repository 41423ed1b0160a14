//! Dialogues that break and keep the rules of `select`.

use crate::referee::script::{breaks, keeps, logged_in, selected};

const DATA: [(&str, &str); 6] = [
    ("flags", "S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\n"),
    ("exists", "S: * 0 EXISTS\n"),
    ("recent", "S: * 0 RECENT\n"),
    ("uidvalidity", "S: * OK [UIDVALIDITY 7] x\n"),
    ("uidnext", "S: * OK [UIDNEXT 1] x\n"),
    ("permanentflags", "S: * OK [PERMANENTFLAGS ()] x\n"),
];
const REV1: &str = "C: 0 CAPABILITY\nS: * CAPABILITY IMAP4rev1 CONDSTORE ENABLE\nS: 0 OK done\n";

fn data_without(left_out: &str) -> String {
    DATA.iter().filter(|(name, _)| *name != left_out).map(|(_, line)| *line).collect()
}

#[test]
fn each_of_the_required_data() {
    for (name, _) in DATA {
        let data = data_without(name);
        breaks(
            &format!("select-{name}"),
            logged_in(&format!("{REV1}C: 1 SELECT m\n{data}S: 1 OK [READ-WRITE] x")),
        );
    }
    let data = data_without("");
    keeps(logged_in(&format!("{REV1}C: 1 SELECT m\n{data}S: 1 OK [READ-WRITE] x")));
    breaks("select-read-write", logged_in(&format!("C: 1 SELECT m\n{data}S: 1 OK x")));
    breaks("select-read-only", logged_in(&format!("C: 1 EXAMINE m\n{data}S: 1 OK [READ-WRITE] x")));
    keeps(logged_in(&format!("C: 1 EXAMINE m\n{data}S: 1 OK [READ-ONLY] x")));
    keeps(logged_in("C: 1 SELECT m\nS: 1 NO [NONEXISTENT] x"));
    let few = data.replace(" \\Draft", "");
    breaks(
        "select-system-flags",
        logged_in(&format!("C: 1 EXAMINE m\n{few}S: 1 OK [READ-ONLY] x")),
    );
}

#[test]
fn rev2_lists_the_mailbox_and_needs_no_recent() {
    let data = data_without("recent");
    let rev2 = "C: 0 CAPABILITY\nS: * CAPABILITY IMAP4rev2\nS: 0 OK done\nC: 1 SELECT m\n";
    breaks("select-list", logged_in(&format!("{rev2}{data}S: 1 OK [READ-WRITE] x")));
    keeps(logged_in(&format!("{rev2}{data}S: * LIST () \"/\" m\nS: 1 OK [READ-WRITE] x")));
}

#[test]
fn closed_parts_two_mailboxes() {
    let data = data_without("");
    breaks(
        "select-closed",
        selected(&format!("{REV1}C: 1 SELECT x\n{data}S: 1 OK [READ-WRITE] x")),
    );
    keeps(selected(&format!(
        "{REV1}C: 1 SELECT x\nS: * OK [CLOSED] x\n{data}S: 1 OK [READ-WRITE] x"
    )));
    breaks(
        "select-closed-alone",
        logged_in(&format!("C: 1 SELECT x\nS: * OK [CLOSED] x\n{data}S: 1 OK [READ-WRITE] x")),
    );
}

#[test]
fn condstore_tells_its_mark() {
    let data = data_without("");
    let select = |params: &str, told: &str| {
        logged_in(&format!("{REV1}C: 1 SELECT m{params}\n{data}{told}S: 1 OK [READ-WRITE] x"))
    };
    breaks("select-highestmodseq", select(" (CONDSTORE)", ""));
    keeps(select("", ""));
    keeps(select(" (CONDSTORE)", "S: * OK [HIGHESTMODSEQ 4] x\n"));
    keeps(select(" (CONDSTORE)", "S: * OK [NOMODSEQ] x\n"));
    breaks("select-nomodseq", select("", "S: * OK [NOMODSEQ] x\nS: * OK [HIGHESTMODSEQ 4] x\n"));
}
