//! A signed assertion: its three parts, and whether the signature is the service account's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;

/// The claims of an assertion that is well formed; nothing is believed before `verified`.
pub(crate) struct Assertion {
    pub(crate) claims: Value,
    signed: String,
    signature: Vec<u8>,
    algorithm: String,
}

impl Assertion {
    /// Parts are base64url; some clients pad them, and Google does not mind.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (head, body, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok();
        let head: Value = serde_json::from_slice(&bytes(head)?).ok()?;
        let claims: Value = serde_json::from_slice(&bytes(body)?).ok()?;
        let signed = text.rsplit_once('.')?.0.to_owned();
        let algorithm = head["alg"].as_str().unwrap_or("").to_owned();
        claims.is_object().then_some(())?;
        Some(Self { claims, signed, signature: bytes(signature)?, algorithm })
    }

    pub(crate) fn verified(&self, public_der: &[u8]) -> bool {
        self.algorithm == "RS256"
            && UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public_der)
                .verify(self.signed.as_bytes(), &self.signature)
                .is_ok()
    }
}
