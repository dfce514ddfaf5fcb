//! Events and exact stops of the propagation driver.
//!
//! Outside truth: Kepler's third law (nodes of a two-body orbit are one period apart), event
//! functions of time alone, whose zeros are known, and the fact that a function changes sign as
//! often in two halves of an arc as in the whole. Also the errors of arcs that cannot continue.

use nalgebra::Vector3;
use soyuz_rendezvous::environment::EarthOrientationTable;
use soyuz_rendezvous::integrate::Dynamics;
use soyuz_rendezvous::orbit::Elements;
use soyuz_rendezvous::propagate::{
    Action, Crossing, Event, Method, PropagateError, Settings, StateVector, Trajectory, propagate,
    propagate_end,
};
use soyuz_rendezvous::time::{Epoch, format_utc, parse_utc, seconds_between};

const GM: f64 = 3.986004415e14;

struct TwoBody;
impl Dynamics<f64> for TwoBody {
    const USES_VELOCITY: bool = false;
    fn acceleration(&self, _: f64, r: &[f64; 3], _: &[f64; 3]) -> [f64; 3] {
        let d2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
        let k = -GM / (d2 * d2.sqrt());
        r.map(|x| x * k)
    }
}

fn start() -> StateVector {
    StateVector {
        t: 0.0,
        r: Vector3::new(3150934.072, 5398413.726, 2662212.284),
        v: Vector3::new(-5585.221193, 692.685735, 5199.078748),
    }
}

fn event<'a>(
    value: impl Fn(&StateVector) -> f64 + 'a,
    crossing: Crossing,
    action: Action,
) -> Event<'a> {
    Event { value: Box::new(value), crossing, action, max_check: 120.0, tolerance: 1e-6 }
}

/// Ascending nodes: at z = 0, in order, one period apart.
#[test]
fn events_are_recorded_at_their_times() {
    let events = [event(|s| s.r.z, Crossing::Rising, Action::Record)];
    let settings = Settings::default();
    let arc = propagate(&TwoBody, start(), 21600.0, &settings, &events).unwrap();
    let semi_major = 1.0 / (2.0 / start().r.norm() - start().v.norm_squared() / GM);
    let period = 2.0 * std::f64::consts::PI * (semi_major.powi(3) / GM).sqrt();
    assert_eq!(arc.hits.len(), 3);
    for hit in &arc.hits {
        assert!(hit.rising && hit.event == 0);
        // 1 µs at 6 km/s is 6 mm.
        assert!(hit.at.r.z.abs() < 7e-3, "z = {} m at the node", hit.at.r.z);
    }
    for pair in arc.hits.windows(2) {
        let apart = pair[1].at.t - pair[0].at.t;
        assert!((apart - period).abs() < 3e-6, "{apart} s between nodes, period {period} s");
    }
    assert_eq!(arc.end.t, 21600.0);
    // Backwards, the same crossings are found in reverse order, still rising with time.
    let back = propagate(&TwoBody, arc.end, 0.0, &settings, &events).unwrap();
    assert_eq!(back.hits.len(), 3);
    assert!(back.hits.iter().all(|hit| hit.rising));
    assert!((back.hits[0].at.t - arc.hits[2].at.t).abs() < 3e-6);
}

/// The state at a stop is as accurate as the steps, and the next arc does not find it again.
#[test]
fn stops_are_exact_and_do_not_repeat() {
    let settings = Settings::default();
    let events = [event(|s| s.r.z, Crossing::Any, Action::Stop)];
    let mut at = start();
    let mut all = Trajectory::default();
    let mut times = Vec::new();
    while at.t < 21600.0 {
        let arc = propagate(&TwoBody, at, 21600.0, &settings, &events).unwrap();
        at = arc.end;
        times.extend(arc.hits.iter().map(|hit| hit.at.t));
        all.append(arc.trajectory);
    }
    assert_eq!(times.len(), 7, "{times:?}");
    assert_eq!(all.span(), (0.0, 21600.0));
    let straight = propagate(&TwoBody, start(), 21600.0, &settings, &[]).unwrap();
    let apart = (at.r - straight.end.r).norm();
    assert!(apart < 1e-4, "seven stops moved the end by {apart:.1e} m");
    for k in 0..=2160 {
        let t = 10.0 * f64::from(k);
        let apart = (all.at(t).r - straight.trajectory.at(t).r).norm();
        assert!(apart < 2e-4, "at {t} s: {apart:.1e} m");
    }
}

