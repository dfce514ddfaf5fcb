//! Names of the burns of a flight.

use super::choice::Scheme;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A burn of a flight, by its place in the rendezvous scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub enum BurnName {
    /// First ground-computed burn of the four-orbit scheme.
    Dv1,
    /// Its second.
    Dv2,
    /// Its third.
    Dv3,
    /// Its fourth.
    Dv4,
    /// First ground-computed burn of the two-day scheme.
    TwoDay1,
    /// Its second.
    TwoDay2,
    /// Its third, which trims.
    TwoDay3,
    /// Make-up burn after a failed ground-computed burn.
    MakeUp,
    /// First autonomous burn.
    Imp1,
    /// Second autonomous burn.
    Imp2,
    /// First late burn after a failed autonomous burn.
    Late1,
    /// Second late burn.
    Late2,
    /// First braking burn.
    Brk1,
    /// Second braking burn.
    Brk2,
    /// Third braking burn.
    Brk3,
}

impl BurnName {
    /// All burns: computed on the ground, autonomous, braking.
    pub const ALL: [Self; 15] = [
        Self::Dv1,
        Self::Dv2,
        Self::Dv3,
        Self::Dv4,
        Self::TwoDay1,
        Self::TwoDay2,
        Self::TwoDay3,
        Self::MakeUp,
        Self::Imp1,
        Self::Imp2,
        Self::Late1,
        Self::Late2,
        Self::Brk1,
        Self::Brk2,
        Self::Brk3,
    ];

    /// The planned burns of all schemes before braking; the others are braking burns, or follow a failure.
    pub const PLANNED: [Self; 9] = [
        Self::Dv1,
        Self::Dv2,
        Self::Dv3,
        Self::Dv4,
        Self::TwoDay1,
        Self::TwoDay2,
        Self::TwoDay3,
        Self::Imp1,
        Self::Imp2,
    ];

    /// The autonomous burns of every scheme.
    pub const AUTONOMOUS: [Self; 2] = [Self::Imp1, Self::Imp2];

    /// The autonomous burns after one of them failed.
    pub const LATE: [Self; 2] = [Self::Late1, Self::Late2];

    /// The braking burns, in order.
    pub const BRAKING: [Self; 3] = [Self::Brk1, Self::Brk2, Self::Brk3];

    /// The ground-computed burns of a scheme, in order; those of the two-orbit scheme are not simulated.
    pub const fn ground(scheme: Scheme) -> &'static [Self] {
        match scheme {
            Scheme::TwoOrbit => &[],
            Scheme::FourOrbit => &[Self::Dv1, Self::Dv2, Self::Dv3, Self::Dv4],
            Scheme::TwoDay => &[Self::TwoDay1, Self::TwoDay2, Self::TwoDay3],
        }
    }

    /// The name, in scenarios and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dv1 => "DV1",
            Self::Dv2 => "DV2",
            Self::Dv3 => "DV3",
            Self::Dv4 => "DV4",
            Self::TwoDay1 => "2D1",
            Self::TwoDay2 => "2D2",
            Self::TwoDay3 => "2D3",
            Self::MakeUp => "MKUP",
            Self::Imp1 => "IMP1",
            Self::Imp2 => "IMP2",
            Self::Late1 => "LATE1",
            Self::Late2 => "LATE2",
            Self::Brk1 => "BRK1",
            Self::Brk2 => "BRK2",
            Self::Brk3 => "BRK3",
        }
    }

    /// Some burns as a list.
    pub fn list(burns: &[Self]) -> String {
        burns.iter().map(|burn| burn.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for BurnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<BurnName> for &'static str {
    fn from(name: BurnName) -> Self {
        name.as_str()
    }
}

/// An unknown burn name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown burn \"{given}\"; known: {}", BurnName::list(&BurnName::PLANNED))]
pub struct UnknownBurn {
    /// The name given.
    pub given: String,
}

impl TryFrom<String> for BurnName {
    type Error = UnknownBurn;

    fn try_from(given: String) -> Result<Self, UnknownBurn> {
        let found = Self::ALL.into_iter().find(|burn| burn.as_str() == given);
        found.ok_or(UnknownBurn { given })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_parse_back_and_the_error_lists_those_that_are_planned() {
        for burn in BurnName::ALL {
            assert_eq!(BurnName::try_from(burn.to_string()), Ok(burn));
        }
        let message = BurnName::try_from("DV9".to_owned()).unwrap_err().to_string();
        assert!(message.contains("\"DV9\""), "{message}");
        for burn in BurnName::PLANNED {
            assert!(message.contains(burn.as_str()), "{message} lacks {burn}");
        }
    }
}
