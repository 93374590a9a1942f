//! Offerings, as the provider that gives them says them.

use async_graphql::{InputObject, OneofObject};
use chrono::NaiveDate;
use registry_core::course as core;
use registry_core::id::{CourseCode, FundingCode, OfferingCode, ProviderCode, QualificationCode, RegionCode};
use registry_core::publish::{Change, OfferingsOf};
use registry_core::volume::Hours;

use super::source::{OwnWord, SourceInput};
use super::{Place, Problems, within};
use crate::graphql::scalars::{GivenAud, GivenDate};
use crate::graphql::types::offering::{DaysFrom, Mode};
use crate::graphql::types::problem::RequestErrorCode;

/// All offerings that one provider has of one course or qualification, in place of those it had.
#[derive(InputObject, Debug)]
pub(crate) struct SetOfferingsFields {
    /// Of what.
    of: OfferingsOfInput,
    /// Whose, by code; only an operator says so. Left out: the provider whose token it is.
    pub(crate) provider: Option<String>,
    /// Every one there is to be, at most 100; empty: none.
    offerings: Vec<OfferingInput>,
}

/// Of what offerings are set: exactly one of these.
#[derive(OneofObject, Debug)]
pub(crate) enum OfferingsOfInput {
    /// Of a course, by code, in any of its versions.
    Course(String),
    /// Of a qualification, by code.
    Qualification(String),
}

/// One way and time in which something is taught.
#[derive(InputObject, Debug)]
pub(crate) struct OfferingInput {
    /// Its code.
    code: String,
    /// Which version of the course is taught; left out only for a qualification.
    version: Option<String>,
    /// How it is taught.
    mode: Mode,
    /// Where, by code of a region; left out only when it is online.
    region: Option<String>,
    /// When it runs.
    delivery: DeliveryInput,
    /// What a person without funding pays, `120.00`.
    price: GivenAud,
    /// What a person with some funding pays instead; at most 100.
    #[graphql(default)]
    fees: Vec<FeeInput>,
    /// Working days away from work, 0 to 366.
    #[graphql(default)]
    days: i32,
    /// Who grants those days.
    #[graphql(default_with = "DaysFrom::Allowance")]
    days_from: DaysFrom,
    /// The person's own time over the whole delivery, in hours and quarter hours, spread evenly over its weeks.
    own_time_hours: f64,
    /// How many places there are, where it is known.
    capacity: Option<i32>,
    /// Peers lead it.
    #[graphql(default)]
    peer_led: bool,
    /// Peers developed it.
    #[graphql(default)]
    peer_developed: bool,
    /// Peers deliver it.
    #[graphql(default)]
    peer_delivered: bool,
    /// Where it is described; left out: in this registry, by its provider.
    source: Option<SourceInput>,
}

/// When an offering runs: exactly one of these.
#[derive(OneofObject, Debug)]
pub(crate) enum DeliveryInput {
    /// On fixed dates, both included.
    Dated(DatedInput),
    /// Starting on any Monday.
    Rolling(RollingInput),
}

/// Fixed dates.
#[derive(InputObject, Debug)]
pub(crate) struct DatedInput {
    /// First day.
    start: GivenDate,
    /// Last day.
    end: GivenDate,
}

/// Starting on any Monday.
#[derive(InputObject, Debug)]
pub(crate) struct RollingInput {
    /// The first day on which it may start.
    from: GivenDate,
    /// The last day on which it may start; left out: no end is known.
    until: Option<GivenDate>,
    /// How many weeks it takes, 1 to 260.
    weeks: i32,
}

/// What a person with one funding source pays.
#[derive(InputObject, Debug)]
pub(crate) struct FeeInput {
    /// The funding, by code.
    funding: String,
    /// What is left to pay.
    price: GivenAud,
}

impl SetOfferingsFields {
    /// Reads the change; `provider` is whose offerings they are.
    pub(crate) fn read(&self, provider: ProviderCode, own: &OwnWord, problems: &mut Problems) -> Option<Change> {
        let place = Place::root().then("of");
        let invalid = RequestErrorCode::InvalidCode;
        let of = match &self.of {
            OfferingsOfInput::Course(code) => {
                problems.value(invalid, &place.then("course"), CourseCode::new(code)).map(OfferingsOf::Course)
            }
            OfferingsOfInput::Qualification(code) => problems
                .value(invalid, &place.then("qualification"), QualificationCode::new(code))
                .map(OfferingsOf::Qualification),
        };
        let place = Place::root().then("offerings");
        let taken = if within(problems, &place, self.offerings.len()) { self.offerings.as_slice() } else { &[] };
        let read = |(index, one): (usize, &OfferingInput)| {
            one.read(of.as_ref()?, &provider, own, &place.then(index), problems)
        };
        let offerings: Vec<_> = taken.iter().enumerate().map(read).collect();
        let offerings = offerings.into_iter().collect::<Option<Vec<_>>>();
        Some(Change::SetOfferings { of: of?, provider, offerings: offerings? })
    }
}

