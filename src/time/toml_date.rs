//! Dates in TOML: as a string, or as TOML's own date-time without quotes.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use std::fmt;
use toml::value::Datetime;

/// Deserializes either form to text, for the functions that parse text.
pub(crate) fn text<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    input.deserialize_any(Text)
}

/// The same for an optional key.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<String>, D::Error> {
    text(input).map(Some)
}

struct Text;

impl<'de> Visitor<'de> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an instant such as \"2013-11-07T04:14:15.290Z\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.into())
    }

    /// The form in which the `toml` crate passes a date-time.
    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<String, M::Error> {
        Datetime::deserialize(MapAccessDeserializer::new(map)).map(|date| date.to_string())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Input {
        #[serde(deserialize_with = "super::text")]
        at: String,
        #[serde(default, deserialize_with = "super::optional_text")]
        perhaps: Option<String>,
    }

    #[test]
    fn both_forms_give_the_same_text_and_others_say_what_is_wanted() {
        let read = |text: &str| toml::from_str::<Input>(text);
        for date in ["2013-11-07T04:14:15.290Z", "2016-12-31T23:59:60Z", "2013-11-07T04:14:15"] {
            let input = read(&format!("at = {date}\nperhaps = \"{date}\"")).unwrap();
            // The fraction of a date is written without zeros at its end.
            assert_eq!(input.at.replace(".29Z", ".290Z"), date);
            assert_eq!(input.perhaps.as_deref(), Some(date));
        }
        assert!(read("at = 2013-11-07T04:14:15Z").unwrap().perhaps.is_none());
        for wrong in ["at = 5", "at = { year = 2013 }", "perhaps = \"x\""] {
            let message = read(wrong).unwrap_err().to_string();
            assert!(message.contains("line 1") || message.contains("missing"), "{message}");
        }
        assert!(read("at = 5").unwrap_err().to_string().contains("an instant such as"));
    }
}
