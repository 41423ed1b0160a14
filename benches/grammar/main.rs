//! The grammar against its peers, side by side in one run: `cargo bench --bench grammar`.
//! `README.md` beside this file has the table and says how to read it.
#![allow(missing_docs, reason = "made by criterion's macros")]

mod corpora;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use imap_codec::ResponseCodec;
use imap_codec::decode::Decoder;
use imapspec::syntax::dialect::Dialect;
use imapspec::syntax::parse;

fn ours(frame: &[u8], dialect: &Dialect) -> bool {
    black_box(parse::response(black_box(frame), dialect)).is_ok()
}

fn imap_proto(frame: &[u8]) -> bool {
    black_box(imap_proto::Response::parse(black_box(frame))).is_ok()
}

fn imap_codec(frame: &[u8]) -> bool {
    black_box(ResponseCodec::default().decode(black_box(frame))).is_ok()
}

/// Every corpus with every parser that reads all of it.
fn responses(c: &mut Criterion) {
    let dialect = Dialect::everything();
    for corpus in corpora::responses() {
        let frames = &corpus.frames;
        let octets: usize = frames.iter().map(Vec::len).sum();
        let mut group = c.benchmark_group(corpus.name);
        group.throughput(Throughput::Bytes(octets as u64));
        let unread = frames.iter().find(|frame| !ours(frame, &dialect));
        assert!(unread.is_none(), "{}: {:?}", corpus.name, unread.map(|f| f.escape_ascii()));
        group.bench_function("imapspec", |b| {
            b.iter(|| frames.iter().filter(|frame| ours(frame, &dialect)).count());
        });
        if frames.iter().all(|frame| imap_proto(frame)) {
            group.bench_function("imap-proto", |b| {
                b.iter(|| frames.iter().filter(|frame| imap_proto(frame)).count());
            });
        }
        if frames.iter().all(|frame| imap_codec(frame)) {
            group.bench_function("imap-codec", |b| {
                b.iter(|| frames.iter().filter(|frame| imap_codec(frame)).count());
            });
        }
        group.finish();
    }
}

fn config() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
}

criterion_group! { name = benches; config = config(); targets = responses }
criterion_main!(benches);
