#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| imapspec_fuzz::abnf::agrees(data));
