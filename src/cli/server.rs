//! Options that say which server is meant, shared by the commands that need one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::serve::Behaviour;
use crate::engine::facts::{Facts, probe};
use crate::engine::{Limits, Manners, Stage, Transport};
use crate::reference::{Hierarchy, When};
use crate::report::text::shell;
use crate::target::container::Recipe;
use crate::target::{
    Account, Running, Target, TargetError, Who, address, command, now_in_base36, reference,
};

/// Which server, who logs in, and over what.
#[derive(Debug, Clone, Default, Args)]
pub struct Server {
    /// `reference`, or a container of `imapspec targets`
    #[arg(long, value_name = "NAME", help_heading = "Server")]
    pub target: Option<String>,
    /// Start a server by this shell command; {port}, {tls_port} and {dir} are filled in
    #[arg(long, value_name = "COMMAND", conflicts_with = "target", help_heading = "Server")]
    pub command: Option<String>,
    /// Seconds that the command may take until its server greets [default: 9]
    #[arg(long, value_name = "SECONDS", requires = "command", help_heading = "Server")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=600))]
    pub ready_within: Option<u64>,
    /// User name
    #[arg(long, value_name = "NAME", help_heading = "Server")]
    pub user: Option<String>,
    /// Its password; better in the environment than on the command line
    #[arg(long, value_name = "PASSWORD", env = "IMAPSPEC_PASSWORD", hide_env_values = true)]
    #[arg(help_heading = "Server")]
    pub password: Option<String>,
    /// A second user, for what one user shares with another
    #[arg(long, value_name = "NAME", requires = "user", help_heading = "Server")]
    pub user2: Option<String>,
    /// The second user's password [default: the first's]
    #[arg(long, value_name = "PASSWORD", env = "IMAPSPEC_PASSWORD2", hide_env_values = true)]
    #[arg(help_heading = "Server")]
    pub password2: Option<String>,
    /// More accounts, `user:password`; with three and more each scenario has one of its own
    #[arg(long, value_name = "USER:PASSWORD", help_heading = "Server")]
    pub account: Vec<String>,
    /// Any user name logs in with this password: each scenario gets an account of its own
    #[arg(long, value_name = "PASSWORD", conflicts_with_all = ["user", "account"])]
    #[arg(help_heading = "Server")]
    pub any_user: Option<String>,
    /// The server's certificate must be valid
    #[arg(long, help_heading = "Server")]
    pub verify: bool,
    /// Over what to connect: plain, tls, starttls, deflate, octets, packed
    #[arg(long, value_name = "NAME", value_parser = transport, help_heading = "Server")]
    pub transport: Option<Transport>,
    /// How clients say what the scripts say: plain, mixed (case, segments and company by the
    /// scenario's name), odd (all of it) [default: mixed]
    #[arg(long, value_name = "NAME", value_parser = manner, help_heading = "Server")]
    pub manner: Option<Manners>,
    /// Folder that holds `containers/` with more targets [default: the current one]
    #[arg(long, value_name = "DIR", help_heading = "Server")]
    pub containers: Option<PathBuf>,
    /// Seconds to wait for an answer before it counts as missing [default: 10, or what the target
    /// is known to need]
    #[arg(long, value_name = "SECONDS", help_heading = "Server")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=600))]
    pub patience: Option<u64>,
    #[command(flatten)]
    pub behaviour: Behaviour,
}

fn manner(name: &str) -> Result<Manners, String> {
    Manners::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Manners::ALL.iter().map(|m| m.name()).collect();
        format!("no such manner; there are {}", names.join(", "))
    })
}

fn transport(name: &str) -> Result<Transport, String> {
    Transport::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Transport::ALL.iter().map(|t| t.name()).collect();
        format!("no such transport; there are {}", names.join(", "))
    })
}

impl Server {
    /// The target that is meant; `url` is an address given beside the selection.
    ///
    /// # Errors
    /// When the options do not fit together, or name what there is not.
    pub fn target(&self, url: Option<&str>) -> Result<Target, TargetError> {
        if let Some(url) = url {
            if self.target.is_some() || self.command.is_some() {
                return Err(TargetError::usage(
                    "an address, --target and --command exclude each other",
                ));
            }
            let address = url.parse()?;
            return Ok(Target::Address(address::Setting {
                address,
                who: self.who()?,
                verify: self.verify,
            }));
        }
        if let Some(command) = &self.command {
            let mut setting = command::Setting::new(command, self.who()?);
            if let Some(seconds) = self.ready_within {
                setting.ready_within = Duration::from_secs(seconds);
            }
            return Ok(Target::Command(setting));
        }
        let name = self.target.as_deref().unwrap_or("reference");
        if name == "reference" {
            let options = self.behaviour.options();
            return Ok(Target::Reference(reference::Setting { options, in_memory: false }));
        }
        let containers = self.containers.as_deref().unwrap_or(Path::new("containers"));
        Recipe::find(name, containers)?.map(|r| Target::Container(Box::new(r))).ok_or_else(|| {
            TargetError::usage(format!("there is no target `{name}`"))
                .advise("`imapspec targets` lists them; an address goes without --target")
        })
    }

