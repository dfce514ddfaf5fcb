//! The program as a user meets it: what it prints, what it writes, and how it refuses invalid
//! input.
//!
//! Expected results come from outside the program: the published docking of Soyuz TMA-11M at
//! 10:27:52 UTC on 2013-11-07 (GCAT, spacefacts.net) and the plans of NASA (10:31) and Roscosmos
//! (10:32), with the tolerances required of the prediction: 180 s and 120 s.

use assert_cmd::Command;
use soyuz_rendezvous::mission::Scenario;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn soyuz() -> Command {
    Command::cargo_bin("soyuz").expect("the program is built with its tests")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("all output is UTF-8")
}

/// Names and contents of the files in a folder.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).unwrap()))
        .collect()
}

/// The embedded scenario with one part of its text replaced, written to `folder`.
fn changed(folder: &Path, from: &str, to: &str) -> PathBuf {
    let output = soyuz().args(["scenario", "tma-11m"]).output().unwrap();
    let scenario = text(&output.stdout);
    assert!(scenario.contains(from), "the scenario has no {from}");
    let path = folder.join("case.toml");
    fs::write(&path, scenario.replacen(from, to, 1)).unwrap();
    path
}

/// Seconds between two instants of 2013-11-07, both as `2013-11-07Thh:mm:ss…`.
fn seconds_apart(a: &str, b: &str) -> f64 {
    let of_day = |s: &str| -> f64 {
        assert_eq!(&s[..11], "2013-11-07T", "{s}");
        let n = |r: std::ops::Range<usize>| s[r].parse::<f64>().unwrap();
        3600.0 * n(11..13)
            + 60.0 * n(14..16)
            + s[17..].trim_end_matches('Z').parse::<f64>().unwrap()
    };
    of_day(a) - of_day(b)
}

#[test]
fn repeated_runs_write_the_same_bytes_and_all_promised_files() {
    let root = tempfile::tempdir().unwrap();
    let fly = |out: &str| {
        let run = soyuz().current_dir(&root).args(["--out", out]).output().unwrap();
        assert!(run.status.success(), "{}", text(&run.stderr));
        (text(&run.stdout), contents(&root.path().join(out)))
    };
    let (printed, files) = fly("a");
    let (again, files_again) = fly("b/c");
    assert_eq!(printed, again);
    assert_eq!(files.keys().collect::<Vec<_>>(), files_again.keys().collect::<Vec<_>>());
    for (name, content) in &files {
        assert!(files_again[name] == *content, "{name} differs between two runs");
    }

    for part in ["lift-off", "DV1", "IMP2", "contact", "Predicted against flown", "10:27:52"] {
        assert!(printed.contains(part), "no {part} in\n{printed}");
    }
    for name in
        ["report.txt", "summary.json", "timeline.csv", "trajectory.csv", "soyuz.oem", "iss.oem"]
    {
        assert!(files.contains_key(name), "no {name}");
    }
    let figures = [
        "altitude",
        "phase_angle",
        "ground_track",
        "approach_whole",
        "approach_5km",
        "approach_400m",
        "closing",
        "delta_v",
        "lighting",
    ];
    for figure in figures {
        check_png(figure, &files[&format!("{figure}.png")]);
        check_svg(figure, &text(&files[&format!("{figure}.svg")]));
    }

    let summary: serde_json::Value = serde_json::from_slice(&files["summary.json"]).unwrap();
    let instant = |key: &str| summary[key].as_str().unwrap().to_string();
    let miss = seconds_apart(&instant("contact_utc"), "2013-11-07T10:27:52Z");
    assert!(miss.abs() < 180.0, "contact {miss:+.0} s after the flown one");
    let plan = instant("planned_docking_utc");
    for announced in ["2013-11-07T10:31:00Z", "2013-11-07T10:32:00Z"] {
        let miss = seconds_apart(&plan, announced);
        assert!(miss.abs() < 120.0, "planned docking {miss:+.0} s after {announced}");
    }
    let interval = &summary["docking_interval_utc"];
    assert!(interval[0].as_str() < interval[1].as_str());
    // All four kinds of input number are declared.
    let parameters = summary["parameters"].as_array().unwrap();
    for kind in ["published", "derived", "fitted", "assumed"] {
        assert!(parameters.iter().any(|p| p["kind"] == kind), "no {kind} number");
    }
}

