//! Who may log in, and who has whom for how long.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::TargetError;

/// A user name and its password.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Account {
    /// User name, as for LOGIN.
    pub user: String,
    /// Password.
    pub password: String,
}

impl Account {
    /// An account of this name.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self { user: user.into(), password: password.into() }
    }
}

impl FromStr for Account {
    type Err = TargetError;

    /// `user:password`; the password may have colons.
    fn from_str(text: &str) -> Result<Self, TargetError> {
        match text.split_once(':') {
            Some((user, password)) if !user.is_empty() => Ok(Self::new(user, password)),
            _ => Err(TargetError::usage(format!("`{text}` is no account"))
                .advise("write it as user:password")),
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Debug output lands in logs: the password does not.
        write!(f, "Account({:?})", self.user)
    }
}

/// Whom the caller names, for a server that we know nothing of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Any user name logs in with this password.
    Any(String),
    /// These accounts exist.
    These(Vec<Account>),
}

/// The accounts of a target.
#[derive(Debug)]
pub enum Accounts {
    /// Any user name is an account of its own, made when it is first seen.
    Any(Names),
    /// So many, each for one scenario at a time.
    Pool(Pool),
    /// These, one or two, shared by all scenarios at once.
    Shared(Vec<Account>),
}

/// How an account is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Nobody had it before and nobody else has it.
    Fresh,
    /// Nobody else has it now; what others left in it may be there.
    Exclusive,
    /// Others use it at the same time: keep to a mailbox prefix of your own.
    Shared,
}

/// Accounts for as long as this lives.
#[derive(Debug)]
pub struct Lease {
    /// As many as were asked for.
    pub accounts: Vec<Account>,
    /// How they are held.
    pub hold: Hold,
    returned: Option<Return>,
}

#[derive(Debug)]
struct Return {
    free: Arc<Mutex<Vec<Account>>>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(back) = &self.returned {
            // The permit falls after this, so that whoever gets it finds the accounts.
            let mut free = back.free.lock().unwrap_or_else(PoisonError::into_inner);
            free.append(&mut self.accounts);
        }
    }
}

/// Makes user names that nobody has had.
#[derive(Debug)]
pub struct Names {
    prefix: String,
    password: String,
    next: AtomicU32,
}

impl Names {
    fn fresh(&self) -> Account {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        Account::new(format!("{}{number}", self.prefix), self.password.clone())
    }
}

/// A fixed set of accounts.
#[derive(Debug)]
pub struct Pool {
    size: usize,
    free: Arc<Mutex<Vec<Account>>>,
    permits: Arc<Semaphore>,
}

impl Accounts {
    /// Any name goes, on a server whose store was empty when we started it.
    pub fn any(password: &str) -> Self {
        Self::Any(Names {
            prefix: "user".to_owned(),
            password: password.to_owned(),
            next: AtomicU32::new(1),
        })
    }

    /// Any name goes, on a server that remembers those of earlier runs.
    pub fn any_since_before(password: &str) -> Self {
        Self::Any(Names {
            prefix: format!("t{}n", now_in_base36()),
            password: password.to_owned(),
            next: AtomicU32::new(1),
        })
    }

    /// Three accounts or more, each for one scenario at a time; fewer are shared by all.
    pub fn these(accounts: Vec<Account>) -> Self {
        if accounts.len() < 3 {
            return Self::Shared(accounts);
        }
        Self::Pool(Pool {
            size: accounts.len(),
            permits: Arc::new(Semaphore::new(accounts.len())),
            free: Arc::new(Mutex::new(accounts)),
        })
    }

    /// How many a scenario may have at once; `None` for as many as it likes.
    pub fn at_once(&self) -> Option<usize> {
        match self {
            Self::Any(_) => None,
            Self::Pool(pool) => Some(pool.size),
            Self::Shared(accounts) => Some(accounts.len()),
        }
    }

    /// An account that nobody has had, where any name goes.
    pub fn fresh(&self) -> Option<Account> {
        match self {
            Self::Any(names) => Some(names.fresh()),
            Self::Pool(_) | Self::Shared(_) => None,
        }
    }

    /// Some account, to look at the server with.
    pub fn first(&self) -> Option<Account> {
        match self {
            Self::Any(names) => Some(names.fresh()),
            Self::Pool(pool) => {
                pool.free.lock().unwrap_or_else(PoisonError::into_inner).first().cloned()
            }
            Self::Shared(accounts) => accounts.first().cloned(),
        }
    }

    /// Leases `count` at once, so that two scenarios never wait for each other's second.
    pub async fn lease(&self, count: usize) -> Option<Lease> {
        match self {
            Self::Any(names) => Some(Lease {
                accounts: (0..count).map(|_| names.fresh()).collect(),
                hold: Hold::Fresh,
                returned: None,
            }),
            Self::Shared(all) => Some(Lease {
                accounts: all.get(..count)?.to_vec(),
                hold: Hold::Shared,
                returned: None,
            }),
            Self::Pool(pool) => {
                if count > pool.size {
                    return None;
                }
                let many = u32::try_from(count).ok()?;
                let permit = pool.permits.clone().acquire_many_owned(many).await.ok()?;
                let accounts = {
                    let mut free = pool.free.lock().unwrap_or_else(PoisonError::into_inner);
                    let rest = free.len().checked_sub(count)?;
                    free.split_off(rest)
                };
                Some(Lease {
                    accounts,
                    hold: Hold::Exclusive,
                    returned: Some(Return { free: pool.free.clone(), _permit: permit }),
                })
            }
        }
    }
}

/// The time in milliseconds, in few letters and digits: what no other run has in its names.
pub fn now_in_base36() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut number = since.as_millis();
    let mut digits = Vec::new();
    while number > 0 {
        let digit = u32::try_from(number % 36).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        number /= 36;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn named(names: &[&str]) -> Accounts {
        Accounts::these(names.iter().map(|n| Account::new(*n, "p")).collect())
    }

    #[tokio::test]
    async fn a_pool_gives_each_account_to_one_at_a_time() {
        let pool = named(&["a", "b", "c"]);
        let two = pool.lease(2).await.unwrap();
        assert_eq!(two.hold, Hold::Exclusive);
        let waiting = tokio::time::timeout(Duration::from_millis(20), pool.lease(2)).await;
        assert!(waiting.is_err(), "only one is free");
        let one = pool.lease(1).await.unwrap();
        assert!(!two.accounts.contains(&one.accounts[0]));
        drop(two);
        assert_eq!(pool.lease(2).await.unwrap().accounts.len(), 2);
        assert!(pool.lease(4).await.is_none());
    }

    #[tokio::test]
    async fn two_accounts_are_shared_and_a_third_is_not_to_be_had() {
        let two = named(&["a", "b"]);
        let first = two.lease(2).await.unwrap();
        assert_eq!((first.hold, two.lease(1).await.unwrap().hold), (Hold::Shared, Hold::Shared));
        assert!(two.lease(3).await.is_none());
        assert!(two.fresh().is_none());
    }

    #[tokio::test]
    async fn any_name_is_fresh() {
        let any = Accounts::any_since_before("p");
        let lease = any.lease(3).await.unwrap();
        assert_eq!(lease.hold, Hold::Fresh);
        assert_ne!(lease.accounts[0], lease.accounts[1]);
        assert!(any.at_once().is_none());
    }

    #[test]
    fn debug_output_has_no_password() {
        assert_eq!(format!("{:?}", Account::new("al", "hunter2")), "Account(\"al\")");
    }
}
