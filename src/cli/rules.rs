//! `imapspec rules`: the rules that hold in any session.

use super::exit;
use crate::referee;

/// Options of `imapspec rules`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only rules that have this in their id or sections (`fetch`, `7162`)
    filter: Option<String>,
}

/// Prints the table.
///
/// # Errors
/// Never.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let fits = |rule: &&referee::Rule| {
        args.filter.as_ref().is_none_or(|f| {
            rule.id.contains(f.as_str()) || rule.spec.iter().any(|s| s.contains(f.as_str()))
        })
    };
    let mut count = 0;
    for rule in referee::rules().iter().filter(fits) {
        anstream::println!("{:<6} {}  {}", rule.grade.word(), rule.id, rule.spec.join(" "));
        anstream::println!("       {}", rule.wants);
        if let Some(why) = rule.unproven {
            anstream::println!("       unproven: {why}");
        }
        count += 1;
    }
    anstream::println!(
        "{count} rules; beside them `grammar/<rule>` for every rule of the ABNF that a response breaks"
    );
    Ok(if count == 0 { exit::NOTHING } else { exit::OK })
}
