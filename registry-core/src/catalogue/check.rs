//! The checks a catalogue must pass, each over all entries, so that every problem is reported at once.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use super::problem::{CHAIN_MAX, MUTUAL_MAX};
use super::twice::{by_code, operands_twice};
use super::{CatalogueFault, CatalogueProblem, Entries, EntryRef};
use crate::course::{Course, CourseKind, Credit, DELIVERY_WEEKS_MAX, Delivery, Mode, Offering, OfferingOf};
use crate::graph::RequisiteGraph;
use crate::id::{CourseCode, ProviderCode};
use crate::money::Aud;
use crate::qualification::Qualification;
use crate::requisite::{Requisite, RequisiteExpr};
use crate::source::Provenance;
use crate::volume::{HOURS_MAX, Hours};

/// Every problem of the parts except circles, in order of kind and then of place.
pub(super) fn problems(parts: &Entries) -> Vec<CatalogueProblem> {
    let mut check = Check { index: Index::of(parts), problems: Vec::new() };
    check.duplicates(parts);
    check.descriptions(parts);
    check.tiers_and_roles(parts);
    for course in &parts.courses {
        check.course(course);
    }
    for qualification in &parts.rest.qualifications {
        check.qualification(parts, qualification);
    }
    check.credit(parts);
    for offering in &parts.offerings {
        check.offering(offering);
    }
    check.problems.extend(super::succession::circles(parts));
    check.problems
}

/// Every circle of requisites that nobody can enter, and chains and circles of corequisites that are too long.
pub(super) fn cycles(graph: &RequisiteGraph) -> Vec<CatalogueProblem> {
    let problem = |cycle: crate::graph::Cycle| CatalogueProblem {
        entry: EntryRef::of_node(&cycle.members[0]),
        fault: CatalogueFault::Cycle { cycle },
    };
    let mut problems: Vec<CatalogueProblem> = graph.cycles().into_iter().map(problem).collect();
    if let Some((length, last)) = graph.longest_chain().filter(|(length, _)| *length > CHAIN_MAX) {
        problems
            .push(CatalogueProblem { entry: EntryRef::of_node(last), fault: CatalogueFault::ChainTooLong { length } });
    }
    for members in graph.mutual_sets().into_iter().filter(|members| members.len() > MUTUAL_MAX) {
        let fault = CatalogueFault::TooManyTogether { members: members.len() };
        problems.extend(members.first().map(|first| CatalogueProblem { entry: EntryRef::of_node(first), fault }));
    }
    problems
}

/// The codes there are, by kind.
struct Index<'a> {
    codes: BTreeSet<(&'static str, String)>,
    versions: BTreeMap<&'a CourseCode, Vec<&'a Version>>,
}

/// Every entry's kind and code.
fn entries(parts: &Entries) -> Vec<EntryRef> {
    let mut all = Vec::new();
    all.extend(parts.rest.documents.iter().map(|e| EntryRef::new("document", &e.code)));
    all.extend(parts.rest.tags.iter().map(|e| EntryRef::new("tag", &e.code)));
    all.extend(parts.rest.regions.iter().map(|e| EntryRef::new("region", &e.code)));
    all.extend(parts.rest.workforces.iter().map(|e| EntryRef::new("workforce", &e.code)));
    all.extend(parts.rest.tiers.iter().map(|e| EntryRef::new("tier", e.tier.number())));
    all.extend(parts.rest.readiness_tiers.iter().map(|e| EntryRef::new("readiness tier", e.readiness_tier.number())));
    all.extend(parts.rest.roles.iter().map(|e| EntryRef::new("role", &e.code)));
    all.extend(parts.rest.providers.iter().map(|e| EntryRef::new("provider", &e.code)));
    all.extend(parts.courses.iter().map(|e| EntryRef::new("course", &e.code)));
    all.extend(parts.rest.qualifications.iter().map(|e| EntryRef::new("qualification", &e.code)));
    all.extend(parts.rest.credit_schemes.iter().map(|e| EntryRef::new("credit scheme", &e.code)));
    all.extend(parts.rest.credit_rules.iter().map(|e| EntryRef::new("credit rule", &e.code)));
    all.extend(parts.rest.funding_sources.iter().map(|e| EntryRef::new("funding source", &e.code)));
    all.extend(parts.rest.support_commitments.iter().map(|e| EntryRef::new("support commitment", &e.code)));
    all.extend(parts.offerings.iter().map(|e| EntryRef::new("offering", &e.code)));
    all
}

