//! A task as its form shows it.

use registry_core::catalogue::Catalogue;
use registry_core::volume::Hours;

use crate::web::fields::Fields;
use crate::web::words::workspace as words;
use crate::web::workspace::before::{self, PLACES};
use crate::web::workspace::draft::{Section, SoFar};

/// What the fields of a task hold, as a form would send it.
pub(super) fn written(catalogue: &Catalogue, section: Section, so_far: &SoFar) -> Fields {
    let mut fields = Fields::default();
    let SoFar { about, learning, outcomes, level, before, audience, tags } = so_far;
    match section {
        Section::About => {
            if let Some(about) = about {
                fields.add(words::COURSE_TITLE.0, &about.title);
                fields.add(words::NEUTRAL_TITLE.0, about.neutral_title.as_deref().unwrap_or_default());
                fields.add(words::DESCRIPTION.0, &about.description);
                fields.add(words::KIND.0, about.kind.name());
            }
        }
        Section::Learning => {
            if let Some(learning) = learning {
                let hours = Hours::from_minutes(learning.minutes).as_f64();
                fields.add(words::HOURS.0, &registry_core::volume::number_shown(hours));
                fields.add(words::ASSESSED.0, if learning.assessed { "yes" } else { "no" });
            }
        }
        Section::Outcomes => {
            if let Some(one) = outcomes {
                fields.add(words::OUTCOMES.0, &one.outcomes.join("\n"));
                fields.add(words::SESSIONS.0, &one.sessions.join("\n"));
            }
        }
        Section::Level => {
            if let Some(aqf) = &level.aqf {
                fields.add(words::LEVEL.0, &aqf.level.get().to_string());
                fields.add(words::BASIS.0, &aqf.basis);
            }
            if let Some(credit) = &level.credit {
                fields.add(words::POINTS.0, &credit.points.to_string());
                fields.add(words::SCHEME.0, credit.scheme.as_str());
            }
        }
        Section::Before => PLACES.iter().for_each(|(name, place)| fields.add(name, &before::lines(before, *place))),
        Section::Audience => {
            audience.tiers.iter().for_each(|tier| fields.add(words::FOR_TIERS.0, &tier.number().to_string()));
            audience.roles.iter().for_each(|role| fields.add(words::FOR_ROLES.0, role.as_str()));
            audience.perspectives.iter().for_each(|one| fields.add(words::FOR_WORKERS.0, one.name()));
        }
        Section::Tags => {
            for tag in tags.iter().filter_map(|code| catalogue.tag(code)) {
                fields.add(words::tags(tag.kind).0, tag.code.as_str());
            }
        }
    }
    fields
}
