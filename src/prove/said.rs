//! All that clients and servers say when the corpus is played against the embedded reference.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::engine::facts::probe;
use crate::engine::{Limits, Manners, Stage, Transport, play};
use crate::reference::Options;
use crate::scenario::Scenario;
use crate::target::reference::Setting;
use crate::target::{Target, TargetError};
use crate::wire::transcript::Direction;

/// What was said, a connection an entry.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// By clients.
    pub clients: Vec<Vec<u8>>,
    /// By servers.
    pub servers: Vec<Vec<u8>>,
}

/// Plays these scenarios in memory and in simulated time, against the sound reference.
///
/// # Errors
/// When the reference cannot be served, or no runtime can be had.
pub fn said(scenarios: &[Arc<Scenario>]) -> Result<Said, TargetError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .map_err(|e| TargetError::environment(format!("no runtime: {e}")))?;
    let target = Target::Reference(Setting { options: Options::default(), in_memory: true });
    runtime.block_on(async {
        let mut running = target.start().await?;
        let facts = probe(&mut running, Transport::Plain, Duration::from_secs(10))
            .await
            .map_err(|unreachable| TargetError::environment(unreachable.to_string()))?;
        let stage = Stage {
            running,
            facts,
            transport: Transport::Plain,
            manners: Manners::Plain,
            limits: Limits::default(),
            nonce: "1".to_owned(),
        };
        let mut said = Said::default();
        for (index, scenario) in scenarios.iter().enumerate() {
            let played = play(&stage, scenario, index).await;
            let mut lines: BTreeMap<(String, u32), [Vec<u8>; 2]> = BTreeMap::new();
            for entry in played.transcript.entries {
                let side = match entry.direction {
                    Direction::Client => 0,
                    Direction::Server => 1,
                    Direction::Note => continue,
                };
                let both = lines.entry((entry.client, entry.connection)).or_default();
                both[side].extend(unmasked(entry.data));
            }
            for [client, server] in lines.into_values() {
                said.clients.push(client);
                said.servers.push(server);
            }
        }
        Ok(said)
    })
}

/// A password of letters for one that is masked: the mask is no astring, nor is it base64.
fn unmasked(mut octets: Vec<u8>) -> Vec<u8> {
    let mut at = 0;
    while at < octets.len() {
        let mask = octets[at..].iter().take_while(|&&b| b == b'*').count();
        if mask > 3 {
            octets[at..at + mask].fill(b'x');
        }
        at += mask.max(1);
    }
    octets
}
