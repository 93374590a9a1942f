//! The smallest course, award and offering that the tests of this crate make catalogues of: each test says what matters
//! to it and takes the rest from here.

use std::fmt::Debug;
use std::str::FromStr;

use registry_core::aqf::AqfType;
use registry_core::course::{
    Course, CourseKind, CourseVersion, DaysFrom, Delivery, Mode, Offering, OfferingOf, PeerShare, VersionStatus,
};
use registry_core::qualification::{Currency, Qualification};
use registry_core::source::Provenance;
use registry_core::volume::Hours;

/// A code, a number, a day, an amount: anything that is written as text.
pub(crate) fn read<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect(text)
}

/// A version of 40 hours, assessed, of the first day of 2026.
pub(crate) fn version(number: &str) -> CourseVersion {
    CourseVersion {
        version: read(number),
        published: read("2026-01-01"),
        status: VersionStatus::Published,
        outcomes: Vec::new(),
        volume_of_learning: Hours::from_minutes(40 * 60),
        assessed: true,
        credit: None,
        requisites: Vec::new(),
        sessions: Vec::new(),
    }
}

/// A course with version 1.0.0.
pub(crate) fn course(code: &str, title: &str, kind: CourseKind, provenance: Provenance) -> Course {
    Course {
        code: read(code),
        title: title.to_owned(),
        neutral_title: None,
        kind,
        description: title.to_owned(),
        tiers: Vec::new(),
        roles: Vec::new(),
        perspectives: Vec::new(),
        tags: Vec::new(),
        aqf_alignment: None,
        superseded_by: None,
        versions: vec![version("1.0.0")],
        publisher: None,
        provenance,
    }
}

/// An award of which nothing is known but its sort.
pub(crate) fn award(code: &str, title: &str, aqf_type: AqfType, provenance: Provenance) -> Qualification {
    Qualification {
        code: read(code),
        title: title.to_owned(),
        aqf_type,
        volume_of_learning: None,
        volume_of_learning_assumed: false,
        currency: Currency::Current,
        superseded_by: None,
        entry: Vec::new(),
        credit: None,
        leads_to: Vec::new(),
        packaging: None,
        points_packaging: None,
        recognition: None,
        publisher: None,
        provenance,
    }
}

/// An offering online from the first day of 2027, over ten weeks, that costs nothing and takes no time.
pub(crate) fn offering(code: &str, of: OfferingOf, provider: &str, provenance: Provenance) -> Offering {
    Offering {
        code: read(code),
        of,
        provider: read(provider),
        mode: Mode::Online,
        region: None,
        delivery: Delivery::Rolling { from: read("2027-01-01"), until: None, weeks: 10 },
        price: read("0"),
        price_provenance: None,
        fees: Vec::new(),
        days: 0,
        days_from: DaysFrom::Allowance,
        own_time: Hours::from_minutes(0),
        capacity: None,
        peer: PeerShare::default(),
        rpl: None,
        provenance,
    }
}
