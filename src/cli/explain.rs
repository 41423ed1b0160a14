//! `imapspec explain ID`: what does a scenario claim, or what does a rule want?

use super::exit;
use super::selecting::{From, Selecting};
use crate::finding::Grade;
use crate::referee;
use crate::scenario::{Account, Scenario, rfcs};

/// Explain a scenario (what it claims, on which sections, its script) or a rule.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A scenario, as `imapspec list` shows it, or a rule, as `imapspec rules` does
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    from: From,
}

/// Runs it.
///
/// # Errors
/// The folder of scenarios cannot be read.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    if let Some(rule) = referee::rules().iter().find(|rule| rule.id == args.id) {
        anstream::println!("{}", explain_rule(rule));
        return Ok(exit::OK);
    }
    let scenarios = vec![args.id.clone()];
    let selecting = Selecting { scenarios, from: args.from.clone(), ..Selecting::default() };
    let corpus = match selecting.scenarios()? {
        Ok(corpus) => corpus,
        Err(code) => return Ok(code),
    };
    for (index, scenario) in corpus.scenarios.iter().enumerate() {
        if index > 0 {
            anstream::println!();
        }
        anstream::println!("{}", explain(scenario));
    }
    Ok(exit::OK)
}

/// A section with its link.
fn section(spec: &str) -> String {
    let (number, section) = spec.split_once('#').unwrap_or((spec, ""));
    let title = rfcs::title(number).unwrap_or_default();
    // Appendices have anchors of their own kind.
    let kind =
        if section.starts_with(|c: char| c.is_ascii_digit()) { "section" } else { "appendix" };
    let link = format!("https://www.rfc-editor.org/rfc/rfc{number}#{kind}-{section}");
    format!("  spec      RFC {number} ({title}), {kind} {section}: {link}")
}

fn explain_rule(rule: &referee::Rule) -> String {
    let grade = match rule.grade {
        Grade::Must => "must: a server that breaks it fails",
        Grade::Should => "should: a server that breaks it is warned",
        Grade::May => "worth knowing; nothing is broken",
    };
    let mut lines = vec![rule.wants.to_owned(), format!("  id        {}", rule.id)];
    lines.push(format!("  grade     {grade}"));
    lines.extend(rule.spec.iter().map(|spec| section(spec)));
    lines.join("\n")
}

fn explain(scenario: &Scenario) -> String {
    let mut lines = vec![scenario.title.clone(), format!("  id        {}", scenario.id)];
    lines.extend(scenario.spec.iter().map(|spec| section(spec)));
    for requirement in &scenario.requires {
        lines.push(format!("  requires  {}", requirement.text));
    }
    for client in &scenario.clients {
        let account = match client.account {
            Account::First => "",
            Account::Second => ", second account",
            Account::Third => ", third account",
            Account::Quota(_) => ", an account that fills up",
        };
        let state = match (client.connect, client.login) {
            (false, _) => "connects in a step",
            (true, false) => "connected, not logged in",
            (true, true) => "logged in",
        };
        lines.push(format!("  client    {}: {state}{account}", client.name));
    }
    for (name, items) in &scenario.mailboxes {
        let messages: Vec<String> = items
            .iter()
            .map(|item| match item.times {
                1 => item.message.clone(),
                times => format!("{} × {times}", item.message),
            })
            .collect();
        let holds = if messages.is_empty() { "empty".to_owned() } else { messages.join(", ") };
        lines.push(format!("  mailbox   {name}: {holds}"));
    }
    lines.push(format!("  limit     {} s", scenario.timeout.as_secs_f64()));
    if let Some(note) = &scenario.note {
        lines.push(String::new());
        lines.extend(note.lines().map(str::to_owned));
    }
    lines.push(String::new());
    lines.push(format!("{}:", scenario.path()));
    lines.extend(scenario.text().trim_end().lines().map(|line| format!("  {line}")));
    lines.join("\n")
}
