//! The parsers and the RFCs' own ABNF have the same verdict on any octets.

use std::sync::LazyLock;

use imapspec::syntax::SyntaxErrorKind;
use imapspec::syntax::abnf::Grammar;
use imapspec::syntax::dialect::{Dialect, ExtensionSet, Revision};
use imapspec::syntax::frame::{Framer, Limits};
use imapspec::syntax::verdict::{self, Start};

/// Longer frames are left aside: reading by the ABNF is slow, and takes a stack in proportion.
const LONGEST: usize = 300;

/// Dialects of one revision each: with all extensions, and with none.
static GRAMMARS: LazyLock<Vec<(Start, Dialect, Grammar)>> = LazyLock::new(|| {
    let mut grammars = Vec::new();
    for start in Start::ALL {
        for revision in [Revision::Rev1, Revision::Rev2] {
            for set in [ExtensionSet::EMPTY, ExtensionSet::all()] {
                let dialect = Dialect::bare(revision).with(set);
                grammars.push((start, dialect, Grammar::of(start.sender(), revision, &dialect)));
            }
        }
    }
    grammars
});

/// The input as it is, and each frame in it, as a command, as a response and as a greeting.
pub fn agrees(data: &[u8]) {
    for start in Start::ALL {
        same(start, data);
        let mut framer = Framer::new(start.sender(), Limits::default());
        framer.push(data);
        while let Ok(Some(frame)) = framer.next_frame() {
            if frame.len() < data.len() {
                same(start, &frame);
            }
        }
    }
}

fn same(start: Start, frame: &[u8]) {
    if frame.len() > LONGEST {
        return;
    }
    for (_, dialect, grammar) in GRAMMARS.iter().filter(|(of, ..)| *of == start) {
        let read = verdict::read(frame, start, dialect);
        let error = read.err();
        // How deep it may nest is for us to say, not for the RFCs.
        if error.as_ref().is_some_and(|error| error.kind == SyntaxErrorKind::Limit) {
            continue;
        }
        let derived = grammar.derives(start.name(), frame);
        assert_eq!(error.is_none(), derived, "{dialect:?} {error:?}: {}", frame.escape_ascii());
    }
}