/// Coarse steps, and a precise stop soon after the start: the arc ends in exactly the state of the
/// hit, past the zero, and the next arc ends at the node one period later, whatever the tolerance
/// of the steps.
#[test]
fn a_stop_early_in_an_arc_is_found_once() {
    for (method, tolerance) in
        [(Method::Verner98, 1.0), (Method::Nystrom1210, 1e-2), (Method::StormerCowell, 1e-2)]
    {
        let settings = Settings {
            relative: 0.0,
            absolute_position: tolerance,
            absolute_velocity: 1e-3 * tolerance,
            method,
            ..Settings::default()
        };
        let mut events = [event(|s| s.r.z, Crossing::Rising, Action::Stop)];
        (events[0].max_check, events[0].tolerance) = (60.0, 1e-4);
        for k in 0..100 {
            let nu = -0.1 - 0.02 * f64::from(k);
            let elements = Elements {
                a: 7e6,
                e: 0.01,
                i: 0.9,
                raan: 0.0,
                argument_of_perigee: 0.0,
                true_anomaly: nu,
            };
            let (r, v) = elements.to_rv(GM);
            let start = StateVector { t: 0.0, r, v };
            let first = propagate(&TwoBody, start, 9000.0, &settings, &events).unwrap();
            assert_eq!(first.hits.len(), 1);
            assert_eq!(first.hits[0].at, first.end);
            assert!(first.end.r.z >= 0.0, "{method:?} from {nu}: {} m", first.end.r.z);
            let next = propagate(&TwoBody, first.end, 9000.0, &settings, &events).unwrap();
            let apart = next.end.t - first.end.t;
            let period = elements.period(GM);
            // A tolerance of a metre per step shifts a period by milliseconds.
            assert!(
                (apart - period).abs() < 0.1,
                "{method:?} from {nu}: {apart} s, not {period} s"
            );
        }
    }
}

/// Two events at the same point, or nearly so, in either order, where the first stops the arc: each
/// is found once in the two arcs together, in order of time.
#[test]
fn events_at_a_stop_are_not_lost() {
    for method in [Method::StormerCowell, Method::Nystrom1210, Method::Verner98] {
        let settings = Settings { method, ..Settings::default() };
        // A crossing at the stop, and a nanosecond (7 µm) before and after it.
        for shift in [0.0, -7e-6, 7e-6] {
            for swap in [false, true] {
                let mut events = [
                    event(|s| s.r.z, Crossing::Any, Action::Stop),
                    event(move |s| 3.0 * (s.r.z - shift), Crossing::Any, Action::Record),
                    event(|s| s.r.z, Crossing::Falling, Action::Stop),
                ];
                if swap {
                    events.swap(0, 1);
                }
                let first = propagate(&TwoBody, start(), 4000.0, &settings, &events).unwrap();
                let falling = first.hits.iter().filter(|hit| !hit.rising);
                assert_eq!(falling.count(), first.hits.len());
                assert!(first.end.t < 4000.0 && first.hits.iter().any(|hit| hit.at == first.end));
                assert!(first.hits.is_sorted_by_key(|hit| hit.at.t));
                // Ends before the next node, half a period later.
                let second = propagate(&TwoBody, first.end, 4000.0, &settings, &events).unwrap();
                let mut met = [first.hits, second.hits].concat();
                met.sort_by_key(|hit| hit.event);
                let met: Vec<usize> = met.iter().map(|hit| hit.event).collect();
                assert_eq!(met, [0, 1, 2], "{method:?} {shift} {swap}");
            }
        }
    }
}

