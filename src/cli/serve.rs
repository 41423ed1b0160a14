//! `imapspec serve`: the reference on a port, so that any client can talk to it.

use std::net::IpAddr;

use anyhow::Context;

use super::exit;
use crate::reference::defect::{Defect, DefectSet};
use crate::reference::{Feature, Hierarchy, Options, When};
use crate::target::Via;
use crate::target::reference::Shell;

/// Options of `imapspec serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Port in the clear, with STARTTLS (0: any free one)
    #[arg(long, value_name = "PORT", default_value_t = 1143)]
    port: u16,
    /// Port for TLS from the first octet (0: any free one) [default: none]
    #[arg(long, value_name = "PORT")]
    tls_port: Option<u16>,
    /// Address to listen on; this is a test server, so keep it on loopback
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Password of every user
    #[arg(long, value_name = "PASSWORD", default_value = "secret")]
    password: String,
    /// Refuse log-in in the clear (LOGINDISABLED)
    #[arg(long)]
    no_clear_login: bool,
    #[command(flatten)]
    behaviour: Behaviour,
}

/// How the reference behaves.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Behaviour {
    /// Take the reference's legal liberties by this seed
    #[arg(long, value_name = "SEED", help_heading = "Reference")]
    pub liberty: Option<u64>,
    /// Make the reference wrong in this way (see `imapspec prove --list`)
    #[arg(long, value_name = "NAME", value_parser = defect, help_heading = "Reference")]
    pub defect: Vec<Defect>,
    /// Its defects show under this circumstance only: later, third, company, lower, pipelined, uid,
    /// again, idled
    #[arg(long, value_name = "CIRCUMSTANCE", value_parser = when, requires = "defect", help_heading = "Reference")]
    pub when: Option<When>,
    /// Switch one of the reference's extensions off, by its capability
    #[arg(long, value_name = "EXTENSION", value_parser = feature, help_heading = "Reference")]
    pub disable: Vec<Feature>,
    /// How the reference writes mailbox names: slash, dot, inbox (`INBOX.a.b`), flat (no levels)
    #[arg(long, value_name = "KIND", value_parser = hierarchy, help_heading = "Reference")]
    pub hierarchy: Option<Hierarchy>,
    /// The reference takes no keywords, and says so in PERMANENTFLAGS
    #[arg(long, help_heading = "Reference")]
    pub no_keywords: bool,
    /// Let the seed of --liberty draw too what the reference lacks, as `prove --vary` does
    #[arg(
        long,
        requires = "liberty",
        conflicts_with_all = ["disable", "hierarchy", "no_keywords"],
        help_heading = "Reference"
    )]
    pub vary: bool,
    /// The reference touches so many messages with one command at most (MESSAGELIMIT)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Reference")]
    pub message_limit: Option<u32>,
    /// Octets of the largest message that the reference takes (APPENDLIMIT)
    #[arg(long, value_name = "OCTETS", help_heading = "Reference")]
    pub append_limit: Option<u32>,
}

impl Behaviour {
    /// As the server takes it.
    pub fn options(&self) -> Options {
        let drawn = match self.liberty.filter(|_| self.vary) {
            Some(seed) => Options::varied(seed),
            None => Options {
                disabled: self.disable.clone(),
                liberty: self.liberty,
                hierarchy: self.hierarchy.unwrap_or_default(),
                keywords: !self.no_keywords,
                ..Options::default()
            },
        };
        Options {
            defects: self.defect.iter().copied().collect::<DefectSet>(),
            when: self.when,
            message_limit: self.message_limit,
            append_limit: self.append_limit.unwrap_or(drawn.append_limit),
            ..drawn
        }
    }
}

/// A kind of hierarchy by its name.
pub(super) fn hierarchy(name: &str) -> Result<Hierarchy, String> {
    let found = Hierarchy::ALL.iter().find(|(known, _)| *known == name);
    found.map(|(_, kind)| *kind).ok_or_else(|| "slash, dot, inbox or flat".to_owned())
}

fn defect(name: &str) -> Result<Defect, String> {
    Defect::from_name(name)
        .ok_or_else(|| nearest("defect", name, Defect::ALL.iter().map(|d| d.name())))
}

/// A circumstance by its name.
pub(super) fn when(name: &str) -> Result<When, String> {
    When::from_name(name)
        .ok_or_else(|| nearest("circumstance", name, When::ALL.iter().map(|w| w.name())))
}

pub(super) fn feature(name: &str) -> Result<Feature, String> {
    Feature::from_name(name)
        .ok_or_else(|| nearest("extension", name, Feature::ALL.iter().map(|f| f.name())))
}

/// What may have been meant: names that share a part with it, else all of them.
fn nearest(kind: &str, name: &str, all: impl Iterator<Item = &'static str>) -> String {
    let all: Vec<&str> = all.collect();
    let lower = name.to_ascii_lowercase();
    let like = |known: &&&str| {
        let known = known.to_ascii_lowercase();
        lower.split(['-', '=']).any(|part| part.len() > 2 && known.contains(part))
    };
    let near: Vec<&str> = all.iter().filter(like).take(8).copied().collect();
    match near.as_slice() {
        [] if all.len() > 80 => format!("no such {kind}; there are {}", all.len()),
        [] => format!("no such {kind}; there are {}", all.join(", ")),
        near => format!("no such {kind}; there are {}", near.join(", ")),
    }
}

/// Serves until it is interrupted.
///
/// # Errors
/// When a port is taken.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(args));
    match served {
        Ok(()) => Ok(exit::OK),
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            Ok(exit::TARGET)
        }
    }
}

async fn serve(args: &Args) -> anyhow::Result<()> {
    let options = Options {
        password: args.password.clone(),
        clear_login: !args.no_clear_login,
        ..args.behaviour.options()
    };
    let shell = Shell::new(options)?;
    let taken = |port| format!("{}:{port} cannot be listened on (try --port 0)", args.host);
    let plain =
        shell.listen((args.host, args.port), Via::Clear).await.with_context(|| taken(args.port))?;
    anstream::println!("imap://{plain}   in the clear, with STARTTLS");
    if let Some(port) = args.tls_port {
        let tls = shell.listen((args.host, port), Via::Tls).await.with_context(|| taken(port))?;
        anstream::println!("imaps://{tls}   TLS, with a certificate that nobody signed");
    }
    anstream::println!(
        "any user name logs in with the password `{}`; `al@20K` has a quota of 20 KiB\n\
         try: curl -u al:{} imap://{plain}/\n\
         Ctrl-C ends it, and all mail with it",
        args.password,
        args.password
    );
    if !args.host.is_loopback() {
        anstream::eprintln!("warning: {} is not loopback: anybody there may log in", args.host);
    }
    tokio::signal::ctrl_c().await?;
    Ok(())
}
