//! The checks of the fuzz targets, as unit tests: over their seeds, over generated octets, and over
//! frames that are generated and then spoilt.

#[path = "../fuzz/src/lib.rs"]
mod checks;

use std::path::Path;

use arbitrary::{Arbitrary, Unstructured};
use arbtest::arbtest;

use crate::syntax::print::{self, Corruption, Style};
use crate::syntax::types::{Command, Response};

/// Every seed, whichever target it is for, to every check.
#[test]
fn seeds_pass_all_checks() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut whole = 0;
    let mut seeds = 0;
    for (name, check) in checks::ALL.iter().chain(checks::CHEAP) {
        assert!(folder.join(name).is_dir(), "{name} has no seeds");
        for target in std::fs::read_dir(&folder).unwrap() {
            for seed in std::fs::read_dir(target.unwrap().path()).unwrap() {
                let path = seed.unwrap().path();
                let octets = std::fs::read(&path).unwrap();
                seeds += 1;
                whole += usize::from(checks::takes_all(&octets));
                let passed = std::panic::catch_unwind(|| check(&octets));
                assert!(passed.is_ok(), "{name}: {}", path.display());
            }
        }
    }
    assert!((seeds / 8..seeds / 2).contains(&whole), "{whole} of {seeds} are checked whole");
}

/// A target without a check would do nothing, and a check without a target is never run.
#[test]
fn each_check_has_its_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let mut targets: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    targets.sort();
    let checks: Vec<_> = checks::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(targets, checks);
}

#[test]
fn generated_values_survive_printing() {
    arbtest(|random| {
        let count = random.len();
        checks::round_trip::from_values(random.bytes(count)?);
        Ok(())
    })
    .size_min(64)
    .size_max(4096)
    .budget_ms(1500);
}

/// Frames that are right, and what each corruption makes of them, to the checks that read octets.
#[test]
fn spoilt_frames_pass_all_checks() {
    arbtest(|random| {
        let seed = u64::arbitrary(random)?;
        let frame = frame(random)?;
        let spoilt = Corruption::ALL.iter().filter_map(|how| print::corrupt(&frame, *how, seed));
        for octets in spoilt.chain([frame.clone()]) {
            checks::ALL.iter().chain(checks::CHEAP).for_each(|(_, check)| check(&octets));
        }
        Ok(())
    })
    .size_min(64)
    .size_max(2048)
    .budget_ms(3000);
}

fn frame(random: &mut Unstructured<'_>) -> arbitrary::Result<Vec<u8>> {
    let style = Style::arbitrary(random)?;
    Ok(match bool::arbitrary(random)? {
        true => print::command(&Command::arbitrary(random)?, &style),
        false => print::response(&Response::arbitrary(random)?, &style),
    })
}
