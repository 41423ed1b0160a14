#![no_main]

use imapspec_fuzz::{grammar, takes_all};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    if takes_all(data) {
        grammar::commands(data);
        return Corpus::Reject;
    }
    grammar::command(data);
    Corpus::Keep
});
