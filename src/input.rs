//! Errors of input files in plain words: what TOML values are called there, not in Rust.

/// The message of the `toml` crate, with position and line of the file, and the types in plain words:
/// "the value is `3`; needed: text in quotes" for "invalid type: integer `3`, expected a string".
///
/// `file` is the text that was read: a file of element sets is named as such.
pub fn toml_error(error: &toml::de::Error, file: &str) -> String {
    if file.lines().any(|line| line.starts_with("1 ") && line.trim_end().len() == 69) {
        return "this is an element set; `soyuz window` takes such a file, scenarios and cases contain the two lines as \
                `tle = [\"…\", \"…\"]`"
            .to_owned();
    }
    let (text, message) = (error.to_string(), error.message());
    let text = text.trim_end();
    match (text.strip_suffix(message), in_words(message)) {
        (Some(place), Some(words)) => format!("{place}{words}"),
        _ => text.to_owned(),
    }
}

/// A complaint about type, value or length; `None` for any other message.
fn in_words(message: &str) -> Option<String> {
    // Where a name out of a list is read.
    if message == "wanted string or table" {
        return Some("needed: text in quotes".to_owned());
    }
    let kinds = ["invalid type: ", "invalid value: ", "invalid length "];
    let (found, expected) =
        kinds.iter().find_map(|kind| message.strip_prefix(kind))?.split_once(", expected ")?;
    let wanted = plain_kind(expected);
    if message.starts_with(kinds[2]) {
        return Some(format!("the number of values is {found}; needed: {wanted}"));
    }
    let given = match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some((_, value)) if value.ends_with('`') => value.trim_start_matches("point ").to_owned(),
        _ => plain_kind(found),
    };
    Some(format!("the value is {given}; needed: {wanted}"))
}

/// A kind of value, named by serde, in plain words.
fn plain_kind(name: &str) -> String {
    let words = match name {
        "f64" | "f32" => "a number",
        "usize" | "u64" | "u32" | "u16" | "u8" => "a whole number of at least 0",
        "isize" | "i64" | "i32" | "i16" | "i8" => "a whole number",
        "a string" | "string" => "text in quotes",
        "a boolean" | "bool" => "true or false",
        "a map" | "map" => "a table",
        "a sequence" | "sequence" => "a list in brackets",
        other => match other.strip_prefix("an array of length ") {
            Some(length) => return format!("a list of {length} values"),
            None if other.starts_with("struct ") => "a table",
            None => other,
        },
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct File {
        number: f64,
        count: usize,
        small: u8,
        name: String,
        on: bool,
        pair: [f64; 2],
        list: Vec<f64>,
        table: Table,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Table {
        number: f64,
    }

    /// Every kind of value in place of every other: the message has the line and key, and no type of Rust or serde.
    #[test]
    fn a_wrong_type_is_named_in_plain_words() {
        let values = ["1.5", "-3", "300", "\"x\"", "true", "[1.0]", "{ a = 1 }", "2013-11-07"];
        let needed = [
            ("number", "a number"),
            ("count", "a whole number of at least 0"),
            ("small", "a whole number of at least 0"),
            ("name", "text in quotes"),
            ("on", "true or false"),
            ("pair", "a list of 2 values"),
            ("list", "a list in brackets"),
            ("table", "a table"),
        ];
        for (key, words) in needed {
            let (mut refused, mut said) = (0, false);
            for value in values {
                let Err(error) = toml::from_str::<File>(&format!("# File\n{key} = {value}\n"))
                else {
                    continue;
                };
                let message = super::toml_error(&error, "");
                refused += 1;
                assert!(message.contains("line 2"), "{key}: {message}");
                assert!(message.contains(&format!("{key} = {value}")), "{message}");
                for name in [
                    "f64", "usize", "u8", "struct", "map", "sequence", "boolean", "string",
                    "expected", "array",
                ] {
                    assert!(!message.contains(name), "{name} in {message}");
                }
                assert!(message.contains("; needed: "), "{message}");
                said |= message.ends_with(&format!("; needed: {words}"));
            }
            assert!(refused >= 4 && said, "{key}");
        }
        let other = toml::from_str::<File>("nmae = 1").unwrap_err();
        assert_eq!(super::toml_error(&other, ""), other.to_string().trim_end());
    }
}
