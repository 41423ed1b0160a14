//! Known answers: mailboxes, searches, threads, and the responses of extensions.

use super::{error, needs, o, untagged, wrong};
use crate::syntax::SyntaxErrorKind;
use crate::syntax::dialect::{Dialect, Extension, Revision};
use crate::syntax::parse::response;
use crate::syntax::types::*;

#[test]
fn lists() {
    let Untagged::List(list) = untagged(
        b"* LIST (\\Noselect \\X) \"\\\\\" {2}\r\na] (\"CHILDINFO\" (\"SUBSCRIBED\") x 1)\r\n",
    ) else {
        panic!()
    };
    assert_eq!(list.attributes, [o(b"\\Noselect"), o(b"\\X")]);
    assert_eq!((list.delimiter, list.mailbox.0), (Some('\\'), o(b"a]")));
    assert_eq!(list.extended[1], (o(b"x"), Value::Atom(o(b"1"))));
    assert_eq!(needs(b"* LIST () NIL a ()\r\n", Revision::Rev1), [Extension::ListExtended]);
    let bare = |octets: &[u8]| response(octets, &Dialect::bare(Revision::Rev1)).unwrap_err();
    assert_eq!(
        (bare(b"* LIST () NIL a (").offset, bare(b"* LIST () NIL a b\r\n").offset),
        (15, 15)
    );
    assert_eq!(wrong(b"* LIST () NIL a b\r\n"), (16, "mbox-list-extended"));
    assert_eq!(wrong(b"* LIST () \"//\" a\r\n"), (12, "mailbox-list"));
    assert_eq!(wrong(b"* LIST (Marked) NIL a\r\n"), (8, "mbx-list-flags"));
    assert_eq!(wrong(b"* LIST () NIL a (\"b c\" 1)\r\n"), (17, "mbox-list-extended-item-tag"));
}

#[test]
fn namespaces() {
    let Untagged::Namespace(found) =
        untagged(b"* NAMESPACE ((\"\" \"/\")(\"#a\" NIL \"X\" (\"1\" \"2\"))) NIL nil\r\n")
    else {
        panic!()
    };
    let personal = found.personal.unwrap();
    assert_eq!(personal[1].extensions, [(o(b"X"), vec![o(b"1"), o(b"2")])]);
    assert_eq!((personal[1].delimiter, found.shared), (None, None));
    assert_eq!(wrong(b"* NAMESPACE () NIL NIL\r\n"), (13, "namespace-descr"));
}

#[test]
fn statuses() {
    let Untagged::MailboxStatus(mailbox, found) = untagged(
        b"* STATUS inbox (MESSAGES 0 SIZE 5000000000 APPENDLIMIT NIL MAILBOXID (F1) DELETED 2)\r\n",
    ) else {
        panic!()
    };
    assert!(mailbox.is_inbox());
    assert_eq!(found[1], StatusItem::Size(5_000_000_000));
    assert_eq!(found[2], StatusItem::AppendLimit(None));
    assert_eq!(needs(b"* STATUS a (DELETED 1)\r\n", Revision::Rev1), [Extension::Quota]);
    assert!(needs(b"* STATUS a (DELETED 1 SIZE 1)\r\n", Revision::Rev2).is_empty());
    let recent = response(b"* STATUS a (RECENT 1)\r\n", &Dialect::bare(Revision::Rev2));
    assert_eq!(recent.unwrap_err().offset, 12);
    assert_eq!(wrong(b"* STATUS a (UIDNEXT 0)\r\n"), (20, "nz-number"));
    assert_eq!(wrong(b"* STATUS a (FOO 0)\r\n"), (12, "status-att-val"));
}

