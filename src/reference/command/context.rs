//! Searches that are kept up to date (RFC 5267).

use crate::reference::answer::Answer;
use crate::reference::cx::Cx;
use crate::syntax::types::{Search, SortCriterion};

/// A search whose result the client is kept informed of.
#[derive(Debug)]
pub(crate) struct Context {
    /// Tag of the search, which names the context.
    pub(crate) tag: Vec<u8>,
}

/// Opens a context where the search asks for one (`CONTEXT`, `UPDATE`); gives another answer than
/// the plain one where it must.
pub(super) fn open(
    _cx: &mut Cx<'_>,
    _uid: bool,
    _search: &Search<'_>,
    _criteria: Option<&[SortCriterion]>,
) -> Result<Option<Answer>, Answer> {
    Ok(None)
}

/// Tells what has changed in the results of the session's contexts.
pub(crate) fn tell(_cx: &mut Cx<'_>) {}