impl<'a> Index<'a> {
    fn of(parts: &'a Entries) -> Self {
        let codes = entries(parts).into_iter().map(|entry| (entry.kind, entry.code)).collect();
        let versions =
            parts.courses.iter().map(|c| (&c.code, c.versions.iter().map(|v| &v.version).collect())).collect();
        Self { codes, versions }
    }
}

pub(super) struct Check<'a> {
    index: Index<'a>,
    problems: Vec<CatalogueProblem>,
}

impl Check<'_> {
    pub(super) fn report(&mut self, entry: &EntryRef, fault: CatalogueFault) {
        self.problems.push(CatalogueProblem { entry: entry.clone(), fault });
    }

    fn duplicates(&mut self, parts: &Entries) {
        let mut seen = BTreeSet::new();
        for entry in entries(parts) {
            if !seen.insert(entry.clone()) {
                self.report(&entry, CatalogueFault::Duplicate);
            }
        }
    }

    pub(super) fn known(&mut self, entry: &EntryRef, field: &'static str, target: EntryRef) {
        if !self.index.codes.contains(&(target.kind, target.code.clone())) {
            self.report(entry, CatalogueFault::Unknown { field, target });
        }
    }

    /// Reports what is named more than once, each thing once.
    fn once(&mut self, entry: &EntryRef, field: &'static str, named: impl Iterator<Item = EntryRef>) {
        let mut seen: BTreeMap<EntryRef, u32> = BTreeMap::new();
        for target in named {
            let times = seen.entry(target.clone()).or_default();
            *times += 1;
            if *times == 2 {
                self.report(entry, CatalogueFault::NamedTwice { field, target });
            }
        }
    }

    pub(super) fn source(&mut self, entry: &EntryRef, provenance: &Provenance) {
        if let Provenance::Document { document, .. } = provenance {
            self.known(entry, "source", EntryRef::new("document", document));
        }
    }

    fn text(&mut self, entry: &EntryRef, field: &'static str, text: &str) {
        if crate::visible::is_blank(text) {
            self.report(entry, CatalogueFault::EmptyText { field });
        }
    }

    fn time(&mut self, entry: &EntryRef, field: &'static str, hours: Hours) {
        if hours.minutes() > HOURS_MAX * 60 {
            self.report(entry, CatalogueFault::TimeTooLong { field, hours });
        }
    }

    fn amount(&mut self, entry: &EntryRef, field: &'static str, amount: Aud) {
        if amount > Aud::MAX {
            self.report(entry, CatalogueFault::AmountTooLarge { field, amount });
        }
    }

    fn descriptions(&mut self, parts: &Entries) {
        for tag in &parts.rest.tags {
            let entry = EntryRef::new("tag", &tag.code);
            self.text(&entry, "title", &tag.title);
            self.source(&entry, &tag.provenance);
        }
        for region in &parts.rest.regions {
            self.source(&EntryRef::new("region", &region.code), &region.provenance);
        }
        for workforce in &parts.rest.workforces {
            self.source(&EntryRef::new("workforce", &workforce.code), &workforce.provenance);
        }
        for provider in &parts.rest.providers {
            let entry = EntryRef::new("provider", &provider.code);
            self.text(&entry, "title", &provider.title);
            self.source(&entry, &provider.provenance);
        }
        for funding in &parts.rest.funding_sources {
            let entry = EntryRef::new("funding source", &funding.code);
            self.source(&entry, &funding.provenance);
            if let Some(amount) = funding.amount {
                self.amount(&entry, "amount", amount);
            }
            let paid = &funding.pays_for;
            let courses = paid.courses.iter().map(|code| EntryRef::new("course", code));
            let qualifications = paid.qualifications.iter().map(|code| EntryRef::new("qualification", code));
            let providers = paid.providers.iter().map(|code| EntryRef::new("provider", code));
            for target in courses.chain(qualifications).chain(providers) {
                self.known(&entry, "pays_for", target);
            }
        }
        for support in &parts.rest.support_commitments {
            self.source(&EntryRef::new("support commitment", &support.code), &support.provenance);
        }
        for readiness in &parts.rest.readiness_tiers {
            let entry = EntryRef::new("readiness tier", readiness.readiness_tier.number());
            self.source(&entry, &readiness.provenance);
        }
    }

    fn tiers_and_roles(&mut self, parts: &Entries) {
        for tier in &parts.rest.tiers {
            let entry = EntryRef::new("tier", tier.tier.number());
            self.source(&entry, &tier.provenance);
            self.source(&entry, &tier.completion_provenance);
            self.requisites(&entry, "entry", &tier.entry);
            self.expression(&entry, "completion", &tier.completion);
        }
        for role in &parts.rest.roles {
            let entry = EntryRef::new("role", &role.code);
            self.text(&entry, "title", &role.title);
            self.source(&entry, &role.provenance);
            for workforce in &role.workforces {
                self.known(&entry, "workforces", EntryRef::new("workforce", workforce));
            }
            self.requisites(&entry, "preparation", &role.preparation);
        }
    }

    fn course(&mut self, course: &Course) {
        let entry = EntryRef::new("course", &course.code);
        self.text(&entry, "title", &course.title);
        self.source(&entry, &course.provenance);
        for role in &course.roles {
            self.known(&entry, "roles", EntryRef::new("role", role));
        }
        for tag in &course.tags {
            self.known(&entry, "tags", EntryRef::new("tag", tag));
        }
        if let Some(successor) = &course.superseded_by {
            self.known(&entry, "superseded_by", EntryRef::new("course", &successor.course));
            self.source(&entry, &successor.provenance);
        }
        self.publisher(&entry, course.publisher.as_ref());
        if course.versions.is_empty() {
            self.report(&entry, CatalogueFault::NoVersion);
        }
        let mut seen = BTreeSet::new();
        for version in &course.versions {
            let number = &version.version;
            if !seen.insert((number.major, number.minor, number.patch, number.pre.clone())) {
                self.report(&entry, CatalogueFault::DuplicateVersion { version: number.clone() });
            }
            if course.kind == CourseKind::MicroCredential && !version.assessed {
                self.report(&entry, CatalogueFault::MicroCredentialNotAssessed { version: number.clone() });
            }
            if version.volume_of_learning < Hours::from_minutes(60) {
                let hours = version.volume_of_learning;
                self.report(&entry, CatalogueFault::VolumeTooSmall { version: number.clone(), hours });
            }
            self.time(&entry, "volume_of_learning_hours", version.volume_of_learning);
            self.credit_scheme(&entry, version.credit.as_ref());
            self.requisites(&entry, "requisites", &version.requisites);
        }
    }

    fn publisher(&mut self, entry: &EntryRef, publisher: Option<&ProviderCode>) {
        if let Some(publisher) = publisher {
            self.known(entry, "publisher", EntryRef::new("provider", publisher));
        }
    }

    fn credit_scheme(&mut self, entry: &EntryRef, credit: Option<&Credit>) {
        if let Some(credit) = credit {
            self.known(entry, "credit_scheme", EntryRef::new("credit scheme", &credit.scheme));
        }
    }

    fn qualification(&mut self, parts: &Entries, qualification: &Qualification) {
        let entry = EntryRef::new("qualification", &qualification.code);
        self.text(&entry, "title", &qualification.title);
        self.source(&entry, &qualification.provenance);
        self.publisher(&entry, qualification.publisher.as_ref());
        self.credit_scheme(&entry, qualification.credit.as_ref());
        self.requisites(&entry, "entry", &qualification.entry);
        let rungs = qualification.leads_to.iter().map(|rung| EntryRef::new("qualification", &rung.qualification));
        self.once(&entry, "leads_to", rungs);
        for rung in &qualification.leads_to {
            self.known(&entry, "leads_to", EntryRef::new("qualification", &rung.qualification));
            if let Some(through) = &rung.through {
                self.known(&entry, "leads_to", EntryRef::new("course", through));
            }
            self.source(&entry, &rung.provenance);
        }
        if let Some(successor) = &qualification.superseded_by {
            self.known(&entry, "superseded_by", EntryRef::new("qualification", &successor.qualification));
            self.source(&entry, &successor.provenance);
        }
        if let Some(packaging) = &qualification.packaging {
            self.packaging(&entry, packaging);
        }
        if let Some(packaging) = &qualification.points_packaging {
            self.points_packaging(&entry, parts, (qualification, packaging));
        }
        self.recognition(&entry, qualification);
    }

    fn offering(&mut self, offering: &Offering) {
        let entry = EntryRef::new("offering", &offering.code);
        self.source(&entry, &offering.provenance);
        if let Some(price) = &offering.price_provenance {
            self.source(&entry, price);
        }
        self.known(&entry, "provider", EntryRef::new("provider", &offering.provider));
        match &offering.of {
            OfferingOf::Qualification(code) => {
                self.known(&entry, "qualification", EntryRef::new("qualification", code))
            }
            OfferingOf::Course { course, version } => match self.index.versions.get(course) {
                None => self.known(&entry, "course", EntryRef::new("course", course)),
                Some(versions) if versions.contains(&version) => {}
                Some(versions) => {
                    let versions = join(versions);
                    let fault =
                        CatalogueFault::UnknownVersion { course: course.clone(), version: version.clone(), versions };
                    self.report(&entry, fault);
                }
            },
        }
        self.time(&entry, "own_time_hours", offering.own_time);
        self.amount(&entry, "price", offering.price);
        let funding = offering.fees.iter().map(|fee| EntryRef::new("funding source", &fee.funding));
        self.once(&entry, "fees", funding);
        for fee in &offering.fees {
            self.amount(&entry, "fees", fee.price);
            self.known(&entry, "fees", EntryRef::new("funding source", &fee.funding));
        }
        match &offering.region {
            Some(region) => self.known(&entry, "region", EntryRef::new("region", region)),
            None if offering.mode == Mode::Online => {}
            None => self.report(&entry, CatalogueFault::NoRegion { mode: offering.mode.words() }),
        }
        self.delivery(&entry, offering);
    }

    fn delivery(&mut self, entry: &EntryRef, offering: &Offering) {
        if let Delivery::Rolling { from, until: Some(until), .. } = offering.delivery
            && until < from
        {
            self.report(entry, CatalogueFault::EndsBeforeStart { start: from, end: until });
        }
        let span = match offering.delivery {
            Delivery::Dated { start, end } if end < start => {
                return self.report(entry, CatalogueFault::EndsBeforeStart { start, end });
            }
            Delivery::Rolling { weeks, .. } if !(1..=DELIVERY_WEEKS_MAX).contains(&weeks) => {
                return self.report(entry, CatalogueFault::WeeksOutOfRange { weeks });
            }
            Delivery::Dated { start, end } => (end - start).num_days() + 1,
            Delivery::Rolling { weeks, .. } => i64::from(weeks) * 7,
        };
        if i64::from(offering.days) > span {
            self.report(entry, CatalogueFault::TooManyDays { days: offering.days, span });
        }
    }

    fn requisites(&mut self, entry: &EntryRef, field: &'static str, requisites: &[Requisite]) {
        for requisite in requisites {
            self.source(entry, requisite.provenance());
            self.expression(entry, field, requisite.requires());
        }
    }

    fn expression(&mut self, entry: &EntryRef, field: &'static str, expression: &RequisiteExpr) {
        for part in operands_twice(expression) {
            self.report(entry, CatalogueFault::OperandTwice { field, what: by_code(part) });
        }
        let mut leaves = Vec::new();
        expression.visit_leaves(&mut |leaf| leaves.push(leaf));
        for leaf in leaves {
            match leaf {
                RequisiteExpr::Qualification(code) => self.known(entry, field, EntryRef::new("qualification", code)),
                RequisiteExpr::Tier(tier) => self.known(entry, field, EntryRef::new("tier", tier.number())),
                RequisiteExpr::Course(wanted) => match self.index.versions.get(&wanted.course) {
                    None => self.known(entry, field, EntryRef::new("course", &wanted.course)),
                    Some(versions) if versions.iter().any(|version| wanted.range.matches(version)) => {}
                    Some(versions) => {
                        let (course, range) = (wanted.course.clone(), wanted.range.clone());
                        let versions = join(versions);
                        self.report(entry, CatalogueFault::RangeMatchesNothing { field, course, range, versions });
                    }
                },
                RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) | RequisiteExpr::Gate(_) => {}
            }
        }
    }
}

fn join(versions: &[&Version]) -> String {
    versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
