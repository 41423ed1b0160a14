//! Known answers for responses.
