//! Scenario files: any octets are a scenario or have errors with places in the file.

use std::borrow::Cow;

use imapspec::scenario::{self, Library};

/// A whole file.
pub fn any_file(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let path = "fuzz/scenario.yaml";
    let file = (path.to_owned(), Cow::Owned(data.to_vec()));
    let library = Library::from_files("", [file]);
    let Err(error) = scenario::parse(&library, path, path, text) else { return };
    assert!(!error.diagnostics.is_empty());
    for one in &error.diagnostics {
        assert!(!one.message.is_empty(), "{error}");
        if let Some(place) = one.place() {
            assert!(place.line >= 1 && place.column >= 1, "{place:?}");
            let lines = text.split('\n').count();
            assert!(place.line <= lines, "{place:?}");
        }
    }
    // Both renderings hold what is wrong.
    let first = error.diagnostics.first().map(|one| one.message.as_str()).unwrap_or_default();
    let first = first.lines().next().unwrap_or_default();
    assert!(error.render(false).contains(first) || first.chars().any(char::is_control), "{error}");
    error.render(true);
}
