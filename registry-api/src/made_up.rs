//! The smallest course, award and offering that the tests of this crate make catalogues of: each test says what matters
//! to it and takes the rest from here.

use std::fmt::Debug;
use std::str::FromStr;

use chrono::NaiveDate;
use registry_core::aqf::AqfType;
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::{
    Course, CourseKind, CourseVersion, Credit, DaysFrom, Delivery, Mode, Offering, OfferingOf, PeerShare, VersionStatus,
};
use registry_core::credential::badge::TitleShown;
use registry_core::credit::{CreditBasis, CreditExchange, CreditRule, CreditScheme, CreditStanding};
use registry_core::provider::{Provider, ProviderKind};
use registry_core::qualification::{Currency, Qualification};
use registry_core::source::Provenance;
use registry_core::volume::Hours;

use crate::ops::issue::{Award, Earned};
use crate::snapshot::Snapshot;

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

/// A degree of 360 points, 120 a year, of one provider, and four blocks towards it from the awards a to d: two of one basis and
/// source provider, one by prior learning, one that is only possible.
pub(crate) fn reported(provenance: &Provenance) -> Snapshot {
    let block = |code: &str, points: &str, basis, from: Option<&str>, standing| {
        let exchange = CreditExchange::Block { from: read(code), points: read(points) };
        let code = read(&format!("{code}-block"));
        let rule = CreditRule::new(code, read("degree"), exchange, standing, provenance.clone());
        CreditRule { basis, from_provider: from.map(read), ..rule }
    };
    let (transfer, sure) = (CreditBasis::CreditTransfer, CreditStanding::Guaranteed);
    let degree = Qualification {
        credit: Some(Credit { points: read("360"), scheme: read("federation") }),
        ..award("degree", "Bachelor of Human Services", AqfType::Bachelor, provenance.clone())
    };
    let awards = ["a", "b", "c", "d"].map(|code| award(code, code, AqfType::Diploma, provenance.clone()));
    let parts = CatalogueParts {
        providers: vec![Provider {
            code: read("tafe"),
            title: "Example TAFE".to_owned(),
            kind: ProviderKind::Rto,
            provenance: provenance.clone(),
        }],
        qualifications: awards.into_iter().chain([degree]).collect(),
        credit_schemes: vec![CreditScheme {
            code: read("federation"),
            title: "Federation".to_owned(),
            points_per_year: read("120"),
            provenance: provenance.clone(),
        }],
        credit_rules: vec![
            block("a", "15", transfer, Some("tafe"), sure),
            block("b", "30", transfer, Some("tafe"), sure),
            block("c", "7.5", CreditBasis::Rpl, None, sure),
            block("d", "30", transfer, Some("tafe"), CreditStanding::ByApplication),
        ],
        ..CatalogueParts::default()
    };
    Snapshot::new(Catalogue::build(parts).expect("a checked catalogue"), 1)
}

/// What one person earned, with its whole title and nothing more said.
pub(crate) fn earning(earned: Earned, completed: NaiveDate, holder_name: Option<&str>) -> Award {
    Award {
        earned,
        completed,
        holder_name: holder_name.map(str::to_owned),
        result: None,
        title: TitleShown::Full,
        valid_until: None,
        suspendable: false,
        usi: None,
        reference: None,
    }
}
