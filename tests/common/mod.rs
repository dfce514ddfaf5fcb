//! Flights stored as rows of a CSV file in `tests/data`.

use soyuz_rendezvous::mission::Scenario;

/// The cells of each row below the header.
pub fn cells(csv: &'static str) -> Vec<Vec<&'static str>> {
    csv.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

/// A scenario from name, time of lift-off, two element lines and further keys.
pub fn scenario(name: &str, lift_off: &str, tle: [&str; 2], keys: &[(&str, &str)]) -> Scenario {
    let keys: String = keys.iter().map(|(key, value)| format!("{key} = \"{value}\"\n")).collect();
    let text = format!(
        "name = \"{name}\"\nliftoff_utc = \"{lift_off}\"\n{keys}[station]\ntle = [\"{}\", \"{}\"]\n",
        tle[0], tle[1]
    );
    Scenario::parse(&text, name).unwrap_or_else(|e| panic!("{name}: {e}"))
}
