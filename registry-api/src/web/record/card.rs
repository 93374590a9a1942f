//! One credential as people see it: its verdict, what it says, and each check.

use registry_core::date;
use registry_core::verify::{Check, Verdict};

use crate::ops::hold::HeldView;
use crate::web::words::{checks, record as said};
use crate::web::zone;

/// One credential on a page.
pub(super) struct Card {
    pub(super) title: String,
    /// The class of the verdict: its name in JSON.
    pub(super) kind: &'static str,
    pub(super) mark: &'static str,
    pub(super) verdict: &'static str,
    pub(super) verdict_says: &'static str,
    pub(super) facts: Vec<(&'static str, String)>,
    /// What each check asks, how it ended, a sentence.
    pub(super) checks: Vec<(&'static str, &'static str, String)>,
}

impl Card {
    pub(super) fn of(view: &HeldView) -> Self {
        let HeldView { about, report, .. } = view;
        let verdict = report.verdict();
        let shown = report.shown.as_ref();
        let day = |moment: registry_core::credential::moment::Moment| date::in_words(zone::day(moment));
        let from = match (shown.and_then(|shown| shown.issuer.clone()), about.issuer_name.clone()) {
            (Some(listed), _) => Some(listed),
            (None, named) => named.map(|named| said::not_listed(&named, report.outcome(Check::Issuer))),
        };
        let facts = [
            (said::NAME, about.holder_name.clone()),
            (said::FROM, from),
            (said::AWARDED, about.awarded.or(about.valid_from).map(day)),
            (said::UNTIL, about.valid_until.map(|end| date::in_words(zone::last_day(end)))),
            (said::LEVEL, about.level.clone()),
            (said::CREDIT, about.credit.clone()),
            (said::RESULT, about.result.clone()),
            (said::VERSION, about.version.clone()),
        ];
        Self {
            title: title(view),
            kind: verdict.name(),
            mark: mark(verdict),
            verdict: verdict.title(),
            verdict_says: said::verdict(verdict),
            facts: facts.into_iter().filter_map(|(name, text)| text.map(|text| (name, text))).collect(),
            checks: report
                .checks()
                .iter()
                .map(|one| (checks::asks(one.check), checks::ended(one.outcome), checks::found(one)))
                .collect(),
        }
    }
}

pub(super) fn title(view: &HeldView) -> String {
    view.about.title.clone().unwrap_or_else(|| said::NO_TITLE.to_owned())
}

pub(super) fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "✓",
        Verdict::NotValid => "✗",
        Verdict::CouldNotCheck => "?",
    }
}
