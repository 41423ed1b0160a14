//! `containers/<name>/`: how an image is made and a server started from it.
//!
//! The folders of the repository are part of the binary, so that it works alone; a folder of the
//! same name in `containers/` of the working directory (or another) goes first, which is also how a
//! server of your own becomes a `--target`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::super::account::Account;
use super::super::{Bounds, Quota, TargetError};

/// The file that makes a folder a target.
const MANIFEST: &str = "target.yaml";

/// Octets that a folder may have: it goes to the engine as a whole.
const LARGEST: usize = 16 << 20;

macro_rules! embedded {
    ($($name:literal: $($file:literal)*;)*) => {
        &[$((
            $name,
            &[$((
                $file,
                include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/containers/", $name, "/", $file)),
            ),)*],
        ),)*]
    };
}

type Files = &'static [(&'static str, &'static [u8])];

static EMBEDDED: &[(&str, Files)] = embedded! {
    "cyrus-3.10": "target.yaml" "Dockerfile" "cyrus.conf" "imapd.conf" "start.sh";
    "cyrus-3.6": "target.yaml" "Dockerfile" "cyrus.conf" "imapd.conf" "start.sh";
    "dovecot-2.3": "target.yaml" "Dockerfile" "dovecot.conf" "start.sh";
    "dovecot-2.4": "target.yaml" "Dockerfile" "dovecot.conf" "start.sh";
};

/// `target.yaml`, as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Manifest {
    title: String,
    image: String,
    #[serde(default)]
    base: Option<String>,
    #[serde(default)]
    plain: Option<u16>,
    #[serde(default)]
    tls: Option<u16>,
    #[serde(default)]
    store: Option<String>,
    #[serde(default = "half_a_minute")]
    ready_within: u64,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    accounts: Vec<String>,
    #[serde(default)]
    quota: Option<QuotaBy>,
    #[serde(default)]
    limits: LimitsOf,
    #[serde(default)]
    sysctls: BTreeMap<String, String>,
}

