//! `imapspec explain ID`: what does a scenario claim?

use super::exit;
use super::selecting::{From, Selecting};
use crate::scenario::{Account, Scenario, rfcs};

/// Explain a scenario: what it claims, on which sections, and its script.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario's id, as `imapspec list` shows it
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

fn explain(scenario: &Scenario) -> String {
    let mut lines = vec![scenario.title.clone(), format!("  id        {}", scenario.id)];
    for spec in &scenario.spec {
        let number = spec.split('#').next().unwrap_or_default();
        let section = spec.get(number.len() + 1..).unwrap_or_default();
        let title = rfcs::title(number).unwrap_or_default();
        let link = format!("https://www.rfc-editor.org/rfc/rfc{number}#section-{section}");
        lines.push(format!("  spec      RFC {number} ({title}), section {section}: {link}"));
    }
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
