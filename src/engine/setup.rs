//! The mailboxes that a scenario starts from, made and taken away by a client of their own.

use super::connect::quoted;
use super::player::{Halt, Player};
use crate::client::session::Session;
use crate::client::view::State;
use crate::scenario::{Account, Item};
use crate::syntax::lenient::tree;

impl Player<'_> {
    /// Makes the scenario's mailboxes.
    pub(super) async fn set_up(&mut self) -> Result<(), Halt> {
        let scenario = self.scenario;
        if scenario.mailboxes.is_empty() {
            return Ok(());
        }
        let mut session = self.stagehand().await.map_err(Halt::Blocked)?;
        for (name, items) in &scenario.mailboxes {
            let real = self.values.mailbox(name);
            let create = [&b"CREATE "[..], &quoted(&real)].concat();
            self.simple(&mut session, create).await.map_err(|why| blocked(name, &why))?;
            for item in items {
                for _ in 0..item.times.max(1) {
                    let append = self.append(&real, item)?;
                    self.simple(&mut session, append).await.map_err(|why| blocked(name, &why))?;
                }
            }
        }
        self.simple(&mut session, b"LOGOUT".to_vec()).await.map_err(Halt::Blocked)?;
        session.disconnect().await;
        Ok(())
    }

    /// Deletes what the scenario left in an account that others use too.
    pub(super) async fn clear_up(&mut self) {
        self.deadline = self.until(self.stage.limits.command * 2).max(self.deadline);
        let Ok(mut session) = self.stagehand().await else { return };
        if session.view().state() == State::NotAuthenticated {
            return;
        }
        let mut names = Vec::new();
        for command in ["LIST", "LSUB"] {
            let pattern = format!("{command} \"\" \"{}*\"", self.values.root);
            if self.simple(&mut session, pattern.into_bytes()).await.is_ok() {
                names.extend(session.inbox.iter().filter_map(|r| listed(&r.octets)));
            }
        }
        names.sort();
        names.dedup();
        // Children before their parents.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        for name in names {
            for command in ["UNSUBSCRIBE ", "DELETE "] {
                let octets = [command.as_bytes(), &quoted(&name)].concat();
                // What cannot be deleted stays; its name is of this run alone.
                let _ = self.simple(&mut session, octets).await;
            }
        }
        let _ = self.simple(&mut session, b"LOGOUT".to_vec()).await;
        session.disconnect().await;
    }

    /// A client `setup`, logged in as the scenario's first account.
    async fn stagehand(&mut self) -> Result<Session, String> {
        let Some((user, password)) = self.account(Account::First) else {
            return Err("the target has no account".to_owned());
        };
        let transport = self.transport(None);
        let mut session = self
            .open("setup", 0, transport, &user)
            .await
            .map_err(|stop| format!("set-up: {stop}"))?;
        self.log_in_as(&mut session, &user, &password, false)
            .await
            .map_err(|why| format!("set-up: {why}"))?;
        Ok(session)
    }

    fn append(&self, mailbox: &str, item: &Item) -> Result<Vec<u8>, Halt> {
        let octets = self
            .scenario
            .messages
            .get(&item.message)
            .ok_or_else(|| Halt::Error(format!("no message `{}`", item.message)))?;
        let mut command = [&b"APPEND "[..], &quoted(mailbox)].concat();
        if !item.flags.is_empty() {
            command.extend(format!(" ({})", item.flags.join(" ")).into_bytes());
        }
        if let Some(date) = &item.date {
            command.extend(format!(" \"{}\"", self.values.text(self.scenario, date)?).into_bytes());
        }
        let kind = if octets.contains(&0) { "~" } else { "" };
        command.extend(format!(" {kind}{{{}}}\r\n", octets.len()).into_bytes());
        command.extend_from_slice(octets);
        Ok(command)
    }
}

fn blocked(name: &str, why: &str) -> Halt {
    Halt::Blocked(format!("set-up of `{name}`: {why}"))
}

/// The mailbox of a LIST or LSUB response.
fn listed(octets: &[u8]) -> Option<String> {
    let nodes = tree(octets);
    match nodes.as_slice() {
        [star, kind, _, _, name, ..]
            if star.is_word("*") && (kind.is_word("LIST") || kind.is_word("LSUB")) =>
        {
            String::from_utf8(name.value.clone()).ok()
        }
        _ => None,
    }
}
