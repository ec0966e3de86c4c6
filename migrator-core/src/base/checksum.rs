//! Fingerprints: of a migration's meaning, and of a whole graph.

use std::fmt;
use std::str::FromStr;

/// SHA-256 of something normalized, with the version of the normalization.
///
/// Two checksums of different scheme versions cannot be compared: the text may
/// be the same. The text form is `1:` followed by 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Checksum {
    scheme: u8,
    bytes: [u8; 32],
}

impl Checksum {
    /// The scheme that this version of the library writes.
    pub const SCHEME: u8 = 1;

    /// Creates a checksum from its parts; for generated code.
    #[must_use]
    pub const fn from_parts(scheme: u8, bytes: [u8; 32]) -> Self {
        Self { scheme, bytes }
    }

    /// Returns the version of the normalization behind the digest.
    #[must_use]
    pub const fn scheme(&self) -> u8 {
        self.scheme
    }

    /// Returns the digest.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In one piece: two of them are written into each row of the history.
        let digits = self.bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        let digits = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
        write!(f, "{}:{}", self.scheme, digits.collect::<String>())
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checksum({self})")
    }
}

impl FromStr for Checksum {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (scheme, hex) = text.split_once(':').ok_or(())?;
        let scheme = scheme.parse().map_err(drop)?;
        if hex.len() != 64 || !hex.is_ascii() {
            return Err(());
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).map_err(drop)?;
        }
        Ok(Self { scheme, bytes })
    }
}

/// Collects the parts of a checksum.
///
/// Every part is preceded by its length, so that `("ab", "c")` and `("a", "bc")`
/// differ.
#[derive(Clone)]
pub struct ChecksumBuilder(hmac_sha256::Hash);

impl ChecksumBuilder {
    /// Starts an empty checksum.
    #[must_use]
    pub fn new() -> Self {
        Self(hmac_sha256::Hash::new())
    }

    /// Adds one part.
    pub fn part(&mut self, part: impl AsRef<[u8]>) -> &mut Self {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    /// Returns the checksum of all parts in the current scheme.
    #[must_use]
    pub fn finish(&self) -> Checksum {
        Checksum {
            scheme: Checksum::SCHEME,
            bytes: self.0.finalize(),
        }
    }
}

impl Default for ChecksumBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ChecksumBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChecksumBuilder")
    }
}

#[cfg(test)]
mod tests {
    use super::{Checksum, ChecksumBuilder};

    #[test]
    fn text_form_reads_back() {
        let checksum = ChecksumBuilder::new().part("a").finish();
        assert_eq!(checksum.to_string().parse(), Ok(checksum));
        for bad in ["", "1", "1:zz", "x:00", &format!("1:{}", "é".repeat(32))] {
            assert_eq!(bad.parse::<Checksum>(), Err(()), "{bad}");
        }
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let of = |parts: &[&str]| {
            let mut builder = ChecksumBuilder::new();
            for part in parts {
                builder.part(part);
            }
            builder.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab"]), of(&["ab", ""]));
    }
}