/// A function that is zero exactly at the end of an arc is recorded there, with its direction, and
/// not again by the next arc; the same for a stop.
#[test]
fn a_zero_at_the_end_of_an_arc_is_recorded_once() {
    for (middle, end) in [(2000.0, 4000.0), (-2000.0, -4000.0)] {
        for action in [Action::Record, Action::Stop] {
            let events = [
                event(|s| s.t - middle, Crossing::Rising, action),
                event(|s| s.t - middle, Crossing::Falling, action),
            ];
            let settings = Settings::default();
            let first = propagate(&TwoBody, start(), middle, &settings, &events).unwrap();
            let second = propagate(&TwoBody, first.end, end, &settings, &events).unwrap();
            assert_eq!(first.hits.len(), 1, "to {middle} s, {action:?}");
            assert!(first.hits[0].rising && first.hits[0].at == first.end);
            assert_eq!((first.end.t, second.hits.len(), second.end.t), (middle, 0, end));
        }
    }
}

/// With these numbers crossings would be missed, or found minutes late.
#[test]
fn invalid_event_settings_are_refused() {
    for (max_check, tolerance, words) in [
        (0.0, 1e-6, "max_check of an event is 0 s; it must be above 0"),
        (-1.0, 1e-6, "max_check of an event is -1 s; it must be above 0"),
        (f64::NAN, 1e-6, "max_check of an event is NaN s; it must be above 0"),
        (60.0, f64::INFINITY, "tolerance of an event is inf s; it must be finite, 0 or more"),
        (60.0, -1.0, "tolerance of an event is -1 s; it must be finite, 0 or more"),
        (60.0, f64::NAN, "tolerance of an event is NaN s; it must be finite, 0 or more"),
    ] {
        let given = event(|s| s.r.z, Crossing::Any, Action::Record);
        let events = [Event { max_check, tolerance, ..given }];
        let error = propagate(&TwoBody, start(), 60.0, &Settings::default(), &events).unwrap_err();
        assert_eq!(error.to_string(), words);
    }
    let given = event(|s| s.t - 30.0, Crossing::Any, Action::Record);
    let events = [Event { max_check: f64::INFINITY, tolerance: 0.0, ..given }];
    let arc = propagate(&TwoBody, start(), 60.0, &Settings::default(), &events).unwrap();
    assert!((arc.hits[0].at.t - 30.0).abs() < 1e-12, "{}", arc.hits[0].at.t);
}

/// One day after noon of 2016-12-31, which ended with a leap second (IERS Bulletin C 52), it is
/// 11:59:59, also if the epoch is held in UTC, whose arithmetic ignores leap seconds.
#[test]
fn states_are_dated_in_si_seconds() {
    let noon = Epoch::from_gregorian_utc(2016, 12, 31, 12, 0, 0, 0);
    for epoch in [noon, parse_utc("2016-12-31T12:00:00Z").unwrap()] {
        let state = StateVector { t: 86_400.0, ..start() }.state(epoch);
        assert_eq!(format_utc(state.epoch, 3), "2017-01-01T11:59:59.000Z");
        assert_eq!(seconds_between(epoch, state.epoch), 86_400.0);
    }
    // No table covers the date of a state whose time is NaN.
    let state = StateVector { t: f64::NAN, ..start() }.state(noon);
    assert!(EarthOrientationTable::embedded().at(state.epoch).is_err());
}

/// Positive for forty seconds, among steps of minutes: found, because `max_check` is shorter.
#[test]
fn short_crossings_are_found_within_max_check() {
    let window = |s: &StateVector| (20.0 - (s.t - 3000.0).abs()) / 20.0;
    let mut short = event(window, Crossing::Any, Action::Record);
    short.max_check = 15.0;
    let arc = propagate(&TwoBody, start(), 21600.0, &Settings::default(), &[short]).unwrap();
    let times: Vec<f64> = arc.hits.iter().map(|hit| hit.at.t).collect();
    assert_eq!(times.len(), 2, "{times:?}");
    assert!((times[0] - 2980.0).abs() < 1e-6 && (times[1] - 3020.0).abs() < 1e-6, "{times:?}");
}

