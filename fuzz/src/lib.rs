//! What the fuzz targets check. A check takes any octets and panics when something is wrong.
//!
//! The library's unit tests include this folder (`src/fuzz.rs`) and feed it all seeds, so that what
//! fuzzing once found is found by `cargo test` for ever. [`ALL`] names each check as its target
//! and its folder of seeds are named. A target calls its check itself, and not through [`ALL`]: so
//! that it is built of no more than what it checks. The fuzzer visits the counters of all code
//! that is in the program at each execution.

pub mod abnf;
mod differences;
pub mod framing;
pub mod grammar;
pub mod lenient;
pub mod peers;
pub mod reference;
pub mod round_trip;
pub mod scenarios;

/// A check.
pub type Check = fn(&[u8]);

/// All checks by the names of their targets.
pub const ALL: &[(&str, Check)] = &[
    ("abnf", abnf::agrees),
    ("commands", grammar::commands),
    ("framing", framing::pieces),
    ("lenient", lenient::nothing_lost),
    ("peers", peers::agree),
    ("reference", reference::any_octets),
    ("responses", grammar::responses),
    ("round_trip_octets", round_trip::from_octets),
    ("round_trip_values", round_trip::from_values),
    ("scenarios", scenarios::any_file),
];
