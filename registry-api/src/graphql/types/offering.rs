//! Offerings: how, when and by whom something is taught.

use async_graphql::{Enum, Object, SimpleObject, Union};
use registry_core::course as core;

use super::course_version::CourseVersion;
use super::found;
use super::provider::Provider;
use super::qualification::Qualification;
use super::source::{Provenance, is_invented};
use super::support::FundingSource;
use super::tag::Region;
use crate::graphql::cursors::{Connection, Listing, Window};
use crate::graphql::error::ApiError;
use crate::graphql::scalars::{Aud, Date};
use crate::snapshot::Snapshot;

/// How an offering is taught.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Mode")]
pub(crate) enum Mode {
    /// From anywhere.
    Online,
    /// In a room.
    InPerson,
    /// Partly in a room.
    Blended,
}

/// Who grants the days away from work.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::DaysFrom")]
pub(crate) enum DaysFrom {
    /// They count against the yearly professional-development days, free ones too.
    Allowance,
    /// The partner organisation's release agreement covers them.
    ReleaseAgreement,
}

/// What is learned: a version of a course, or a whole qualification.
#[derive(Union)]
pub(crate) enum LearningItem<'a> {
    /// A version of a course.
    CourseVersion(CourseVersion<'a>),
    /// A whole qualification.
    Qualification(Qualification<'a>),
}

impl<'a> LearningItem<'a> {
    /// A version of a course of the catalogue.
    pub(crate) fn version(
        at: &'a Snapshot,
        course: &registry_core::id::CourseCode,
        version: &semver::Version,
    ) -> Result<Self, ApiError> {
        let course = found(at.catalogue().course(course), course.as_str())?;
        let entry = found(course.version(version), course.code.as_str())?;
        Ok(Self::CourseVersion(CourseVersion { at, course, entry }))
    }

    /// A qualification of the catalogue.
    pub(crate) fn qualification(
        at: &'a Snapshot,
        code: &registry_core::id::QualificationCode,
    ) -> Result<Self, ApiError> {
        let entry = found(at.catalogue().qualification(code), code.as_str())?;
        Ok(Self::Qualification(Qualification { at, entry }))
    }
}

/// When an offering runs.
#[derive(Union)]
pub(crate) enum Delivery {
    /// On fixed dates.
    Dated(DatedDelivery),
    /// Starting on any Monday.
    Rolling(RollingDelivery),
}

/// On fixed dates.
#[derive(SimpleObject)]
pub(crate) struct DatedDelivery {
    /// First day.
    start: Date,
    /// Last day.
    end: Date,
}

/// Starting on any Monday of a span.
#[derive(SimpleObject)]
pub(crate) struct RollingDelivery {
    /// The first day on which it may start.
    from: Date,
    /// The last day on which it may start; null: no end is known.
    until: Option<Date>,
    /// How many weeks it takes, 1 to 260.
    weeks: u16,
}

/// What a person with one funding source pays.
#[derive(SimpleObject)]
pub(crate) struct Fee<'a> {
    /// Which funding.
    funding: FundingSource<'a>,
    /// What is left to pay.
    price: Aud,
}

/// One way and time in which something is taught.
#[derive(Clone, Copy)]
pub(crate) struct Offering<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) entry: &'a core::Offering,
}

/// A page of offerings.
pub(crate) type OfferingConnection<'a> = Connection<'a, Offering<'a>>;

impl<'a> Offering<'a> {
    /// Cuts a page out of a list of offerings in order of code.
    pub(crate) fn page(
        at: &'a Snapshot,
        name: String,
        offerings: impl Iterator<Item = &'a core::Offering>,
        window: &Window,
    ) -> async_graphql::Result<OfferingConnection<'a>> {
        let listing = Listing::by_code(name, offerings.map(|entry| (entry.code.as_str(), entry)));
        Ok(listing.page(window, |entry| Offering { at, entry })?)
    }
}

