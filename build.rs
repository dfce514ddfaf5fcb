//! Tells the program what it was built with: compiler, target, profile and, in release builds, the commit.
//!
//! The commit costs a build after each new one, so debug builds, which tests use, do without. Nothing here
//! can fail: what cannot be found out (no git, no repository) is left out.

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
        // Asked again whenever there is something to compile anyway, found or not: git may have failed for once.
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
    // Unpacked inside a repository of something else, its commit would say nothing.
    let top = git(&["rev-parse", "--show-toplevel"])?;
    if Path::new(&top).canonicalize().ok()? != root.canonicalize().ok()? {
        return None;
    }
    let commit = git(&["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"])?;
    // Asked again after a commit or checkout.
    for file in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", file]).map(|path| root.join(path));
        if let Some(path) = path.filter(|path| path.exists()) {
            println!("cargo:rerun-if-changed={}", path.display());
        }
    }
    Some(commit)
}

/// The commit a published crate was packed from: cargo notes it in the package.
fn packed(root: &Path) -> Option<String> {
    let info = std::fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let (_, after) = info.split_once("\"sha1\"")?;
    let commit = after.split('"').nth(1)?;
    let dirty = if info.contains("\"dirty\": true") { "-dirty" } else { "" };
    Some(format!("{}{dirty}", commit.get(..12)?))
}
