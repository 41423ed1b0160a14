//! The engine plays scenarios and emits events.
//!
//! - [`event`]: all that a run tells; reports know nothing else;
//! - [`run()`]: scenarios side by side; `player`: one scenario from set-up to verdict; `applies`:
//!   whether it is for this server at all;
//! - `narrow`: what of the manner a failure needs;
//! - `steps`: what each step does; `notes`: what comes of it; `connect`, `setup`: how it comes to that;
//! - [`facts`]: what was learned of the server before; `watch`: whether it still answers; [`transport`]:
//!   over what clients connect; [`manner`]: how they say what the script says; `recorder`: what the
//!   clients tell;
//! - `values`: placeholders filled in; `pattern`, `meaning`, `expect`, `views`: whether what came is
//!   what the script wants.
//!
//! A verb of the language is a variant of [`crate::scenario::Verb`] and an arm in `steps::verbs`; a
//! response that should be compared by meaning is an arm in `meaning::untagged`. Every wait has a
//! limit, and a cancelled run leaves no connection behind: all state is owned by the future that is
//! dropped.

mod applies;
mod connect;
pub mod event;
mod expect;
pub mod facts;
pub mod manner;
mod meaning;
mod narrow;
mod notes;
mod pattern;
mod player;
mod recorder;
pub mod run;
mod setup;
mod steps;
pub mod transport;
mod values;
mod views;
mod watch;

pub use manner::Manners;
pub use player::{Limits, Stage, play};
pub use run::run;
pub use transport::Transport;
