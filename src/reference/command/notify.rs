//! NOTIFY (RFC 5465).

use crate::reference::cx::Cx;

/// What a session wants to be told of.
#[derive(Debug)]
pub(crate) struct Watch {}

/// Tells what has happened since the last time.
pub(crate) fn push(_cx: &mut Cx<'_>) {}
