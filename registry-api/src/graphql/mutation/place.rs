//! Where in an input a field of a change was given.

use super::run::spelled;

/// The place in an input of a field of core. What core has within what an offering is of, an input has beside it; where
/// something comes from is its `source`; and amounts have their units in their names.
pub(super) fn in_api(path: &[String]) -> Vec<String> {
    let names = |path: &[String]| path.iter().map(|part| named(part)).collect::<Vec<_>>();
    match path {
        [offerings, place, of, rest @ ..] if offerings == "offerings" && of == "of" => {
            [offerings, place].into_iter().chain(rest).map(|part| named(part)).collect()
        }
        path => names(path),
    }
}

/// The same of a version, whose fields an input has beside those of its course.
pub(super) fn in_version(path: &[String]) -> Vec<String> {
    match path {
        [version, rest @ ..] if version == "version" && !rest.is_empty() => in_api(rest),
        path => in_api(path),
    }
}

fn named(part: &str) -> String {
    match part {
        "provenance" => "source".to_owned(),
        "volume_of_learning" => "volumeOfLearningHours".to_owned(),
        "own_time" => "ownTimeHours".to_owned(),
        part => spelled(part),
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_schema;
    use async_graphql::parser::types::{BaseType, TypeKind, TypeSystemDefinition};

    use super::*;

    const SCHEMA: &str = include_str!("../../../../schema/registry.graphql");

    /// The innermost type of a field of an input.
    fn field_of(input: &str, field: &str) -> Option<String> {
        let document = parse_schema(SCHEMA).expect("a schema");
        let input = document.definitions.iter().find_map(|definition| match definition {
            TypeSystemDefinition::Type(found) if found.node.name.node == input => match &found.node.kind {
                TypeKind::InputObject(input) => Some(input),
                _ => None,
            },
            _ => None,
        })?;
        let field = input.fields.iter().find(|one| one.node.name.node == field)?;
        let mut of = &field.node.ty.node.base;
        loop {
            match of {
                BaseType::Named(name) => return Some(name.to_string()),
                BaseType::List(inner) => of = &inner.base,
            }
        }
    }

    /// Expects that a path leads through fields of an input, numbers in lists passed over.
    #[track_caller]
    fn leads(input: &str, path: &[String]) {
        let mut at = input.to_owned();
        for part in path.iter().filter(|part| part.parse::<usize>().is_err()) {
            let next = field_of(&at, part);
            assert!(next.is_some(), "{at} has no field {part} ({path:?})");
            at = next.unwrap_or_default();
        }
    }

    /// Every place that core names of a version and of offerings.
    #[test]
    fn every_place_that_core_names_is_a_field_of_the_input() {
        let path = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
        for text in [
            "code",
            "kind",
            "title",
            "publisher",
            "roles",
            "tags",
            "provenance",
            "version.version",
            "version.published",
            "version.assessed",
            "version.volume_of_learning",
            "version.credit.scheme",
            "version.requisites",
            "version.requisites.0.provenance",
            "version.requisites.0.requires.all.1.course.range",
            "version.requisites.0.requires.any.1.course.code",
            "version.requisites.0.requires.at_least.of.1.qualification",
            "version.requisites.0.requires.tier",
        ] {
            leads("PublishCourseVersionInput", &in_version(&path(text)));
        }
        for text in [
            "of",
            "provider",
            "offerings.1.of.version",
            "offerings.1.of",
            "offerings.1.provenance",
            "offerings.1.code",
            "offerings.1.region",
            "offerings.1.delivery",
            "offerings.1.days",
            "offerings.1.own_time_hours",
            "offerings.1.price",
            "offerings.1.fees",
        ] {
            leads("SetOfferingsInput", &in_api(&path(text)));
        }
        assert_eq!(in_version(&path("version.volume_of_learning")), ["volumeOfLearningHours"]);
        assert_eq!(in_api(&path("offerings.1.of.version")), ["offerings", "1", "version"]);
    }
}
