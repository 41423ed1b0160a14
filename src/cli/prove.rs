//! `imapspec prove`: shows that every check can fail.

use std::collections::BTreeMap;

use super::exit;
use super::selecting::Selecting;
use super::serve::{feature, hierarchy, when};
use crate::prove::{Extent, Kill, Plan, Proof};
use crate::reference::defect::Defect;
use crate::reference::{Feature, Hierarchy, Options, When};

/// Options of `imapspec prove`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selecting: Selecting,
    /// Only these defects; a part of a name or an area stands for all that have it
    #[arg(long, value_name = "NAME")]
    defect: Vec<String>,
    /// The defects show under this circumstance only: later, third, company, lower, pipelined, uid,
    /// again, idled
    #[arg(long, value_name = "CIRCUMSTANCE", value_parser = when, conflicts_with_all = ["liberties", "list"])]
    when: Option<When>,
    /// List the defects
    #[arg(long)]
    list: bool,
    /// Play everything against everything and show all who kill a defect; takes far longer
    #[arg(long)]
    all: bool,
    /// Leave a defect as soon as it is killed by name: says sooner who survives, not what is idle
    #[arg(long, conflicts_with = "all")]
    brief: bool,
    /// Write the table as HTML
    #[arg(long, value_name = "FILE")]
    html: Option<std::path::PathBuf>,
    /// Instead: that nobody is accused falsely, by so many seeds of the reference's liberties
    #[arg(long, value_name = "N", conflicts_with_all = ["defect", "list", "html", "all"])]
    liberties: Option<u64>,
    /// Draw by the seed what the reference lacks too: extensions, levels of names, keywords
    #[arg(long, requires = "liberties", conflicts_with_all = ["disable", "hierarchy", "no_keywords"])]
    vary: bool,
    /// The first of these seeds
    #[arg(long, value_name = "SEED", default_value_t = 1, requires = "liberties")]
    from: u64,
    #[command(flatten)]
    lacking: Lacking,
    /// Threads [default: one for each core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

/// What the reference lacks while it takes its liberties.
#[derive(Debug, clap::Args)]
pub struct Lacking {
    /// Switch one of the reference's extensions off, by its capability
    #[arg(long, value_name = "EXTENSION", value_parser = feature, requires = "liberties")]
    disable: Vec<Feature>,
    /// How the reference writes mailbox names: slash, dot, inbox (`INBOX.a.b`), flat (no levels)
    #[arg(long, value_name = "KIND", value_parser = hierarchy, requires = "liberties")]
    hierarchy: Option<Hierarchy>,
    /// The reference takes no keywords, and says so in PERMANENTFLAGS
    #[arg(long, requires = "liberties")]
    no_keywords: bool,
}

