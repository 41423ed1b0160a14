//! Options that select scenarios, shared by the commands that take some.

use std::path::PathBuf;

use clap::Args;

use crate::scenario::{Library, Selection};

/// Which scenarios.
#[derive(Debug, Clone, Args)]
pub struct Select {
    /// Folder with scenarios [default: those built in]
    #[arg(long, value_name = "DIR", help_heading = "Selection")]
    pub scenarios: Option<PathBuf>,
    /// Only these areas (folders)
    #[arg(long, value_name = "AREA", help_heading = "Selection")]
    pub area: Vec<String>,
    /// Only what stands on this RFC or section (`7162`, `9051#6.4.5`)
    #[arg(long, value_name = "RFC[#SECTION]", help_heading = "Selection")]
    pub spec: Vec<String>,
    /// Only what needs this capability
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub capability: Vec<String>,
}

impl Select {
    /// The corpus: the folder named, else the one built in.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn library(&self) -> anyhow::Result<Library> {
        use anyhow::Context;
        match &self.scenarios {
            Some(folder) => Library::folder(folder)
                .with_context(|| format!("cannot read scenarios from {}", folder.display())),
            None => Ok(Library::bundled()?),
        }
    }

    /// The selection, `paths` being what stands on the command line without an option.
    pub fn selection(&self, paths: Vec<String>) -> Selection {
        Selection {
            paths,
            areas: self.area.clone(),
            specs: self.spec.clone(),
            capabilities: self.capability.clone(),
        }
    }
}
