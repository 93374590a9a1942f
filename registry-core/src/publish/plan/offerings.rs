//! All offerings of one provider of one thing, in place of those it had.

use std::collections::BTreeSet;

use super::requisites::not_there;
use super::{Drafted, Judge};
use crate::catalogue::{CatalogueParts, EntryRef};
use crate::course::{CourseVersion, Offering, OfferingOf, VersionStatus};
use crate::id::ProviderCode;
use crate::publish::change::{OfferingsOf, Publisher};
use crate::publish::delta::Delta;
use crate::publish::violation::Fault;

impl OfferingsOf {
    fn entry(&self) -> EntryRef {
        match self {
            Self::Course(code) => EntryRef::new("course", code),
            Self::Qualification(code) => EntryRef::new("qualification", code),
        }
    }

    fn covers(&self, of: &OfferingOf) -> bool {
        match (self, of) {
            (Self::Course(wanted), OfferingOf::Course { course, .. }) => course == wanted,
            (Self::Qualification(wanted), OfferingOf::Qualification(code)) => code == wanted,
            _ => false,
        }
    }
}

fn is_withdrawn(version: &CourseVersion) -> bool {
    version.status == VersionStatus::Withdrawn
}

fn entry_of(of: &OfferingOf) -> EntryRef {
    match of {
        OfferingOf::Course { course, .. } => EntryRef::new("course", course),
        OfferingOf::Qualification(code) => EntryRef::new("qualification", code),
    }
}

impl Judge<'_> {
    pub(super) fn set_offerings(
        &mut self,
        of: &OfferingsOf,
        provider: &ProviderCode,
        offerings: &[Offering],
    ) -> Option<Drafted> {
        let is_there = self.offered(of);
        let is_own = matches!(self.by, Publisher::Operator) || *self.by == Publisher::Provider(provider.clone());
        if !is_own || self.catalogue.provider(provider).is_none() {
            self.not_found(&["provider"], "provider", provider);
            return None;
        }
        for (place, offering) in offerings.iter().enumerate() {
            self.offering(of, provider, place, offering);
        }
        if !is_there {
            return None;
        }
        let had: Vec<&Offering> = match of {
            OfferingsOf::Course(code) => self.catalogue.offerings_of_course(code).collect(),
            OfferingsOf::Qualification(code) => self.catalogue.offerings_of_qualification(code).collect(),
        };
        let had: Vec<&Offering> = had.into_iter().filter(|offering| offering.provider == *provider).collect();
        let kept: BTreeSet<_> = offerings.iter().map(|offering| &offering.code).collect();
        let gone = had.iter().filter(|offering| !kept.contains(&offering.code));
        let remove_offerings: Vec<_> = gone.map(|offering| offering.code.clone()).collect();
        let changed = offerings.iter().filter(|offering| !had.contains(offering)).cloned();
        let put = CatalogueParts { offerings: changed.collect(), ..CatalogueParts::default() };
        let delta = Delta { put, remove_offerings };
        if delta.is_empty() {
            let what = format!("these are the offerings that {provider} has of {} already", of.entry());
            self.report(&[], Fault::NothingToChange { what });
        }
        Some(delta.into())
    }

    /// Whether what is offered is there.
    fn offered(&mut self, of: &OfferingsOf) -> bool {
        let fault = match of {
            OfferingsOf::Course(code) if self.catalogue.course(code).is_none() => {
                not_there(of.entry(), code.as_str(), self.catalogue.courses().map(|entry| entry.code.as_str()))
            }
            OfferingsOf::Qualification(code) if self.catalogue.qualification(code).is_none() => {
                not_there(of.entry(), code.as_str(), self.catalogue.qualifications().map(|entry| entry.code.as_str()))
            }
            _ => return true,
        };
        self.report(&["of"], fault);
        false
    }

    fn offering(&mut self, of: &OfferingsOf, provider: &ProviderCode, place: usize, offering: &Offering) {
        let place = place.to_string();
        let code = offering.code.to_string();
        if !of.covers(&offering.of) {
            let (is, wanted) = (format!("of {}", entry_of(&offering.of)), format!("of {}", of.entry()));
            let fault = Fault::OfferingElsewhere { offering: code.clone(), is, wanted };
            self.report(&["offerings", &place, "of"], fault);
        }
        if offering.provider != *provider {
            let (is, wanted) = (format!("by {}", offering.provider), format!("by {provider}"));
            let fault = Fault::OfferingElsewhere { offering: code.clone(), is, wanted };
            self.report(&["offerings", &place, "provider"], fault);
        }
        let catalogue = self.catalogue;
        let had = catalogue.offering(&offering.code);
        if had.is_none() {
            let known = catalogue.offerings().map(|entry| entry.code.as_str());
            self.unlike(&["offerings", &place, "code"], &code, known);
        }
        if let OfferingOf::Course { course, version } = &offering.of
            && had != Some(offering)
            && self.catalogue.course(course).and_then(|course| course.version(version)).is_some_and(is_withdrawn)
        {
            let (course, version) = (course.clone(), version.clone());
            let fault = Fault::Withdrawn { offering: code.clone(), course, version };
            self.report(&["offerings", &place, "of", "version"], fault);
        }
        if had.is_some_and(|had| had.provider != *provider || !of.covers(&had.of)) {
            self.report(&["offerings", &place, "code"], Fault::CodeTaken { kind: "an offering", code });
        }
    }
}
