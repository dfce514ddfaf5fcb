//! What the crate says about its own structure: modules use only those above them in the reading
//! order of `src/lib.rs`, nothing that predicts can see the flown results, and sources are named by
//! keys that `docs/references.md` explains. Truth: the sources, read as text; a path through a
//! re-export would still contain one of these module names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with one of these extensions.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)) {
            found.push(path);
        }
    }
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// The modules among `known` that a line of code names in a path.
fn named<'a>(line: &str, known: &'a [String]) -> impl Iterator<Item = &'a String> {
    let code = line.split("//").next().unwrap_or_default().to_owned();
    assert!(!code.contains("crate::{"), "write one `use` for each module: {line}");
    let paths: Vec<String> = code
        .split("crate::")
        .skip(1)
        .map(|path| path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect();
    known.iter().filter(move |module| paths.contains(module))
}

/// Each use of one module in another: user, used module, and the line.
fn uses(known: &[String]) -> Vec<(String, String, String)> {
    let folder = root().join("src");
    let mut found = Vec::new();
    for file in files(&folder, &["rs"]) {
        let place = file.strip_prefix(&folder).unwrap();
        let user = place.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        for line in read(&file).lines() {
            for used in named(line, known).filter(|used| *used != user) {
                let line = format!("{}: {}", place.display(), line.trim());
                found.push((user.to_owned(), used.clone(), line));
            }
        }
    }
    found
}

/// Rows of the reading order: the modules named in each.
fn reading_order() -> Vec<Vec<String>> {
    let text = read(&root().join("src/lib.rs"));
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | [`"));
    let first_column = |row: &str| {
        let names = row.split(" | ").next().unwrap_or_default().replace(['[', '`', ']'], "");
        names.split(", ").map(str::to_owned).collect()
    };
    rows.map(first_column).collect()
}

#[test]
fn modules_use_only_those_above_them_in_the_reading_order() {
    let rows = reading_order();
    let modules = rows.concat();
    let lib = read(&root().join("src/lib.rs"));
    let declared: BTreeSet<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(modules.iter().map(String::as_str).collect::<BTreeSet<_>>(), declared);
    let row = |module: &str| rows.iter().position(|row| row.iter().any(|m| m == module));
    let uses = uses(&modules);
    // Guards against a search that finds nothing.
    assert!(uses.len() > 300, "{} uses", uses.len());
    for (user, used, line) in uses.iter().filter(|(user, ..)| user != "main" && user != "lib") {
        assert!(row(used) < row(user), "{user} is not below {used} in src/lib.rs: {line}");
    }
}

/// For each module, the only modules that may name it.
const MAY: [(&str, &[&str]); 3] =
    [("flown", &["report", "plot"]), ("report", &["plot", "cli"]), ("plot", &["cli"])];

#[test]
fn predicting_modules_do_not_name_flown_results() {
    let uses = uses(&reading_order().concat());
    for (module, may) in MAY {
        let of: Vec<_> = uses.iter().filter(|(_, used, _)| used == module).collect();
        assert!(of.len() > 2, "{module}: {} uses", of.len());
        for (user, _, line) in of {
            assert!(may.contains(&user.as_str()), "{line}");
        }
    }
}

/// Paths of this repository that a text names: words that begin with one of its folders.
fn paths(text: &str) -> Vec<&str> {
    let part = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    let words = text.split(|c| !part(c)).map(|word| word.trim_end_matches('.'));
    let folders = ["src/", "tests/", "docs/", "data/", "benches/", "examples/", "scenarios/"];
    words.filter(|word| folders.iter().any(|folder| word.starts_with(folder))).collect()
}

#[test]
fn files_named_in_documents_exist() {
    let mut documents = files(&root().join("docs"), &["md"]);
    documents
        .extend(["README.md", "CHANGELOG.md", "data/SOURCES.md"].map(|name| root().join(name)));
    // The references name files of other repositories.
    documents.retain(|path| !path.ends_with("references.md"));
    documents.extend(files(&root().join("src"), &["rs"]));
    let mut found = 0;
    for document in documents {
        let text = read(&document);
        for path in paths(&text) {
            found += 1;
            assert!(root().join(path).exists(), "{} names {path}", document.display());
        }
    }
    assert!(found > 50, "{found} paths");
}

/// Keys of `docs/references.md`: the bold ones of the list, and the first column of the table.
fn keys() -> BTreeSet<String> {
    let text = read(&root().join("docs/references.md"));
    let listed = text.lines().filter_map(|line| line.strip_prefix("- **")?.split("**").next());
    let table = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    let table = table.filter(|cell| *cell != "key").flat_map(|cell| cell.split(", "));
    listed.chain(table).map(str::to_owned).collect()
}

/// Whether `text` contains `key` as a word.
fn has_word(text: &str, key: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(key)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + key.len()..].starts_with(part))
}

/// The comments of a source file, and its quoted strings, line by line.
fn words_of_code(text: &str) -> String {
    let mut words = String::new();
    for line in text.lines() {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let strings = code.split('"').skip(1).step_by(2);
        let comment = comment.trim_start_matches(['/', '!']);
        strings.chain([comment]).for_each(|part| words.extend([part, " "]));
    }
    words
}

/// Bracketed items that look like the key of a source: capitals and digits, or a name with its
/// year.
fn cited(text: &str) -> Vec<String> {
    let inside = text.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    let items = inside
        .filter(|(_, after)| !after.starts_with('('))
        .flat_map(|(inside, _)| inside.split([',', ';']).collect::<Vec<_>>())
        .map(|item| item.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_key = |item: &String| {
        let capitals = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        let name = item.starts_with(|c: char| c.is_ascii_uppercase());
        let last: String = item.chars().skip(item.chars().count().saturating_sub(4)).collect();
        let year = last.parse::<u32>().is_ok_and(|year| year > 1900);
        name && item.len() > 1 && (item.chars().all(capitals) || year)
    };
    // Units and program arguments are bracketed too.
    let other = ["AU", "FOLDER", "MJD", "SI"];
    items.filter(is_key).filter(|item| !other.contains(&item.as_str())).collect()
}

#[test]
fn every_source_key_is_explained_and_every_explanation_used() {
    let keys = keys();
    assert!(keys.len() > 40, "{} keys", keys.len());
    let code: Vec<PathBuf> = ["src", "tests", "examples"]
        .iter()
        .flat_map(|folder| files(&root().join(folder), &["rs", "csv", "toml"]))
        .collect();
    let prose = files(&root().join("docs"), &["md"]).into_iter();
    let prose = prose.filter(|path| !path.ends_with("references.md"));
    let mut unused = keys.clone();
    let mut citations = 0;
    for path in code.iter().cloned().chain(prose) {
        let text = read(&path);
        unused.retain(|key| !has_word(&text, key));
        let is_code = path.extension().is_some_and(|e| e == "rs");
        for key in cited(&if is_code { words_of_code(&text) } else { text }) {
            citations += 1;
            assert!(keys.contains(&key), "{}: [{key}] is not explained", path.display());
        }
    }
    assert!(citations > 100, "{citations} citations");
    assert!(unused.is_empty(), "nothing cites {unused:?}");
}