#[test]
fn searches() {
    assert_eq!(untagged(b"* SEARCH\r\n"), Untagged::Search(vec![], None));
    assert_eq!(untagged(b"* SORT 3 1 (MODSEQ 9)\r\n"), Untagged::Sort(vec![3, 1], Some(9)));
    assert_eq!(wrong(b"* SEARCH (MODSEQ 9)\r\n"), (9, "nz-number"));
    assert_eq!(wrong(b"* SEARCH 1 (MODSEQ 9) 2\r\n"), (21, "response-data"));
    assert_eq!(
        needs(b"* SORT 1 (MODSEQ 9)\r\n", Revision::Rev2),
        [Extension::CondStore, Extension::Sort]
    );
}

/// Long results are read in runs of one width.
#[test]
fn long_searches() {
    let numbers: Vec<u32> = (0..10)
        .flat_map(|power| [1, 2, 3, 9, 4].map(|n| 10u32.pow(power).wrapping_mul(n).max(1)))
        .flat_map(|n| [n, n, n.saturating_add(5), 7, n])
        .collect();
    let line = numbers.iter().fold(String::from("* SEARCH"), |all, n| format!("{all} {n}"));
    let octets = format!("{line}\r\n");
    assert_eq!(untagged(octets.as_bytes()), Untagged::Search(numbers, None));
    for (octets, offset) in [
        ("* SEARCH 11 12 013 14 15 16 17\r\n", 15),
        ("* SEARCH 11 12 1x 14 15 16 17 18\r\n", 16),
        ("* SEARCH 11 12  3 14 15 16 17 18\r\n", 15),
        ("* SEARCH 11 12 13,14 15 16 17 18\r\n", 17),
        ("* SEARCH 4294967295 4294967296 3\r\n", 29),
        ("* SEARCH 11 12 13\u{e9} 15 16 17 18\r\n", 17),
    ] {
        assert_eq!(error(octets.as_bytes()).offset, offset, "{octets}");
    }
}

#[test]
fn extended_searches() {
    let Untagged::Esearch(found) = untagged(
        b"* ESEARCH (TAG \"a\" MAILBOX b UIDVALIDITY 1) UID MIN 2 ALL 2:* COUNT 0 PARTIAL (-1:-5 NIL) ADDTO (0 1:2 5 9) RELEVANCY (1 100) X (y z)\r\n",
    ) else {
        panic!()
    };
    assert!(found.uid);
    assert_eq!((found.tag, found.uid_validity), (Some(o(b"a")), Some(1)));
    assert_eq!(found.items.len(), 7);
    assert_eq!(found.items[3], EsearchItem::Partial(PartialRange { from: -1, to: -5 }, None));
    assert_eq!(found.items[5], EsearchItem::Relevancy(vec![1, 100]));
    let bare = Dialect::bare(Revision::Rev2);
    let parsed = response(b"* ESEARCH RELEVANCY (0)\r\n", &bare).unwrap();
    assert!(matches!(
        parsed.value,
        Response::Untagged(Untagged::Esearch(e)) if matches!(e.items[0], EsearchItem::Extension(..))
    ));
    assert_eq!(wrong(b"* ESEARCH RELEVANCY (101)\r\n"), (23, "score"));
    assert_eq!(wrong(b"* ESEARCH RELEVANCY (00)\r\n"), (23, "score"));
    assert_eq!(wrong(b"* ESEARCH ALL $\r\n"), (14, "search-return-data"));
    assert_eq!(wrong(b"* ESEARCH (TAG \"a\" TAG \"b\")\r\n"), (19, "search-correlator"));
    // The second is wrong from its first octet on, whether its name ends there or goes on; and a
    // fourth cannot begin at all.
    assert_eq!(wrong(b"* ESEARCH (TAG \"a\" TAGS \"b\")\r\n"), (19, "search-correlator"));
    let three = b"* ESEARCH (TAG \"a\" MAILBOX b UIDVALIDITY 1 TAG \"c\")\r\n";
    assert_eq!(wrong(three), (42, "search-correlator"));
    let atom = response(b"* ESEARCH (TAG a) UID\r\n", &Dialect::everything()).unwrap();
    assert!(!atom.revisions.rev1);
}

