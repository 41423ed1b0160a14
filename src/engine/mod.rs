//! The engine plays scenarios and emits events.
//!
//! - [`event`]: all that a run tells; reports know nothing else;
//! - [`run`]: scenarios side by side; [`player`]: one scenario from set-up to verdict;
//! - `steps`: what each step does; `connect`, `setup`: how it comes to that;
//! - [`facts`]: what was learned of the server before; `watch`: whether it still answers; [`transport`]: over what clients connect;
//! - [`values`]: placeholders filled in; [`pattern`], [`meaning`], [`expect`], `views`: whether what
//!   came is what the script wants.
//!
//! A verb of the language is a variant of [`crate::scenario::Verb`] and an arm in `steps`; a response
//! that should be compared by meaning is a line in [`meaning`]. Every wait has a limit, and a
//! cancelled run leaves no connection behind: all state is owned by the future that is dropped.

mod connect;
pub mod event;
pub mod expect;
pub mod facts;
pub mod meaning;
pub mod pattern;
pub mod player;
mod recorder;
pub mod run;
mod setup;
mod steps;
pub mod transport;
pub mod values;
mod views;
mod watch;

pub use player::{Limits, Stage, play};
pub use run::run;
pub use transport::Transport;
