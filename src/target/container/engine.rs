//! One container: started, published, ready, logged, removed.

use std::collections::HashMap;
use std::fmt;

use futures::StreamExt;
use testcontainers::bollard::models::PortBinding;
use testcontainers::bollard::query_parameters::LogsOptionsBuilder;
use testcontainers::core::client::docker_client_instance;
use testcontainers::core::{ContainerPort, ExecCommand, IntoContainerPort};
use testcontainers::runners::AsyncRunner;
use testcontainers::{ContainerAsync, GenericImage, ImageExt};
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::super::account::Accounts;
use super::super::ready::{self, Try};
use super::super::{Endpoint, Running, Server, TargetError, Via};
use super::watch::Watch;
use super::{Recipe, Tell, image, sweep};

/// Octets of the mail store.
const STORE: &str = "size=1g";

/// A container that is removed with this.
pub struct Held {
    container: Option<ContainerAsync<GenericImage>>,
    /// Removal needs a runtime, wherever the drop happens.
    runtime: Handle,
    watch: Watch,
    /// Folder of the mail store.
    store: Option<String>,
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Held({:?})", self.container.as_ref().map(|container| container.id()))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _runtime = self.runtime.enter();
        drop(self.container.take());
        self.watch.end();
    }
}

impl Recipe {
    /// Starts the server; `tell` hears what takes long.
    pub(in super::super) async fn start(&self, tell: Tell<'_>) -> Result<Running, TargetError> {
        let docker = image::engine().await?;
        sweep::leftovers(&docker).await;
        let tag = image::ensure(&docker, self, tell).await?;
        let held = self.launch(&tag).await?;
        let endpoints = self.endpoints(&held).await;
        let (plain, tls) = match endpoints {
            Ok(endpoints) => endpoints,
            // A server that ends at once has no ports any more: its log says why.
            Err(error) => return Err(error.with_log(held.log(20).await)),
        };
        let deadline = Instant::now() + self.ready_within;
        for (endpoint, via) in [(&plain, Via::Clear), (&tls, Via::Tls)] {
            let Some(endpoint) = endpoint else { continue };
            let ready = tokio::select! {
                ready = ready::wait(endpoint, via, false, deadline) => ready,
                how = held.wait() => Err(Try::Never(how)),
            };
            if let Err(Try::NotYet(why) | Try::Never(why)) = ready {
                let what = format!("{} does not greet in its container: {why}", self.name);
                return Err(TargetError::server(what).with_log(held.log(20).await));
            }
        }
        Ok(Running {
            name: self.name.clone(),
            starttls: plain.is_some(),
            clear_login: plain.is_some(),
            plain,
            tls,
            verify: false,
            accounts: match &self.password {
                Some(password) => Accounts::any(password),
                None => Accounts::these(self.accounts.clone()),
            },
            quota: self.quota.clone(),
            bounds: self.bounds.clone(),
            server: Server::Container(Box::new(held)),
        })
    }

    async fn launch(&self, tag: &str) -> Result<Held, TargetError> {
        let ports: Vec<ContainerPort> =
            [self.plain, self.tls].into_iter().flatten().map(IntoContainerPort::tcp).collect();
        let address = published_on();
        let bindings: HashMap<String, Option<Vec<PortBinding>>> = ports
            .iter()
            .map(|port| {
                let any_port = Some(String::new());
                let on = PortBinding { host_ip: Some(address.to_owned()), host_port: any_port };
                (port.to_string(), Some(vec![on]))
            })
            .collect();
        let tmpfs = self.store.clone().map(|store| HashMap::from([(store, STORE.to_owned())]));
        let sysctls: HashMap<String, String> = self.sysctls.clone().into_iter().collect();
        let mut image = GenericImage::new(self.image.clone(), tag.to_owned());
        for port in ports {
            image = image.with_exposed_port(port);
        }
        let container = image
            .with_labels(sweep::labels(&self.name))
            .with_host_config_modifier(move |host| {
                host.publish_all_ports = Some(false);
                host.port_bindings = Some(bindings.clone());
                host.tmpfs = tmpfs.clone();
                host.sysctls = Some(sysctls.clone());
            })
            .start()
            .await
            .map_err(|error| {
                TargetError::environment(format!("{}: no container: {error}", self.name))
            })?;
        let watch = Watch::over(container.id());
        Ok(Held {
            container: Some(container),
            runtime: Handle::current(),
            watch,
            store: self.store.clone(),
        })
    }

