//! Known answers for commands.
