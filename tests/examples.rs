//! Runs the examples and checks the numbers they demonstrate.
//!
//! The header of each example says where its numbers come from; published values are repeated here
//! with their source.

#[path = "../examples/altitude_and_phase.rs"]
mod altitude_and_phase;
#[path = "../examples/ascent.rs"]
mod ascent;
#[path = "../examples/judge_the_news.rs"]
mod judge_the_news;
#[path = "../examples/propagate_iss.rs"]
mod propagate_iss;
#[path = "../examples/reproduce_docking.rs"]
mod reproduce_docking;
#[path = "../examples/two_body.rs"]
mod two_body;
#[path = "../examples/work_precision.rs"]
mod work_precision;

use soyuz_rendezvous::rendezvous::timing::DockingConstraint;
use soyuz_rendezvous::units::{DEGREE, KM};

#[test]
fn phase_angle_shrinks_at_the_drift_rate() {
    let rows = altitude_and_phase::run(None).unwrap();
    let (first, last) = (&rows[0], &rows[rows.len() - 1]);
    // Published window of the four-orbit scheme: 18° to 40° at separation.
    assert!((18.0..40.0).contains(&(first.phase / DEGREE)), "{}°", first.phase / DEGREE);
    assert!(last.phase / DEGREE < 1.0);
    // spacefacts: 415 × 419 km, mean altitudes; above the ellipsoid the orbit spans about 20 km
    // more.
    for row in &rows {
        let height = row.heights.1 / KM;
        assert!((405.0..440.0).contains(&height), "station at {height} km");
    }
    assert!(
        rows.windows(2).all(|w| w[1].phase < w[0].phase),
        "the phase angle does not decrease throughout"
    );
    // Low and nearly circular, just after DV2: the drift rate of circular orbits holds within 15 %.
    let drift = rows.iter().filter(|r| (6000.0..8500.0).contains(&r.t));
    for row in drift {
        let ratio = row.rate / row.rate_of_circles;
        assert!((0.85..1.15).contains(&ratio), "{ratio} at {} s", row.t);
    }
}

#[test]
fn docking_is_reproduced_and_set_by_light() {
    let summary = reproduce_docking::run().unwrap();
    // Required of the prediction: plan within 120 s of 10:31 and 10:32, contact within 180 s of 10:27:52.
    assert!(summary.plan_residuals.0.abs() < 120.0 && summary.plan_residuals.1.abs() < 120.0);
    assert!(summary.contact_residual.abs() < 180.0, "{} s", summary.contact_residual);
    assert!(summary.flight_residual.abs() < 60.0, "{} s", summary.flight_residual);
    assert_eq!(summary.constraint, DockingConstraint::Sunrise);
    // Without the lighting rule the answer would be a quarter of an hour off.
    assert!(summary.natural_residual < -600.0, "{} s", summary.natural_residual);
    assert!(summary.fitted > 0, "no fitted number is declared");
}

/// Conservation laws and Kepler's third law: exact, so the tolerance is that of the integration.
#[test]
fn two_body_motion_obeys_conservation_and_kepler() {
    let summary = two_body::run().unwrap();
    for orbit in [summary.circle, summary.ellipse] {
        assert!(orbit.energy < 1e-12, "energy changes by {}", orbit.energy);
        assert!(orbit.momentum < 1e-12, "angular momentum changes by {}", orbit.momentum);
        assert!(orbit.distance < 1e-4, "{} m off Kepler's solution", orbit.distance);
        let late = orbit.period - summary.keplers_period;
        assert!(late.abs() < 1e-6, "period {late} s off Kepler's law");
    }
    assert!(summary.ellipse.steps > summary.circle.steps);
}

