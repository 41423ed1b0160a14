//! What a scenario starts from: accounts and names of its own, and mailboxes that are made and
//! taken away by a client of their own.

use super::player::{Halt, Player, Stage, log_out};
use super::values::Values;
use crate::client::session::Session;
use crate::client::view::State;
use crate::scenario::{Account, Item, Need, Scenario};
use crate::syntax::lenient::tree;
use crate::syntax::print::quoted;
use crate::target::Lease;

/// Names for this run, and the accounts that go with them.
pub(super) async fn own_values(
    stage: &Stage,
    scenario: &Scenario,
    index: usize,
) -> Result<(Values, Lease), String> {
    let specs = || scenario.clients.iter().map(|c| c.account);
    let third = specs().any(|a| a == Account::Third)
        || scenario.requires.iter().any(|r| r.any.contains(&Need::ThirdUser));
    let second = specs().any(|a| a == Account::Second)
        || scenario.requires.iter().any(|r| r.any.contains(&Need::SecondUser));
    let count = if third { 3 } else { 1 + usize::from(second) };
    let lease =
        stage.running.lease(count).await.ok_or("the target has not so many accounts at once")?;
    let mut accounts: Vec<(String, String)> =
        lease.accounts.iter().map(|a| (a.user.clone(), a.password.clone())).collect();
    let quota = specs().find_map(|a| match a {
        Account::Quota(kib) => Some(kib),
        _ => None,
    });
    if let (Some(kib), Some(first)) = (quota, accounts.first_mut()) {
        let account = stage.running.quota_account(kib).await.map_err(|e| e.to_string())?;
        let account = account.ok_or("the target has no accounts with a quota")?;
        *first = (account.user, account.password);
    }
    let facts = &stage.facts;
    let values = Values {
        root: root(&facts.prefix, &stage.nonce, index),
        delimiter: facts.delimiter.clone(),
        accounts,
        ..Values::default()
    };
    Ok((values, lease))
}

/// What the names of a scenario's mailboxes begin with. None begins with another scenario's: what
/// one scenario clears up by `LIST "" root*` must not be what another works with.
fn root(prefix: &str, nonce: &str, index: usize) -> String {
    format!("{prefix}s{nonce}x{index}e")
}

impl Player<'_> {
    /// Makes the scenario's mailboxes.
    pub(super) async fn set_up(&mut self) -> Result<(), Halt> {
        let scenario = self.scenario;
        if scenario.mailboxes.is_empty() {
            return Ok(());
        }
        let mut session = self.stagehand(Account::First).await.map_err(Halt::Blocked)?;
        for (name, items) in &scenario.mailboxes {
            let real = self.values.mailbox(name);
            let create = [&b"CREATE "[..], &quoted(real.as_bytes())].concat();
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

    /// A session that is there before those of the script, where the manner wants it.
    pub(super) async fn company_comes(&mut self) -> Result<(), Halt> {
        if !self.manner.company || self.stage.running.bounds.connections.is_some() {
            return Ok(());
        }
        // What would be pulled away from under the one that looks on is not selected by it.
        const DISTURBING: [&str; 4] = ["DELETE", "RENAME", "ACL", "UNAUTHENTICATE"];
        let text = self.scenario.text();
        let looked_at = self.scenario.mailboxes.first().map(|(name, _)| self.values.mailbox(name));
        let looked_at = looked_at.filter(|_| !DISTURBING.iter().any(|word| text.contains(word)));
        let mut visitor = self.another("visitor", Account::First).await.map_err(Halt::Blocked)?;
        log_out(&mut visitor).await;
        visitor.disconnect().await;
        let mut session = self.another("onlooker", Account::First).await.map_err(Halt::Blocked)?;
        if let Some(mailbox) = looked_at {
            let examine = [b"EXAMINE ", &quoted(mailbox.as_bytes())[..]].concat();
            self.simple(&mut session, examine).await.map_err(Halt::Blocked)?;
        }
        self.company = Some(session);
        Ok(())
    }

    /// The one that looked on says what there is in the end, and good-bye.
    pub(super) async fn company_goes(&mut self, healthy: bool) {
        if let Some(mut session) = self.company.take() {
            if healthy && session.view().state() == State::Selected {
                // It is the referee's to say whether that is what others saw.
                let _ = self.simple(&mut session, b"NOOP".to_vec()).await;
                if session.view().selected().is_some_and(|s| s.exists.is_some_and(|n| n > 0)) {
                    let _ = self.simple(&mut session, b"FETCH 1:* (UID FLAGS)".to_vec()).await;
                }
            }
            if healthy {
                log_out(&mut session).await;
            }
            session.disconnect().await;
        }
    }

    /// Deletes what the scenario left in accounts that others use too.
    pub(super) async fn clear_up(&mut self) {
        let clients = &self.scenario.clients;
        let others = [Account::Second, Account::Third].into_iter();
        let used = others.filter(|account| clients.iter().any(|c| c.account == *account));
        // The first may have given the others rights to what it has.
        for account in std::iter::once(Account::First).chain(used) {
            self.clear_up_of(account).await;
        }
    }

    async fn clear_up_of(&mut self, account: Account) {
        self.deadline = self.until(self.stage.limits.command * 2).max(self.deadline);
        let Ok(mut session) = self.stagehand(account).await else { return };
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
                let octets = [command.as_bytes(), &quoted(name.as_bytes())].concat();
                // What cannot be deleted stays; its name is of this run alone.
                let _ = self.simple(&mut session, octets).await;
            }
        }
        let _ = self.simple(&mut session, b"LOGOUT".to_vec()).await;
        session.disconnect().await;
    }

    /// A client `setup`, logged in as this account.
    async fn stagehand(&mut self, account: Account) -> Result<Session, String> {
        self.another("setup", account).await
    }

    /// A session beside those of the script, logged in as this account.
    async fn another(&mut self, name: &str, account: Account) -> Result<Session, String> {
        let Some((user, password)) = self.account(account) else {
            return Err("the target has no account".to_owned());
        };
        let transport = self.transport(None);
        let mut session =
            self.open(name, 0, transport, &user).await.map_err(|stop| format!("{name}: {stop}"))?;
        self.log_in_as(&mut session, &user, &password, false)
            .await
            .map_err(|why| format!("{name}: {why}"))?;
        Ok(session)
    }

    fn append(&self, mailbox: &str, item: &Item) -> Result<Vec<u8>, Halt> {
        let octets = self
            .scenario
            .messages
            .get(&item.message)
            .ok_or_else(|| Halt::Error(format!("no message `{}`", item.message)))?;
        let mut command = [&b"APPEND "[..], &quoted(mailbox.as_bytes())].concat();
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

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn no_root_begins_with_another() {
        let roots: Vec<String> = (0..1200).map(|index| root("INBOX.", "k3x1", index)).collect();
        for (i, one) in roots.iter().enumerate() {
            let others =
                roots.iter().enumerate().filter(|(j, other)| i != *j && other.starts_with(one));
            assert_eq!(others.count(), 0, "{one}");
        }
    }
}
