//! A certificate for `localhost` that nobody signed, made once a process.

use std::io;
use std::sync::{Arc, OnceLock};

use rustls::ServerConfig;
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

static CONFIG: OnceLock<Result<Arc<ServerConfig>, String>> = OnceLock::new();

/// The TLS configuration of all shells of this process.
///
/// # Errors
/// When the system has no randomness for a key.
pub(super) fn config() -> io::Result<Arc<ServerConfig>> {
    CONFIG.get_or_init(make).clone().map_err(io::Error::other)
}

fn make() -> Result<Arc<ServerConfig>, String> {
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).map_err(|e| e.to_string())?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key)
        })
        .map(Arc::new)
        .map_err(|e| e.to_string())
}
