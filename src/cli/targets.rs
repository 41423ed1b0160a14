//! `imapspec targets`: where a server may come from, and whether it can run here.

use std::path::{Path, PathBuf};

use super::exit;
use crate::target::TargetError;
use crate::target::container::{Readiness, Recipe};

/// Options of `imapspec targets`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder with container targets [default: ./containers, and the built-in ones]
    #[arg(long, value_name = "DIR")]
    containers: Option<PathBuf>,
}

/// Prints the table.
///
/// # Errors
/// When there is no runtime to ask the container engine with.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let containers = args.containers.as_deref().unwrap_or(Path::new("containers"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let rows = runtime.block_on(rows(containers));
    let width = |of: fn(&Row) -> &str| rows.iter().map(|r| of(r).len()).max().unwrap_or(0);
    let (name, here) = (width(|r| &r.name), width(|r| r.here));
    anstream::println!("{:name$}  {:here$}  server", "target", "here");
    for row in &rows {
        anstream::println!("{:name$}  {:here$}  {}", row.name, row.here, row.server);
    }
    let mut told: Vec<&str> = Vec::new();
    for why in rows.iter().filter_map(|row| row.why.as_deref()) {
        if !told.contains(&why) {
            anstream::println!("\n{why}");
            told.push(why);
        }
    }
    anstream::println!(
        "\nand beside them, with --user and --password, or --any-user:\n\
         \x20 imapspec run --command './server --port {{port}}'   a server that is started for you\n\
         \x20 imapspec run imap://host:port                      a server that runs already"
    );
    Ok(exit::OK)
}

struct Row {
    name: String,
    here: &'static str,
    server: String,
    /// Why it cannot run here, and what to do.
    why: Option<String>,
}

async fn rows(containers: &Path) -> Vec<Row> {
    let mut rows = vec![Row {
        name: "reference".to_owned(),
        here: "yes",
        server: "the embedded specification; the default".to_owned(),
        why: None,
    }];
    for name in Recipe::names(containers) {
        let (server, readiness) = match Recipe::find(&name, containers) {
            Ok(Some(recipe)) => (recipe.title.clone(), recipe.readiness().await),
            Ok(None) => continue,
            Err(error) => (String::new(), Err(error)),
        };
        let (here, why) = here(readiness);
        rows.push(Row { name, here, server, why });
    }
    rows
}

fn here(readiness: Result<Readiness, TargetError>) -> (&'static str, Option<String>) {
    match readiness {
        Ok(Readiness::Built) => ("yes", None),
        Ok(Readiness::ToBuild) => ("yes, once its image is built (by itself)", None),
        Err(error) => ("no", Some(error.to_string())),
    }
}
