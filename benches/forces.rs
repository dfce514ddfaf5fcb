//! Cost of one acceleration: workload W5 (gravity of degree 8, 20 and 70) for one point and for lanes; then each force
//! of the flight's model for one point and for lanes, their sum, and the set-up of the density table.
//!
//! Timed: the acceleration including its rotation to inertial axes, at the state R0, V0 of the workloads, with warm
//! caches and inputs through `black_box`. Not timed: the rotation matrix of the Earth, except in the group of the whole
//! right-hand side. Each result is checked before it is timed.
//!
//! Many points are computed in lanes, in the widest registers of the machine; the throughput reported by criterion is
//! in points.

#[path = "shared/workloads.rs"]
mod workloads;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use soyuz_rendezvous::environment::EarthOrientationTable;
use soyuz_rendezvous::forces::atmosphere::{DensityTable, HarrisPriester, Nrlmsise00, Us76};
use soyuz_rendezvous::forces::{
    AtmosphereChoice, Cannonball, Density, Drag, Field, Force, ForceOptions, Gravity, J2, Moon,
    NearEarth, Point, PointMass, Relativity, SolarPressure, SolidTides, Sun, ThirdBody,
    gravity::Registers,
};
use soyuz_rendezvous::integrate::Dynamics;
use soyuz_rendezvous::math::{InAnyLanes, Real, WideWork, in_wide_registers};
use soyuz_rendezvous::time::parse_utc;
use std::hint::black_box;
use workloads::{R0, V0, W5};

fn check(degree: usize, a: [f64; 3], truth: [f64; 3]) {
    let error = (0..3).map(|i| (a[i] - truth[i]).abs()).fold(0.0, f64::max);
    assert!(error < 1e-12, "degree {degree}: {error:e} m/s²");
}

fn gravity_of_one_point(c: &mut Criterion) {
    let mut group = c.benchmark_group("W5_one_point");
    for (degree, truth) in W5 {
        let gravity = Gravity::new(Field::egm2008(), degree, degree).unwrap();
        let widths = [
            ("2", Registers::Two),
            #[cfg(target_arch = "x86_64")]
            ("4", Registers::Four),
            #[cfg(target_arch = "x86_64")]
            ("8", Registers::Eight),
        ];
        for (width, registers) in widths {
            let Some(gravity) = gravity.clone().with_registers(registers) else { continue };
            check(degree, gravity.acceleration_body(R0), truth);
            group.bench_function(format!("degree_{degree}/registers_of_{width}"), |b| {
                b.iter(|| gravity.acceleration_body(black_box(R0)))
            });
        }
    }
}

/// Number of points per call in [`gravity_of_many`].
const MANY: usize = 4096;

fn gravity_of_many(c: &mut Criterion) {
    let mut group = c.benchmark_group("W5_many_points");
    group.throughput(Throughput::Elements(MANY as u64));
    let r = R0.map(|x| vec![x; MANY]);
    for (degree, truth) in W5 {
        let gravity = Gravity::new(Field::egm2008(), degree, degree).unwrap();
        let mut a = R0.map(|_| vec![0.0; MANY]);
        let mut all = || {
            let [x, y, z] = &mut a;
            gravity.accelerations_body(black_box([&r[0], &r[1], &r[2]]), [x, y, z]);
        };
        all();
        group.bench_function(format!("degree_{degree}"), |b| b.iter(&mut all));
        check(degree, [a[0][MANY - 1], a[1][MANY - 1], a[2][MANY - 1]], truth);
    }
}

fn world(atmosphere: Option<AtmosphereChoice>) -> NearEarth {
    let epoch = parse_utc("2013-11-07T04:14:15.290Z").unwrap();
    let mut options = ForceOptions { solar_pressure: true, ..ForceOptions::default() };
    if let Some(choice) = atmosphere {
        options.atmosphere = choice;
    }
    let table = EarthOrientationTable::embedded();
    let span = (0.0, 23_000.0);
    NearEarth::over(epoch, span, (R0, V0), Field::egm2008(), table, options).unwrap()
}

