#!/bin/bash -eu
# Builds all targets into $OUT, each with its seeds (the other targets' among them) and the
# dictionary.
cd "$SRC/imapspec/fuzz"
cargo fuzz build -O
(cd seeds && zip -qr "$WORK/seeds.zip" .)
for target in fuzz_targets/*.rs; do
  name=$(basename "${target%.rs}")
  cp "target/x86_64-unknown-linux-gnu/release/$name" "$OUT/"
  cp "$WORK/seeds.zip" "$OUT/${name}_seed_corpus.zip"
  cp dictionaries/imap.dict "$OUT/$name.dict"
done
