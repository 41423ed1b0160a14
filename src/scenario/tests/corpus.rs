//! The corpus that comes with imapspec is right.

use std::collections::BTreeSet;
use std::path::Path;

use crate::scenario::{Corpus, Library, Selection, lint};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios"))
}

#[test]
fn is_right() {
    let library = Library::folder(folder()).unwrap();
    let corpus = Corpus::load(&library);
    let mut errors = corpus.errors;
    errors.extend(corpus.scenarios.iter().filter_map(|scenario| lint::scenario(scenario)));
    errors.extend(lint::together(corpus.scenarios.iter().map(AsRef::as_ref)));
    let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", shown.join("\n\n"));
    assert!(corpus.scenarios.len() >= 10);
}

#[test]
fn is_selected() {
    let library = Library::folder(folder()).unwrap();
    let select = |selection: Selection| {
        let corpus = Corpus::select(&library, &selection);
        assert!(corpus.errors.is_empty());
        corpus.scenarios.iter().map(|scenario| scenario.id.clone()).collect::<BTreeSet<_>>()
    };
    let all = select(Selection::default());
    let by =
        |path: &str| select(Selection { paths: vec![path.to_owned()], ..Selection::default() });
    assert_eq!(by("**"), all);
    assert!(by("search/keys").contains("search/keys"));
    assert_eq!(by("search/keys").len(), 1);
    assert!(by("qresync").len() < all.len());
    let qresync =
        select(Selection { capabilities: vec!["qresync".to_owned()], ..Selection::default() });
    assert!(qresync.contains("qresync/changes-while-away"));
    assert!(!qresync.contains("search/keys"));
    let partial =
        select(Selection { specs: vec!["9051#6.4.5".to_owned()], ..Selection::default() });
    assert!(partial.contains("fetch/partial-octets"));
    assert!(!partial.contains("search/keys"));
    let both = Selection {
        areas: vec!["search".to_owned()],
        specs: vec!["7162".to_owned(), "9051#6.4.4".to_owned()],
        ..Selection::default()
    };
    assert!(select(both).iter().all(|id| id.starts_with("search/")));
    let none = Selection { areas: vec!["nowhere".to_owned()], ..Selection::default() };
    assert!(select(none.clone()).is_empty());
    let nothing = |selection: &Selection| {
        selection.fits_nothing(&library, &Corpus::select(&library, selection))
    };
    assert!(nothing(&none).unwrap().contains("no scenario fits: area nowhere"));
    let paths = vec!["sync".to_owned(), "fetsch/*".to_owned()];
    let misspelt = Selection { paths, ..Selection::default() };
    assert!(nothing(&misspelt).unwrap().starts_with("no scenario fits: path fetsch/*;"));
}

#[test]
fn files_outside_see_the_messages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.yaml");
    let text =
        "title: One of my own\nspec: [9051#6.1.2]\nmailbox: [plain]\nsteps:\n  - client: NOOP\n";
    std::fs::write(&path, text).unwrap();
    let library = Library::folder(self::folder()).unwrap();
    let paths = vec![path.to_string_lossy().into_owned()];
    let corpus = Corpus::select(&library, &Selection { paths, ..Selection::default() });
    assert!(corpus.errors.is_empty());
    let [scenario] = &corpus.scenarios[..] else { panic!("{:?}", corpus.scenarios) };
    assert_eq!(scenario.title, "One of my own");
    assert!(!scenario.messages.is_empty());
}