/// What remains of a line when its numbers change: the words.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace()
        .filter(|w| w.starts_with(|c: char| c.is_alphabetic()))
        .filter(|w| !["s", "min", "inside", "outside"].contains(w))
        .collect()
}

/// The program prints the lines that `README.md` quotes, and every example is in the README's
/// table.
///
/// After a change of results, `UPDATE_README=1 cargo test --test cli readme` writes the new lines.
#[test]
fn readme_quotes_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let run = soyuz().current_dir(&folder).arg("--no-figures").output().unwrap();
    let printed = text(&run.stdout);
    let quoted =
        readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert!(quoted.lines().count() > 5);
    let mut fresh = String::new();
    for line in quoted.lines() {
        let now = printed.lines().find(|l| words(l) == words(line));
        fresh.push_str(now.filter(|_| line != "…").unwrap_or(line));
        fresh.push('\n');
    }
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, readme.replace(quoted, &fresh)).unwrap();
    } else {
        assert_eq!(quoted, fresh, "README.md quotes lines that differ from those printed");
    }
    for line in fresh.lines().filter(|l| *l != "…") {
        assert!(printed.lines().any(|l| l == line), "not printed: {line}");
    }
    for example in fs::read_dir(root.join("examples")).unwrap() {
        let name = example.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(readme.contains(&format!("`{name}`")), "README.md does not mention example {name}");
    }
}

/// The file decodes, has the expected size, and is neither empty nor of one colour.
fn check_png(name: &str, file: &[u8]) {
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.width, 1600, "{name}");
    assert!((800..1300).contains(&info.height), "{name}: {} px high", info.height);
    let inked = pixels.chunks_exact(3).filter(|p| p != &[255, 255, 255]).count();
    let share = inked as f64 / (pixels.len() / 3) as f64;
    assert!((0.01..0.6).contains(&share), "{name}: {share:.3} of the pixels are not white");
    assert!(file.len() < 400_000, "{name}: {} bytes", file.len());
}

/// Tags are closed in order, no number is NaN or infinite, and there is text.
fn check_svg(name: &str, svg: &str) {
    assert!(svg.starts_with("<svg "), "{name}");
    let mut open: Vec<&str> = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').unwrap_or_else(|| panic!("{name}: <{tag}"));
        if let Some(closed) = inside.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
        } else if !inside.ends_with('/') {
            open.push(inside.split(' ').next().unwrap());
        }
        assert_eq!(inside.matches('"').count() % 2, 0, "{name}: <{inside}>");
        assert!(!inside.contains("NaN") && !inside.contains("inf"), "{name}: <{inside}>");
    }
    assert!(open.is_empty(), "{name}: {open:?} are not closed");
    assert!(svg.matches("<text").count() > 10, "{name} has almost no text");
}

#[test]
fn json_and_quiet_print_nothing_else() {
    let root = tempfile::tempdir().unwrap();
    let json = soyuz()
        .current_dir(&root)
        .args(["fly", "tma-11m", "--json", "--no-figures"])
        .output()
        .unwrap();
    assert!(json.status.success());
    assert!(json.stderr.is_empty(), "{}", text(&json.stderr));
    let folder = root.path().join("out/tma-11m");
    assert_eq!(json.stdout, fs::read(folder.join("summary.json")).unwrap());
    assert!(!folder.join("altitude.png").exists());

    // A second run into the same folder keeps files that are not the program's.
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    let quiet = soyuz().current_dir(&root).args(["-q", "--no-figures"]).output().unwrap();
    assert!(quiet.status.success());
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty());
    assert_eq!(fs::read_to_string(folder.join("notes.txt")).unwrap(), "mine");
}