    fn who(&self) -> Result<Who, TargetError> {
        if let Some(password) = &self.any_user {
            return Ok(Who::Any(password.clone()));
        }
        let mut accounts = Vec::new();
        if let Some(user) = &self.user {
            let Some(password) = &self.password else {
                return Err(TargetError::usage(format!("no password for `{user}`"))
                    .advise("give --password, or set IMAPSPEC_PASSWORD"));
            };
            accounts.push(Account::new(user, password));
            if let Some(second) = &self.user2 {
                let password = self.password2.as_ref().unwrap_or(password);
                accounts.push(Account::new(second, password));
            }
        }
        for account in &self.account {
            accounts.push(account.parse()?);
        }
        if accounts.is_empty() {
            return Err(TargetError::usage("nobody to log in as")
                .advise("give --user and --password, or --any-user PASSWORD where any name goes"));
        }
        Ok(Who::These(accounts))
    }

    /// How to say the same again, with a space in front; without passwords.
    pub fn again(&self, url: Option<&str>) -> String {
        let mut again = String::new();
        let mut add = |option: &str, value: Option<&str>| {
            if let Some(value) = value {
                again.push_str(&format!(" {option}{}", shell(value)));
            }
        };
        add("", url);
        add("--target ", self.target.as_deref());
        add("--command ", self.command.as_deref());
        add("--user ", self.user.as_deref());
        add("--user2 ", self.user2.as_deref());
        add("--any-user ", self.any_user.as_ref().map(|_| "PASSWORD"));
        add("--transport ", self.transport.map(Transport::name));
        add("--manner ", self.manner.map(Manners::name));
        add("--liberty ", self.behaviour.liberty.map(|n| n.to_string()).as_deref());
        for defect in &self.behaviour.defect {
            add("--defect ", Some(defect.name()));
        }
        add("--when ", self.behaviour.when.map(When::name));
        for extension in &self.behaviour.disable {
            add("--disable ", Some(extension.name()));
        }
        let named = |kind: &Hierarchy| {
            Hierarchy::ALL.iter().find(|(_, k)| k == kind).map_or("", |(name, _)| *name)
        };
        add("--hierarchy ", self.behaviour.hierarchy.as_ref().map(named));
        add("--message-limit ", self.behaviour.message_limit.map(|n| n.to_string()).as_deref());
        add("--append-limit ", self.behaviour.append_limit.map(|n| n.to_string()).as_deref());
        let switches =
            [("--no-keywords", self.behaviour.no_keywords), ("--vary", self.behaviour.vary)];
        for (switch, _) in switches.into_iter().filter(|(_, on)| *on) {
            again.push_str(&format!(" {switch}"));
        }
        again
    }

    /// Starts the target and asks it what must be known before the first scenario.
    ///
    /// # Errors
    /// When it does not come up, or cannot be asked.
    pub async fn stage(&self, target: &Target) -> Result<Stage, TargetError> {
        let mut running = target.start_telling(&|line| anstream::eprintln!("{line}")).await?;
        let usual = Limits::default();
        let wanted = self.patience.map(Duration::from_secs);
        let patience = wanted.unwrap_or(usual.connect);
        let limits = Limits {
            connect: patience,
            command: wanted.unwrap_or(usual.command.max(running.bounds.login)),
            view: running.bounds.push.max(usual.view),
        };
        let mut transport = self.transport.unwrap_or(match (&running.plain, &running.tls) {
            (None, Some(_)) => Transport::Tls,
            _ => Transport::Plain,
        });
        let ask = async |running: &mut Running, transport| {
            probe(running, transport, patience)
                .await
                .map_err(|e| TargetError::server(e.0).advise_on_certificate())
        };
        let mut facts: Facts = ask(&mut running, transport).await?;
        if self.transport.is_none() && facts.login_disabled && transport == Transport::Plain {
            // No password in the clear: then not in the clear.
            transport = if running.tls.is_some() { Transport::Tls } else { Transport::StartTls };
            facts = ask(&mut running, transport).await?;
        }
        let manners = self.manner.unwrap_or(Manners::Mixed);
        Ok(Stage { running, facts, transport, manners, limits, nonce: now_in_base36() })
    }
}