    async fn endpoints(
        &self,
        held: &Held,
    ) -> Result<(Option<Endpoint>, Option<Endpoint>), TargetError> {
        let failed = |error: testcontainers::TestcontainersError| {
            TargetError::environment(format!("{}: no published port: {error}", self.name))
        };
        let Some(container) = &held.container else { return Ok((None, None)) };
        let host = match container.get_host().await.map_err(failed)?.to_string() {
            // Published on IPv4 alone, which `localhost` need not be.
            local if local == "localhost" => "127.0.0.1".to_owned(),
            other => other,
        };
        let mut found = [None, None];
        for (slot, port) in found.iter_mut().zip([self.plain, self.tls]) {
            if let Some(port) = port {
                let port = container.get_host_port_ipv4(port).await.map_err(failed)?;
                *slot = Some(Endpoint { host: host.clone(), port });
            }
        }
        let [plain, tls] = found;
        Ok((plain, tls))
    }
}

/// The address that ports are published on: loopback, except where the engine is on another host
/// (as in GitLab's docker-in-docker), whose loopback is not ours.
fn published_on() -> &'static str {
    match std::env::var("DOCKER_HOST") {
        Ok(host)
            if !host.starts_with("unix:")
                && !host.contains("127.0.0.1")
                && !host.contains("localhost") =>
        {
            "0.0.0.0"
        }
        _ => "127.0.0.1",
    }
}

impl Held {
    fn id(&self) -> Option<&str> {
        self.container.as_ref().map(|container| container.id())
    }

    /// The last lines of its log.
    pub(in super::super) async fn log(&self, lines: usize) -> String {
        let (Some(id), Ok(docker)) = (self.id(), docker_client_instance().await) else {
            return String::new();
        };
        let options =
            LogsOptionsBuilder::new().stdout(true).stderr(true).tail(&lines.to_string()).build();
        let mut stream = docker.logs(id, Some(options));
        let mut text = Vec::new();
        while let Some(Ok(piece)) = stream.next().await {
            text.extend_from_slice(&piece.into_bytes());
        }
        String::from_utf8_lossy(&text).trim_end().to_owned()
    }

    /// Octets of the files in its store.
    pub(in super::super) async fn stored(&self) -> Option<u64> {
        let (container, store) = (self.container.as_ref()?, self.store.as_ref()?);
        let command = ExecCommand::new(["du", "-sb", store.as_str()]);
        let mut done = container.exec(command).await.ok()?;
        // A file that goes away meanwhile is no failure: the sum comes all the same.
        let sum = done.stdout_to_vec().await.ok()?;
        String::from_utf8_lossy(&sum).split_whitespace().next()?.parse().ok()
    }

    /// How it ended, if it has.
    pub(in super::super) async fn ended(&self) -> Option<String> {
        let container = self.container.as_ref()?;
        match container.is_running().await {
            Ok(false) => Some(match container.exit_code().await {
                Ok(Some(code)) => format!("its container ended with exit code {code}"),
                _ => "its container ended".to_owned(),
            }),
            // An engine that does not answer says nothing about the server.
            Ok(true) | Err(_) => None,
        }
    }

    async fn wait(&self) -> String {
        loop {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            if let Some(how) = self.ended().await {
                return how;
            }
        }
    }

    /// Removes it now.
    pub(in super::super) async fn stop(mut self) {
        if let Some(container) = self.container.take() {
            let _ = container.rm().await;
        }
    }
}