/// Options may precede the command; an option that the command does not have is refused with a
/// hint.
#[test]
fn options_may_precede_the_command() {
    let root = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| soyuz().current_dir(&root).args(arguments).output().unwrap();
    let json = run(&["--json", "--no-figures", "--out", "here", "fly", "tma-13m"]);
    assert!(json.status.success(), "{}", text(&json.stderr));
    assert_eq!(json.stdout, fs::read(root.path().join("here/summary.json")).unwrap());
    refused(&run(&["--json", "scenario"]), &["--json", "`soyuz scenario`"]);
    refused(&run(&["--out", "x", "propagate", "case.toml"]), &["--out", "--output"]);
    refused(&run(&["tma-13m"]), &["unrecognized", "soyuz fly tma-13m"]);
}

/// Warnings, and nothing else, go to standard error if no table is printed.
#[test]
fn quiet_does_not_hide_warnings() {
    let root = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output =
            soyuz().current_dir(&root).args(arguments).arg("--no-figures").output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        output
    };
    // The set of TMA-13M is 4.6 days old.
    for arguments in [&["fly", "tma-13m"][..], &["flights", "tma-13m"], &["window", "tma-13m"]] {
        let quiet = run(&[arguments, &["--quiet"]].concat());
        assert!(quiet.stdout.is_empty(), "{arguments:?}");
        let said = text(&quiet.stderr);
        assert!(said.contains("days old at lift-off"), "{arguments:?}: {said}");
        assert!(said.lines().all(|l| l.starts_with("warning: ")), "{arguments:?}: {said}");
        // With --json the same, and in the JSON itself.
        let json = run(&[arguments, &["--json"]].concat());
        assert_eq!(text(&json.stderr), said, "{arguments:?}");
        assert!(text(&json.stdout).contains("days old at lift-off"), "{arguments:?}");
        let plain = run(arguments);
        assert!(text(&plain.stdout).contains("days old at lift-off"), "{arguments:?}");
    }
}

#[test]
fn invalid_scenarios_are_refused_with_one_message_and_no_output() {
    // Text replaced in the embedded scenario, its replacement, and what the message must contain.
    let cases: [(&str, &str, &[&str]); 15] = [
        ("\"rassvet\"", "\"rassvet", &["case.toml", "line 5, column"]),
        (
            "\"rassvet\"",
            "3",
            &["case.toml", "line 5, column", "port = 3", "needed: text in quotes"],
        ),
        ("port =", "prot =", &["case.toml", "line 5, column 1", "unknown field `prot`", "port"]),
        ("port = \"rassvet\"", "", &["case.toml", "missing field `port`"]),
        ("rassvet", "harmony", &["case.toml", "`port` = harmony", "rassvet, poisk"]),
        ("9002\"", "9003\"", &["case.toml", "`station.tle`", "checksum", "9003"]),
        ("\"2 25544  51", "\"2 25544 x51", &["`station.tle`"]),
        ("2013-11-07T04", "2013-11-37T04", &["`liftoff_utc`", "day 37"]),
        ("2013-11-07", "2017-11-07", &["[station] tle", "1461.7 days before lift-off"]),
        // 8:14 in Baikonur time instead of Moscow time.
        ("T04:14", "T02:14", &["13.28°", "plane", "04:14:", "2.0 h later"]),
        // Closer to the south-eastward pass at 08:55, which is not used.
        ("T04:14", "T12:00", &["north-eastward, is at 2013-11-07T04:1"]),
        // Close enough to be tried, but farther than the rocket can steer: one or two degrees.
        ("T04:14", "T04:40", &["° to the right", "can steer 1.6", "04:13:", "27 min earlier"]),
        ("T04:14", "T03:46", &["° to the left", "can steer 2.2", "04:14:", "28 min later"]),
        ("[station]", "[faults]\nshort_burn_fraction = 0.5\n[station]", &["`faults.short_burn`"]),
        // In the plane one day later, but outside the phase window.
        ("2013-11-07T04:14", "2013-11-08T03:51", &["ahead", "18° to 40°"]),
    ];
    for (from, to, parts) in cases {
        let root = tempfile::tempdir().unwrap();
        let case = changed(root.path(), from, to);
        let run = soyuz().current_dir(&root).arg("fly").arg(case).output().unwrap();
        refused(&run, parts);
        assert_eq!(contents_names(root.path()), ["case.toml"], "{to} left files behind");
    }
}

