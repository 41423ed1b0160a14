//! Keys, orders and threads, on the corpus messages and on small ones.

use super::*;
use crate::reference::message::date;
use crate::syntax::types::{
    Date, SearchKey as K, SeqNumber, SeqRange, SequenceSet, SortCriterion, SortKey, Thread,
};

fn corpus(name: &str) -> Vec<u8> {
    let path = format!("{}/scenarios/messages/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// 1 March 2026, 23:59:59 +1400, which is the same day in UTC, at 09:59:59.
fn evening() -> DateTime {
    DateTime { date: day(1), hour: 23, minute: 59, second: 59, zone: 14 * 60 }
}

fn day(day: u8) -> Date {
    Date { year: 2026, month: 3, day }
}

fn record(octets: &[u8]) -> Record<'_> {
    Record {
        number: 3,
        uid: 30,
        flags: &[Flag::Seen, Flag::Recent],
        mod_sequence: 17,
        internal_date: evening(),
        save_date: None,
        email_id: b"E1",
        thread_id: b"T1",
        octets,
    }
}

const CONTEXT: Context<'_> =
    Context { largest: 3, largest_uid: 30, saved: &[7, 30], now: 1_772_445_600 };

fn matches(octets: &[u8], key: K<'_>) -> bool {
    Query::new(None, &[key]).unwrap().matches(&record(octets), &CONTEXT)
}

fn hits(name: &str, key: K<'_>) -> bool {
    matches(&corpus(name), key)
}

fn text(text: &str) -> std::borrow::Cow<'_, [u8]> {
    text.as_bytes().into()
}

#[test]
fn flags_numbers_and_sizes() {
    let range = |from, to| SequenceSet::Ranges(vec![SeqRange { from, to }]);
    let (star, ten) = (SeqNumber::Star, SeqNumber::Number(10));
    for (key, wanted) in [
        (K::All, true),
        (K::Seen, true),
        (K::Unseen, false),
        (K::Recent, true),
        (K::Old, false),
        (K::New, false),
        (K::Unanswered, true),
        (K::Keyword(Flag::from_octets(&b"$x"[..])), false),
        (K::Unkeyword(Flag::from_octets(&b"$x"[..])), true),
        (K::Larger(4), true),
        (K::Larger(5), false),
        (K::Smaller(5), false),
        (K::Smaller(6), true),
        (K::SequenceSet(range(star, star)), true),
        (K::SequenceSet(range(ten, star)), true),
        (K::SequenceSet(range(ten, ten)), false),
        (K::SequenceSet(SequenceSet::Saved), true),
        (K::Uid(range(ten, star)), true),
        (K::Uid(range(ten, ten)), false),
        (K::Uid(SequenceSet::Saved), true),
        (K::UidAfter(29), true),
        (K::UidAfter(30), false),
        (K::UidBefore(30), false),
        (K::ModSeq(None, 17), true),
        (K::ModSeq(None, 18), false),
        (K::EmailId(text("E1")), true),
        (K::ThreadId(text("t1")), false),
        (K::Not(Box::new(K::Seen)), false),
        (K::Or(Box::new(K::Unseen), Box::new(K::Recent)), true),
        (K::And(vec![K::Seen, K::Unseen]), false),
        (K::Fuzzy(Box::new(K::Seen)), true),
    ] {
        assert_eq!(matches(b"12345", key.clone()), wanted, "{key:?}");
    }
}

#[test]
fn dates() {
    for (key, wanted) in [
        (K::On(day(1)), true),
        (K::Before(day(1)), false),
        (K::Before(day(2)), true),
        (K::Since(day(1)), true),
        (K::Since(day(2)), false),
        // No save date is kept, so the internal date counts.
        (K::SavedOn(day(1)), true),
        (K::SaveDateSupported, false),
        // The internal date is a day and one second ago.
        (K::Older(86_401), true),
        (K::Older(86_402), false),
        (K::Younger(86_401), true),
        (K::Younger(86_400), false),
        // The Date field says 21 March +0200, which is the 20th in UTC.
        (K::SentOn(day(21)), true),
        (K::SentBefore(day(21)), false),
        (K::SentSince(day(22)), false),
    ] {
        assert_eq!(hits("dates-1", key.clone()), wanted, "{key:?}");
    }
    assert_eq!(date::seconds(evening()), 1_772_445_600 - 86_401);
    // Without a Date field no key about it matches.
    assert!(!hits("no-date", K::SentSince(Date { year: 1900, month: 1, day: 1 })));
    let octets = corpus("tiny");
    let saved = Record { save_date: Some(date::date_time(1_772_445_600)), ..record(&octets) };
    for key in [K::SaveDateSupported, K::SavedOn(day(2)), K::SavedSince(day(2))] {
        assert!(Query::new(None, &[key]).unwrap().matches(&saved, &CONTEXT));
    }
}

