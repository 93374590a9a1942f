//! Credit as a goal: which awards count it, and how much there is to ask for.

use registry_core::catalogue::Catalogue;
use registry_core::credit::{CreditExchange, CreditPoints};
use registry_core::id::QualificationCode;
use registry_core::pathway::Goal;
use registry_core::qualification::Qualification;

/// What is asked for where no rule says how much it gives: one point.
fn one_point() -> CreditPoints {
    "1".parse().unwrap_or_default()
}

/// The awards that count credit points: those that say how many they have, and those that a rule gives points towards.
pub(in crate::web) fn awards(catalogue: &Catalogue) -> impl Iterator<Item = &Qualification> {
    catalogue.qualifications().filter(|award| counts_points(catalogue, award))
}

/// Whether an award counts credit points.
pub(in crate::web) fn counts_points(catalogue: &Catalogue, award: &Qualification) -> bool {
    award.credit.is_some() || award.points_packaging.is_some() || amounts(catalogue, &award.code).next().is_some()
}

/// The least credit that one rule gives towards an award: what somebody asks for who is not sure.
pub(in crate::web) fn least(catalogue: &Catalogue, award: &QualificationCode) -> CreditPoints {
    amounts(catalogue, award).min().unwrap_or_else(one_point)
}

/// All the points of an award, where it says how many it has.
pub(in crate::web) fn whole(catalogue: &Catalogue, award: &QualificationCode) -> Option<CreditPoints> {
    Some(catalogue.qualification(award)?.credit.as_ref()?.points)
}

/// What single rules give towards an award, one of each series.
fn amounts<'c>(catalogue: &'c Catalogue, award: &QualificationCode) -> impl Iterator<Item = CreditPoints> + use<'c> {
    let given = catalogue.credit_rules_towards(award).filter_map(|rule| match &rule.exchange {
        CreditExchange::Series { points_each_series, .. } => Some(*points_each_series),
        CreditExchange::Block { points, .. } => Some(*points),
        CreditExchange::Unit { .. } => None,
    });
    given.filter(|points| *points > CreditPoints::ZERO).collect::<Vec<_>>().into_iter()
}

/// The goal of some credit towards an award: as much as was asked for before, otherwise the least.
pub(super) fn goal(catalogue: &Catalogue, award: &Qualification, before: Option<&Goal>) -> Goal {
    let points = match before {
        Some(Goal::Credit { points, towards }) if *towards == award.code => *points,
        _ => least(catalogue, &award.code),
    };
    Goal::Credit { points, towards: award.code.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops;

    #[test]
    fn credit_is_asked_for_in_points_only_where_points_are_counted() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let catalogue = snapshot.catalogue();
        let code = |text: &str| text.parse::<QualificationCode>().expect("a code");
        let listed: Vec<&str> = awards(catalogue).map(|award| award.code.as_str()).collect();
        assert!(listed.contains(&"graduate-certificate") && listed.contains(&"federation-bachelor-arts"), "{listed:?}");
        assert!(!listed.contains(&"CHC43515"), "{listed:?}");
        let points = |text: &str| text.parse::<CreditPoints>().expect("points");
        assert_eq!(least(catalogue, &code("graduate-certificate")), points("12.5"));
        assert_eq!(least(catalogue, &code("federation-bachelor-arts")), points("60"));
        assert_eq!(least(catalogue, &code("CHC43515")), points("1"));
        assert_eq!(whole(catalogue, &code("graduate-certificate")), Some(points("50")));
        assert_eq!(whole(catalogue, &code("federation-bachelor-arts")), None);
    }
}
