//! The table of `imapspec prove` as one HTML file: who kills whom.

use askama::Template;

use crate::prove::Proof;

#[derive(Template)]
#[template(path = "proof.html")]
struct Page<'a> {
    rows: Vec<Row<'a>>,
    idle: Vec<&'a str>,
    proven: Vec<&'a str>,
    alive: usize,
    unnamed: usize,
}

struct Row<'a> {
    name: &'a str,
    area: &'a str,
    spec: &'a str,
    what: &'a str,
    state: &'static str,
    killers: Vec<(&'a str, &'a str, bool)>,
}

/// The page.
///
/// # Errors
/// Never in practice: the template writes into memory.
pub fn html(proof: &Proof) -> Result<String, askama::Error> {
    let rows = proof
        .kills
        .iter()
        .map(|(defect, kills)| Row {
            name: defect.name(),
            area: defect.area(),
            spec: defect.spec(),
            what: defect.what(),
            state: match (kills.iter().any(|k| k.named), kills.is_empty()) {
                (true, _) => "killed",
                (false, false) => "unnamed",
                (false, true) => "alive",
            },
            killers: kills
                .iter()
                .map(|k| (k.scenario.as_str(), k.rule.as_str(), k.named))
                .collect(),
        })
        .collect();
    let idle = proof.idle_scenarios.iter().map(String::as_str);
    let page = Page {
        rows,
        idle: idle.chain(proof.idle_rules.iter().copied()).collect(),
        proven: proof.not_unproven.iter().map(String::as_str).collect(),
        alive: proof.survivors().len(),
        unnamed: proof.unnamed().len(),
    };
    page.render()
}
