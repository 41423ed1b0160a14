//! Whatever a file holds, reading it ends with a scenario or an error.

use arbtest::arbitrary::Unstructured;

use super::read;

/// Pieces from which broken scenarios are made.
const PIECES: &[&str] = &[
    "title: A claim of some words\n",
    "spec: [9051#6.1.2]\n",
    "steps:\n",
    "  - client: ",
    "  - client sees: ",
    "  - each: |\n",
    "    do:\n",
    "      - client: NOOP\n",
    "    expect: |\n",
    "      * 1 FETCH (",
    "      OK\n",
    "mailbox: [plain]\n",
    "values: {a: \"${b}\", b: \"${a}\"}\n",
    "${",
    "}",
    "${octets plain ",
    "${expr ",
    "${quoted \"",
    "${set ",
    "\"",
    "'",
    "\\",
    "\\x",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "|",
    " | ",
    ": ",
    "- ",
    "\n",
    "\r\n",
    "\t",
    "&a ",
    "*a",
    "<<: ",
    "!x ",
    "? ",
    "é",
    "\u{0}",
    "\u{feff}",
    "---\n",
    "...\n",
    "# c\n",
    "_",
    "...",
    "~",
    "0x1F",
    "-1d",
    "+",
    "*",
    "check: ",
    "race: ",
    "use: shared/circle.yaml\n",
    "when: ",
    "exactly: ",
    "NO|BAD ",
    "a1 OK\n",
];

#[test]
fn made_from_pieces() {
    arbtest::arbtest(|u: &mut Unstructured<'_>| {
        let mut text = String::new();
        for _ in 0..u.int_in_range(0..=60)? {
            text.push_str(u.choose(PIECES)?);
        }
        if let Err(error) = read(&text) {
            assert!(!error.diagnostics.is_empty());
            assert!(!error.render(false).is_empty());
        }
        Ok(())
    })
    .budget_ms(700);
}

#[test]
fn made_from_good_ones() {
    let good: Vec<String> = include_str!("../../../scenarios/search/keys.yaml")
        .lines()
        .chain(include_str!("../../../scenarios/qresync/changes-while-away.yaml").lines())
        .map(str::to_owned)
        .collect();
    arbtest::arbtest(|u: &mut Unstructured<'_>| {
        let mut text = good.join("\n");
        for _ in 0..u.int_in_range(1..=4)? {
            let at = text.floor_char_boundary(u.choose_index(text.len().max(1))?);
            let end = text.floor_char_boundary((at + u.int_in_range(0..=9)?).min(text.len()));
            text.replace_range(at..end.max(at), u.choose(PIECES)?);
        }
        if let Err(error) = read(&text) {
            assert!(!error.render(false).is_empty());
        }
        Ok(())
    })
    .budget_ms(700);
}

#[test]
fn nesting_ends() {
    let deep = |open: &str, close: &str, count: usize| {
        format!(
            "title: a b c\nspec: [9051#6.1.2]\nsteps:\n  - client: {}x{}\n",
            open.repeat(count),
            close.repeat(count)
        )
    };
    for text in [
        deep("${quoted ", "}", 20_000),
        deep("[", "]", 20_000),
        deep("{a: ", "}", 20_000),
        deep("${expr (", ")}", 5_000),
        deep("- ", "", 20_000),
    ] {
        assert!(read(&text).is_err());
    }
    let parens = format!(
        "title: a b c\nspec: [9051#6.1.2]\nsteps:\n  - check: \"{}1{} == 1\"\n",
        "(".repeat(50_000),
        ")".repeat(50_000)
    );
    assert!(read(&parens).is_err());
}

#[test]
fn constants_do_not_explode() {
    let mut text = "title: a b c\nspec: [9051#6.1.2]\nvalues:\n  a0: \"${root}\"\n".to_owned();
    for n in 1..60 {
        text.push_str(&format!("  a{n}: \"${{a{m}}}${{a{m}}}\"\n", m = n - 1));
    }
    text.push_str("steps:\n  - client: NOOP ${a59}\n");
    assert!(read(&text).is_err());

    // Tables in tables in tables.
    let mut text = "title: a b c\nspec: [9051#6.1.2]\nsteps:\n".to_owned();
    for depth in 0..5 {
        let indent = "    ".repeat(depth + 1);
        let rows: Vec<String> = (0..40).map(|n| format!("{{c{depth}: x{n}}}")).collect();
        text.push_str(&format!("{indent}- each: [{}]\n{indent}  do:\n", rows.join(", ")));
    }
    text.push_str(&format!("{}- client: NOOP\n", "    ".repeat(6)));
    assert!(read(&text).is_err());
}
