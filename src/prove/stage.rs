//! One server in memory and in simulated time, and scenarios played against it.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::engine::event::ScenarioFinished;
use crate::engine::facts::probe;
use crate::engine::{Limits, Manners, Stage, Transport, play};
use crate::reference::Options;
use crate::reference::defect::DefectSet;
use crate::scenario::Scenario;
use crate::target::reference::Setting;
use crate::target::{Target, TargetError};

/// How a server is set up. A few scenarios do not apply to the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// As it comes.
    Usual,
    /// Nobody logs in in the clear (LOGINDISABLED); clients that do not mind use STARTTLS.
    Guarded,
    /// It takes few messages at once (MESSAGELIMIT).
    Limited,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Usual, Self::Guarded, Self::Limited];

    pub(super) fn options(self, defects: DefectSet) -> Options {
        Options {
            defects,
            clear_login: self != Self::Guarded,
            message_limit: (self == Self::Limited).then_some(3),
            ..Options::default()
        }
    }

    const fn transport(self) -> Transport {
        match self {
            Self::Usual | Self::Limited => Transport::Plain,
            Self::Guarded => Transport::StartTls,
        }
    }
}

/// Plays scenarios, in this order, against one server of these options; `heard` takes each with its
/// number and says whether to go on. A server so wrong that it cannot even be asked what it is has
/// nothing played against it: nobody names the rule.
///
/// # Errors
/// When the reference cannot be served, or no runtime can be had.
pub(super) fn perform<'s>(
    options: Options,
    kind: Kind,
    manners: Manners,
    scenarios: impl IntoIterator<Item = (usize, &'s Scenario)>,
    heard: &mut dyn FnMut(usize, ScenarioFinished) -> ControlFlow<()>,
) -> Result<(), TargetError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .map_err(|e| TargetError::environment(format!("no runtime: {e}")))?;
    let target = Target::Reference(Setting { options, in_memory: true });
    let transport = kind.transport();
    runtime.block_on(async {
        let mut running = target.start().await?;
        let Ok(facts) = probe(&mut running, transport, Duration::from_secs(10)).await else {
            return Ok(());
        };
        let (limits, nonce) = (Limits::default(), "1".to_owned());
        let stage = Stage { running, facts, transport, manners, limits, nonce };
        for (index, scenario) in scenarios {
            let played = play(&stage, scenario, index).await;
            if heard(index, played).is_break() {
                break;
            }
        }
        Ok(())
    })
}
