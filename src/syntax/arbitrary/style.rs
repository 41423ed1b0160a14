//! Styles of printing.

use arbitrary::{Arbitrary, Result, Unstructured};

use super::Gen;
use crate::syntax::print::{Case, Literals, Strings, Style};

impl<'u> Arbitrary<'u> for Style {
    fn arbitrary(random: &mut Unstructured<'u>) -> Result<Self> {
        let mut g = Gen::new(random);
        Ok(Self {
            strings: match g.die(4) {
                0 => Strings::Plain,
                1 => Strings::Quoted,
                2 => Strings::Literal,
                _ => Strings::Mixed(g.int(0..=u64::MAX)),
            },
            utf8: g.flip(),
            literals: g.one_of(
                &[Literals::Synchronizing, Literals::NonSyncSmall, Literals::NonSync],
                Literals::Synchronizing,
            ),
            case: g.one_of(&[Case::AsSpecified, Case::Lower, Case::Mixed], Case::AsSpecified),
            // Names come back as they are written.
            names: Case::AsSpecified,
            zeros: g.flip(),
            bare: g.flip(),
        })
    }
}
