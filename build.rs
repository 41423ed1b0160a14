//! Puts the corpus into release builds, so that an installed binary needs no other file.
//!
//! Development builds read the folder at run time: an edited scenario needs no new build.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut list = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=scenarios");
        let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
        let mut files = Vec::new();
        walk(&root.join("scenarios"), "", &mut files)?;
        files.sort();
        for (path, file) in files {
            writeln!(list, "    ({path:?}, include_bytes!({file:?})),")
                .map_err(io::Error::other)?;
        }
    }
    list.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("scenarios.rs"), list)
}

fn walk(folder: &Path, below: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &path, files)?;
        } else if [".yaml", ".eml", ".json"].iter().any(|end| name.ends_with(end)) {
            files.push((path, entry.path()));
        }
    }
    Ok(())
}
