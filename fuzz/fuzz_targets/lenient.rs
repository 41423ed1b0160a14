#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| imapspec_fuzz::lenient::nothing_lost(data));