#[test]
fn threads() {
    let Untagged::Thread(threads) = untagged(b"* THREAD (2)(3 6 (4 23)(44))((7)(8))\r\n") else {
        panic!()
    };
    assert_eq!(threads[1].chain, [3, 6]);
    assert_eq!(threads[1].branches[0].chain, [4, 23]);
    assert!(threads[2].chain.is_empty() && threads[2].branches.len() == 2);
    assert_eq!(wrong(b"* THREAD (1 (2))\r\n"), (15, "thread-nested"));
    let deep = [&b"* THREAD "[..], &b"((1)".repeat(9999)].concat();
    assert_eq!(error(&deep).kind, SyntaxErrorKind::Limit);
}

#[test]
fn extensions_of_one_response_each() {
    let Untagged::Quota(root, resources) = untagged(b"* QUOTA \"\" (STORAGE 1 2 X 3 4)\r\n") else {
        panic!()
    };
    assert_eq!((root, resources.len(), resources[1].limit), (o(b""), 2, 4));
    assert_eq!(wrong(b"* QUOTA \"\" ()\r\n"), (12, "atom"));
    assert_eq!(untagged(b"* QUOTAROOT a\r\n"), Untagged::QuotaRoot(Mailbox(o(b"a")), vec![]));
    assert_eq!(
        untagged(b"* ACL a \"b c\" lr9 -b \"\"\r\n"),
        Untagged::Acl(Mailbox(o(b"a")), vec![(o(b"b c"), o(b"lr9")), (o(b"-b"), o(b""))])
    );
    assert_eq!(wrong(b"* MYRIGHTS a LRS\r\n"), (13, "rights"));
    assert_eq!(wrong(b"* LISTRIGHTS a b\r\n"), (16, "listrights-data"));
    let Untagged::Metadata(_, entries) =
        untagged(b"* METADATA \"\" (/shared/a NIL /private/b ~{1}\r\n\0)\r\n")
    else {
        panic!()
    };
    assert_eq!((&entries[0].value, &entries[1].value), (&None, &Some(o(b"\0"))));
    assert!(matches!(
        untagged(b"* METADATA a /x /y\r\n"),
        Untagged::MetadataChanged(_, names) if names.len() == 2
    ));
    assert_eq!(wrong(b"* METADATA a \"/x*\"\r\n"), (13, "entry"));
    let Untagged::Vanished { earlier: true, .. } = untagged(b"* VANISHED (earlier) 1:3,5\r\n")
    else {
        panic!()
    };
    assert_eq!(wrong(b"* VANISHED (LATER) 1\r\n"), (12, "expunged-resp"));
    assert_eq!(untagged(b"* ID NIL\r\n"), Untagged::Id(None));
    assert_eq!(untagged(b"* ID (\"a\" NIL)\r\n"), Untagged::Id(Some(vec![(o(b"a"), None)])));
    assert_eq!(wrong(b"* ID (\"a\")\r\n"), (9, "id_params_list"));
    assert_eq!(wrong(b"* LANGUAGE ()\r\n"), (12, "astring"));
    assert_eq!(untagged(b"* COMPARATOR a (b)\r\n"), Untagged::Comparator(o(b"a"), vec![o(b"b")]));
}

#[test]
fn urls() {
    assert!(matches!(untagged(b"* GENURLAUTH a b\r\n"), Untagged::GenUrlAuth(u) if u.len() == 2));
    let octets = b"* URLFETCH a NIL b \"x\" c (BINARY ~{1}\r\n\0) (BODYPARTSTRUCTURE (\"A\" \"B\" NIL NIL NIL \"7BIT\" 1))\r\n";
    let Untagged::UrlFetch(found) = untagged(octets) else { panic!() };
    assert_eq!(found[1], (o(b"b"), UrlData::Plain(Some(o(b"x")))));
    assert!(matches!(&found[2].1, UrlData::Items(items) if items.len() == 2));
    assert_eq!(needs(octets, Revision::Rev2), [Extension::UrlAuth, Extension::UrlAuthBinary]);
    assert_eq!(wrong(b"* URLFETCH a (X)\r\n"), (14, "url-metadata-el"));
}
