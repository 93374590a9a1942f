//! Where in a change a problem of the whole catalogue stands.

use std::collections::BTreeSet;

use crate::catalogue::{Catalogue, CatalogueFault, CatalogueProblem, EntryRef};
use crate::graph::{Cycle, NodeKey};
use crate::id::ProviderCode;
use crate::publish::change::{Change, Publisher, VersionDraft};
use crate::publish::violation::{Fault, Violation};
use crate::requisite::{Requisite, RequisiteExpr};
use crate::source::Provenance;
use crate::words;

/// The violation that a problem of the resulting catalogue is; `None` where it was found in its place already.
pub(super) fn placed(
    catalogue: &Catalogue,
    by: &Publisher,
    change: &Change,
    problem: CatalogueProblem,
) -> Option<Violation> {
    if let CatalogueFault::Cycle { cycle } = &problem.fault {
        return circle(catalogue, by, change, cycle);
    }
    // Of a provider's rules it was judged in its place whether the award is there and theirs.
    if let (
        Change::PublishCreditRules(_),
        Publisher::Provider(_),
        CatalogueFault::Unknown { field: "qualification", .. },
    ) = (change, by, &problem.fault)
    {
        return None;
    }
    let Some(mut field) = entry_in(change, &problem.entry) else {
        return Some(Violation { field: Vec::new(), fault: Box::new(Fault::Catalogue(problem)) });
    };
    field.extend(within(change, &problem.fault)?);
    Some(Violation { field, fault: Box::new(Fault::Catalogue(problem)) })
}

/// Where an entry stands in a change; `None` when it is no part of it.
fn entry_in(change: &Change, entry: &EntryRef) -> Option<Vec<String>> {
    let is = |kind: &str, code: &str| entry.kind == kind && entry.code == code;
    let listed = |list: &str, place: Option<usize>| place.map(|place| vec![list.to_owned(), place.to_string()]);
    match change {
        Change::PublishVersion(draft) => is("course", draft.code.as_str()).then(Vec::new),
        Change::WithdrawVersion { course, .. } | Change::SupersedeCourse { course, .. } => {
            is("course", course.as_str()).then(Vec::new)
        }
        Change::SetOfferings { offerings, .. } => {
            // Of two with one code it is the second.
            listed("offerings", offerings.iter().rposition(|offering| is("offering", offering.code.as_str())))
        }
        Change::PublishQualification(draft) => is("qualification", draft.code.as_str()).then(Vec::new),
        Change::PublishCreditRules(rules) => {
            listed("rules", rules.iter().rposition(|rule| is("credit rule", rule.code.as_str())))
        }
        Change::RegisterProvider(provider) => is("provider", provider.code.as_str()).then(Vec::new),
    }
}

/// Where within its entry a problem stands; `None` where it was found in its place already.
fn within(change: &Change, fault: &CatalogueFault) -> Option<Vec<String>> {
    let version = |field: &str| vec!["version".to_owned(), field.to_owned()];
    let field = match (change, fault) {
        // Requisites and their sources were judged one by one.
        (
            Change::PublishVersion(_) | Change::PublishQualification(_),
            CatalogueFault::Unknown { field: "requisites" | "entry", .. } | CatalogueFault::RangeMatchesNothing { .. },
        ) => return None,
        (Change::PublishVersion(draft), CatalogueFault::Unknown { field: "source", target })
            if !is_from(&draft.provenance, target) =>
        {
            return None;
        }
        (Change::PublishQualification(draft), CatalogueFault::Unknown { field: "source", target })
            if draft.entry.iter().any(|one| is_from(one.provenance(), target))
                && !is_from(&draft.provenance, target) =>
        {
            return None;
        }
        (Change::PublishVersion(draft), fault) => return Some(of_version(draft, fault)),
        (Change::SupersedeCourse { .. }, CatalogueFault::SupersededInACircle { .. }) => {
            vec!["by".to_owned(), "course".to_owned()]
        }
        (Change::SupersedeCourse { .. }, _) => vec!["by".to_owned(), "provenance".to_owned()],
        (_, CatalogueFault::Duplicate) => vec!["code".to_owned()],
        (_, CatalogueFault::UnknownVersion { .. }) => vec!["of".to_owned(), "version".to_owned()],
        (_, CatalogueFault::Unknown { field: "source", .. }) => vec!["provenance".to_owned()],
        (_, CatalogueFault::NoRegion { .. }) => vec!["region".to_owned()],
        (_, CatalogueFault::EndsBeforeStart { .. } | CatalogueFault::WeeksOutOfRange { .. }) => {
            vec!["delivery".to_owned()]
        }
        (_, CatalogueFault::TooManyDays { .. }) => vec!["days".to_owned()],
        (
            _,
            CatalogueFault::Unknown { field, .. }
            | CatalogueFault::NamedTwice { field, .. }
            | CatalogueFault::OperandTwice { field, .. }
            | CatalogueFault::EmptyText { field }
            | CatalogueFault::AmountTooLarge { field, .. }
            | CatalogueFault::TimeTooLong { field, .. },
        ) => field.split('.').map(str::to_owned).collect(),
        (_, CatalogueFault::SupersededInACircle { .. }) => vec!["superseded_by".to_owned()],
        (_, CatalogueFault::ChainTooLong { .. }) => version("requisites"),
        _ => Vec::new(),
    };
    Some(field)
}

