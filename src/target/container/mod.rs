//! Servers in containers, through testcontainers.
//!
//! What a server needs is in its folder ([`Recipe`]); the image is built when it is absent, the
//! container is started once a run, published on 127.0.0.1, ready when it greets, and removed when
//! it is dropped, when a signal ends us, and when we are killed (a watching shell). What is left all
//! the same is removed at the next start: each is labelled with the process that started it.

#[cfg(feature = "containers")]
mod engine;
#[cfg(feature = "containers")]
mod image;
mod recipe;
#[cfg(feature = "containers")]
mod sweep;
#[cfg(feature = "containers")]
mod watch;

#[cfg(feature = "containers")]
pub use engine::Held;
pub use recipe::Recipe;

#[cfg(not(feature = "containers"))]
use super::Running;
use super::TargetError;

/// Hears, in a line, what takes long.
pub type Tell<'a> = &'a (dyn Fn(&str) + Send + Sync);

/// Whether a recipe can be started here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readiness {
    /// At once.
    Built,
    /// After its image is built.
    ToBuild,
}

impl Recipe {
    /// Whether it can be started here.
    ///
    /// # Errors
    /// Why it cannot.
    #[cfg(feature = "containers")]
    pub async fn readiness(&self) -> Result<Readiness, TargetError> {
        let docker = image::engine().await?;
        let built = image::is_here(&docker, &format!("{}:{}", self.image, self.tag())).await?;
        Ok(if built { Readiness::Built } else { Readiness::ToBuild })
    }

    /// Whether it can be started here.
    ///
    /// # Errors
    /// Always: this build has no containers.
    #[cfg(not(feature = "containers"))]
    pub async fn readiness(&self) -> Result<Readiness, TargetError> {
        Err(without())
    }

    #[cfg(not(feature = "containers"))]
    pub(super) async fn start(&self, _tell: Tell<'_>) -> Result<Running, TargetError> {
        Err(without())
    }
}

#[cfg(not(feature = "containers"))]
fn without() -> TargetError {
    TargetError::environment("this imapspec is built without containers")
        .advise("build it with its default features")
}
