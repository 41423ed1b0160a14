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
use imapspec::syntax::frame::{Frame, Framer, Limits, Sender};
use imapspec::syntax::parse;

fn ours(frame: Frame<'_>, dialect: &Dialect) -> bool {
    black_box(parse::response(black_box(frame), dialect)).is_ok()
}

fn imap_proto(frame: &[u8]) -> bool {
    black_box(imap_proto::Response::parse(black_box(frame))).is_ok()
}

fn imap_codec(frame: &[u8]) -> bool {
    black_box(ResponseCodec::default().decode(black_box(frame))).is_ok()
}

/// Holds a frame as a client has it that has read it from its connection.
fn framer(frame: &[u8]) -> Framer {
    let mut framer = Framer::new(Sender::Server, Limits::default());
    framer.push(frame);
    framer
}

/// Every corpus with every parser that reads all of it.
fn responses(c: &mut Criterion) {
    let dialect = Dialect::everything();
    for corpus in corpora::responses() {
        let frames = &corpus.frames;
        let octets: usize = frames.iter().map(Vec::len).sum();
        let mut group = c.benchmark_group(corpus.name);
        group.throughput(Throughput::Bytes(octets as u64));
        let mut framers: Vec<Framer> = frames.iter().map(|frame| framer(frame)).collect();
        let framed: Vec<Frame<'_>> =
            framers.iter_mut().filter_map(|framer| framer.next_frame().ok().flatten()).collect();
        assert!(framed.iter().map(|frame| frame.octets()).eq(frames), "{}", corpus.name);
        let unread = framed.iter().find(|frame| !ours(**frame, &dialect));
        assert!(unread.is_none(), "{}: {:?}", corpus.name, unread.map(|f| f.escape_ascii()));
        group.bench_function("imapspec", |b| {
            b.iter(|| framed.iter().filter(|frame| ours(**frame, &dialect)).count());
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