#[test]
fn fields() {
    for (name, key, wanted) in [
        ("plain", K::Subject(text("LUNCH on")), true),
        ("plain", K::From(text("ann@example.com")), true),
        ("plain", K::From(text("bob")), false),
        ("plain", K::Header(text("message-id"), text("<plain@")), true),
        ("plain", K::Header(text("x-none"), text("")), false),
        ("empty-fields", K::Header(text("Subject"), text("")), true),
        ("empty-fields", K::Subject(text("x")), false),
        ("long-header", K::Header(text("x-multi"), text("second")), true),
        ("long-header", K::Subject(text("goes on  over")), true),
        ("long-header", K::Subject(text("goes on over a second line and a third")), true),
        ("long-header", K::To(text("three@")), true),
        ("groups", K::To(text("a group")), true),
        ("groups", K::To(text("jdoe@one")), true),
        ("groups", K::Cc(text("undisclosed")), true),
        ("comments-in-address", K::From(text("olga@example.com")), true),
        ("encoded-words", K::Subject(text("grüße aus MÜNCHEN and")), true),
        ("encoded-words", K::From(text("jürgen müller")), true),
        ("encoded-words", K::To(text("иван")), true),
        ("encoded-words", K::Subject(text("=?utf-8")), false),
        ("utf8-headers", K::Subject(text("żółta ŁÓDŹ")), true),
        ("utf8-headers", K::From(text("ÜRSULA@BÜCHER")), true),
        ("repeated-fields", K::To(text("two@")), true),
        ("rfc822", K::Subject(text("café inside")), false),
        ("no-headers", K::Subject(text("")), false),
    ] {
        assert_eq!(hits(name, key.clone()), wanted, "{name} {key:?}");
    }
}

#[test]
fn bodies() {
    for (name, word, body, whole) in [
        ("plain", "Mussels", true, true),
        ("plain", "bob baker", false, true),
        ("plain", "message-id: <plain", false, true),
        ("quoted-printable", "crème brûlée was excellent", true, true),
        ("base64-text", "POMEGRANATE", true, true),
        ("base64-text", "под Ковриком", true, true),
        ("latin1", "SÜß", true, true),
        ("rfc822", "walnuts", true, true),
        ("rfc822", "eve egan", true, true),
        ("rfc822-in-rfc822", "hazelnut", true, true),
        ("attachment", "table.bin", false, true),
        ("attachment", "frontier", false, true),
        ("multipart", "--alt-1", false, false),
        ("binary", "what follows", true, true),
        ("unknown-cte", "uryyb", false, false),
    ] {
        assert_eq!(hits(name, K::Body(text(word))), body, "BODY {name} {word}");
        assert_eq!(hits(name, K::Text(text(word))), whole, "TEXT {name} {word}");
    }
}

#[test]
fn charsets() {
    let key = || K::Body(b"s\xfc\xdf"[..].into());
    let octets = corpus("latin1");
    let find = |charset: &[u8]| {
        Query::new(Some(charset), &[key()]).map(|query| query.matches(&record(&octets), &CONTEXT))
    };
    assert_eq!(find(b"iso-8859-1"), Ok(true));
    assert_eq!(find(b"ISO-8859-5"), Ok(false));
    assert_eq!(find(b"utf-8"), Ok(false));
    for bad in [&b"X-UNKNOWN"[..], b"", b"iso-2022-kr"] {
        assert_eq!(find(bad), Err(QueryError::BadCharset), "{}", bad.escape_ascii());
    }
    for known in CHARSETS {
        assert!(find(known.as_bytes()).is_ok(), "{known}");
    }
    let filter = Query::new(None, &[K::Not(Box::new(K::Filter(text("f"))))]);
    assert_eq!(filter, Err(QueryError::UndefinedFilter(b"f".to_vec())));
}

#[test]
fn mod_sequence_is_seen_at_any_depth() {
    let key = K::ModSeq(None, 1);
    let deep = K::Or(Box::new(K::All), Box::new(K::And(vec![K::Not(Box::new(key))])));
    assert!(asks_mod_sequence(&[K::All, deep]));
    assert!(!asks_mod_sequence(&[K::All, K::Not(Box::new(K::Seen))]));
}

/// Messages in mailbox order; the internal dates go down, so that ARRIVAL is not their order.
fn records(octets: &[Vec<u8>]) -> Vec<Record<'_>> {
    let one = |(octets, number): (_, u32)| Record {
        number,
        uid: number * 10,
        internal_date: date::date_time(1_774_000_000 - i64::from(number)),
        ..record(octets)
    };
    octets.iter().map(Vec::as_slice).zip(1..).map(one).collect()
}

