//! The corpus that comes with imapspec is right.

use std::collections::BTreeSet;
use std::path::Path;

use crate::scenario::{Action, Corpus, Library, Selection, Step, lint};

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

fn specs<'a>(steps: &'a [Step], found: &mut BTreeSet<&'a str>) {
    for step in steps {
        found.extend(step.spec.iter().map(String::as_str));
        match &step.action {
            Action::Each(rows) => rows.iter().for_each(|row| specs(&row.steps, found)),
            Action::Use { steps, .. } => specs(steps, found),
            _ => {}
        }
    }
}

/// Every section that the corpus names is a section of that RFC.
#[test]
fn names_sections_that_exist() {
    let texts = Path::new("/work/shared/rfc");
    if !texts.is_dir() {
        eprintln!("skipped: the texts of the RFCs are not here");
        return;
    }
    let corpus = Corpus::load(&Library::folder(folder()).unwrap());
    let mut wrong = Vec::new();
    for scenario in &corpus.scenarios {
        let mut found: BTreeSet<&str> = scenario.spec.iter().map(String::as_str).collect();
        specs(&scenario.steps, &mut found);
        for spec in found {
            let (rfc, section) = spec.split_once('#').unwrap();
            let Ok(text) = std::fs::read_to_string(texts.join(format!("rfc{rfc}.txt"))) else {
                continue;
            };
            let heading = |line: &str| {
                let line = line.trim_start();
                let line = line.strip_prefix("Appendix ").unwrap_or(line);
                line.strip_prefix(section)
                    .is_some_and(|rest| rest.trim_start_matches('.').starts_with([' ', '\t']))
            };
            if !text.lines().any(heading) {
                wrong.push(format!("{}: {spec}", scenario.id));
            }
        }
    }
    assert!(wrong.is_empty(), "no such section:\n{}", wrong.join("\n"));
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
