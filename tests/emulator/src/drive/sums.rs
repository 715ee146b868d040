//! Checksums of a file's bytes, by which clients tell whether an upload arrived whole.

use md5::Md5;
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The checksums of some bytes, in hexadecimal digits.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checksums {
    pub(crate) md5: String,
    pub(crate) sha1: String,
    pub(crate) sha256: String,
}

impl Checksums {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { md5: hex::<Md5>(bytes), sha1: hex::<Sha1>(bytes), sha256: hex::<Sha256>(bytes) }
    }
}

impl Default for Checksums {
    /// The checksums of nothing.
    fn default() -> Self {
        Self::of(&[])
    }
}

fn hex<D: Digest>(bytes: &[u8]) -> String {
    let digits =
        |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or('0'));
    D::digest(bytes).iter().flat_map(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksums_are_those_that_other_programs_compute() {
        let sums = Checksums::of(b"hola\n");
        assert_eq!(sums.md5, "916f4c31aaa35d6b867dae9a7f54270d");
        assert_eq!(sums.sha1, "63bbfea82b8880ed33cdb762aa11fab722a90a24");
        assert_eq!(sums.sha256, "133ee989293f92736301280c6f14c89d521200c17dcdcecca30cd20705332d44");
    }
}
