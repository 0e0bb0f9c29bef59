//! Key material: read from files, and refused where it is too weak to keep anybody out.

use crate::failure::Failure;
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use std::collections::BTreeSet;
use std::path::Path;

/// Least bytes of a shared secret: as many as SHA-256 gives (RFC 7518, 3.2).
const SECRET_BYTES_MIN: usize = 32;
/// Least number of different bytes in a secret that was drawn by chance.
const SECRET_LETTERS_MIN: usize = 12;
/// Least bytes of an RSA modulus: 2 048 bits (RFC 7518, 3.3).
const RSA_MODULUS_BYTES_MIN: usize = 256;
/// Secrets that stand in examples and tools, in small letters: whoever guesses tries them first.
const WELL_KNOWN: [&str; 7] = [
    "your-256-bit-secret",
    "a-string-secret-at-least-256-bits-long",
    "your-secret-key",
    "changeme",
    "change-me",
    "0123456789abcdef",
    "secretsecret",
];

/// A key that checks signatures of one algorithm.
pub(super) struct Checking {
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

/// A key that signs tokens.
pub struct Signing {
    pub(super) algorithm: Algorithm,
    pub(super) key: EncodingKey,
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| {
        Failure::new(
            format!("cannot read the key {}: {error}", path.display()),
            "Check the path in granary.toml",
        )
    })
}

/// A secret that somebody else made, in a file, without the line's end that editors add.
pub(super) fn given(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = read(path)?;
    while bytes.last().is_some_and(u8::is_ascii_whitespace) {
        bytes.pop();
    }
    Ok(bytes)
}

/// The secret in a file, if it is strong.
pub(super) fn secret(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = given(path)?;
    let why = weakness(&bytes);
    match why {
        None => Ok(bytes),
        Some(why) => Err(Failure::new(
            format!("the secret in {} {why}", path.display()),
            "Make one with openssl rand -hex 32 and write it to that file",
        )),
    }
}

/// Why a secret would keep nobody out.
fn weakness(secret: &[u8]) -> Option<String> {
    if secret.len() < SECRET_BYTES_MIN {
        return Some(format!("has {} bytes; it needs at least {SECRET_BYTES_MIN}", secret.len()));
    }
    let text = String::from_utf8_lossy(secret).to_lowercase();
    if WELL_KNOWN.iter().any(|known| text.contains(known)) {
        return Some("stands in examples, so everybody knows it".to_owned());
    }
    let letters = secret.iter().collect::<BTreeSet<_>>().len();
    (letters < SECRET_LETTERS_MIN)
        .then(|| format!("has only {letters} different bytes, so it can be guessed"))
}

/// A shared secret for HS256.
pub(super) fn shared(path: &Path) -> Result<Checking, Failure> {
    let key = DecodingKey::from_secret(&secret(path)?).map_err(|error| bad(path, &error))?;
    Ok(Checking { algorithm: Algorithm::HS256, key })
}

/// A public key in PEM: Ed25519 for EdDSA, RSA for RS256.
pub(super) fn public(path: &Path) -> Result<Checking, Failure> {
    let pem = read(path)?;
    if let Ok(key) = DecodingKey::from_ed_pem(&pem) {
        return Ok(Checking { algorithm: Algorithm::EdDSA, key });
    }
    let key = DecodingKey::from_rsa_pem(&pem).map_err(|error| bad(path, &error))?;
    // Around the modulus the file has a few dozen bytes of structure at most.
    let text = String::from_utf8_lossy(&pem);
    let body: String = text.lines().filter(|line| !line.starts_with('-')).map(str::trim).collect();
    if BASE64_STANDARD.decode(body).map_or(0, |der| der.len()) < RSA_MODULUS_BYTES_MIN {
        return Err(too_small(path));
    }
    Ok(Checking { algorithm: Algorithm::RS256, key })
}

/// The keys of a JSON Web Key Set (RFC 7517), by their ids.
pub(super) fn set(path: &Path) -> Result<Vec<(String, Checking)>, Failure> {
    let set: JwkSet = serde_json::from_slice(&read(path)?).map_err(|error| bad(path, &error))?;
    set.keys.iter().map(|jwk| of_set(path, jwk)).collect()
}

