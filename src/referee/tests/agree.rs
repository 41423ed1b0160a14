//! Dialogues that break and keep the rules of `agree`.

use crate::referee::script::{breaks, enters, keeps, logged_in, play};

fn status(items: [&str; 2], between: &str) -> Vec<crate::finding::Finding> {
    let ask = |n: u32, what: &str| {
        let names: Vec<&str> = what.split(' ').step_by(2).collect();
        format!("C: {n} STATUS x ({})\nS: * STATUS x ({what})\nS: {n} OK x\n", names.join(" "))
    };
    logged_in(&format!("{}{between}{}", ask(1, items[0]), ask(2, items[1])))
}

const APPEND: &str = "C: 9 APPEND x {3+}\\r\\nabc\nS: 9 OK x\n";

#[test]
fn what_only_grows() {
    keeps(status(["UIDVALIDITY 7 UIDNEXT 5", "UIDVALIDITY 7 UIDNEXT 6"], APPEND));
    breaks(
        "agree-uidnext-still",
        status(["UIDVALIDITY 7 UIDNEXT 5", "UIDVALIDITY 7 UIDNEXT 6"], ""),
    );
    breaks(
        "agree-uidnext-back",
        status(["UIDVALIDITY 7 UIDNEXT 5", "UIDVALIDITY 7 UIDNEXT 4"], APPEND),
    );
    breaks("agree-uidvalidity", status(["UIDVALIDITY 7", "UIDVALIDITY 8"], ""));
    breaks("agree-uidvalidity-back", status(["UIDVALIDITY 7", "UIDVALIDITY 6"], ""));
    keeps(status(
        ["UIDVALIDITY 7", "UIDVALIDITY 6"],
        "C: 9 DELETE x\nS: 9 OK x\nC: 8 CREATE x\nS: 8 OK x\n",
    ));
    let highest = ["UIDVALIDITY 7 HIGHESTMODSEQ 5", "UIDVALIDITY 7 HIGHESTMODSEQ 4"];
    breaks("agree-highestmodseq-back", status(highest, ""));
    keeps(status([highest[1], highest[0]], ""));
}

#[test]
fn what_stays_unless_changed() {
    let messages = ["UIDVALIDITY 7 MESSAGES 5", "UIDVALIDITY 7 MESSAGES 6"];
    breaks("agree-messages", status(messages, ""));
    keeps(status(messages, APPEND));
    let unseen = ["UIDVALIDITY 7 UNSEEN 5", "UIDVALIDITY 7 UNSEEN 6"];
    breaks("agree-unseen", status(unseen, ""));
    keeps(status(unseen, APPEND));
    let ids = ["UIDVALIDITY 7 MAILBOXID (a)", "UIDVALIDITY 7 MAILBOXID (b)"];
    breaks("agree-mailboxid", status(ids, ""));
    let other = "C: 3 STATUS y (UIDVALIDITY MAILBOXID)\nS: * STATUS y (UIDVALIDITY 7 MAILBOXID (a))\nS: 3 OK x\n";
    breaks("agree-mailboxid-shared", status([ids[0], ids[0]], other));
    keeps(status([ids[1], ids[1]], other));
}

#[test]
fn an_answer_that_was_on_its_way_may_be_older() {
    let a = "a C: 1 STATUS x (UIDVALIDITY MESSAGES)\na S: * STATUS x (UIDVALIDITY 7 MESSAGES 1)\n";
    let login = enters("a") + &enters("b");
    let append = "b C: 1 APPEND x {3+}\\r\\nabc\nb S: 1 OK x\nb C: 2 STATUS x (UIDVALIDITY MESSAGES)\nb S: * STATUS x (UIDVALIDITY 7 MESSAGES 2)\nb S: 2 OK x\n";
    keeps(play(&format!("{login}{a}{append}a S: 1 OK x")));
}

#[test]
fn new_messages_have_new_uids() {
    let status =
        "C: 1 STATUS x (UIDVALIDITY UIDNEXT)\nS: * STATUS x (UIDVALIDITY 7 UIDNEXT 5)\nS: 1 OK x\n";
    let append = |uid: u32| {
        logged_in(&format!(
            "{status}C: 2 APPEND x {{3+}}\\r\\nabc\nS: 2 OK [APPENDUID 7 {uid}] x\n"
        ))
    };
    keeps(append(5));
    breaks("agree-fresh", append(4));
    let twice = |uid: u32, next: u32| {
        logged_in(&format!(
            "C: 1 APPEND x {{3+}}\\r\\nabc\nS: 1 OK [APPENDUID 7 {uid}] x\nC: 2 STATUS x (UIDVALIDITY UIDNEXT)\nS: * STATUS x (UIDVALIDITY 7 UIDNEXT {next})\nS: 2 OK x\n"
        ))
    };
    keeps(twice(4, 5));
    breaks("agree-uidnext-known", twice(5, 5));
}

#[test]
fn mod_sequences_agree() {
    let fetch = |client: &str, value: u32| {
        format!(
            "{client} C: 1 UID FETCH 4 (MODSEQ)\n{client} S: * 1 FETCH (UID 4 MODSEQ ({value}))\n{client} S: 1 OK x\n"
        )
    };
    let (a, b) = (enters("a"), enters("b"));
    breaks("agree-modseq", play(&format!("{a}{}{b}{}", fetch("a", 9), fetch("b", 8))));
    keeps(play(&format!("{a}{}{b}{}", fetch("a", 9), fetch("b", 9))));
    let status = |value: u32| {
        format!(
            "{a}{}C: 2 UNSELECT\nS: 2 OK x\nC: 3 STATUS m (UIDVALIDITY HIGHESTMODSEQ)\nS: * STATUS m (UIDVALIDITY 7 HIGHESTMODSEQ {value})\nS: 3 OK x\n",
            fetch("a", 9)
        )
    };
    keeps(play(&status(9)));
    breaks("agree-highestmodseq-known", play(&status(8)));
}

#[test]
fn recent_is_told_once() {
    let fetch = |client: &str| {
        format!(
            "{client} C: 1 UID FETCH 4 (FLAGS)\n{client} S: * 1 FETCH (UID 4 FLAGS (\\Recent))\n{client} S: 1 OK x\n"
        )
    };
    let (a, b) = (enters("a"), enters("b"));
    breaks("agree-recent", play(&format!("{a}{}{b}{}", fetch("a"), fetch("b"))));
    keeps(play(&format!("{a}{}{}", fetch("a"), fetch("a").replace(": 1", ": 2"))));
}
