//! `imapspec list`: which scenarios are there?

use super::exit;
use super::selecting::Selecting;

/// List scenarios.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selecting: Selecting,
    /// One JSON object a line: id, area, title, spec, requires
    #[arg(long)]
    json: bool,
}

/// Runs it.
///
/// # Errors
/// The folder of scenarios cannot be read.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let corpus = match args.selecting.scenarios()? {
        Ok(corpus) => corpus,
        Err(code) => return Ok(code),
    };
    if args.json {
        for scenario in &corpus.scenarios {
            let requires: Vec<&str> = scenario.requires.iter().map(|r| r.text.as_str()).collect();
            let line = serde_json::json!({
                "id": scenario.id,
                "area": scenario.area,
                "title": scenario.title,
                "spec": scenario.spec,
                "requires": requires,
            });
            anstream::println!("{line}");
        }
        return Ok(exit::OK);
    }
    let width = corpus.scenarios.iter().map(|scenario| scenario.id.len()).max().unwrap_or_default();
    for scenario in &corpus.scenarios {
        anstream::println!("{:width$}  {}", scenario.id, scenario.title);
    }
    anstream::eprintln!(
        "{} scenarios; `imapspec explain {}` tells more of one",
        corpus.scenarios.len(),
        corpus.scenarios.first().map_or("ID", |scenario| scenario.id.as_str())
    );
    Ok(exit::OK)
}
