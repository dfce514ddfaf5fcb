//! The methods compared, each as a function of its own setting (tolerance or step).

use crate::workloads::{EVERY, OMEGA, Oblate, R0, V0, Workload, model, start};
use differential_equations::prelude::{ExplicitRungeKutta, IVP, ODE};
use numeris::Vector;
use numeris::ode::{AdaptiveSettings, RKAdaptive, RKV98, RKV98Efficient};
use ode_solvers::{Dop853, OutputType, System, Vector6};
use satkit::earthgravity::Gravity as SatkitGravity;
use satkit::orbitprop::ode::{GJSettings, GaussJackson8};
use soyuz_rendezvous::forces::Field;
use soyuz_rendezvous::integrate::Dynamics;
use soyuz_rendezvous::propagate::{
    Method, Settings, StateVector, Trajectory, propagate, propagate_end,
};
use std::cell::Cell;

/// Result of one run.
pub struct Run {
    pub end: [f64; 3],
    /// Position every [`EVERY`] seconds, if requested.
    pub path: Vec<[f64; 3]>,
    /// Calls of the acceleration.
    pub calls: usize,
}

/// A method with the settings it is run with.
pub struct Contender<'a> {
    pub name: &'static str,
    pub ours: bool,
    pub settings: Vec<f64>,
    /// Runs with a setting; the flag requests the path.
    pub fly: Box<dyn Fn(f64, bool) -> Run + 'a>,
}

/// Mean motion of the orbit, to set tolerances on velocity [rad/s].
const MEAN_MOTION: f64 = 1.13e-3;

/// Tolerances, four a decade.
fn tolerances(from: f64, to: f64) -> Vec<f64> {
    let count = ((from / to).log10() * 4.0).round() as i32;
    (0..=count).map(|k| from * 10_f64.powf(-f64::from(k) / 4.0)).collect()
}

/// Steps [s], 3 % apart.
fn steps(from: f64, to: f64) -> Vec<f64> {
    let count = ((from / to).ln() / 0.03) as i32;
    (0..=count).map(|k| from * (-0.03 * f64::from(k)).exp()).collect()
}

/// Positions every [`EVERY`] seconds, with velocities also computed, as users would read them.
pub fn sample(trajectory: &Trajectory, span: f64) -> Vec<[f64; 3]> {
    let count = (span / EVERY) as usize;
    let times = (0..=count).map(|k| EVERY * k as f64);
    let states: Vec<StateVector> = trajectory.sample(times).collect();
    states.iter().map(|at| at.r.into()).collect()
}

