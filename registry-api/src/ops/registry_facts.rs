//! What the registry itself knows when it verifies: its catalogue, its list of issuers, the status lists it keeps.

use std::collections::BTreeMap;

use registry_core::verify::{Fact, Facts};

use crate::ops;
use crate::snapshot::Snapshot;

/// What a verification by the registry relies on. Nothing is fetched.
pub fn registry_facts(snapshot: &Snapshot) -> Facts {
    let none = Fact::Unavailable("this registry keeps none yet".to_owned());
    ops::verification_facts(none, BTreeMap::new(), snapshot)
}