impl OfferingInput {
    fn read(
        &self,
        of: &OfferingsOf,
        provider: &ProviderCode,
        own: &OwnWord,
        place: &Place,
        problems: &mut Problems,
    ) -> Option<core::Offering> {
        let invalid = RequestErrorCode::InvalidCode;
        let amount = RequestErrorCode::InvalidAmount;
        let code = problems.value(invalid, &place.then("code"), OfferingCode::new(&self.code));
        let region =
            self.region.as_deref().map(|code| problems.value(invalid, &place.then("region"), RegionCode::new(code)));
        let of = self.of(of, place, problems);
        let delivery = self.delivery.read(&place.then("delivery"), problems);
        let price = problems.value(amount, &place.then("price"), self.price.read());
        let fees = self.fees(place, problems);
        let days = problems.number(&place.then("days"), "days", self.days, 366);
        let own_time = problems.hours(&place.then("ownTimeHours"), self.own_time_hours).unwrap_or(Hours::ZERO);
        let capacity =
            self.capacity.map(|given| problems.number(&place.then("capacity"), "places", given, 10_000).map(u32::from));
        let provenance = own.or(self.source.as_ref(), &place.then("source"), problems);
        Some(core::Offering {
            code: code?,
            of: of?,
            provider: provider.clone(),
            mode: self.mode.into(),
            region: region.flatten(),
            delivery: delivery?,
            price: price?,
            price_provenance: None,
            fees,
            days: days?,
            days_from: self.days_from.into(),
            own_time,
            capacity: capacity.flatten(),
            peer: core::PeerShare {
                led: self.peer_led,
                developed: self.peer_developed,
                delivered: self.peer_delivered,
            },
            rpl: None,
            provenance,
        })
    }

    fn of(&self, of: &OfferingsOf, place: &Place, problems: &mut Problems) -> Option<core::OfferingOf> {
        let place = place.then("version");
        match (of, &self.version) {
            (OfferingsOf::Course(course), Some(version)) => {
                let version = problems.version(&place, version)?;
                Some(core::OfferingOf::Course { course: course.clone(), version })
            }
            (OfferingsOf::Course(_), None) => {
                problems.add(RequestErrorCode::Missing, &place, "an offering of a course says which version is taught");
                None
            }
            (OfferingsOf::Qualification(code), None) => Some(core::OfferingOf::Qualification(code.clone())),
            (OfferingsOf::Qualification(_), Some(_)) => {
                let message = "a qualification has no versions; leave this out";
                problems.add(RequestErrorCode::Contradiction, &place, message);
                None
            }
        }
    }

    fn fees(&self, place: &Place, problems: &mut Problems) -> Vec<core::Fee> {
        let place = place.then("fees");
        if !within(problems, &place, self.fees.len()) {
            return Vec::new();
        }
        let fee = |(index, given): (usize, &FeeInput)| {
            let place = place.then(index);
            let funding = FundingCode::new(&given.funding);
            let funding = problems.value(RequestErrorCode::InvalidCode, &place.then("funding"), funding);
            let price = problems.value(RequestErrorCode::InvalidAmount, &place.then("price"), given.price.read());
            Some(core::Fee { funding: funding?, price: price? })
        };
        self.fees.iter().enumerate().filter_map(fee).collect()
    }
}

impl DeliveryInput {
    fn read(&self, place: &Place, problems: &mut Problems) -> Option<core::Delivery> {
        let date = |field: &str, given: &GivenDate, problems: &mut Problems| -> Option<NaiveDate> {
            problems.date(&place.then(field), given)
        };
        match self {
            Self::Dated(given) => {
                let (start, end) = (date("start", &given.start, problems), date("end", &given.end, problems));
                Some(core::Delivery::Dated { start: start?, end: end? })
            }
            Self::Rolling(given) => {
                let from = date("from", &given.from, problems);
                let until = given.until.as_ref().map(|given| date("until", given, problems));
                let weeks = problems.number(&place.then("weeks"), "weeks", given.weeks, core::DELIVERY_WEEKS_MAX);
                Some(core::Delivery::Rolling { from: from?, until: until.flatten(), weeks: weeks? })
            }
        }
    }
}