/// Sizes as in textbooks for low orbits [Montenbruck & Gill 2000, table 3.1 and figure 3.1]: the
/// oblateness is a thousandth of the central force (hundreds of kilometres in four revolutions),
/// every other force far less.
#[test]
fn force_sizes_on_the_station_agree_with_textbooks() {
    let summary = propagate_iss::run().unwrap();
    let metres: Vec<f64> = summary.worth.iter().map(|w| w.metres).collect();
    let [bulge, coarse, fine, air, sky, tides, rest] = metres[..] else { panic!("{metres:?}") };
    assert!((1e5..1e6).contains(&bulge), "bulge {bulge} m");
    assert!(coarse < bulge / 20.0 && fine < coarse / 10.0, "field {coarse} m, {fine} m");
    assert!((50.0..2000.0).contains(&air), "air {air} m");
    assert!((5.0..50.0).contains(&sky), "Sun and Moon {sky} m");
    assert!(tides < sky && rest < tides, "tides {tides} m, rest {rest} m");
    // Drag removes energy, so the spacecraft descends and moves ahead.
    assert!(summary.worth[3].ahead > 0.0);
    assert!((500.0..5000.0).contains(&summary.sgp4), "SGP4 {} m away", summary.sgp4);
    // 14 years of precession, 0.19° in right ascension along the equator, between TEME and GCRF.
    assert!((5e3..25e3).contains(&summary.frame), "{} m", summary.frame);
}

/// Published: separation at 528.3 s, core separation at 160–169 km, 200 (+7/−22) × 242 (±42) km,
/// 51.67° ± 0.058°.
#[test]
fn ascent_reaches_the_published_orbit() {
    let summary = ascent::run().unwrap();
    assert!((summary.separation - 528.3).abs() < 3.0, "{} s", summary.separation);
    let core = summary.core_separation_height / KM;
    assert!((160.0..169.0).contains(&core), "core separation at {core} km");
    assert!((178.0..207.0).contains(&(summary.perigee_height / KM)));
    assert!((200.0..284.0).contains(&(summary.apogee_height / KM)));
    assert!((summary.inclination / DEGREE - 51.67).abs() < 0.058);
    assert!(summary.imbalance.abs() < 1.0, "budget open by {} m/s", summary.imbalance);
}

/// The pad is 0.254° from the plane at 04:14:15 and 13.28° two hours earlier (an independent
/// calculation from the same element set); it moves by 0.0014°/s, and the example asks at the full
/// minute.
#[test]
fn contradicting_reports_are_told_apart() {
    let summary = judge_the_news::run().unwrap();
    let [moscow, local] = summary.launches[..] else { panic!("two claims") };
    assert!(moscow.possible && !local.possible);
    let plane = moscow.plane_distance / DEGREE;
    assert!((plane - 0.275).abs() < 0.01, "{plane}°");
    let plane = local.plane_distance / DEGREE;
    assert!((plane - 13.30).abs() < 0.05, "{plane}°");
    assert!((moscow.phase_at_separation / DEGREE - 37.6).abs() < 0.5);
    let [rt, late] = summary.arrivals[..] else { panic!("two claims") };
    // The station is in sunlight since 09:57:50; 12:40 is far too late for four orbits.
    assert!((rt.since_sunrise - 1750.0).abs() < 60.0, "{} s", rt.since_sunrise);
    assert!(late.elapsed > 8.0 * 3600.0);
    // 420 km, BBC; to the nearest 5 km.
    assert!((summary.mean_height / KM - 420.0).abs() < 5.0, "{} m", summary.mean_height);
}

/// Every method converges to the same path, and a smaller error costs more calls.
/// (`tests/forces.rs` compares the path with other programs.)
#[test]
fn smaller_errors_cost_more_calls() {
    use clap::Parser;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let problem = work_precision::Problem::parse_from(["work_precision", "--out", out]);
    let curves = work_precision::run(&problem).unwrap();
    assert_eq!(curves.len(), 3);
    for curve in &curves {
        let (loosest, tightest) = (curve.runs[0], curve.runs[curve.runs.len() - 1]);
        assert!(loosest.error > 0.1 && tightest.error < 1e-4, "{}: {tightest:?}", curve.name);
        // Within a hundredth: where long steps are halved for dense output, they may cost as much
        // as the next shorter ones.
        let rising = curve.runs.windows(2).all(|w| w[0].calls < w[1].calls * 101 / 100);
        assert!(rising, "{}", curve.name);
        // An error below one metre after six hours takes fewer than 1500 calls.
        let middle = curve.runs.iter().find(|run| run.error < 1.0).unwrap();
        assert!(middle.calls < 1500, "{}: {middle:?}", curve.name);
    }
    assert!(folder.path().join("work_precision.png").exists());
}
