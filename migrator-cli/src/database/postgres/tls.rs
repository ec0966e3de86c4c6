//! What `sslmode` means, by `rustls`: whose certificate is accepted.
//!
//! | `sslmode` | encrypts | the certificate | the host's name |
//! |---|---|---|---|
//! | `allow`, `prefer` | if the server does | any | any |
//! | `require` | always | any; with `sslrootcert` as `verify-ca` | any |
//! | `verify-ca` | always | of an authority in `sslrootcert` | any |
//! | `verify-full` | always | of an authority in `sslrootcert` | that of the certificate |
//!
//! Without `sslrootcert`, and with `sslrootcert=system`, the authorities are those of the machine.

use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Mode;
use crate::database::error::UrlError;

/// What encrypts a connection.
pub(super) type Connector = MakeRustlsConnect;

/// Makes what encrypts a connection; `files` are `sslrootcert`, `sslcert` and `sslkey`.
pub(super) fn connector(
    mode: Mode,
    files: &[Option<String>; 3],
    folder: &Path,
) -> Result<Connector, UrlError> {
    let [root, certificate, key] = files;
    let provider = Arc::new(ring::default_provider());
    let checks = checks(mode, root.is_some());
    let verifier = Verifier {
        provider: provider.clone(),
        inner: match checks {
            Checks::Nothing => None,
            Checks::Authority | Checks::AuthorityAndName => {
                Some(trust(root.as_deref(), folder, &provider)?)
            }
        },
        compares_name: checks == Checks::AuthorityAndName,
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(not_set_up)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let config = match (certificate, key) {
        (Some(certificate), Some(key)) => builder
            .with_client_auth_cert(
                certificates(&folder.join(certificate), "sslcert")?,
                private_key(&folder.join(key))?,
            )
            .map_err(not_set_up)?,
        (None, None) => builder.with_no_client_auth(),
        _ => return Err(UrlError::HalfOfAPair),
    };
    Ok(MakeRustlsConnect::new(config))
}

/// What is asked of the server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Checks {
    Nothing,
    Authority,
    AuthorityAndName,
}

fn checks(mode: Mode, has_root: bool) -> Checks {
    match mode {
        Mode::Disable | Mode::Allow | Mode::Prefer => Checks::Nothing,
        Mode::Require if !has_root => Checks::Nothing,
        Mode::Require | Mode::VerifyCa => Checks::Authority,
        Mode::VerifyFull => Checks::AuthorityAndName,
    }
}

fn trust(
    root: Option<&str>,
    folder: &Path,
    provider: &Arc<CryptoProvider>,
) -> Result<Trust, UrlError> {
    let certificates = match root {
        Some(file) if file != "system" => certificates(&folder.join(file), "sslrootcert")?,
        _ => rustls_native_certs::load_native_certs().certs,
    };
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(certificates.iter().cloned());
    if store.is_empty() {
        return Err(UrlError::NoAuthority);
    }
    let verifier =
        WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider.clone()).build();
    Ok(Trust {
        certificates,
        verifier: verifier.map_err(not_set_up)?,
    })
}

fn not_set_up(error: impl std::fmt::Display) -> UrlError {
    UrlError::Tls {
        cause: error.to_string(),
    }
}

fn certificates(
    file: &Path,
    parameter: &'static str,
) -> Result<Vec<CertificateDer<'static>>, UrlError> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect);
    read.map_err(|error| UrlError::File {
        parameter,
        file: file.to_owned(),
        cause: error.to_string(),
    })
}

fn private_key(file: &Path) -> Result<PrivateKeyDer<'static>, UrlError> {
    PrivateKeyDer::from_pem_file(file).map_err(|error| UrlError::File {
        parameter: "sslkey",
        file: file.to_owned(),
        cause: error.to_string(),
    })
}

/// Accepts certificates as a mode says. That the server has the key of the certificate it shows is
/// checked in every mode.
#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    /// `None` accepts any certificate.
    inner: Option<Trust>,
    compares_name: bool,
}

/// Whom to trust.
#[derive(Debug)]
struct Trust {
    /// As they stand in the file.
    certificates: Vec<CertificateDer<'static>>,
    verifier: Arc<WebPkiServerVerifier>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(trust) = &self.inner else {
            return Ok(ServerCertVerified::assertion());
        };
        // A server that signed its certificate itself is named by that: to `rustls` it would be an
        // authority, which is no server, and to `libpq` it is right.
        let verified = if trust.certificates.contains(end_entity) {
            ParsedCertificate::try_from(end_entity)
                .and_then(|certificate| verify_server_name(&certificate, server_name))
                .map(|()| ServerCertVerified::assertion())
        } else {
            let verifier = &trust.verifier;
            verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        };
        match verified {
            // The name is compared last: everything else was right.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.compares_name => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}
