//! A connection that speaks: tags, literals, continuations; and its view.

pub mod happening;
pub mod view;
