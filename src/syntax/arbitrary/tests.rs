//! Generation never fails, ends, and reaches every variant.

use std::collections::BTreeSet;

use arbitrary::{Arbitrary, Unstructured};

use crate::syntax::types::{Command, Response, SearchKey};

#[test]
fn no_octets_at_all_are_enough() {
    Response::arbitrary(&mut Unstructured::new(b"")).unwrap();
    Command::arbitrary(&mut Unstructured::new(b"")).unwrap();
    for octet in 0..=255 {
        let same = vec![octet; 3000];
        Response::arbitrary(&mut Unstructured::new(&same)).unwrap();
        Command::arbitrary(&mut Unstructured::new(&same)).unwrap();
    }
}

/// The first word of a value's debug form: its variant.
fn variant(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
}

#[test]
fn variants_are_drawn_evenly() {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    let mut keys = BTreeSet::new();
    let mut seed = 1u64;
    for _ in 0..6000 {
        let octets: Vec<u8> = (0..64)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (seed >> 56) as u8
            })
            .collect();
        let command = Command::arbitrary(&mut Unstructured::new(&octets)).unwrap();
        *counts.entry(variant(&command.body)).or_default() += 1;
        keys.insert(variant(&SearchKey::arbitrary(&mut Unstructured::new(&octets)).unwrap()));
    }
    assert_eq!(counts.len(), 54, "{counts:?}");
    assert!(counts.values().all(|&n| (30..300).contains(&n)), "{counts:?}");
    assert_eq!(keys.len(), 50, "{keys:?}");
}
