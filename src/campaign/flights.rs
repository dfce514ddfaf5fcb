//! Scenarios flown in parallel.

use super::lift_off;
use crate::mission::{MissionError, MissionLog, Scenario, run};
use crate::time::Epoch;
use rayon::prelude::*;

/// One flight of a set.
#[derive(Debug)]
pub struct Flight {
    /// Its log, flown from the scenario's own lift-off.
    pub log: MissionLog,
    /// The in-plane lift-off predicted from the element set; the flight does not use it.
    pub predicted_lift_off: Result<Epoch, MissionError>,
}

/// Flies scenarios in parallel. Results are in the order of the scenarios, whatever the number of threads.
pub fn fly_all(scenarios: &[Scenario]) -> Vec<Result<Flight, MissionError>> {
    scenarios
        .par_iter()
        .map(|scenario| {
            let (log, predicted_lift_off) =
                rayon::join(|| run(scenario, &mut |_| ()), || lift_off(scenario));
            Ok(Flight { log: log?, predicted_lift_off })
        })
        .collect()
}