fn of_set(path: &Path, jwk: &Jwk) -> Result<(String, Checking), Failure> {
    let id = jwk.common.key_id.clone().ok_or_else(|| bad(path, &"a key has no kid"))?;
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::OctetKeyPair(_) => Algorithm::EdDSA,
        AlgorithmParameters::RSA(rsa) => {
            let modulus = BASE64_URL_SAFE_NO_PAD.decode(&rsa.n).unwrap_or_default();
            if modulus.len() < RSA_MODULUS_BYTES_MIN {
                return Err(too_small(path));
            }
            Algorithm::RS256
        }
        _ => return Err(bad(path, &format!("key {id} is neither Ed25519 nor RSA"))),
    };
    let key = DecodingKey::from_jwk(jwk).map_err(|error| bad(path, &error))?;
    Ok((id, Checking { algorithm, key }))
}

impl Signing {
    /// The shared secret in a file, for HS256.
    ///
    /// # Errors
    /// It cannot be read, or is too weak.
    pub fn shared(path: &Path) -> Result<Self, Failure> {
        let key = EncodingKey::from_secret(&secret(path)?).map_err(|error| bad(path, &error))?;
        Ok(Signing { algorithm: Algorithm::HS256, key })
    }

    /// The private Ed25519 key in a PEM file, for EdDSA.
    ///
    /// # Errors
    /// It cannot be read, or is none.
    pub fn private(path: &Path) -> Result<Self, Failure> {
        let key = EncodingKey::from_ed_pem(&read(path)?).map_err(|error| bad(path, &error))?;
        Ok(Signing { algorithm: Algorithm::EdDSA, key })
    }
}

fn bad(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::new(
        format!("the key {} cannot be used: {why}", path.display()),
        "Give an Ed25519 or RSA public key in PEM, or a JSON Web Key Set of such keys",
    )
}

fn too_small(path: &Path) -> Failure {
    Failure::new(format!("the RSA key {} has fewer than 2048 bits", path.display()), "Make a larger one")
}

/// Whether a text is an origin as browsers write it (RFC 6454): a scheme, a host, and a port that is not the scheme's own.
/// Without TLS only this machine is one.
pub fn is_origin(text: &str) -> bool {
    let is_host = |rest: &str| {
        let (host, port) = rest.rsplit_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
        let is_letter =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-.".contains(letter);
        let is_port =
            |port: &str| port.parse::<u16>().is_ok_and(|number| number.to_string() == port && number > 0);
        !host.is_empty() && host.chars().all(is_letter) && port.is_none_or(is_port)
    };
    if let Some(rest) = text.strip_prefix("https://") {
        return is_host(rest) && !rest.ends_with(":443");
    }
    let local = text.strip_prefix("http://").filter(|rest| {
        let host = rest.split(':').next().unwrap_or_default();
        host == "localhost" || host == "127.0.0.1"
    });
    local.is_some_and(|rest| is_host(rest) && !rest.ends_with(":80"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_secrets_are_told_why() {
        let check = |secret: &str, part: &str| {
            let why = weakness(secret.as_bytes()).unwrap_or_default();
            assert!(why.contains(part), "{secret}: {why}");
        };
        check("", "0 bytes");
        check("0f3c9a7be1d24586a0b1c2d3e4f5061", "31 bytes");
        check(&"ab".repeat(32), "2 different bytes");
        check("MY-YOUR-256-BIT-SECRET-FOR-PRODUCTION-2026", "examples");
        assert_eq!(weakness(b"0f3c9a7be1d24586a0b1c2d3e4f50617"), None);
    }

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        for right in ["https://intranet.example", "https://a-b.example:8443", "http://localhost:5173"] {
            assert!(is_origin(right), "{right}");
        }
        for wrong in [
            "",
            "*",
            "null",
            "intranet.example",
            "https://",
            "https://*.example",
            "https://a.example/",
            "https://A.example",
            "https://a.example:443",
            "https://a.example:0",
            "https://a.example:080",
            "https://user@a.example",
            "http://intranet.example",
            "http://127.0.0.1:80a0",
            "https://a.example b.example",
            "https://a.example;script-src",
        ] {
            assert!(!is_origin(wrong), "{wrong}");
        }
    }
}