fn sorted(octets: &[Vec<u8>], key: SortKey, reverse: bool) -> Vec<u32> {
    let records = records(octets);
    let order = sort(&[SortCriterion { reverse, key }], &records);
    order.into_iter().map(|place| records[place].number).collect()
}

#[test]
fn orders() {
    let names = ["dates-1", "dates-2", "dates-3", "no-subject", "no-date", "dates-1"];
    let messages: Vec<Vec<u8>> = names.into_iter().map(corpus).collect();
    for (key, order, reversed) in [
        (SortKey::Arrival, [6, 5, 4, 3, 2, 1], [1, 2, 3, 4, 5, 6]),
        // No Date: the internal date, 20 March 2026 09:46 UTC.
        (SortKey::Date, [4, 5, 1, 6, 3, 2], [2, 3, 1, 6, 5, 4]),
        // apple, banana, banana, Cherry, Undated; none is first.
        (SortKey::Subject, [4, 2, 1, 6, 3, 5], [5, 3, 1, 6, 2, 4]),
        (SortKey::Size, [5, 4, 3, 1, 6, 2], [2, 1, 6, 3, 4, 5]),
        // abel, bruno, Carol, ida, jon
        (SortKey::From, [1, 6, 3, 2, 4, 5], [5, 4, 2, 3, 1, 6]),
        // adam A, bruno@…, ida@…, jon@…, Zoe Z
        (SortKey::DisplayFrom, [2, 3, 4, 5, 1, 6], [1, 6, 5, 4, 3, 2]),
        // bob, bob, xen, yan, zed
        (SortKey::To, [4, 5, 3, 2, 1, 6], [1, 6, 2, 3, 4, 5]),
        // bob@…, bob@…, Xen, Yan, zed@…
        (SortKey::DisplayTo, [4, 5, 3, 2, 1, 6], [1, 6, 2, 3, 4, 5]),
        (SortKey::Cc, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]),
    ] {
        assert_eq!(sorted(&messages, key, false), order, "{key:?}");
        assert_eq!(sorted(&messages, key, true), reversed, "REVERSE {key:?}");
    }
    let records = records(&messages);
    let both = [
        SortCriterion { reverse: false, key: SortKey::Subject },
        SortCriterion { reverse: true, key: SortKey::Arrival },
    ];
    assert_eq!(sort(&both, &records), [3, 1, 0, 5, 2, 4]);
}

fn show(threads: &[Thread]) -> String {
    threads
        .iter()
        .map(|thread| {
            let mut members: Vec<String> = thread.chain.iter().map(u32::to_string).collect();
            members.extend((!thread.branches.is_empty()).then(|| show(&thread.branches)));
            format!("({})", members.join(" "))
        })
        .collect()
}

/// A message: subject, id, references, hour.
fn mail(subject: &str, id: &str, references: &str, hour: u8) -> Vec<u8> {
    let id = if id.is_empty() { String::new() } else { format!("Message-ID: <{id}@x>\r\n") };
    let references: Vec<String> =
        references.split_whitespace().map(|id| format!("<{id}@x>")).collect();
    format!(
        "Subject: {subject}\r\n{id}References: {}\r\nDate: 21 Mar 2026 {hour:02}:00:00 +0000\r\n\r\n",
        references.join(" ")
    )
    .into_bytes()
}

fn references(messages: &[Vec<u8>]) -> String {
    show(&thread(Algorithm::References, &records(messages), false))
}

#[test]
fn references_of_the_corpus() {
    let names = [
        "reply-chain-4",
        "reply-chain-3",
        "plain",
        "reply-chain-1",
        "reply-chain-2",
        "reply-orphan",
    ];
    let messages: Vec<Vec<u8>> = names.into_iter().map(corpus).collect();
    assert_eq!(references(&messages), "(3)(4 (1)(5 2))(6)");
    let uids = thread(Algorithm::References, &records(&messages), true);
    assert_eq!(show(&uids), "(30)(40 (10)(50 20))(60)");
}

