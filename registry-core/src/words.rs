//! Requirements in words, in one place so that they can be translated.

use crate::catalogue::Catalogue;
use crate::requisite::{Gate, RequisiteExpr};
use crate::tier::Tier;

/// A gate as a sentence names it: `more than 12 months of experience as a consumer worker`.
pub fn gate(gate: &Gate) -> String {
    match gate {
        Gate::ExperienceOver { months } => {
            format!("more than {} of experience as a consumer worker", months_in_words(*months))
        }
        Gate::ExperienceAtLeast { months } => {
            format!("{} or more of experience as a consumer worker", months_in_words(*months))
        }
        Gate::Employed => "employment as a consumer worker".to_owned(),
        Gate::PartnerRelease => "an employer that is a partner organisation and agrees to release you".to_owned(),
        Gate::Supervision { perspective: None } => "regular supervision".to_owned(),
        Gate::Supervision { perspective: Some(perspective) } => {
            format!("regular supervision from the {} perspective", perspective.words())
        }
        Gate::Placement { hours } => format!("a placement, or work, of {hours}"),
        Gate::Attested { statement } => format!("that you confirm to the provider: {statement}"),
    }
}

fn months_in_words(months: u16) -> String {
    match months {
        1 => "1 month".to_owned(),
        _ if months.is_multiple_of(12) && months > 12 => format!("{} years", months / 12),
        _ => format!("{months} months"),
    }
}

/// An expression in words, with the titles of the catalogue: `any of: Peer support; Intentional Peer Support`.
pub fn expression(catalogue: &Catalogue, expression: &RequisiteExpr) -> String {
    match expression {
        RequisiteExpr::All(of) => joined(catalogue, "all of", of.as_slice()),
        RequisiteExpr::Any(of) => joined(catalogue, "any of", of.as_slice()),
        RequisiteExpr::AtLeast(of) => joined(catalogue, &format!("at least {} of", of.least()), of.of()),
        RequisiteExpr::Course(wanted) => {
            let title = catalogue.course(&wanted.course).map_or(wanted.course.as_str(), |course| course.title.as_str());
            if wanted.range == semver::VersionReq::STAR {
                title.to_owned()
            } else {
                format!("{title} (version {})", wanted.range)
            }
        }
        RequisiteExpr::Qualification(code) => {
            catalogue.qualification(code).map_or(code.as_str(), |q| q.title.as_str()).to_owned()
        }
        RequisiteExpr::Tier(tier) => self::tier(catalogue, *tier),
        RequisiteExpr::Gate(inner) => gate(inner),
    }
}

/// A tier with its title: `Tier 3: …`.
pub fn tier(catalogue: &Catalogue, tier: Tier) -> String {
    match catalogue.tier(&tier) {
        Some(definition) => format!("{tier}: {}", definition.title),
        None => tier.to_string(),
    }
}

fn joined(catalogue: &Catalogue, lead: &str, operands: &[RequisiteExpr]) -> String {
    if let [only] = operands {
        return expression(catalogue, only);
    }
    let part = |operand: &RequisiteExpr| {
        let words = expression(catalogue, operand);
        if operand.operands().len() > 1 { format!("({words})") } else { words }
    };
    format!("{lead}: {}", operands.iter().map(part).collect::<Vec<_>>().join("; "))
}