/// A stop soon after the start: the arc is short, and its dense output is still correct.
#[test]
fn a_stop_in_the_first_step_leaves_a_usable_arc() {
    let early = event(|s| s.t - 137.5, Crossing::Rising, Action::Stop);
    let arc = propagate(&TwoBody, start(), 21600.0, &Settings::default(), &[early]).unwrap();
    assert!((arc.end.t - 137.5).abs() < 1e-6);
    let whole = propagate(&TwoBody, start(), 200.0, &Settings::default(), &[]).unwrap();
    for t in [1.0, 10.0, 50.0, 137.0] {
        let apart = (arc.trajectory.at(t).r - whole.trajectory.at(t).r).norm();
        assert!(apart < 1e-6, "at {t} s: {apart:.1e} m");
    }
}

#[test]
fn an_arc_of_no_length_is_a_point() {
    let arc = propagate(&TwoBody, start(), 0.0, &Settings::default(), &[]).unwrap();
    assert_eq!(arc.end, start());
    assert_eq!(arc.trajectory.at(0.0), start());
    assert_eq!(arc.trajectory.span(), (0.0, 0.0));
}

/// A burn between two arcs: the velocity jumps, and at the joint the later arc applies.
#[test]
fn at_a_joint_the_later_arc_applies() {
    let settings = Settings::default();
    let mut all = propagate(&TwoBody, start(), 1000.0, &settings, &[]).unwrap();
    let mut kicked = all.end;
    kicked.v.x += 10.0;
    let after = propagate(&TwoBody, kicked, 2000.0, &settings, &[]).unwrap();
    all.trajectory.append(after.trajectory);
    assert_eq!(all.trajectory.at(1000.0), kicked);
    assert!((all.trajectory.at(1000.0 - 1e-6).v - all.end.v).norm() < 1e-4);
    assert_eq!(all.trajectory.span(), (0.0, 2000.0));
}

/// A force that becomes NaN.
struct Broken;
impl Dynamics<f64> for Broken {
    const USES_VELOCITY: bool = false;
    fn acceleration(&self, t: f64, _: &[f64; 3], _: &[f64; 3]) -> [f64; 3] {
        [(100.0 - t).sqrt(), 0.0, 0.0]
    }
}

/// A force that grows without bound.
struct Pole;
impl Dynamics<f64> for Pole {
    const USES_VELOCITY: bool = false;
    fn acceleration(&self, t: f64, _: &[f64; 3], _: &[f64; 3]) -> [f64; 3] {
        [(100.0 - t).powi(-2), 0.0, 0.0]
    }
}

#[test]
fn arcs_that_cannot_continue_are_errors() {
    let settings = Settings::default();
    let error = propagate_end(&Broken, start(), 200.0, &settings).unwrap_err();
    let (PropagateError::NotFinite { t } | PropagateError::Stalled { t, .. }) = error else {
        panic!("{error}")
    };
    assert!((t - 100.0).abs() < 1e-3, "stopped at {t} s");
    let error = propagate_end(&Pole, start(), 200.0, &settings).unwrap_err();
    let (PropagateError::NotFinite { t } | PropagateError::Stalled { t, .. }) = error else {
        panic!("{error}")
    };
    assert!((t - 100.0).abs() < 1e-3, "stopped at {t} s");
    let nowhere = StateVector { r: Vector3::repeat(f64::NAN), ..start() };
    let error = propagate_end(&TwoBody, nowhere, 1.0, &settings).unwrap_err();
    assert!(matches!(error, PropagateError::NotFinite { .. }));
}