fn contents_names(folder: &Path) -> Vec<String> {
    contents(folder).into_keys().collect()
}

fn refused(run: &std::process::Output, parts: &[&str]) {
    let message = text(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{message}");
    assert!(run.stdout.is_empty(), "{}", text(&run.stdout));
    assert_eq!(message.lines().filter(|l| l.starts_with("error:")).count(), 1, "{message}");
    assert!(!message.contains("panicked"), "{message}");
    for part in parts {
        assert!(message.contains(part), "no \"{part}\" in: {message}");
    }
}

#[test]
fn messages_name_unusable_files_and_folders() {
    let root = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| soyuz().current_dir(&root).args(arguments).output().unwrap();
    refused(&run(&["fly", "missing.toml"]), &["missing.toml", "No such file"]);
    refused(&run(&["fly", "."]), &[".", "folder", "soyuz flights"]);
    refused(&run(&["window", "."]), &[".", "folder"]);
    refused(&run(&["window", "missing.tle"]), &["cannot read missing.tle"]);
    // Another satellite: the same lines with its number and corrected checksums.
    let other = "1 33591U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9003\n\
                 2 33591  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16789\n";
    fs::write(root.path().join("other.tle"), other).unwrap();
    refused(&run(&["window", "other.tle"]), &["33591", "25544"]);
    fs::remove_file(root.path().join("other.tle")).unwrap();
    refused(&run(&["fly", "tma11m"]), &["did you mean `tma-11m`?"]);
    refused(&run(&["scenario", "apollo"]), &["there are: tma-11m"]);
    fs::write(root.path().join("file"), "mine").unwrap();
    refused(&run(&["--out", "file"]), &["file", "not a folder"]);
    refused(&run(&["--out", "file/below"]), &["file"]);
    refused(&run(&["--no-such-option"]), &["--no-such-option", "Usage"]);
    assert_eq!(contents_names(root.path()), ["file"]);
    assert_eq!(fs::read_to_string(root.path().join("file")).unwrap(), "mine");
}

#[test]
fn help_version_and_scenario_list_are_printed() {
    let run = |arguments: &[&str]| {
        let output = soyuz().args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        text(&output.stdout)
    };
    assert!(run(&["--version"]).starts_with("soyuz "));
    assert!(run(&["--help"]).contains("Exit codes"));
    assert!(run(&["fly", "--help"]).contains("--no-figures"));
    assert!(run(&["scenario"]).contains("tma-11m"));
}

/// Element lines from a pipe, whose name does not end in `.tle`; and a scenario whose date has no
/// quotes.
#[test]
#[cfg(unix)]
fn input_may_come_through_a_pipe() {
    let root = tempfile::tempdir().unwrap();
    let lines = "ISS (ZARYA)\r\n\
                 1 25544U 98067A   13310.51629608  .00016717  00000-0  10270-3 0  9002\r\n\
                 2 25544  51.6440 123.1754 0001219 117.1504 242.9771 15.49860824 16788\r\n";
    let run = |arguments: &[&str], input: &str| {
        let mut command = soyuz();
        let output = command.current_dir(&root).args(arguments).write_stdin(input).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let window = ["window", "/dev/stdin", "--days", "1", "--no-figures"];
    assert!(run(&window, lines).contains("2013-11-07 04:14:1"));
    let scenario = text(&soyuz().args(["scenario", "tma-11m"]).output().unwrap().stdout);
    let unquoted = scenario.replace("\"2013-11-07T04:14:15.290Z\"", "2013-11-07T04:14:15.290Z");
    assert_ne!(scenario, unquoted);
    let flown = run(&["fly", "/dev/stdin", "--no-figures", "--out", "a"], &unquoted);
    assert_eq!(flown, run(&["fly", "--no-figures", "--out", "b"], ""));
    // A folder of results may have the name of a scenario.
    fs::rename(root.path().join("a"), root.path().join("tma-11m")).unwrap();
    run(&["fly", "tma-11m", "--no-figures", "--out", "c"], "");
}

/// Of eighteen days, those with a four-orbit opportunity are labelled, as the caption says.
#[test]
fn window_figure_labels_four_orbit_opportunities() {
    let root = tempfile::tempdir().unwrap();
    let run = soyuz()
        .current_dir(&root)
        .args(["window", "tma-11m", "--from", "2013-10-30", "--days", "18", "-q"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", text(&run.stderr));
    let svg = fs::read_to_string(root.path().join("out/window/window.svg")).unwrap();
    check_svg("window", &svg);
    let labels = ["04:14 → 10:32", "of four-orbit flights", "10-30", "11-17"];
    let what = ["Soyuz TMA-M on Soyuz-FG from Baikonur", "in 2013", "240° over 0° to 30°"];
    for words in labels.into_iter().chain(what) {
        assert!(svg.contains(words), "no {words}");
    }
}

/// The list includes the scenario's own day, whatever the epoch of its element set: that of TMA-19M
/// is 2.7 days later.
#[test]
fn window_of_a_scenario_includes_its_lift_off() {
    let root = tempfile::tempdir().unwrap();
    let list = soyuz()
        .current_dir(&root)
        .args(["window", "tma-19m", "--days", "1", "--no-figures"])
        .output()
        .unwrap();
    assert!(list.status.success(), "{}", text(&list.stderr));
    assert!(text(&list.stdout).contains("2015-12-15 11:03:1"), "{}", text(&list.stdout));
}

/// If nothing is published about the flights, there is nothing to draw: an older figure is removed,
/// and the program says so.
#[test]
fn no_figure_without_published_times() {
    let root = tempfile::tempdir().unwrap();
    let scenario = text(&soyuz().args(["scenario", "tma-11m"]).output().unwrap().stdout);
    let own = scenario.replace("2013-11-07T04:14:15.290Z", "2013-11-07T04:14:20.290Z");
    assert_ne!(scenario, own);
    fs::write(root.path().join("own.toml"), own).unwrap();
    let figure = root.path().join("out/flights/flights.png");
    for (flight, drawn) in [("tma-11m", true), ("own.toml", false)] {
        let run = soyuz().current_dir(&root).args(["flights", flight]).output().unwrap();
        assert!(run.status.success(), "{}", text(&run.stderr));
        assert_eq!(figure.exists(), drawn, "{flight}");
        assert_eq!(text(&run.stderr).contains("no figure: "), !drawn, "{flight}");
    }
}

/// A cargo ship has no escape tower, neither among its events nor among its numbers.
#[test]
fn cargo_ships_have_no_escape_tower() {
    let root = tempfile::tempdir().unwrap();
    for (scenario, has) in [("progress-m-18m", false), ("tma-13m", true)] {
        let run = soyuz().current_dir(&root).args(["fly", scenario, "--no-figures"]).output();
        assert_eq!(text(&run.unwrap().stdout).contains("escape tower jettison"), has, "{scenario}");
        let report = root.path().join("out").join(scenario).join("report.txt");
        let report = fs::read_to_string(report).unwrap();
        assert_eq!(report.contains("escape tower"), has, "{scenario}");
    }
}

/// A folder stands for the scenarios in it, in order of file name; other files in it are ignored.
#[test]
fn scenarios_in_a_folder_are_flown_in_order() {
    let root = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| soyuz().current_dir(&root).args(arguments).output().unwrap();
    let folder = root.path().join("mine");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("notes.txt"), "no scenario").unwrap();
    refused(&run(&["flights", "mine"]), &["mine", "no scenario (*.toml)"]);
    for (file, name) in [("b.toml", "progress-m-18m"), ("a.toml", "tma-13m")] {
        fs::write(folder.join(file), run(&["scenario", name]).stdout).unwrap();
    }
    let flown = run(&["flights", "mine", "--json", "--no-figures"]);
    assert!(flown.status.success(), "{}", text(&flown.stderr));
    let table: serde_json::Value = serde_json::from_slice(&flown.stdout).unwrap();
    let names: Vec<&str> = table["flights"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["flight"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Soyuz TMA-13M", "Progress M-18M"]);
}

/// Left an hour late no flight of a set is flown: the scenario is at fault, as `soyuz fly` has it. From a phase
/// that two days do not take three minutes later, when their plane comes by, no lift-off is predicted, and that is
/// said.
#[test]
fn flights_end_as_each_alone_would_and_say_what_they_cannot_predict() {
    let root = tempfile::tempdir().unwrap();
    let scenario = text(&soyuz().args(["scenario", "tma-11m"]).output().unwrap().stdout);
    let asked = |from: &str, to: &str| {
        assert!(scenario.contains(from));
        fs::write(root.path().join("mine.toml"), scenario.replacen(from, to, 1)).unwrap();
        let arguments = ["flights", "mine.toml", "--no-figures"];
        soyuz().current_dir(&root).args(arguments).output().unwrap()
    };
    let late = asked("T04:14:15.290Z", "T05:14:15.290Z");
    assert_eq!(late.status.code(), Some(2), "{}", text(&late.stderr));
    assert!(text(&late.stderr).contains("1 of 1 flights could not be simulated"));
    // 4° of lead for each minute: 31° now, some 42° then.
    let both = scenario.replacen("port =", "scheme = \"two-day\"\nport =", 1).replacen(
        "[station]",
        "[station]\nmoved_deg = -8",
        1,
    );
    let unpredicted = asked(&scenario, &both);
    assert!(unpredicted.status.success(), "{}", text(&unpredicted.stderr));
    let table = text(&unpredicted.stdout);
    assert!(table.contains("no lift-off is predicted for its scheme"), "{table}");
    assert!(table.contains("min too early for the insertion plane"), "{table}");
}

/// An element set from after lift-off is accepted, and every output says what that costs: by the
/// quadratic law fitted to two published pairs of sets, 7.3 days are 1.4° along the orbit, 22 s of
/// light.
#[test]
fn every_output_names_a_hindcast() {
    let root = tempfile::tempdir().unwrap();
    let later = "name = \"Soyuz TMA-17M\"\nliftoff_utc = \"2015-07-22T21:02:51Z\"\nport = \"rassvet\"\n\
                 [station]\ntle = [\n\
                 \"1 25544U 98067A   15211.20457631 -.00000889  00000-0 -59643-5 0  9997\",\n\
                 \"2 25544  51.6434 229.2321 0001100  14.6538  72.7124 15.54918601954736\",\n]\n";
    fs::write(root.path().join("later.toml"), later).unwrap();
    let run = |arguments: &[&str]| {
        let output = soyuz().current_dir(&root).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        output
    };
    let says = |what: &str, said: &str| {
        for part in ["7.3 days AFTER lift-off", "hindcast", "about 22 s"] {
            assert!(said.contains(part), "{what} has no \"{part}\": {said}");
        }
    };
    let json = run(&["fly", "later.toml", "--json", "--no-figures", "--out", "later"]);
    says("stderr", &text(&json.stderr));
    let summary: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(summary["hindcast"], true);
    says("summary", summary["warnings"][0].as_str().unwrap());
    let report = root.path().join("later/report.txt");
    says("report", &fs::read_to_string(report).unwrap());
    says("flights", &text(&run(&["flights", "later.toml", "--no-figures"]).stdout));
}

/// The printed scenario is flown as it stands, and also with all keys that are comments; it names every key there is.
#[test]
fn the_example_of_a_scenario_shows_every_key() {
    let printed = soyuz().args(["scenario", "--example"]).output().unwrap();
    let text = String::from_utf8(printed.stdout).unwrap();
    let plain = Scenario::parse(&text, "example").unwrap();
    let defaults = Scenario::embedded("tma-11m").unwrap();
    assert_eq!(Scenario { name: defaults.name.clone(), ..plain }, defaults);
    let uncommented: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(key) if key.contains(" = ") => format!("{key}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let all = Scenario::parse(&uncommented.replace("scheme = \"two-day\"", ""), "example").unwrap();
    let full = toml::Value::try_from(&all).unwrap();
    let count = |value: &toml::Value| value.as_table().map_or(0, |table| table.len());
    assert_eq!(count(&full), 10, "{full}"); // all but `scheme`
    assert_eq!((count(&full["station"]), count(&full["model"]), count(&full["faults"])), (2, 4, 4));
}
