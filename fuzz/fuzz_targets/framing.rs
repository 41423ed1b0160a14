#![no_main]

use imapspec_fuzz::{framing, takes_all};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    if takes_all(data) {
        framing::pieces(data);
        return Corpus::Reject;
    }
    framing::frames_of_pieces(data);
    Corpus::Keep
});
