//! The engine plays scenarios and emits events.

pub mod event;
