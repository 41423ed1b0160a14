//! The HTML report in a browser: filters, reveal by hash, keyboard, a phone's width.
//!
//! It is driven in headless Chromium; where none is installed the tests say so and pass.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The first browser of the path.
fn browser() -> Option<&'static Path> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let path = std::env::var_os("PATH")?;
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        std::env::split_paths(&path)
            .flat_map(|folder| names.map(|name| folder.join(name)))
            .find(|file| file.is_file())
    });
    if found.is_none() {
        eprintln!("skipped: there is no chromium or google-chrome here");
    }
    found.as_deref()
}

/// A run with a scenario that fails and some that pass.
fn page() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("run.html");
        // Scenarios of its own: what the corpus says of a defect is not the page's business.
        for (name, title, wanted) in [
            ("first", "NOOP is answered", "OK"),
            ("second", "NOOP is answered again", "OK"),
            ("third", "NOOP is refused", "NO"),
            ("zoo", "An animal & a <b>tag</b>", "OK"),
        ] {
            let text = format!(
                "title: {title}\nspec: [9051#6.1.2]\nclients: [phone]\nsteps:\n  \
                 - phone: NOOP\n    expect: {wanted}\n"
            );
            std::fs::write(folder.path().join(format!("{name}.yaml")), text).unwrap();
        }
        let output = Command::new(env!("CARGO_BIN_EXE_imapspec"))
            .args(["run", "first.yaml", "second.yaml", "third.yaml", "zoo.yaml", "--html"])
            .arg(&file)
            .current_dir(folder.path())
            .env_remove("IMAPSPEC_SCENARIOS")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        std::fs::read_to_string(file).unwrap()
    })
}

/// The page as it stands after its script ran with this hash, and then `script`.
fn driven(browser: &Path, hash: &str, script: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    let driver = format!("<script>addEventListener('load', () => {{ {script} }});</script></body>");
    std::fs::write(&file, page().replace("</body>", &driver)).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--window-size=390,800"])
        .args(["--virtual-time-budget=3000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("file://{}{hash}", file.display()))
        .stderr(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The start tag of each card.
fn cards(dom: &str) -> Vec<&str> {
    let cards: Vec<&str> = dom
        .split("<details class=\"card\"")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap())
        .collect();
    assert!(cards.len() > 3, "no cards in {dom}");
    cards
}

fn has(card: &str, attribute: &str) -> bool {
    card.contains(&format!(" {attribute}=\"\""))
}

/// What the script left in `document.body.dataset.told`.
fn told(dom: &str) -> &str {
    let rest = dom.split("data-told=\"").nth(1).expect("the script did not run");
    rest.split('"').next().unwrap()
}

#[test]
fn a_filter_in_the_address_hides_what_does_not_fit() {
    let Some(browser) = browser() else { return };
    let dom = driven(browser, "#?word=fail", "");
    for card in cards(&dom) {
        assert_eq!(has(card, "hidden"), card.contains("data-word=\"pass\""), "{card}");
    }
    let dom = driven(browser, "#?search=zoo", "");
    let shown: Vec<&str> = cards(&dom).into_iter().filter(|card| !has(card, "hidden")).collect();
    assert_eq!(shown.len(), 1);
    assert!(shown[0].contains("zoo"));
}

#[test]
fn a_filter_is_a_click_and_is_kept_in_the_address() {
    let Some(browser) = browser() else { return };
    let script = "document.querySelector('[data-word=pass]').click();
        document.body.dataset.told = location.hash;";
    let dom = driven(browser, "", script);
    assert_eq!(told(&dom), "#?word=pass");
    for card in cards(&dom) {
        assert_eq!(has(card, "hidden"), !card.contains("data-word=\"pass\""), "{card}");
    }
}

#[test]
fn a_hash_opens_its_card() {
    let Some(browser) = browser() else { return };
    let of = |dom: &str| {
        let card = cards(dom).into_iter().find(|c| c.contains("zoo"));
        has(card.unwrap(), "open")
    };
    assert!(!of(&driven(browser, "", "")));
    assert!(of(&driven(browser, "#zoo", "")));
}

#[test]
fn the_keyboard_is_enough() {
    let Some(browser) = browser() else { return };
    let script = "
        const press = key => (document.activeElement ?? document.body).dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true }));
        const all = [], at = () => document.activeElement.closest('details')?.id ?? '';
        const first = document.querySelectorAll('details.card');
        press('/'); all.push(document.activeElement.id);
        search.value = 'no such thing'; search.dispatchEvent(new Event('input'));
        all.push(document.getElementById('none').hidden);
        press('Escape'); all.push(document.getElementById('none').hidden);
        press('j'); all.push(at() === first[0].id);
        press('j'); all.push(at() === first[1].id);
        press('k'); all.push(at() === first[0].id);
        press('n'); all.push(document.activeElement.parentElement.dataset.word);
        document.body.dataset.told = all.join(' ');";
    let dom = driven(browser, "", script);
    assert_eq!(told(&dom), "search false true true true true fail");
}

#[test]
fn a_phone_is_wide_enough() {
    let Some(browser) = browser() else { return };
    let script = "for (const card of document.querySelectorAll('details')) card.open = true;
        const root = document.documentElement;
        document.body.dataset.told = root.scrollWidth <= innerWidth ? 'fits' : root.scrollWidth;";
    assert_eq!(told(&driven(browser, "", script)), "fits");
}
