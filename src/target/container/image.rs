//! The image of a recipe: here already, or built, its base image included.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use testcontainers::GenericBuildableImage;
use testcontainers::bollard::{Docker, errors::Error};
use testcontainers::core::client::docker_client_instance;
use testcontainers::runners::AsyncBuilder;
use tokio::process::Command;
use tokio::time::timeout;

use super::super::TargetError;
use super::super::command::tail;
use super::{Recipe, Tell};

/// An engine that runs answers a ping at once.
const PING: Duration = Duration::from_secs(3);

/// The project's script for base images, the same that people run.
const BASE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/containers/base.sh"));

/// The engine, if one answers.
pub(super) async fn engine() -> Result<Docker, TargetError> {
    let absent = |why: String| {
        TargetError::environment(format!("no container engine answers: {why}")).advise(
            "start Docker (or set DOCKER_HOST to an engine that speaks its API), \
             or play against the embedded reference, which needs none",
        )
    };
    let docker = docker_client_instance().await.map_err(|error| absent(error.to_string()))?;
    match timeout(PING, docker.ping()).await {
        Ok(Ok(_)) => Ok(docker),
        Ok(Err(error)) => Err(absent(error.to_string())),
        Err(_) => Err(absent(format!("no answer within {} s", PING.as_secs()))),
    }
}

/// Whether an image is here.
pub(super) async fn is_here(docker: &Docker, image: &str) -> Result<bool, TargetError> {
    match docker.inspect_image(image).await {
        Ok(_) => Ok(true),
        Err(Error::DockerResponseServerError { status_code: 404, .. }) => Ok(false),
        Err(error) => Err(TargetError::environment(format!("looking for {image}: {error}"))),
    }
}

/// Makes sure that the recipe's image is here and returns its tag.
pub(super) async fn ensure(
    docker: &Docker,
    recipe: &Recipe,
    tell: Tell<'_>,
) -> Result<String, TargetError> {
    let tag = recipe.tag();
    if is_here(docker, &format!("{}:{tag}", recipe.image)).await? {
        return Ok(tag);
    }
    if let Some(suite) = &recipe.base {
        let base = format!("debian:{suite}-slim");
        if !is_here(docker, &base).await? {
            tell(&format!(
                "{}: {base} is not here; pulling it, or making it with debootstrap",
                recipe.name
            ));
            make_base(&base, suite).await?;
        }
    }
    tell(&format!(
        "{}: building its image {}:{tag} (once; a minute or two)",
        recipe.name, recipe.image
    ));
    let mut image = GenericBuildableImage::new(recipe.image.clone(), tag.clone());
    for (name, octets) in &recipe.files {
        image = image.with_data(octets.clone(), format!("./{name}"));
    }
    let Err(error) = image.build_image().await else { return Ok(tag) };
    // Some engines (Podman) refuse to build by this way: what was built by hand will do.
    if is_here(docker, &format!("{}:latest", recipe.image)).await? {
        tell(&format!("{}: it cannot be built ({error}); using its :latest", recipe.name));
        return Ok("latest".to_owned());
    }
    let folder = recipe.folder.as_ref().map_or_else(
        || format!("containers/{}", recipe.name),
        |folder| folder.display().to_string(),
    );
    Err(TargetError::environment(format!("{}: its image cannot be built: {error}", recipe.name))
        .advise(format!(
            "see why with: docker build -t {} {folder}   (an image built so is used, too)",
            recipe.image
        )))
}

async fn make_base(base: &str, suite: &str) -> Result<(), TargetError> {
    let failed = |why: String| TargetError::environment(format!("{base}: {why}"));
    let mut script = tempfile::NamedTempFile::new()
        .and_then(|mut file| file.write_all(BASE.as_bytes()).map(|()| file))
        .map_err(|error| failed(error.to_string()))?;
    script.flush().map_err(|error| failed(error.to_string()))?;
    let output = Command::new("sh")
        .arg(script.path())
        .arg(suite)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed("it is not here and cannot be made".to_owned())
        .with_log(tail(&String::from_utf8_lossy(&output.stderr), 12))
        .advise(format!(
            "docker pull {base}   or, without a registry, as root: containers/base.sh {suite}"
        )))
}