fn time<F: Force<f64>>(group: &mut BenchmarkGroup<WallTime>, name: &str, at: &Point<f64>, f: F) {
    let a = f.acceleration(at);
    let size = (a[0] * a[0] + a[1] * a[1] + a[2] * a[2]).sqrt();
    assert!(size > 1e-12 && size < 10.0, "{name}: {size:e} m/s²");
    group.bench_function(name, |b| b.iter(|| f.acceleration(black_box(at))));
}

fn each_force(c: &mut Criterion) {
    let world = world(None);
    let t = 3000.0;
    let to_body = world.earth.to_body(t);
    let r_body = to_body.map(|m| m[0] * R0[0] + m[1] * R0[1] + m[2] * R0[2]);
    let at = Point { t, r: R0, v: V0, to_body, r_body };
    let (sun, moon) = (Sun(&world.sky), Moon(&world.sky));
    let exact = Nrlmsise00::embedded(world.earth.epoch(), 0.0, 23_000.0).unwrap();
    let air = world.atmosphere.as_ref().unwrap();
    let (fast, slow): (f64, f64) = (air.density(&at), exact.density(&at));
    assert!((fast / slow - 1.0).abs() < 1.5e-3, "{fast:e} {slow:e} kg/m³");

    let mut group = c.benchmark_group("force");
    time(&mut group, "point_mass", &at, PointMass::EARTH);
    time(&mut group, "j2", &at, J2::EARTH);
    time(&mut group, "gravity_20x20", &at, &world.gravity);
    time(&mut group, "drag_us76", &at, Drag::new(Us76, 0.006));
    time(&mut group, "drag_harris_priester", &at, {
        Drag::new(HarrisPriester { sun, exponent: 2 }, 0.006)
    });
    time(&mut group, "drag_density_table", &at, Drag::new(air, 0.006));
    time(&mut group, "drag_nrlmsise00", &at, Drag::new(&exact, 0.006));
    time(&mut group, "sun", &at, ThirdBody::sun(sun));
    time(&mut group, "moon", &at, ThirdBody::moon(moon));
    // On the night side, where the shadow is worked out.
    let day_side = world.sky.sun(t).iter().zip(R0).map(|(s, r)| s * r).sum::<f64>() > 0.0;
    let night = if day_side { Point { r: R0.map(|x| -x), ..at } } else { at };
    let pressure = SolarPressure::new(sun, 0.004);
    group.bench_function("solar_pressure_by_night", |b| {
        b.iter(|| Force::<f64>::acceleration(&pressure, black_box(&night)))
    });
    time(&mut group, "solid_tides", &at, SolidTides { sun, moon });
    time(&mut group, "relativity", &at, Relativity::EARTH);
    group.bench_function("earth_rotation", |b| b.iter(|| world.earth.to_body(black_box(t))));
}

/// Each of the flight's forces in lanes.
fn each_force_in_lanes(c: &mut Criterion) {
    let world = world(None);
    let to_body = world.earth.to_body(3000.0);
    let r_body = to_body.map(|m| m[0] * R0[0] + m[1] * R0[1] + m[2] * R0[2]);
    let at = Point { t: 3000.0, r: R0, v: V0, to_body, r_body };
    let (sun, moon) = (Sun(&world.sky), Moon(&world.sky));
    let mut group = c.benchmark_group("force_in_lanes");
    group.throughput(Throughput::Elements(POINTS as u64));
    in_lanes(&mut group, "gravity_20x20", &at, &world.gravity);
    in_lanes(&mut group, "drag_density_table", &at, {
        Drag::new(world.atmosphere.as_ref().unwrap(), 0.006)
    });
    in_lanes(&mut group, "sun", &at, ThirdBody::sun(sun));
    in_lanes(&mut group, "moon", &at, ThirdBody::moon(moon));
}

fn in_lanes<F: Force<f64>>(
    group: &mut BenchmarkGroup<WallTime>,
    name: &str,
    at: &Point<f64>,
    force: F,
) where
    for<'a> ForceInLanes<'a, F>: InAnyLanes<[f64; 3]>,
{
    let (lanes, one) = (in_wide_registers(ForceInLanes(&force, at)), force.acceleration(at));
    let error = (0..3).map(|i| (lanes[i] - one[i]).abs()).fold(0.0, f64::max);
    assert!(error < 1e-14, "{name} in lanes: {error:e} m/s²");
    group.bench_function(name, |b| b.iter(|| in_wide_registers(ForceInLanes(&force, at))));
}

