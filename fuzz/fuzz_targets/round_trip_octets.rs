#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| imapspec_fuzz::round_trip::from_octets(data));
