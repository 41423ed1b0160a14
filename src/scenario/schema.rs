//! `scenarios/schema.json`: what editors know of the language.