/// One way and time in which a course version, or a whole qualification, is taught.
#[Object]
impl<'a> Offering<'a> {
    /// Its code.
    async fn code(&self) -> &'a str {
        self.entry.code.as_str()
    }

    /// What is taught.
    async fn of(&self) -> async_graphql::Result<LearningItem<'a>> {
        Ok(match &self.entry.of {
            core::OfferingOf::Course { course, version } => LearningItem::version(self.at, course, version)?,
            core::OfferingOf::Qualification(code) => LearningItem::qualification(self.at, code)?,
        })
    }

    /// By whom.
    async fn provider(&self) -> async_graphql::Result<Provider<'a>> {
        let entry = found(self.at.catalogue().provider(&self.entry.provider), self.entry.provider.as_str())?;
        Ok(Provider { at: self.at, entry })
    }

    /// How.
    async fn mode(&self) -> Mode {
        self.entry.mode.into()
    }

    /// Where; null only when it is online.
    async fn region(&self) -> Option<Region<'a>> {
        let code = self.entry.region.as_ref()?;
        self.at.catalogue().region(code).map(|entry| Region::new(self.at, entry))
    }

    /// When.
    async fn delivery(&self) -> Delivery {
        match self.entry.delivery {
            core::Delivery::Dated { start, end } => DatedDelivery { start: Date(start), end: Date(end) }.into(),
            core::Delivery::Rolling { from, until, weeks } => {
                RollingDelivery { from: Date(from), until: until.map(Date), weeks }.into()
            }
        }
    }

    /// What a person without funding pays.
    async fn price(&self) -> Aud {
        Aud(self.entry.price)
    }

    /// Where the price comes from, when that is another place than the offering; an invented offering may cost what a
    /// document says. Null: `provenance` stands for the price as well.
    async fn price_provenance(&self) -> Option<Provenance<'a>> {
        Some(Provenance::new(self.at, self.entry.price_provenance.as_ref()?))
    }

    /// What a person with some funding pays instead; at most a dozen.
    async fn fees(&self) -> async_graphql::Result<Vec<Fee<'a>>> {
        let fee = |fee: &core::Fee| {
            let entry = found(self.at.catalogue().funding_source(&fee.funding), fee.funding.as_str())?;
            Ok(Fee { funding: FundingSource::new(self.at, entry), price: Aud(fee.price) })
        };
        self.entry.fees.iter().map(fee).collect()
    }

    /// Working days away from work.
    async fn days(&self) -> u16 {
        self.entry.days
    }

    /// Who grants those days.
    async fn days_from(&self) -> DaysFrom {
        self.entry.days_from.into()
    }

    /// The person's own time over the whole delivery, in hours and quarter hours, spread evenly over its weeks.
    async fn own_time_hours(&self) -> f64 {
        self.entry.own_time.as_f64()
    }

    /// How many places there are; null when it is not known.
    async fn capacity(&self) -> Option<u32> {
        self.entry.capacity
    }

    /// What must hold before it starts, where nothing is taught and what somebody has already is assessed (recognition of
    /// prior learning); null where it is taught. In words, at most a dozen.
    async fn rpl_asks(&self) -> Option<Vec<String>> {
        let asks = |rpl: &registry_core::rpl::RplOffer| rpl.asks.iter().map(registry_core::words::gate).collect();
        self.entry.rpl.as_ref().map(asks)
    }

    /// Whether peers lead it.
    async fn peer_led(&self) -> bool {
        self.entry.peer.led
    }

    /// Whether peers developed it.
    async fn peer_developed(&self) -> bool {
        self.entry.peer.developed
    }

    /// Whether peers deliver it.
    async fn peer_delivered(&self) -> bool {
        self.entry.peer.delivered
    }

    /// Where the offering is described.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.provenance)
    }

    /// Whether it is made up to show how the registry works.
    async fn invented(&self) -> bool {
        is_invented(&self.entry.provenance)
    }
}
