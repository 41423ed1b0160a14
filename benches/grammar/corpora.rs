//! What is parsed: generated, so that every run of every machine has the same octets.

/// Frames of one kind.
pub struct Corpus {
    /// As the table shows it.
    pub name: &'static str,
    /// Whole frames, CRLF included.
    pub frames: Vec<Vec<u8>>,
}

/// All of them, those that the peers can't read left aside.
pub fn responses() -> Vec<Corpus> {
    let mixed = mixed();
    vec![
        corpus("fetch-full", (1..=200).map(fetch_full)),
        corpus("fetch-flags", (1..=1000).map(fetch_flags)),
        corpus("search-10000", std::iter::once(search(10_000))),
        corpus("list", (1..=500).map(list)),
        corpus("status", (1..=500).map(status)),
        corpus("capability", (1..=100).map(|_| CAPABILITY.to_string())),
        corpus("codes", (1..=100).flat_map(codes)),
        corpus("literal-64k", (1..=4).map(literal)),
        corpus("mixed", mixed.into_iter()),
    ]
}

fn corpus(name: &'static str, lines: impl Iterator<Item = String>) -> Corpus {
    Corpus { name, frames: lines.map(|line| format!("{line}\r\n").into_bytes()).collect() }
}

const CAPABILITY: &str = "* CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT \
    THREAD=REFERENCES THREAD=REFS MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE \
    UIDPLUS LIST-EXTENDED I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN MOVE \
    CONTEXT=SEARCH LIST-STATUS BINARY SPECIAL-USE LITERAL+ NOTIFY AUTH=PLAIN";

fn address(n: u32) -> String {
    format!("((\"Person No. {n}\" NIL \"person.{n}\" \"mail{}.example.org\"))", n % 7)
}

fn fetch_full(n: u32) -> String {
    let (from, to) = (address(n), address(n + 1));
    let text = |sub: &str, lines: u32| {
        format!(
            "(\"TEXT\" \"{sub}\" (\"CHARSET\" \"utf-8\" \"FORMAT\" \"flowed\") NIL NIL \
             \"QUOTED-PRINTABLE\" {} {lines} NIL NIL NIL NIL)",
            lines * 61
        )
    };
    let image = "(\"IMAGE\" \"PNG\" (\"NAME\" \"picture.png\") \"<part3@example.org>\" NIL \
                 \"BASE64\" 48213 NIL (\"ATTACHMENT\" (\"FILENAME\" \"picture.png\")) NIL NIL)";
    format!(
        "* {n} FETCH (UID {} FLAGS (\\Seen \\Answered $Forwarded) INTERNALDATE \
         \"{:02}-Jul-2024 02:44:25 -0700\" RFC822.SIZE {} ENVELOPE (\"Wed, 17 Jul 2024 02:23:25 \
         -0700 (PDT)\" \"Re: summary and minutes of meeting {n}\" {from} {from} {from} {to} {to} \
         NIL \"<in-reply.{n}@example.org>\" \"<message.{n}@mail.example.org>\") BODYSTRUCTURE \
         (({}{} \"ALTERNATIVE\" (\"BOUNDARY\" \"=-inner-{n}\") NIL NIL NIL){image} \"MIXED\" \
         (\"BOUNDARY\" \"=-outer-{n}\") NIL NIL NIL))",
        n + 70_000,
        n % 28 + 1,
        n * 97 + 4_000,
        text("PLAIN", 10 + n % 50),
        text("HTML", 40 + n % 90),
    )
}

fn fetch_flags(n: u32) -> String {
    let flags = ["", "\\Seen", "\\Seen \\Flagged $Junk", "\\Deleted \\Draft"][n as usize % 4];
    format!("* {n} FETCH (FLAGS ({flags}) UID {})", n + 1_000_000)
}

fn search(count: u32) -> String {
    (1..=count).fold(String::from("* SEARCH"), |all, n| format!("{all} {}", n * 37))
}

fn list(n: u32) -> String {
    let flags = ["", "\\HasNoChildren", "\\HasChildren \\Marked", "\\Noselect"][n as usize % 4];
    match n % 3 {
        0 => format!("* LIST ({flags}) \"/\" Archive/{}/folder-{n}", 2000 + n % 25),
        _ => format!("* LIST ({flags}) \"/\" \"Archive of {}/folder {n}\"", 2000 + n % 25),
    }
}

fn status(n: u32) -> String {
    format!(
        "* STATUS \"folder {n}\" (MESSAGES {} RECENT {} UIDNEXT {} UIDVALIDITY 1700000{n:03} \
         UNSEEN {})",
        n * 31,
        n % 5,
        n * 40 + 1,
        n * 7
    )
}

fn codes(n: u32) -> Vec<String> {
    vec![
        "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Limited".into(),
        format!("* OK [UIDVALIDITY {}] UIDs are valid", 1_700_000_000 + n),
        format!("* OK [UIDNEXT {}] Predicted next UID", n * 41),
        format!("a{n} OK [APPENDUID 1700000000 {n}] Append completed"),
        format!("a{n} OK [COPYUID 1700000000 {n}:{} {}:{}] Copy done", n + 9, n + 100, n + 109),
        format!("a{n} OK [READ-WRITE] Select completed"),
        format!("a{n} NO [TRYCREATE] No such mailbox"),
        format!("a{n} NO [OVERQUOTA] Quota exceeded"),
        "* OK [X-UNKNOWN some thing] Text".into(),
    ]
}

fn literal(n: u32) -> String {
    let line = "The quick brown fox jumps over the lazy dog, and then some more of that.\r\n";
    let text: String = line.chars().cycle().take(64 * 1024).collect();
    format!("* {n} FETCH (UID {n} BODY[] {{{}}}\r\n{text})", text.len())
}

/// As a client sees it that opens a mailbox and looks around.
fn mixed() -> Vec<String> {
    let mut all = vec![CAPABILITY.to_string()];
    all.extend((1..20).map(list));
    all.push("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Forwarded)".into());
    all.push("* 172 EXISTS".into());
    all.push("* 1 RECENT".into());
    all.extend(codes(5));
    all.extend((1..60).map(fetch_flags));
    all.extend((1..10).map(fetch_full));
    all.push(search(100));
    all.extend((1..10).map(status));
    all.push("* 22 EXPUNGE".into());
    all.push("a9 OK Completed".into());
    all
}
