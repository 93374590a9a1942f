//! Which offerings somebody can still take up.

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::course::{Delivery, Offering, OfferingOf, VersionStatus};

/// Whether somebody who looks on that day is shown an offering as one: the version that it is of is taught, since nothing else is
/// planned, and it is not over. Its last day still counts.
pub fn is_on_offer(catalogue: &Catalogue, offering: &Offering, on: NaiveDate) -> bool {
    is_taught(catalogue, &offering.of) && last_day(offering.delivery).is_none_or(|last| on <= last)
}

/// A qualification is taught as long as somebody offers it.
fn is_taught(catalogue: &Catalogue, of: &OfferingOf) -> bool {
    match of {
        OfferingOf::Course { course, version } => {
            let version = catalogue.course(course).and_then(|course| course.version(version));
            version.is_some_and(|version| version.status == VersionStatus::Published)
        }
        OfferingOf::Qualification(_) => true,
    }
}

fn last_day(delivery: Delivery) -> Option<NaiveDate> {
    match delivery {
        Delivery::Dated { end, .. } => Some(end),
        Delivery::Rolling { until, .. } => until,
    }
}