/// Plays and prints who kills whom. Returns the exit code.
///
/// # Errors
/// When scenarios cannot be read, or the reference cannot be served.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let wanted = |d: &Defect| {
        args.defect.is_empty()
            || args.defect.iter().any(|n| d.name().contains(n.as_str()) || d.area() == n)
    };
    let defects: Vec<Defect> = Defect::ALL.iter().copied().filter(wanted).collect();
    if args.list {
        for defect in &defects {
            anstream::println!(
                "{:<12} {:<36} {:<18} {}",
                defect.area(),
                defect.name(),
                defect.spec(),
                defect.what()
            );
        }
        anstream::println!("{} defects", defects.len());
        return Ok(exit::OK);
    }
    if defects.is_empty() {
        anstream::eprintln!("no such defect; `imapspec prove --list` lists them");
        return Ok(exit::NOTHING);
    }
    let scenarios = match args.selecting.scenarios()? {
        Ok(corpus) => corpus.scenarios,
        Err(code) => return Ok(code),
    };
    let jobs = args
        .jobs
        .map_or_else(|| std::thread::available_parallelism().map_or(2, usize::from), usize::from);
    let begun = std::time::Instant::now();
    let whole =
        args.defect.is_empty() && args.when.is_none() && args.selecting.selection().is_all();
    let extent = match (args.brief, args.all || !whole) {
        (true, _) => Extent::Brief,
        (false, true) => Extent::All,
        (false, false) => Extent::Enough,
    };
    let plan = Plan { scenarios, defects, when: args.when, jobs, extent };
    if let Some(seeds) = args.liberties {
        let seeds = args.from..args.from.saturating_add(seeds);
        return liberties(&plan, seeds, &|seed| match args.vary {
            true => Options::varied(seed),
            false => args.lacking.options(seed),
        });
    }
    let tell = |defect: &Defect, kills: &[Kill]| {
        if args.brief && !kills.iter().any(|kill| kill.named) {
            let mark = if kills.is_empty() { "ALIVE" } else { "UNNAMED" };
            anstream::eprintln!("{mark:>8} {defect}");
        }
    };
    let proof = match plan.run(&tell) {
        Ok(proof) => proof,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            return Ok(error.exit_code());
        }
    };
    if let Some(path) = &args.html {
        use anyhow::Context;
        std::fs::write(path, crate::report::proof::html(&proof)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    // Who is idle can only be told of the whole.
    let proof = if whole { proof } else { proof.without_idle() };
    print(&proof, args.all, whole && !args.brief);
    anstream::println!("{} plays in {:.1} s", proof.plays, begun.elapsed().as_secs_f64());
    Ok(if proof.holds() { exit::OK } else { exit::FINDINGS })
}

impl Lacking {
    fn options(&self, seed: u64) -> Options {
        Options {
            liberty: Some(seed),
            disabled: self.disable.clone(),
            hierarchy: self.hierarchy.unwrap_or_default(),
            keywords: !self.no_keywords,
            ..Options::default()
        }
    }
}

/// Plays under each seed; prints false accusations, each once.
fn liberties(
    plan: &Plan,
    seeds: std::ops::Range<u64>,
    options: &(dyn Fn(u64) -> Options + Sync),
) -> anyhow::Result<u8> {
    let played = seeds.end - seeds.start;
    let mut accused = BTreeMap::<String, (usize, u64, String)>::new();
    for (seed, found) in plan.falsely_all(seeds, options)? {
        for (scenario, what) in found {
            let rule = what.split(": ").next().unwrap_or_default();
            accused.entry(format!("{scenario} {rule}")).or_insert((0, seed, what)).0 += 1;
        }
    }
    for (which, (times, seed, what)) in &accused {
        anstream::println!(" ACCUSES {which} {times} times, first by --liberty {seed}: {what}");
    }
    anstream::println!("{} false accusations by {played} seeds", accused.len());
    Ok(if accused.is_empty() { exit::OK } else { exit::FINDINGS })
}

fn print(proof: &Proof, all: bool, whole: bool) {
    // What is wrong stands last, where it is seen.
    let mut rows: Vec<_> = proof.kills.iter().collect();
    rows.sort_by_key(|(_, kills)| !kills.iter().any(|kill| kill.named));
    for (defect, kills) in rows {
        let (named, others): (Vec<&Kill>, Vec<&Kill>) = kills.iter().partition(|k| k.named);
        let mark = match (named.is_empty(), others.is_empty()) {
            (false, _) => "killed",
            (true, false) => "UNNAMED",
            (true, true) => "ALIVE",
        };
        let spec = if named.is_empty() { format!("  ({})", defect.spec()) } else { String::new() };
        anstream::println!("{mark:>8} {}  {}{spec}", defect.name(), defect.what());
        let most = if all { usize::MAX } else { 3 };
        let shown = if named.is_empty() { &others } else { &named };
        for kill in shown.iter().take(most) {
            // Where nobody names it, the reader must find out what else was named.
            let spec = if kill.named { String::new() } else { format!(" {}", kill.spec.join(" ")) };
            anstream::println!("           {} {}{spec}", kill.scenario, kill.rule);
        }
        if shown.len() > most {
            anstream::println!("           and {} more", shown.len() - most);
        }
    }
    for (scenario, what) in &proof.unsound {
        anstream::println!(" UNSOUND {scenario} {what}");
    }
    let rules = proof.idle_rules.iter().copied();
    for id in proof.idle_scenarios.iter().map(String::as_str).chain(rules) {
        anstream::println!("    IDLE {id} kills no defect");
    }
    for id in &proof.not_unproven {
        anstream::println!("  PROVEN {id} kills a defect: it must not say that it is unproven");
    }
    let total = proof.kills.len();
    let (alive, unnamed) = (proof.survivors().len(), proof.unnamed().len());
    let named = total - alive - unnamed;
    anstream::print!(
        "\n{named} of {total} defects killed by name, {unnamed} otherwise, {alive} alive"
    );
    if whole {
        let idle = (proof.idle_scenarios.len(), proof.idle_rules.len());
        anstream::print!("; {} idle scenarios, {} idle rules", idle.0, idle.1);
    }
    anstream::println!();
}
