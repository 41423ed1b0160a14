//! What the fuzz targets check. A check takes any octets and panics when something is wrong.
//!
//! The library's unit tests include this folder (`src/fuzz.rs`) and feed it all seeds, so that what
//! fuzzing once found is found by `cargo test` for ever. [`ALL`] names each check as its target
//! and its folder of seeds are named.

mod abnf;
mod differences;
mod framing;
mod grammar;
mod lenient;
mod peers;
mod reference;
mod round_trip;
mod scenarios;

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

/// Runs the check of this name; there must be one.
pub fn run(name: &str, data: &[u8]) {
    match ALL.iter().find(|(known, _)| *known == name) {
        Some((_, check)) => check(data),
        None => panic!("no check {name}"),
    }
}
