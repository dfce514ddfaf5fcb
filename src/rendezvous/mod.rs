//! From spacecraft separation to the first braking burn: when to dock ([`timing`]), and the burns
//! that bring the ship there.

pub mod lambert;
pub mod timing;
