//! TLS: a certificate from files, read anew when they change, so that who renews it need not start the server again.

use crate::failure::Failure;
use crate::lock::lock;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;
use tokio_rustls::TlsAcceptor;

/// `[tls]` in `granary.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TlsConfig {
    /// The certificate and those between it and an authority, in PEM.
    pub certificate_file: PathBuf,
    /// Its private key, in PEM.
    pub key_file: PathBuf,
}

/// A certificate in use.
#[derive(Clone, Debug)]
pub struct Tls(Arc<Certificate>);

#[derive(Debug)]
struct Certificate {
    files: TlsConfig,
    current: Mutex<(Arc<CertifiedKey>, Changed)>,
}

/// When the two files changed last.
type Changed = [Option<SystemTime>; 2];

const REMEDY: &str = "Check certificate_file and key_file of [tls]: both are PEM, and belong to each other";

impl Tls {
    /// Reads a certificate and its key.
    ///
    /// # Errors
    /// A file cannot be read or has none; the key is of another certificate.
    pub fn read(files: &TlsConfig) -> Result<Self, Failure> {
        let changed = changed(files);
        let current = Mutex::new((certified(files)?, changed));
        Ok(Tls(Arc::new(Certificate { files: files.clone(), current })))
    }

    /// What makes connections secret.
    ///
    /// # Errors
    /// None in practice: the versions of TLS are those that the algorithms have.
    pub fn acceptor(&self) -> Result<TlsAcceptor, Failure> {
        let provider = Arc::new(ring::default_provider());
        let config =
            rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config =
            config.map_err(|error| Failure::new(format!("TLS cannot begin: {error}"), "Report it"))?;
        let mut config = config.with_no_client_auth().with_cert_resolver(self.0.clone());
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Reads the files anew if they have changed. What cannot be used is not taken: the certificate before stays. Blocks.
    pub fn renew(&self) {
        let files = &self.0.files;
        let now = changed(files);
        if lock(&self.0.current).1 == now {
            return;
        }
        match certified(files) {
            Ok(key) => {
                *lock(&self.0.current) = (key, now);
                tracing::info!("the certificate is read anew");
            }
            Err(failure) => {
                // Two files are not replaced at once: the other may follow.
                lock(&self.0.current).1 = now;
                tracing::error!(%failure, "the certificate cannot be used; the one before still is");
            }
        }
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(lock(&self.current).0.clone())
    }
}

fn changed(files: &TlsConfig) -> Changed {
    let at = |path: &Path| std::fs::metadata(path).and_then(|about| about.modified()).ok();
    [at(&files.certificate_file), at(&files.key_file)]
}

fn certified(files: &TlsConfig) -> Result<Arc<CertifiedKey>, Failure> {
    let TlsConfig { certificate_file, key_file } = files;
    let bad =
        |path: &Path, why: &dyn std::fmt::Display| Failure::new(format!("{}: {why}", path.display()), REMEDY);
    let chain =
        CertificateDer::pem_file_iter(certificate_file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.map_err(|error| bad(certificate_file, &error))?;
    if chain.is_empty() {
        return Err(bad(certificate_file, &"it has no certificate"));
    }
    let key = PrivateKeyDer::from_pem_file(key_file).map_err(|error| bad(key_file, &error))?;
    let certified = CertifiedKey::from_der(chain, key, &ring::default_provider());
    Ok(Arc::new(certified.map_err(|error| bad(key_file, &error))?))
}