/// Where within the draft of a version.
fn of_version(draft: &VersionDraft, fault: &CatalogueFault) -> Vec<String> {
    let number = &draft.version.version;
    let path: &[&str] = match fault {
        // What is asked of a kind is asked of all versions, the published ones, too.
        CatalogueFault::MicroCredentialNotAssessed { version } if version != number => &["kind"],
        CatalogueFault::MicroCredentialNotAssessed { .. } => &["version", "assessed"],
        CatalogueFault::VolumeTooSmall { .. } | CatalogueFault::TimeTooLong { .. } => {
            &["version", "volume_of_learning"]
        }
        CatalogueFault::Unknown { field: "credit_scheme", .. } => &["version", "credit", "scheme"],
        CatalogueFault::Unknown { field: "source", .. } => &["provenance"],
        CatalogueFault::OperandTwice { .. } | CatalogueFault::ChainTooLong { .. } => &["version", "requisites"],
        CatalogueFault::DuplicateVersion { .. } => &["version", "version"],
        CatalogueFault::Unknown { field, .. } | CatalogueFault::EmptyText { field } => {
            return vec![(*field).to_owned()];
        }
        _ => &[],
    };
    path.iter().map(|part| (*part).to_owned()).collect()
}

fn is_from(provenance: &Provenance, target: &EntryRef) -> bool {
    matches!(provenance, Provenance::Document { document, .. } if document.as_str() == target.code)
}

/// A circle of requisites, at the requisite of the change that closes it; `None` where a thing asks for itself, which was
/// found in its place already.
fn circle(catalogue: &Catalogue, by: &Publisher, change: &Change, cycle: &Cycle) -> Option<Violation> {
    if cycle.members.len() < 2 {
        return None;
    }
    let (own, field, requisites): (_, &[&str], &[Requisite]) = match change {
        Change::PublishVersion(draft) => {
            (NodeKey::Course(draft.code.clone()), &["version", "requisites"], &draft.version.requisites)
        }
        Change::PublishQualification(draft) => (NodeKey::Qualification(draft.code.clone()), &["entry"], &draft.entry),
        _ => (cycle.members[0].clone(), &[], &[]),
    };
    let mut members = cycle.members.clone();
    if let Some(at) = members.iter().position(|member| *member == own) {
        members.rotate_left(at);
    }
    let mut field: Vec<String> = field.iter().map(|part| (*part).to_owned()).collect();
    let closing = members.last().and_then(|last| requisites.iter().position(|one| asks_for(one, last)));
    field.extend(closing.map(|place| place.to_string()));
    let title = |key: &NodeKey| match change {
        Change::PublishVersion(draft) if *key == own => draft.title.clone(),
        Change::PublishQualification(draft) if *key == own => draft.title.clone(),
        _ => words::entry(catalogue, key),
    };
    let named = |key: &NodeKey| format!("{} ({})", title(key), code(key));
    let round: Vec<String> = members.iter().chain(members.first()).map(named).collect();
    let circle = round.join(" before ");
    let fault = Fault::RequisiteCycle { circle, others: others(catalogue, by, &own, &members) };
    Some(Violation { field, fault: Box::new(fault) })
}

fn code(key: &NodeKey) -> String {
    match key {
        NodeKey::Course(code) => code.to_string(),
        NodeKey::Qualification(code) => code.to_string(),
        NodeKey::Tier(tier) => tier.number().to_string(),
        NodeKey::Role(code) => code.to_string(),
    }
}

fn asks_for(requisite: &Requisite, key: &NodeKey) -> bool {
    let mut found = false;
    requisite.requires().visit_leaves(&mut |leaf| {
        found |= match (leaf, key) {
            (RequisiteExpr::Course(wanted), NodeKey::Course(code)) => wanted.course == *code,
            (RequisiteExpr::Qualification(wanted), NodeKey::Qualification(code)) => wanted == code,
            (RequisiteExpr::Tier(wanted), NodeKey::Tier(tier)) => wanted == tier,
            _ => false,
        };
    });
    found
}

/// Whom else to ask: who publishes the other members of a circle, and does not ask for the change.
fn others(catalogue: &Catalogue, by: &Publisher, own: &NodeKey, members: &[NodeKey]) -> String {
    let publisher = |key: &NodeKey| match key {
        NodeKey::Course(code) => catalogue.course(code).and_then(|course| course.publisher.as_ref()),
        NodeKey::Qualification(code) => catalogue.qualification(code).and_then(|entry| entry.publisher.as_ref()),
        NodeKey::Tier(_) | NodeKey::Role(_) => None,
    };
    let is_asking = |publisher: Option<&ProviderCode>| match by {
        Publisher::Operator => publisher.is_none(),
        Publisher::Provider(code) => publisher == Some(code),
    };
    let publishers = members.iter().filter(|key| *key != own).map(publisher);
    let title = |code: &ProviderCode| catalogue.provider(code).map_or(code.to_string(), |entry| entry.title.clone());
    let names: BTreeSet<String> = publishers
        .filter(|publisher| !is_asking(*publisher))
        .map(|publisher| publisher.map_or_else(|| "the registry".to_owned(), title))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    if names.is_empty() { String::new() } else { format!(", or ask {} to open it", words::joined(&names)) }
}