/// The force at [`POINTS`] points; gives that of the last.
struct ForceInLanes<'a, F>(&'a F, &'a Point<f64>);

impl<T: Real, F: Force<T>> WideWork<T> for ForceInLanes<'_, F> {
    type Output = [f64; 3];

    #[inline(always)]
    fn work(self) -> [f64; 3] {
        let mut last = [0.0; 3];
        for _ in (0..POINTS).step_by(T::LANES) {
            let [r, v, r_body] =
                black_box([self.1.r, self.1.v, self.1.r_body].map(|x| x.map(T::splat)));
            let at = Point { t: self.1.t, r, v, to_body: self.1.to_body, r_body };
            last = black_box(self.0.acceleration(&at)).map(|x| x.lane(T::LANES - 1));
        }
        last
    }
}

fn whole_model(c: &mut Criterion) {
    let mut group = c.benchmark_group("right_hand_side_20x20_drag_sun_moon_pressure");
    let craft = Cannonball { cd_area_per_mass: 0.006, cr_area_per_mass: 0.004 };
    let world = world(None);
    let model = world.model(&craft);
    let a = Dynamics::<f64>::acceleration(&model, 3000.0, &R0, &V0);
    assert!((a[0] * a[0] + a[1] * a[1] + a[2] * a[2]).sqrt() > 8.0);
    group.bench_function("one_point", |b| {
        b.iter(|| Dynamics::<f64>::acceleration(&model, black_box(3000.0), &R0, &V0))
    });
    group.throughput(Throughput::Elements(POINTS as u64));
    let lanes = in_wide_registers(RightHandSide(&model, 3000.0));
    let error = (0..3).map(|i| (lanes[i] - a[i]).abs()).fold(0.0, f64::max);
    assert!(error < 1e-13, "lanes: {error:e} m/s²");
    group.bench_function("sixteen_points_in_lanes", |b| {
        b.iter(|| in_wide_registers(RightHandSide(&model, black_box(3000.0))))
    });
}

/// The acceleration at [`POINTS`] points; gives that of the last.
struct RightHandSide<'a, M>(&'a M, f64);

const POINTS: usize = 16;

impl<T: Real, M: Dynamics<T>> WideWork<T> for RightHandSide<'_, M> {
    type Output = [f64; 3];

    #[inline(always)]
    fn work(self) -> [f64; 3] {
        let mut last = [0.0; 3];
        for _ in (0..POINTS).step_by(T::LANES) {
            let (r, v) = (black_box(R0.map(T::splat)), black_box(V0.map(T::splat)));
            let a = black_box(self.0.acceleration(self.1, &r, &v));
            last = a.map(|x| x.lane(T::LANES - 1));
        }
        last
    }
}

fn making(c: &mut Criterion) {
    let mut group = c.benchmark_group("making");
    group.sample_size(20);
    let world = world(Some(AtmosphereChoice::Vacuum));
    let span = (0.0, 23_000.0);
    let exact = Nrlmsise00::embedded(world.earth.epoch(), span.0, span.1).unwrap();
    let make = || {
        DensityTable::around(&exact, &world.earth, (R0, V0), span, DensityTable::HEIGHTS).unwrap()
    };
    assert!(make().error() < 1.5e-3);
    group.bench_function("density_table_of_the_flight", |b| b.iter(make));
    for degree in [20, 70] {
        group.bench_function(format!("gravity_{degree}"), |b| {
            b.iter(|| Gravity::new(Field::egm2008(), degree, degree).unwrap())
        });
    }
    group.bench_function("field_egm2008_read", |b| {
        let text = include_str!("../data/gravity/EGM2008_70.gfc");
        b.iter(|| Field::parse(black_box(text), "EGM2008_70.gfc").unwrap())
    });
}

criterion_group!(
    benches,
    gravity_of_one_point,
    gravity_of_many,
    each_force,
    each_force_in_lanes,
    whole_model,
    making
);
criterion_main!(benches);
