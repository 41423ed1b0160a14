//! Broken files and what is said of them; places; the whole corpus; hostile files.

mod corpus;
mod hostile;
mod lint;
mod places;

use std::borrow::Cow;

use super::{Error, Library, Scenario, parse};

/// A small library: two messages, two shared files.
pub(super) fn library() -> Library {
    let files = [
        ("messages/plain.eml", "Subject: plain\r\n\r\nmussels\r\n"),
        ("messages/multipart.eml", "Subject: multipart\r\n\r\n\r\n"),
        ("messages/html.eml", "Subject: html\r\n\r\n\r\n"),
        ("shared/select.yaml", "steps:\n  - ${who}: SELECT ${box}\n"),
        ("shared/circle.yaml", "steps:\n  - use: shared/circle.yaml\n"),
    ];
    let owned =
        |(path, text): (&str, &str)| (path.to_owned(), Cow::Owned(text.as_bytes().to_vec()));
    Library::from_files("scenarios", files.map(owned))
}

/// Reads a scenario of the area `test`.
pub(super) fn read(text: &str) -> Result<Scenario, Error> {
    parse(&library(), "test/case.yaml", "scenarios/test/case.yaml", text)
}

#[test]
fn broken_files_are_explained() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scenario/tests/broken");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let error = parse(&library(), "test/case.yaml", "case.yaml", &text)
            .expect_err(&format!("{name} is not seen to be broken"));
        insta::assert_snapshot!(name, error.render(false));
        count += 1;
    }
    assert!(count >= 25, "{count} broken files");
}