fn half_a_minute() -> u64 {
    30
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum QuotaBy {
    InName,
    Admin(String),
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct LimitsOf {
    connections: Option<usize>,
    login: Option<u64>,
    push: Option<u64>,
    bad_before_login: Option<u32>,
    bad_in_a_row: Option<u32>,
}

/// A server that runs in a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// Name of the folder.
    pub name: String,
    /// Server and version, for people.
    pub title: String,
    /// Repository of the image, without tag.
    pub image: String,
    /// Debian suite whose `debian:SUITE-slim` it is built from; `None` for another base.
    pub base: Option<String>,
    /// Port in the clear, within the container.
    pub plain: Option<u16>,
    /// Port for TLS from the first octet, within the container.
    pub tls: Option<u16>,
    /// Folder of the mail store, put on a tmpfs.
    pub store: Option<String>,
    /// Until it greets.
    pub ready_within: Duration,
    /// Any user name with this password.
    pub password: Option<String>,
    /// Where not any name goes: these.
    pub accounts: Vec<Account>,
    /// Accounts that fill up.
    pub quota: Quota,
    /// Known limits.
    pub bounds: Bounds,
    /// Kernel parameters of the container's own network.
    pub sysctls: BTreeMap<String, String>,
    /// Where it was read from; `None` when it is part of the binary.
    pub folder: Option<PathBuf>,
    /// The build context: names and contents.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Recipe {
    /// The recipe of this name: from `containers` (a folder with a folder a server), else from the
    /// binary. `None` where neither has it.
    ///
    /// # Errors
    /// When its `target.yaml` or its folder cannot be read.
    pub fn find(name: &str, containers: &Path) -> Result<Option<Self>, TargetError> {
        // A name is a folder's, not a path.
        if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\']) {
            return Ok(None);
        }
        let folder = containers.join(name);
        if folder.join(MANIFEST).is_file() {
            let files = read_folder(&folder).map_err(|error| {
                TargetError::environment(format!("{}: {error}", folder.display()))
            })?;
            return Self::of(name, files, Some(folder)).map(Some);
        }
        let Some((_, files)) = EMBEDDED.iter().find(|(known, _)| *known == name) else {
            return Ok(None);
        };
        let files = files.iter().map(|(n, o)| ((*n).to_owned(), o.to_vec())).collect();
        Self::of(name, files, None).map(Some)
    }

    /// Names of all recipes, those of the folder `containers` included.
    pub fn names(containers: &Path) -> Vec<String> {
        let mut names: Vec<String> = EMBEDDED.iter().map(|(name, _)| (*name).to_owned()).collect();
        if let Ok(entries) = std::fs::read_dir(containers) {
            names.extend(
                entries
                    .flatten()
                    .filter(|entry| entry.path().join(MANIFEST).is_file())
                    .filter_map(|entry| entry.file_name().into_string().ok()),
            );
        }
        names.sort();
        names.dedup();
        names
    }

    fn of(
        name: &str,
        files: Vec<(String, Vec<u8>)>,
        folder: Option<PathBuf>,
    ) -> Result<Self, TargetError> {
        let bad = |why: String| {
            TargetError::usage(format!("containers/{name}/{MANIFEST}: {why}"))
                .advise("compare it with containers/dovecot-2.4/target.yaml of imapspec")
        };
        let text = files.iter().find(|(file, _)| file == MANIFEST).map(|(_, octets)| octets);
        let text = String::from_utf8_lossy(text.map(Vec::as_slice).unwrap_or_default());
        let manifest: Manifest =
            serde_saphyr::from_str(&text).map_err(|error| bad(error.to_string()))?;
        if manifest.plain.is_none() && manifest.tls.is_none() {
            return Err(bad("it needs `plain` or `tls`, a port within the container".to_owned()));
        }
        let accounts: Vec<Account> =
            manifest.accounts.iter().map(|a| a.parse()).collect::<Result<_, _>>()?;
        if manifest.password.is_none() && accounts.is_empty() {
            return Err(bad(
                "it needs `password` (for any user name) or `accounts` (user:password, …)"
                    .to_owned(),
            ));
        }
        let quota = match (manifest.quota, &manifest.password) {
            (Some(QuotaBy::InName), Some(_)) => Quota::InName,
            (Some(QuotaBy::Admin(admin)), Some(password)) => {
                Quota::ByAdmin(Account::new(admin, password.clone()))
            }
            _ => Quota::None,
        };
        let (limits, usual) = (manifest.limits, Bounds::default());
        Ok(Self {
            name: name.to_owned(),
            title: manifest.title,
            image: manifest.image,
            base: manifest.base,
            plain: manifest.plain,
            tls: manifest.tls,
            store: manifest.store,
            ready_within: Duration::from_secs(manifest.ready_within),
            password: manifest.password,
            accounts,
            quota,
            bounds: Bounds {
                connections: limits.connections,
                login: limits.login.map_or(usual.login, Duration::from_secs),
                push: limits.push.map_or(usual.push, Duration::from_secs),
                bad_before_login: limits.bad_before_login,
                bad_in_a_row: limits.bad_in_a_row,
            },
            sysctls: manifest.sysctls,
            folder,
            files,
        })
    }

    /// The tag of the image: it names what the image is made from, so that a changed
    /// configuration is never played against an old image.
    pub fn tag(&self) -> String {
        let mut hash = Sha256::new();
        for (name, octets) in self.files.iter().filter(|(name, _)| name != MANIFEST) {
            hash.update(format!("{name} {}\n", octets.len()));
            hash.update(octets);
        }
        data_encoding::HEXLOWER.encode(&hash.finalize())[..12].to_owned()
    }
}

fn read_folder(folder: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    let mut total = 0;
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let octets = std::fs::read(&path)?;
            total += octets.len();
            if total > LARGEST {
                return Err(std::io::Error::other("more than 16 MiB: too much to build from"));
            }
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
            files.push((name, octets));
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_recipes_are_whole_and_the_same_as_the_folders() {
        let nowhere = Path::new("/nowhere");
        let checkout = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/containers"));
        let names = Recipe::names(nowhere);
        assert_eq!(names, ["cyrus-3.10", "cyrus-3.6", "dovecot-2.3", "dovecot-2.4"]);
        assert_eq!(names, Recipe::names(checkout));
        for name in names {
            let embedded = Recipe::find(&name, nowhere).unwrap().unwrap();
            let folder = Recipe::find(&name, checkout).unwrap().unwrap();
            assert_eq!(embedded.tag(), folder.tag(), "{name}: a file is not embedded");
            assert!(embedded.files.iter().any(|(file, _)| file == "Dockerfile"));
        }
    }

    #[test]
    fn a_name_is_not_a_path() {
        for name in ["", ".", "..", "../containers/dovecot-2.4", "nothing"] {
            assert_eq!(Recipe::find(name, Path::new(".")).unwrap(), None, "{name}");
        }
    }

    #[test]
    fn a_manifest_with_a_mistake_is_a_usage_error() {
        for text in [
            "",
            "title: x\nimage: x\npassword: x",
            "title: x\nimage: x\nplain: 143",
            "title: x\nimage: x\nplain: 143\npassword: x\nprot: 1",
            "title: x\nimage: x\nplain: 143\naccounts: [al]",
        ] {
            let files = vec![(MANIFEST.to_owned(), text.as_bytes().to_vec())];
            assert_eq!(Recipe::of("x", files, None).unwrap_err().exit_code(), 2, "{text}");
        }
    }
}
