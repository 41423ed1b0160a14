#![no_main]

use imapspec_fuzz::{round_trip, takes_all};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    if takes_all(data) {
        round_trip::from_values(data);
        return Corpus::Reject;
    }
    round_trip::value(data);
    Corpus::Keep
});
