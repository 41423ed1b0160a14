//! Commands, read by the strict grammar and by imap-codec in one run.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use imap_codec::CommandCodec;
use imap_codec::decode::Decoder as _;
use imapspec::syntax::dialect::Dialect;
use imapspec::syntax::parse;

/// What a session of a common client says.
const SESSION: &[&[u8]] = &[
    b"A001 CAPABILITY\r\n",
    b"A002 LOGIN \"joe@example.org\" \"se\\\"cret\"\r\n",
    b"A003 LIST \"\" \"*\"\r\n",
    b"A004 LSUB \"\" \"INBOX.%\"\r\n",
    b"A005 STATUS \"Sent Mail\" (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)\r\n",
    b"A006 SELECT INBOX\r\n",
    b"A007 FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)\r\n",
    b"A008 UID FETCH 4827:* (FLAGS BODY.PEEK[HEADER.FIELDS (Date From To Cc Subject Message-ID)])\r\n",
    b"A009 UID FETCH 17,19,23:42 (BODYSTRUCTURE BODY.PEEK[1.2.TEXT]<0.65536>)\r\n",
    b"A010 UID SEARCH OR FROM \"smith\" SUBJECT \"report\" SINCE 1-Feb-2024 NOT DELETED\r\n",
    b"A011 STORE 2:4 +FLAGS.SILENT (\\Seen \\Flagged $Forwarded)\r\n",
    b"A012 UID COPY 3:200 Archive\r\n",
    b"A013 CREATE \"Projects/2024\"\r\n",
    b"A014 IDLE\r\n",
    b"A015 NOOP\r\n",
    b"A016 CLOSE\r\n",
    b"A017 LOGOUT\r\n",
];

fn corpora() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let owned = |lines: &[&[u8]]| lines.iter().map(|line| line.to_vec()).collect();
    let message = [b"x".repeat(78), b"\r\n".to_vec()].concat().repeat(819);
    let head = format!(
        "A1 APPEND Drafts (\\Seen) \" 1-Feb-2024 10:11:12 +0100\" {{{}}}\r\n",
        message.len()
    );
    let append = [head.into_bytes(), message, b"\r\n".to_vec()].concat();
    let set: Vec<_> = (0..1000).map(|n| format!("{}:{}", n * 3 + 1, n * 3 + 2)).collect();
    vec![
        ("session", owned(SESSION)),
        ("login", owned(&SESSION[1..2])),
        ("fetch", owned(&SESSION[6..9])),
        ("search", owned(&SESSION[9..10])),
        ("append 64 KiB", vec![append]),
        ("long set", vec![format!("A1 UID FETCH {} FLAGS\r\n", set.join(",")).into_bytes()]),
    ]
}

fn commands(criterion: &mut Criterion) {
    let dialect = Dialect::everything();
    let codec = CommandCodec::new();
    for (name, lines) in corpora() {
        for line in &lines {
            assert!(parse::command(line, &dialect).is_ok(), "{}", line.escape_ascii());
            assert!(codec.decode(line).is_ok(), "{}", line.escape_ascii());
        }
        let mut group = criterion.benchmark_group(format!("commands/{name}"));
        group.throughput(Throughput::Bytes(lines.iter().map(|line| line.len() as u64).sum()));
        group.bench_function("imapspec", |bencher| {
            bencher.iter(|| {
                for line in &lines {
                    let _ = black_box(parse::command(black_box(line), &dialect));
                }
            });
        });
        group.bench_function("imap-codec", |bencher| {
            bencher.iter(|| {
                for line in &lines {
                    let _ = black_box(codec.decode(black_box(line)));
                }
            });
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = commands
}
criterion_main!(benches);