/// Our three methods; the setting is the absolute tolerance on position [m].
fn ours<'a, M: Dynamics<f64> + 'a>(model: &'a M, span: f64) -> Vec<Contender<'a>> {
    let methods = [
        ("ours: Störmer-Cowell 13", Method::StormerCowell),
        ("ours: Nyström 12(10)", Method::Nystrom1210),
        ("ours: Verner 9(8)", Method::Verner98),
    ];
    let contender = |(name, method): (&'static str, Method)| {
        let fly = move |tolerance: f64, dense: bool| {
            let settings = Settings {
                relative: 1e-16,
                absolute_position: tolerance,
                absolute_velocity: MEAN_MOTION * tolerance,
                max_step: 1e4,
                method,
            };
            if dense {
                let arc = propagate(model, start(), span, &settings, &[]).expect("flight");
                let path = sample(&arc.trajectory, span);
                Run { end: arc.end.r.into(), path, calls: arc.statistics.evaluations }
            } else {
                let (end, cost) = propagate_end(model, start(), span, &settings).expect("flight");
                Run { end: end.r.into(), path: Vec::new(), calls: cost.evaluations }
            }
        };
        Contender { name, ours: true, settings: tolerances(10.0, 1e-8), fly: Box::new(fly) }
    };
    methods.into_iter().map(contender).collect()
}

/// Gauss–Jackson 8 of satkit; the setting is the step [s].
fn gauss_jackson(
    f: impl Fn(f64, &[f64; 3]) -> [f64; 3],
    from: &StateVector,
    span: f64,
    h: f64,
    dense: bool,
) -> Run {
    // The grid ends on the limit, as the crate recommends for full accuracy there.
    let h = span / (span / h).ceil();
    let settings =
        GJSettings { h, max_corrector_iters: 1, dense_output: dense, ..GJSettings::default() };
    let (r, v) = (Vector::from_array(from.r.into()), Vector::from_array(from.v.into()));
    let force = |t: f64, r: &Vector<f64, 3>, _: &Vector<f64, 3>| {
        Vector::from_array(f(t, &[r[0], r[1], r[2]]))
    };
    let Ok(made) = GaussJackson8::integrate(0.0, span, &r, &v, force, &settings) else {
        return failed();
    };
    let path = made.dense.as_ref().map_or(Vec::new(), |dense| {
        let times: Vec<f64> = (0..=(span / EVERY) as usize).map(|k| EVERY * k as f64).collect();
        let points = GaussJackson8::interpolate_batch(&times, dense).expect("dense output");
        points.iter().map(|(r, _)| [r[0], r[1], r[2]]).collect()
    });
    Run { end: [made.r[0], made.r[1], made.r[2]], path, calls: made.evals }
}

/// W1 from any initial state, for the ensemble.
pub fn gauss_jackson_from(from: &StateVector, span: f64, h: f64) -> Run {
    // The force ignores the velocity.
    gauss_jackson(|t, r| Oblate.acceleration(t, r, r), from, span, h, false)
}

fn failed() -> Run {
    Run { end: [f64::INFINITY; 3], path: Vec::new(), calls: usize::MAX }
}

/// Verner 9(8) of numeris (which satkit uses); the setting is both tolerances.
fn verner<'a, R: RKAdaptive<S, I>, const S: usize, const I: usize>(
    f: impl Fn(f64, &[f64; 3]) -> [f64; 3] + 'a,
    span: f64,
) -> Box<dyn Fn(f64, bool) -> Run + 'a> {
    Box::new(move |tolerance, dense| {
        let settings = AdaptiveSettings {
            abs_tol: tolerance,
            rel_tol: tolerance,
            dense_output: dense,
            ..AdaptiveSettings::default()
        };
        let start = Vector::from_array([R0[0], R0[1], R0[2], V0[0], V0[1], V0[2]]);
        let right = |t: f64, y: &Vector<f64, 6>| {
            let a = f(t, &[y[0], y[1], y[2]]);
            Vector::from_array([y[3], y[4], y[5], a[0], a[1], a[2]])
        };
        let Ok(made) = R::integrate(0.0, span, &start, right, &settings) else { return failed() };
        let path = if dense {
            let times: Vec<f64> = (0..=(span / EVERY) as usize).map(|k| EVERY * k as f64).collect();
            let points = R::interpolate_batch(&times, &made).expect("dense output");
            points.iter().map(|y| [y[0], y[1], y[2]]).collect()
        } else {
            Vec::new()
        };
        Run { end: [made.y[0], made.y[1], made.y[2]], path, calls: made.evals }
    })
}

/// W1 for ode_solvers, counting calls.
struct ForOdeSolvers<'a>(&'a Cell<usize>);
impl System<f64, Vector6<f64>> for ForOdeSolvers<'_> {
    fn system(&self, t: f64, y: &Vector6<f64>, dy: &mut Vector6<f64>) {
        self.0.set(self.0.get() + 1);
        let r = [y[0], y[1], y[2]];
        let a = Oblate.acceleration(t, &r, &r);
        *dy = Vector6::new(y[3], y[4], y[5], a[0], a[1], a[2]);
    }
}

/// DOP853 of ode_solvers on W1 from any state; the setting is both tolerances.
pub fn ode_solvers_from(from: &StateVector, span: f64, tolerance: f64) -> Run {
    let calls = Cell::new(0);
    let y = Vector6::new(from.r.x, from.r.y, from.r.z, from.v.x, from.v.y, from.v.z);
    // The crate's own defaults, but output at its steps only.
    let mut solver = Dop853::from_param(
        ForOdeSolvers(&calls),
        0.0,
        span,
        span,
        y,
        tolerance,
        tolerance,
        0.9,
        0.0,
        0.333,
        6.0,
        span,
        0.0,
        100_000,
        1000,
        OutputType::Sparse,
    );
    if solver.integrate().is_err() {
        return failed();
    }
    let Some(end) = solver.y_out().last() else { return failed() };
    Run { end: [end[0], end[1], end[2]], path: Vec::new(), calls: calls.get() }
}

