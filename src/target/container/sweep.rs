//! Containers of runs that were killed: found by their label, removed when the process that
//! started them is gone.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

use testcontainers::bollard::Docker;
use testcontainers::bollard::query_parameters::{
    ListContainersOptionsBuilder, RemoveContainerOptionsBuilder,
};
use tokio::time::timeout;

/// `HOST PID STARTED` of the process.
const OWNER: &str = "org.imapspec.owner";
const TARGET: &str = "org.imapspec.target";

/// What a container of this process is labelled with.
pub(super) fn labels(target: &str) -> Vec<(String, String)> {
    vec![(OWNER.to_owned(), Owner::ourselves().to_string()), (TARGET.to_owned(), target.to_owned())]
}

/// Removes what dead runs of this host left behind; that it cannot be is no error of this run.
pub(super) async fn leftovers(docker: &Docker) {
    let filters = HashMap::from([("label".to_owned(), vec![OWNER.to_owned()])]);
    let options = ListContainersOptionsBuilder::new().all(true).filters(&filters).build();
    let listing = docker.list_containers(Some(options));
    let Ok(Ok(containers)) = timeout(Duration::from_secs(5), listing).await else { return };
    for container in containers {
        let owner = container.labels.as_ref().and_then(|labels| labels.get(OWNER));
        let dead = owner.and_then(|text| Owner::parse(text)).is_some_and(|owner| owner.is_dead());
        if let (true, Some(id)) = (dead, container.id) {
            let options = RemoveContainerOptionsBuilder::new().force(true).build();
            let removal = docker.remove_container(&id, Some(options));
            let _ = timeout(Duration::from_secs(10), removal).await;
        }
    }
}

/// A process that started containers.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Owner {
    host: String,
    pid: u32,
    /// When it started, in the kernel's words: pids come again.
    started: String,
}

impl Owner {
    fn ourselves() -> Self {
        let pid = std::process::id();
        Self { host: host(), pid, started: started(pid).unwrap_or_else(|| "?".to_owned()) }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let host = words.next()?.to_owned();
        let pid = words.next()?.parse().ok()?;
        let started = words.next()?.to_owned();
        Some(Self { host, pid, started })
    }

    /// Whether it is certain that it is gone.
    fn is_dead(&self) -> bool {
        // Where there is no /proc (or the process was elsewhere), we do not know.
        self.host == host()
            && started(std::process::id()).is_some()
            && started(self.pid).as_ref() != Some(&self.started)
    }
}

impl std::fmt::Display for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.host, self.pid, self.started)
    }
}

/// Names this host and its process ids: a container on the same machine has its own.
fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    if name.is_empty() { "?".to_owned() } else { name.replace(' ', "_") }
}

/// Field 22 of `/proc/PID/stat`, counted behind the name, which may hold anything.
fn started(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, behind) = stat.rsplit_once(')')?;
    behind.split_whitespace().nth(19).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_living_are_spared() {
        let us = Owner::ourselves();
        assert_eq!(Owner::parse(&us.to_string()), Some(us.clone()));
        assert!(!us.is_dead());
        let before = Owner { started: "1".to_owned(), ..us.clone() };
        assert!(before.is_dead(), "the same pid, started at another time");
        let elsewhere = Owner { host: "another".to_owned(), ..before };
        assert!(!elsewhere.is_dead());
        assert_eq!(Owner::parse("x"), None);
    }
}
