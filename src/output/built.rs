//! Version, commit and compiler of the program.

use serde::Serialize;
use std::fmt;

/// Version, commit and compiler of the program; results of another compiler may differ in the last digits. Values that
/// were unknown at build time are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Built {
    /// Version of this crate.
    pub version: &'static str,
    /// Commit, with `-dirty` if files differed from it; known in release builds from a repository or a package.
    pub commit: Option<&'static str>,
    /// Version string of the compiler.
    pub compiler: Option<&'static str>,
    /// Target triple.
    pub target: Option<&'static str>,
    /// `release` or `debug`.
    pub profile: Option<&'static str>,
}

/// Build information of this program.
pub const BUILT: Built = Built {
    version: env!("CARGO_PKG_VERSION"),
    commit: option_env!("SOYUZ_COMMIT"),
    compiler: option_env!("SOYUZ_RUSTC"),
    target: option_env!("SOYUZ_TARGET"),
    profile: option_env!("SOYUZ_PROFILE"),
};

/// Name and version of this program.
pub fn program() -> String {
    format!("soyuz-rendezvous {}", BUILT.version)
}

impl fmt::Display for Built {
    /// `0.1.0, commit 0123456789ab, rustc 1.89.0 (…), x86_64-unknown-linux-gnu, release`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.version)?;
        match self.commit {
            Some(commit) => write!(f, ", commit {commit}")?,
            None => f.write_str(", commit not known")?,
        }
        for part in [self.compiler, self.target, self.profile].into_iter().flatten() {
            write!(f, ", {part}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_named_and_what_is_not_left_out() {
        assert!(BUILT.compiler.is_some_and(|c| c.starts_with("rustc ")), "{BUILT:?}");
        assert!(BUILT.target.is_some_and(|t| t.contains(std::env::consts::ARCH)), "{BUILT:?}");
        let bare = Built { commit: Some("0123456789ab"), compiler: None, target: None, ..BUILT };
        let profile = bare.profile.unwrap();
        assert_eq!(bare.to_string(), format!("{}, commit 0123456789ab, {profile}", bare.version));
    }
}