#[test]
fn references_step_by_step() {
    for (what, messages, wanted) in [
        ("none", vec![], ""),
        (
            "siblings of a missing parent",
            vec![mail("a", "1", "0", 2), mail("b", "2", "0", 1)],
            "((2)(1))",
        ),
        ("an only child comes up", vec![mail("a", "1", "0", 1)], "(1)"),
        (
            "missing between",
            vec![mail("a", "1", "", 1), mail("b", "2", "1 gone", 2), mail("c", "3", "1 gone", 3)],
            "(1 (2)(3))",
        ),
        (
            "the last reference wins over what others said",
            vec![
                mail("a", "1", "", 1),
                mail("b", "2", "", 2),
                mail("c", "3", "", 3),
                mail("d", "4", "1 3 2", 4),
            ],
            // 4 says that 3 is above 2; but 2 and 3 have no references themselves. 4 comes
            // last, so its links stay.
            "(1 3 2 4)",
        ),
        (
            "a message without references loses the parent that others gave it",
            vec![mail("d", "4", "1 2", 4), mail("a", "1", "", 1), mail("b", "2", "", 2)],
            "(2)(3 1)",
        ),
        ("a loop", vec![mail("a", "1", "2", 1), mail("b", "2", "1", 2)], "(2 1)"),
        ("oneself", vec![mail("a", "1", "1", 1)], "(1)"),
        (
            "duplicate ids: the first has it",
            vec![mail("a", "1", "", 1), mail("b", "1", "", 2), mail("c", "3", "1", 3)],
            "(1 3)(2)",
        ),
        (
            "re: goes below the original",
            vec![mail("Re: s", "1", "", 1), mail("S", "2", "", 2)],
            "(2 1)",
        ),
        (
            "two originals get a dummy",
            vec![mail("s", "1", "", 1), mail("s", "2", "", 2)],
            "((1)(2))",
        ),
        (
            "two replies get a dummy",
            vec![mail("re: s", "1", "", 1), mail("re: s", "2", "", 2)],
            "((1)(2))",
        ),
        (
            "three originals",
            vec![mail("s", "1", "", 3), mail("s", "2", "", 2), mail("s", "3", "", 1)],
            "((3)(2)(1))",
        ),
        (
            "dummies of one subject are one",
            vec![
                mail("s", "1", "0", 1),
                mail("s", "2", "0", 2),
                mail("s", "3", "9", 3),
                mail("s", "4", "9", 4),
            ],
            "((1)(2)(3)(4))",
        ),
        (
            "an original below a dummy",
            vec![mail("s", "1", "0", 1), mail("s", "2", "0", 2), mail("s", "3", "", 3)],
            "((1)(2)(3))",
        ),
        (
            "no subject is no subject in common",
            vec![mail("", "1", "", 1), mail("", "2", "", 2)],
            "(1)(2)",
        ),
        ("ids know case", vec![mail("a", "A", "", 1), mail("b", "2", "a", 2)], "(1)(2)"),
        ("without ids", vec![mail("a", "", "", 2), mail("b", "", "", 1)], "(2)(1)"),
    ] {
        assert_eq!(references(&messages), wanted, "{what}");
    }
}

#[test]
fn ordered_subject() {
    for (messages, wanted) in [
        (vec![], ""),
        (vec![mail("b", "", "", 1), mail("a", "", "", 2), mail("re: B", "", "", 3)], "(1 3)(2)"),
        (
            vec![
                mail("x", "", "", 5),
                mail("Re: x", "", "", 7),
                mail("fwd: X", "", "", 6),
                mail("y", "", "", 5),
                mail("z", "", "", 4),
            ],
            "(5)(1 (3)(2))(4)",
        ),
    ] {
        assert_eq!(show(&thread(Algorithm::OrderedSubject, &records(&messages), false)), wanted);
    }
}

#[test]
fn long_chains_and_deep_trees_end() {
    let mut chain = vec![mail("s", "0", "", 1)];
    for reply in 1..1500u32 {
        chain.push(mail("re: s", &reply.to_string(), &format!("{} {}", reply - 1, reply - 1), 2));
    }
    let threads = thread(Algorithm::References, &records(&chain), false);
    assert_eq!((threads.len(), threads[0].chain.len()), (1, 1500));

    // Each message has two replies, of which one is replied to.
    let mut comb = vec![mail("s", "0", "", 1)];
    for reply in 1..500u32 {
        comb.push(mail("re: s", &reply.to_string(), &(reply - 1).to_string(), 2));
        comb.push(mail("re: s", &format!("leaf{reply}"), &(reply - 1).to_string(), 3));
    }
    let threads = thread(Algorithm::References, &records(&comb), false);
    let text = show(&threads);
    assert_eq!(text.split(['(', ')', ' ']).filter(|word| !word.is_empty()).count(), comb.len());

    let ids: String = (0..10_000).map(|id| format!("{id} ")).collect();
    assert_eq!(references(&[mail("s", "x", &ids, 1)]), "(1)");
}

#[test]
fn algorithms_have_names() {
    assert_eq!(Algorithm::named(b"references"), Some(Algorithm::References));
    assert_eq!(Algorithm::named(b"ORDEREDSUBJECT"), Some(Algorithm::OrderedSubject));
    assert_eq!(Algorithm::named(b"REFS"), None);
}