/// Arcs as short as rounding leaves between the computed end of a burn and the start of the next:
/// 0.1 + 0.7 and 0.8 are one unit in the last place apart. Over so short a time the motion is a
/// straight line.
#[test]
fn arcs_of_one_unit_in_the_last_place_end() {
    for (t, span) in
        [(0.1 + 0.7, f64::EPSILON / 2.0), (10.0, 2e-15), (1e5, 3e-11), (1e5, 1e-6), (0.0, 1e-20)]
    {
        for (t_end, method) in [t + span, t - span].into_iter().flat_map(|t_end| {
            [Method::StormerCowell, Method::Nystrom1210, Method::Verner98].map(|m| (t_end, m))
        }) {
            assert_ne!(t, t_end);
            let settings = Settings { method, ..Settings::default() };
            let start = StateVector { t, ..start() };
            let straight = |t: f64| start.r + start.v * (t - start.t);
            let arc = propagate(&TwoBody, start, t_end, &settings, &[]).unwrap();
            let (end, cost) = propagate_end(&TwoBody, start, t_end, &settings).unwrap();
            assert!(arc.end.t == t_end && end.t == t_end && cost.accepted <= 5, "{cost:?}");
            for at in [end, arc.end, arc.trajectory.at(0.5 * (t + t_end)), arc.trajectory.at(t)] {
                let apart = (at.r - straight(at.t)).norm();
                // Rounding of positions, and of the times of nodes at 8 km/s.
                let rounding = 1e-8 + 8e3 * f64::EPSILON * t;
                assert!(
                    apart < rounding,
                    "{apart} m from a straight line at {t} s to {t_end} s, {method:?}"
                );
                assert!(at.v.iter().all(|x| x.is_finite()));
            }
        }
    }
    // A stop so soon after the start that the arc to it is equally short.
    let settings = Settings::default();
    let start = StateVector { t: 1e5, ..start() };
    let soon = Event {
        value: Box::new(|at: &StateVector| at.t - 1e5 - 2e-11),
        crossing: Crossing::Any,
        action: Action::Stop,
        max_check: 60.0,
        tolerance: 1e-6,
    };
    let arc = propagate(&TwoBody, start, 2e5, &settings, &[soon]).unwrap();
    assert!(arc.end.t > 1e5 && arc.end.t < 1e5 + 2e-6, "{}", arc.end.t);
}

/// Settings that would need infinitely many steps, or none.
#[test]
fn invalid_step_settings_are_refused() {
    let good = Settings::default();
    let bad = [
        (f64::NAN, good, "end of the arc is NaN s"),
        (f64::INFINITY, good, "end of the arc is inf s"),
        (60.0, Settings { max_step: 0.0, ..good }, "longest step is 0 s"),
        (60.0, Settings { max_step: f64::NAN, ..good }, "longest step is NaN s"),
        (60.0, Settings { max_step: 1e-9, ..good }, "longest step is 0.000000001 s"),
        (1e-40, good, "end of the arc is 0.0000"),
        (60.0, Settings { relative: -1.0, ..good }, "relative tolerance is -1 of the state"),
        (
            60.0,
            Settings { relative: f64::INFINITY, ..good },
            "relative tolerance is inf of the state",
        ),
        (60.0, Settings { absolute_position: -1.0, ..good }, "tolerance on the position is -1 m"),
        (
            60.0,
            Settings { relative: 0.0, absolute_velocity: 0.0, ..good },
            "tolerance on the velocity is 0 m/s",
        ),
    ];
    for method in [Method::StormerCowell, Method::Nystrom1210, Method::Verner98] {
        for (t_end, settings, words) in bad {
            let settings = Settings { method, ..settings };
            let one = propagate(&TwoBody, start(), t_end, &settings, &[]).unwrap_err();
            let end = propagate_end(&TwoBody, start(), t_end, &settings).unwrap_err();
            let said = one.to_string();
            assert!(said.starts_with(words) && said.contains("must be"), "{said}");
            assert_eq!(said, end.to_string());
        }
        let exact = Settings { absolute_position: 0.0, absolute_velocity: 0.0, ..good };
        let wide = Settings { method, max_step: f64::INFINITY, ..exact };
        assert!(propagate_end(&TwoBody, start(), 60.0, &wide).is_ok());
        // A tolerance below rounding: the state is finite, but no step is small enough.
        let tiny =
            Settings { relative: 0.0, absolute_position: 1e-300, ..Settings { method, ..good } };
        let error = propagate_end(&TwoBody, start(), 60.0, &tiny).unwrap_err();
        assert!(matches!(error, PropagateError::Stalled { .. }), "{error}");
    }
}
