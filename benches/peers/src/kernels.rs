//! W4, SGP4 through our wrapper and directly, and W5, one acceleration of a gravity field.

use crate::contenders::satkit_field;
use crate::shared::{AT_360_MIN, LINE_1, LINE_2, R0, W5};
use crate::timing::{Sample, medians};

use numeris::Vector;
use soyuz_rendezvous::forces::{Field, Gravity};
use soyuz_rendezvous::target::ElementSet;
use std::cell::RefCell;
use std::hint::black_box;

/// A thousand times spread over a day.
pub fn w4() {
    let station = ElementSet::from_tle(None, LINE_1, LINE_2).expect("element set");
    let elements = sgp4::Elements::from_tle(None, LINE_1.as_bytes(), LINE_2.as_bytes());
    let bare = sgp4::Constants::from_elements_afspc_compatibility_mode(&elements.expect("set"));
    let bare = bare.expect("constants");
    let (r, _) = station.after_epoch(21600.0).expect("position");
    assert!((0..3).all(|d| (r[d] - AT_360_MIN[d]).abs() < 2e-3), "{r}");
    let minutes = |k: u32| 1.44 * f64::from(k);
    let samples: [Sample<'_>; 2] = [
        Box::new(|| {
            for k in 0..1000 {
                black_box(station.after_epoch(black_box(60.0 * minutes(k))).expect("position"));
            }
        }),
        Box::new(|| {
            for k in 0..1000 {
                let at = sgp4::MinutesSinceEpoch(black_box(minutes(k)));
                black_box(bare.propagate_afspc_compatibility_mode(at).expect("position"));
            }
        }),
    ];
    let times = medians(&samples);
    println!(
        "\nW4: SGP4, ns a call: ElementSet {:.1}, bare crate {:.1}, ratio {:.3}",
        1e6 * times[0],
        1e6 * times[1],
        times[0] / times[1]
    );
}

/// Number of points in one call of the many-point function.
const MANY: usize = 4096;

/// Acceleration at the point of the workload.
pub fn w5() {
    println!("\nW5: acceleration, ns a point; checked to 1e-12 m/s²");
    println!(
        "{:<8} {:>10} {:>12} {:>10} {:>12} {:>12}",
        "degree", "ours", "ours, many", "satkit", "one / ours", "/ ours, many"
    );
    let satkit = satkit_field();
    for (degree, truth) in W5 {
        let gravity = Gravity::new(Field::egm2008(), degree, degree).expect("field");
        let r = R0.map(|x| vec![x; MANY]);
        let made = RefCell::new(R0.map(|_| vec![0.0; MANY]));
        let samples: [Sample<'_>; 3] = [
            Box::new(|| {
                for _ in 0..100 {
                    black_box(gravity.acceleration_body(black_box(R0)));
                }
            }),
            Box::new(|| {
                let [x, y, z] = &mut *made.borrow_mut();
                gravity.accelerations_body(black_box([&r[0], &r[1], &r[2]]), [x, y, z]);
            }),
            Box::new(|| {
                for _ in 0..100 {
                    black_box(satkit.accel(&black_box(Vector::from_array(R0)), degree, degree));
                }
            }),
        ];
        let times = medians(&samples);
        let [one, many, peer] =
            [times[0] / 100.0, times[1] / MANY as f64, times[2] / 100.0].map(|t| t * 1e9);
        let made = made.borrow();
        let theirs = satkit.accel(&Vector::from_array(R0), degree, degree);
        let ours = gravity.acceleration_body(R0);
        for d in 0..3 {
            for a in [ours[d], made[d][MANY - 1], theirs[d]] {
                assert!((a - truth[d]).abs() < 1e-12, "degree {degree}: {a} m/s²");
            }
        }
        println!(
            "{degree:<8} {one:>10.1} {many:>12.1} {peer:>10.1} {:>12.2} {:>12.2}",
            peer / one,
            peer / many
        );
    }
}
