//! Why a target did not come up, sorted by fault.

use std::fmt;

/// Who must do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Who called: an address that is none. Exit code 2.
    Usage,
    /// The machine: no engine, no image, nobody listening. Exit code 3.
    Environment,
    /// The server: it was reached and did not greet. Exit code 3.
    Server,
}

/// A target that did not come up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetError {
    /// By whose fault.
    pub fault: Fault,
    /// What went wrong, one line.
    pub what: String,
    /// What to do about it.
    pub advice: Option<String>,
    /// The last lines of the server's log.
    pub log: Option<String>,
}

impl TargetError {
    fn new(fault: Fault, what: impl Into<String>) -> Self {
        Self { fault, what: what.into(), advice: None, log: None }
    }

    /// By who called.
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Fault::Usage, what)
    }

    /// By the machine.
    pub fn environment(what: impl Into<String>) -> Self {
        Self::new(Fault::Environment, what)
    }

    /// By the server.
    pub fn server(what: impl Into<String>) -> Self {
        Self::new(Fault::Server, what)
    }

    /// With what to do about it.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// With what to do about it, if it is a certificate that is not valid.
    #[must_use]
    pub fn advise_on_certificate(self) -> Self {
        // What rustls says of every certificate that it does not take.
        if self.what.contains("peer certificate") {
            return self.advise(
                "it has a certificate that nobody vouches for here; without --verify any will do",
            );
        }
        self
    }

    pub(super) fn with_log(mut self, log: String) -> Self {
        self.log = Some(log).filter(|log| !log.trim().is_empty());
        self
    }

    /// The exit code of a run that ends by it.
    pub fn exit_code(&self) -> u8 {
        match self.fault {
            Fault::Usage => 2,
            Fault::Environment | Fault::Server => 3,
        }
    }
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some(log) = &self.log {
            write!(f, "\n\nlast lines of its log:")?;
            for line in log.lines() {
                write!(f, "\n  | {line}")?;
            }
        }
        if let Some(advice) = &self.advice {
            write!(f, "\n\nhelp: {advice}")?;
        }
        Ok(())
    }
}

impl std::error::Error for TargetError {}
