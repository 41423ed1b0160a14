//! The files of a corpus: scenarios, shared steps, messages; from the binary or from a folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files that the build put in: path below `scenarios/` and octets. Empty in development builds,
/// which read the folder instead, so that an edited scenario needs no new build.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));
}

/// How deep folders may be nested.
const MAX_DEPTH: usize = 6;

/// Files larger than this are no part of a corpus.
const MAX_SIZE: u64 = 16 << 20;

/// The files of a corpus.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// What is put before a path to show it: `scenarios`.
    prefix: String,
    folder: Option<PathBuf>,
    files: BTreeMap<String, Cow<'static, [u8]>>,
    messages: BTreeMap<String, Arc<[u8]>>,
}

impl Library {
    /// The corpus that comes with imapspec.
    ///
    /// # Errors
    /// A development build without the folder that it was built in.
    pub fn bundled() -> std::io::Result<Self> {
        if embedded::FILES.is_empty() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
            return Self::folder_shown(&folder, "scenarios");
        }
        let files = embedded::FILES
            .iter()
            .map(|(path, octets)| ((*path).to_owned(), Cow::Borrowed(*octets)));
        Ok(Self::from_files("scenarios", files))
    }

    /// The corpus in `folder`.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn folder(folder: &Path) -> std::io::Result<Self> {
        let shown = folder.to_string_lossy().trim_end_matches('/').to_owned();
        Self::folder_shown(folder, &shown)
    }

    fn folder_shown(folder: &Path, shown: &str) -> std::io::Result<Self> {
        let mut files = Vec::new();
        walk(folder, "", 0, &mut files)?;
        let mut library =
            Self::from_files(shown, files.into_iter().map(|(path, it)| (path, Cow::Owned(it))));
        library.folder = Some(folder.to_owned());
        Ok(library)
    }

    /// A corpus of these files: path below it, octets.
    pub fn from_files(
        prefix: &str,
        files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>,
    ) -> Self {
        let mut library = Self { prefix: prefix.to_owned(), ..Self::default() };
        for (path, octets) in files {
            match path.strip_prefix("messages/").and_then(|name| name.strip_suffix(".eml")) {
                Some(name) => {
                    library.messages.insert(name.to_owned(), Arc::from(octets.as_ref()));
                }
                None => {
                    library.files.insert(path, octets);
                }
            }
        }
        library
    }

    /// Takes the shared messages of `other` that it has not.
    pub fn borrow_messages(&mut self, other: &Self) {
        for (name, octets) in &other.messages {
            self.messages.entry(name.clone()).or_insert_with(|| octets.clone());
        }
    }

    /// The folder it comes from; `None` where it is in the binary.
    pub fn origin(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// A path below the corpus as shown to people.
    pub fn shown(&self, path: &str) -> String {
        if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) }
    }

    /// Paths of the scenarios, ascending.
    pub fn scenarios(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str).filter(|path| {
            path.ends_with(".yaml")
                && !path.starts_with("shared/")
                && !path.starts_with("messages/")
        })
    }

    /// Octets of the file `path`.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// Exact octets of the shared message `name`.
    pub fn message(&self, name: &str) -> Option<Arc<[u8]>> {
        self.messages.get(name).cloned()
    }

    /// Names of the shared messages, ascending.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
    }

    /// Text of the shared file `path`, `shared/NAME.yaml`.
    pub(super) fn shared(&self, path: &str) -> Option<&str> {
        let octets = self.file(path).filter(|_| path.starts_with("shared/"))?;
        std::str::from_utf8(octets).ok()
    }

    /// Paths of the shared files, ascending.
    pub(super) fn shared_names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str).filter(|path| path.starts_with("shared/"))
    }
}

fn walk(
    folder: &Path,
    below: &str,
    depth: usize,
    files: &mut Vec<(String, Vec<u8>)>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < MAX_DEPTH {
            walk(&entry.path(), &path, depth + 1, files)?;
        } else if kind.is_file() && entry.metadata()?.len() <= MAX_SIZE {
            files.push((path, std::fs::read(entry.path())?));
        }
    }
    Ok(())
}
