//! What predicts cannot see the answer: no module that plans or flies names the facts of real flights
//! (`flown`), nor the reports and figures that hold them beside the prediction. Truth: the sources
//! themselves, read as text; a path through a re-export would need one of these names somewhere.

use std::path::{Path, PathBuf};

/// Modules that may name what the key says; all others may not.
const MAY: [(&str, &[&str]); 3] = [
    ("flown", &["flown.rs", "report", "plot"]),
    ("report", &["report", "plot", "cli", "case"]),
    ("plot", &["plot", "cli"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Whether a line of code names the module as a path.
fn names(line: &str, module: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let imported = code.contains(&format!("crate::{module}")) || code.contains("crate::{");
    imported && code.contains(module)
}

#[test]
fn what_predicts_names_nothing_flown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 100, "{} files", files.len());
    let mut seen = [0; MAY.len()];
    for file in &files {
        let place = file.strip_prefix(&root).unwrap();
        let top = place.iter().next().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(file).unwrap();
        for (k, (module, may)) in MAY.iter().enumerate() {
            for line in text.lines().filter(|line| names(line, module)) {
                assert!(may.contains(&top), "{}: {line}", place.display());
                seen[k] += 1;
            }
        }
    }
    // The search finds what there is: otherwise this test could not fail.
    assert!(seen.iter().all(|count| *count > 2), "{seen:?}");
}
