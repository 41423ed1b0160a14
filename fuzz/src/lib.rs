//! What the fuzz targets check. A check takes any octets and panics when something is wrong.
//!
//! The library's unit tests include this folder (`src/fuzz.rs`) and feed it all seeds, so that what
//! fuzzing once found is found by `cargo test` for ever. [`ALL`] names each check as its target
//! and its folder of seeds are named. A target calls its check itself, and not through [`ALL`]: so
//! that it is built of no more than what it checks. The fuzzer visits the counters of all code
//! that is in the program at each execution.

use std::sync::LazyLock;

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

/// What some targets do to most inputs instead: the part that is cheap. See [`takes_all`].
pub const CHEAP: &[(&str, Check)] = &[
    ("commands", grammar::command),
    ("framing", framing::frames_of_pieces),
    ("responses", grammar::response),
    ("round_trip_values", round_trip::value),
];

/// Whether a target does all its check to this input, and not only the part that is cheap: to one in
/// [`ONE_IN`], by a hash of the octets, so that the same input takes the same way again; to all
/// inputs where the environment has `FUZZ_ALL`, to shrink a finding.
///
/// What is read several times has other counts of coverage than what is read once. A target rejects
/// such an input for the corpus, so that it doesn't grow for that alone.
pub fn takes_all(data: &[u8]) -> bool {
    static ALWAYS: LazyLock<bool> = LazyLock::new(|| std::env::var_os("FUZZ_ALL").is_some());
    let hash = data.chunks(8).fold(data.len() as u64, |hash, part| {
        let mut octets = [0; 8];
        octets.iter_mut().zip(part).for_each(|(to, from)| *to = *from);
        (hash ^ u64::from_le_bytes(octets)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    });
    hash % ONE_IN == 0 || *ALWAYS
}

/// See [`takes_all`].
const ONE_IN: u64 = 4;
