//! Passes build information to the program: compiler, target, profile and, in release builds, the commit.
//!
//! Debug builds, which tests use, omit the commit, because every new commit would trigger a rebuild. Nothing here
//! fails: what cannot be determined (no git, no repository) is omitted.

use std::env::var;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let rustc = var("RUSTC").unwrap_or_else(|_| "rustc".into());
    note("SOYUZ_RUSTC", said(Command::new(rustc).arg("--version")));
    note("SOYUZ_TARGET", var("TARGET").ok());
    let profile = var("PROFILE").ok();
    if profile.as_deref() == Some("release") {
        let root = var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| ".".into());
        // Run again whenever there is something to compile anyway, since git may have failed the last time.
        for path in ["src", "data", "scenarios", "Cargo.toml", "Cargo.lock"] {
            println!("cargo:rerun-if-changed={path}");
        }
        note("SOYUZ_COMMIT", repository(Path::new(&root)).or_else(|| packed(Path::new(&root))));
    }
    note("SOYUZ_PROFILE", profile);
}

fn note(name: &str, value: Option<String>) {
    if let Some(value) = value {
        println!("cargo:rustc-env={name}={value}");
    }
}

/// The first line of what a command prints, if it succeeds.
fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().next().filter(|line| !line.is_empty()).map(str::to_owned)
}

/// The commit that is checked out, with `-dirty` if files differ from it.
fn repository(root: &Path) -> Option<String> {
    let git = |arguments: &[&str]| {
        said(Command::new("git").arg("--no-optional-locks").arg("-C").arg(root).args(arguments))
    };
    // The sources may be unpacked inside an unrelated repository.
    let top = git(&["rev-parse", "--show-toplevel"])?;
    if Path::new(&top).canonicalize().ok()? != root.canonicalize().ok()? {
        return None;
    }
    let commit = git(&["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"])?;
    // Run again after a commit or checkout.
    for file in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", file]).map(|path| root.join(path));
        if let Some(path) = path.filter(|path| path.exists()) {
            println!("cargo:rerun-if-changed={}", path.display());
        }
    }
    Some(commit)
}

/// The commit from which a published crate was packaged, as recorded by cargo.
fn packed(root: &Path) -> Option<String> {
    let info = std::fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let (_, after) = info.split_once("\"sha1\"")?;
    let commit = after.split('"').nth(1)?;
    let dirty = if info.contains("\"dirty\": true") { "-dirty" } else { "" };
    Some(format!("{}{dirty}", commit.get(..12)?))
}
