//! How a command ends.

use std::borrow::Cow;

use crate::syntax::types::{Code, RespText, Status};

/// A command's tagged response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// `None`: not yet; the command goes on (IDLE, AUTHENTICATE) or has answered itself.
    pub(crate) status: Option<Status>,
    pub(crate) code: Option<Code<'static>>,
    pub(crate) text: Cow<'static, str>,
}

/// What a command handler gives: `Err` where it ends early. Both are said to the client.
pub(crate) type Handled = Result<Answer, Answer>;

impl Answer {
    fn new(status: Option<Status>, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code: None, text: text.into() }
    }

    /// `OK`
    pub(crate) fn ok(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Some(Status::Ok), text)
    }

    /// `NO`
    pub(crate) fn no(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Some(Status::No), text)
    }

    /// `NO` with a code.
    pub(crate) fn refused(code: Code<'static>, text: impl Into<Cow<'static, str>>) -> Self {
        Self::no(text).with(code)
    }

    /// `BAD`
    pub(crate) fn bad(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Some(Status::Bad), text)
    }

    /// Nothing is said now.
    pub(crate) fn later() -> Self {
        Self::new(None, "")
    }

    /// With this code.
    pub(crate) fn with(mut self, code: Code<'static>) -> Self {
        self.code = Some(code);
        self
    }

    pub(crate) fn text(&self) -> RespText<'static> {
        RespText { code: self.code.clone(), text: Cow::Owned(self.text.as_bytes().to_vec()) }
    }
}
