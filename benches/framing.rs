//! Octets in pieces of 4 KiB, as sockets give them, become whole frames (`framing`) and values
//! (`stream`). imap-codec has a fragmentizer, which does as our framer. imap-proto has none: who uses
//! it collects octets and parses again whenever more have come.
#![allow(missing_docs, reason = "made by criterion's macros")]

#[path = "grammar/corpora.rs"]
mod corpora;

use std::hint::black_box;
use std::time::Duration;

use corpora::Corpus;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use imap_codec::ResponseCodec;
use imap_codec::fragmentizer::Fragmentizer;
use imapspec::syntax::dialect::Dialect;
use imapspec::syntax::frame::{Framer, Limits, Sender};
use imapspec::syntax::parse;

/// Octets that arrive at once.
const PIECE: usize = 4096;

/// Frames in it.
fn ours(octets: &[u8]) -> usize {
    let mut framer = Framer::new(Sender::Server, Limits::default());
    let mut frames = 0;
    for piece in octets.chunks(PIECE) {
        framer.push(black_box(piece));
        while let Ok(Some(frame)) = framer.next_frame() {
            black_box(frame);
            frames += 1;
        }
    }
    frames
}

/// Messages in it, as imap-codec cuts them.
fn fragmentizer(octets: &[u8]) -> usize {
    let mut fragmentizer = Fragmentizer::without_max_message_size();
    let mut messages = 0;
    for piece in octets.chunks(PIECE) {
        fragmentizer.enqueue_bytes(black_box(piece));
        while fragmentizer.progress().is_some() {
            if fragmentizer.is_message_complete() {
                black_box(fragmentizer.message_bytes());
                messages += 1;
            }
        }
    }
    messages
}

/// Values in it.
fn our_values(octets: &[u8]) -> usize {
    let dialect = Dialect::everything();
    let mut framer = Framer::new(Sender::Server, Limits::default());
    let mut values = 0;
    for piece in octets.chunks(PIECE) {
        framer.push(black_box(piece));
        while let Ok(Some(frame)) = framer.next_frame() {
            values += usize::from(black_box(parse::response(frame, &dialect)).is_ok());
        }
    }
    values
}

/// Values in it, as imap-codec reads them.
fn codec_values(octets: &[u8]) -> usize {
    let codec = ResponseCodec::new();
    let mut fragmentizer = Fragmentizer::without_max_message_size();
    let mut values = 0;
    for piece in octets.chunks(PIECE) {
        fragmentizer.enqueue_bytes(black_box(piece));
        while fragmentizer.progress().is_some() {
            if fragmentizer.is_message_complete() {
                values += usize::from(black_box(fragmentizer.decode_message(&codec)).is_ok());
            }
        }
    }
    values
}

/// Values in it, as clients that stand on imap-proto read them.
fn proto_values(octets: &[u8]) -> usize {
    let (mut buffer, mut start) = (Vec::new(), 0);
    let mut values = 0;
    for piece in octets.chunks(PIECE) {
        buffer.drain(..std::mem::take(&mut start));
        buffer.extend_from_slice(black_box(piece));
        while let Ok((rest, value)) = imap_proto::Response::parse(&buffer[start..]) {
            black_box(value);
            values += 1;
            start = buffer.len() - rest.len();
        }
    }
    values
}

fn stream(criterion: &mut Criterion) {
    let all = corpora::responses();
    for name in ["literal-64k", "fetch-full", "mixed"] {
        let corpus = named(&all, name);
        let octets = corpus.frames.concat();
        for values in [our_values, codec_values, proto_values] {
            assert_eq!(values(&octets), corpus.frames.len(), "{name}");
        }
        let mut group = criterion.benchmark_group(format!("stream/{name}"));
        group.throughput(Throughput::Bytes(octets.len() as u64));
        group.bench_function("imapspec", |bencher| bencher.iter(|| our_values(&octets)));
        group.bench_function("imap-proto", |bencher| bencher.iter(|| proto_values(&octets)));
        group.bench_function("imap-codec", |bencher| bencher.iter(|| codec_values(&octets)));
        group.finish();
    }
}

fn named<'a>(all: &'a [Corpus], name: &str) -> &'a Corpus {
    match all.iter().find(|corpus| corpus.name == name) {
        Some(corpus) => corpus,
        None => panic!("no corpus {name}"),
    }
}

fn framing(criterion: &mut Criterion) {
    let all = corpora::responses();
    for name in ["literal-64k", "fetch-full", "fetch-flags", "mixed"] {
        let corpus = named(&all, name);
        let octets = corpus.frames.concat();
        assert_eq!(ours(&octets), corpus.frames.len(), "{name}");
        assert_eq!(fragmentizer(&octets), corpus.frames.len(), "{name}");
        let mut group = criterion.benchmark_group(format!("framing/{name}"));
        group.throughput(Throughput::Bytes(octets.len() as u64));
        group.bench_function("imapspec", |bencher| bencher.iter(|| ours(&octets)));
        group.bench_function("imap-codec", |bencher| bencher.iter(|| fragmentizer(&octets)));
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = framing, stream
}
criterion_main!(benches);