/// W1 for differential-equations.
struct ForDifferentialEquations<'a>(&'a Cell<usize>);
impl ODE<f64, [f64; 6]> for ForDifferentialEquations<'_> {
    fn diff(&self, t: f64, y: &[f64; 6], dy: &mut [f64; 6]) {
        self.0.set(self.0.get() + 1);
        let r = [y[0], y[1], y[2]];
        let a = Oblate.acceleration(t, &r, &r);
        *dy = [y[3], y[4], y[5], a[0], a[1], a[2]];
    }
}

fn differential_equations(span: f64, tolerance: f64) -> Run {
    let calls = Cell::new(0);
    let y = [R0[0], R0[1], R0[2], V0[0], V0[1], V0[2]];
    let ode = ForDifferentialEquations(&calls);
    let method = ExplicitRungeKutta::dop853().rtol(tolerance).atol(tolerance);
    let Ok(made) = IVP::ode(&ode, 0.0, span, y).method(method).solve() else { return failed() };
    let Some(end) = made.y.last() else { return failed() };
    Run { end: [end[0], end[1], end[2]], path: Vec::new(), calls: calls.get() }
}

pub fn for_w1(workload: &Workload) -> Vec<Contender<'static>> {
    let span = workload.span;
    // It ignores the velocity.
    let force = |t: f64, r: &[f64; 3]| Oblate.acceleration(t, r, r);
    let mut all = ours(&Oblate, span);
    all.push(Contender {
        name: "satkit Gauss-Jackson 8",
        ours: false,
        settings: steps(150.0, 20.0),
        fly: Box::new(move |h, dense| gauss_jackson(force, &start(), span, h, dense)),
    });
    let tolerance = tolerances(1e-6, 1e-15);
    all.push(Contender {
        name: "numeris Verner 9(8)",
        ours: false,
        settings: tolerance.clone(),
        fly: verner::<RKV98Efficient, _, _>(force, span),
    });
    all.push(Contender {
        name: "ode_solvers DOP853",
        ours: false,
        settings: tolerance.clone(),
        fly: Box::new(move |tolerance, _| ode_solvers_from(&start(), span, tolerance)),
    });
    all.push(Contender {
        name: "differential-equations DOP853",
        ours: false,
        settings: tolerance,
        fly: Box::new(move |tolerance, _| differential_equations(span, tolerance)),
    });
    all
}

/// satkit's gravity with the same coefficients, in the same turning axes.
fn satkit_force(degree: usize) -> impl Fn(f64, &[f64; 3]) -> [f64; 3] + Copy {
    let gravity: &'static SatkitGravity = Box::leak(Box::new(satkit_field()));
    move |t, r| {
        let (sin, cos) = (OMEGA * t).sin_cos();
        let body = [cos * r[0] + sin * r[1], cos * r[1] - sin * r[0], r[2]];
        let a = gravity.accel(&Vector::from_array(body), degree, degree);
        [cos * a[0] - sin * a[1], cos * a[1] + sin * a[0], a[2]]
    }
}

/// The coefficients, written as an ICGEM file and read by satkit.
pub fn satkit_field() -> SatkitGravity {
    let field = Field::egm2008();
    let mut text = format!(
        "modelname EGM2008\nearth_gravity_constant {:e}\nradius {:e}\nmax_degree 70\n\
         norm fully_normalized\ntide_system tide_free\nend_of_head\n",
        field.gm, field.radius
    );
    for n in 0..=70 {
        for m in 0..=n {
            if let Some([c, s]) = field.coefficient(n, m) {
                text.push_str(&format!("gfc {n} {m} {c:e} {s:e} 0 0\n"));
            }
        }
    }
    SatkitGravity::parse(&text).expect("the field, written for satkit")
}

pub fn for_w2(workload: &Workload, degree: usize) -> Vec<Contender<'static>> {
    let span = workload.span;
    let model = Box::leak(Box::new(model(degree)));
    let force = satkit_force(degree);
    let mut all = ours(model, span);
    all.push(Contender {
        name: "satkit gravity, Gauss-Jackson 8",
        ours: false,
        settings: steps(
            if degree > 40 { 30.0 } else { 120.0 },
            if degree > 40 { 4.0 } else { 10.0 },
        ),
        fly: Box::new(move |h, dense| gauss_jackson(force, &start(), span, h, dense)),
    });
    let tolerance = tolerances(1e-7, 1e-15);
    all.push(Contender {
        name: "satkit gravity, Verner 9(8)",
        ours: false,
        settings: tolerance.clone(),
        fly: verner::<RKV98, _, _>(force, span),
    });
    all
}
