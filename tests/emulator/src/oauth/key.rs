//! The service account's RSA key. It protects nothing, so it is made of the seed: every run has the same.

use std::sync::Mutex;

use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use rsa::rand_core::{CryptoRng, RngCore, impls};
use rsa::{RsaPrivateKey, RsaPublicKey};

use crate::ids::Ids;

#[derive(Clone)]
pub(crate) struct KeyPair {
    pub(crate) id: String,
    pub(crate) private_pem: String,
    /// PKCS#1, as the verification wants it.
    pub(crate) public_der: Vec<u8>,
}

/// The key could not be made.
#[derive(Debug)]
pub(crate) struct KeyError;

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the service account's key could not be made")
    }
}

impl std::error::Error for KeyError {}

/// Making a key takes a while, so a process makes one for each seed only once.
static MADE: Mutex<Vec<(u64, KeyPair)>> = Mutex::new(Vec::new());

impl KeyPair {
    pub(crate) fn generate(seed: u64) -> Result<Self, KeyError> {
        let mut made = MADE.lock().map_err(|_| KeyError)?;
        if let Some((_, key)) = made.iter().find(|(s, _)| *s == seed) {
            return Ok(key.clone());
        }
        let mut random = Seeded(Ids::new(seed ^ 0x5e1f_5161));
        let private = RsaPrivateKey::new(&mut random, 2048).map_err(|_| KeyError)?;
        let public = RsaPublicKey::from(&private);
        let key = Self {
            id: format!("{:016x}{:016x}", random.next_u64(), random.next_u64()),
            private_pem: private.to_pkcs8_pem(LineEnding::LF).map_err(|_| KeyError)?.to_string(),
            public_der: public.to_pkcs1_der().map_err(|_| KeyError)?.as_bytes().to_vec(),
        };
        made.push((seed, key.clone()));
        Ok(key)
    }
}

struct Seeded(Ids);

impl RngCore for Seeded {
    fn next_u32(&mut self) -> u32 {
        u32::try_from(self.0.next() >> 32).unwrap_or(0)
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next()
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        impls::fill_bytes_via_next(self, bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Seeded {}
