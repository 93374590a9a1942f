//! From a change and a catalogue to what is to be written, or every violation at once.

mod fields;
mod kept;
mod offerings;
mod others;
mod requisites;
mod sequence;
mod version;

use chrono::NaiveDate;

use super::bump::RequiredBump;
use super::change::{Change, Publisher};
use super::delta::Delta;
use super::difference::Difference;
use super::violation::{Fault, Violation};
use crate::catalogue::{Catalogue, EntryRef};
use crate::id::ProviderCode;

pub use kept::changed_content;
pub use sequence::{day_faults, number_faults};

/// What a change comes to.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What is to be written.
    pub delta: Delta,
    /// The catalogue that results, checked.
    pub next: Catalogue,
    /// How far the number of a new version had to move; `None`: it is the first of its course, or no version is published.
    pub bump: Option<RequiredBump>,
    /// How the new version differs from the one it was compared with.
    pub differences: Vec<Difference>,
}

/// Judges a change against a whole catalogue.
///
/// Who is not the operator may change what is its own and nothing else: what is somebody else's and what is not there have
/// the same answer.
///
/// # Errors
/// Everything that is wrong with it at once: a version that is there already, a number that moves too little, a requisite
/// on something that does not exist, requisites that would go round in a circle, a day that has not come yet, …; see
/// [`Fault`].
///
/// ```
/// # use chrono::NaiveDate;
/// # use registry_core::provider::{Provider, ProviderKind};
/// # use registry_core::source::Provenance;
/// # use registry_core::{Catalogue, CatalogueParts};
/// use registry_core::publish::{Change, Publisher, plan};
///
/// let catalogue = Catalogue::build(CatalogueParts::default()).expect("sound");
/// let today = NaiveDate::from_ymd_opt(2027, 2, 1).expect("a day");
/// let collective = Provider {
///     code: "collective".parse().expect("a code"),
///     title: "The Collective".to_owned(),
///     kind: ProviderKind::ConsumerLed,
///     provenance: Provenance::Invented,
/// };
/// let change = Change::RegisterProvider(collective);
/// let plan_made = plan(&catalogue, &change, &Publisher::Operator, today).expect("nothing is wrong");
/// assert_eq!(plan_made.next.providers().len(), 1);
///
/// let again = plan(&plan_made.next, &change, &Publisher::Operator, today).expect_err("it is there");
/// assert_eq!(again[0].to_string(), "provider collective is registered so already; there is nothing to change");
/// ```
pub fn plan(catalogue: &Catalogue, change: &Change, by: &Publisher, today: NaiveDate) -> Result<Plan, Vec<Violation>> {
    let mut judge = Judge { catalogue, by, today, violations: Vec::new() };
    let drafted = match change {
        Change::PublishVersion(draft) => judge.publish_version(draft),
        Change::WithdrawVersion { course, version, reason } => judge.withdraw(course, version, reason),
        Change::SupersedeCourse { course, by } => judge.supersede(course, by),
        Change::SetOfferings { of, provider, offerings } => judge.set_offerings(of, provider, offerings),
        Change::PublishQualification(qualification) => judge.publish_qualification(qualification),
        Change::PublishCreditRules(rules) => judge.publish_credit_rules(rules),
        Change::RegisterProvider(provider) => judge.register(provider),
    };
    judge.finish(change, drafted)
}

/// What a change would write, before the catalogue that results is checked.
#[derive(Default)]
struct Drafted {
    delta: Delta,
    bump: Option<RequiredBump>,
    differences: Vec<Difference>,
}

impl From<Delta> for Drafted {
    fn from(delta: Delta) -> Self {
        Self { delta, ..Self::default() }
    }
}

/// The code of those known from which only capitals tell a new one.
pub fn alike<'k>(code: &str, mut known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known.find(|known| known.eq_ignore_ascii_case(code) && *known != code)
}

struct Judge<'a> {
    catalogue: &'a Catalogue,
    by: &'a Publisher,
    today: NaiveDate,
    violations: Vec<Violation>,
}

impl Judge<'_> {
    fn report(&mut self, field: &[&str], fault: Fault) {
        self.violations.push(Violation::new(field, fault));
    }

    /// Whether whoever asks may change what has that publisher.
    fn owns(&self, publisher: Option<&ProviderCode>) -> bool {
        match self.by {
            Publisher::Operator => true,
            Publisher::Provider(own) => publisher == Some(own),
        }
    }

    /// Whose an entry is to be: a provider's own, unless the operator says or it was said before.
    fn publisher(&mut self, asked: Option<&ProviderCode>, before: Option<&ProviderCode>) -> Option<ProviderCode> {
        match self.by {
            Publisher::Operator => asked.or(before).cloned(),
            Publisher::Provider(own) => {
                if asked.is_some_and(|asked| asked != own) {
                    self.report(
                        &["publisher"],
                        Fault::OperatorOnly { what: "publish in the name of another provider" },
                    );
                }
                Some(own.clone())
            }
        }
    }

    /// Refuses a new code that only capitals tell from one that is there.
    fn unlike<'k>(&mut self, field: &[&str], code: &str, known: impl Iterator<Item = &'k str>) {
        if let Some(like) = alike(code, known) {
            self.report(field, Fault::CodeAlike { code: code.to_owned(), like: like.to_owned() });
        }
    }

    fn not_found(&mut self, field: &[&str], kind: &'static str, code: impl std::fmt::Display) {
        self.report(field, Fault::NotFound { target: EntryRef::new(kind, code) });
    }

    /// Checks the catalogue that results as a whole.
    fn finish(mut self, change: &Change, drafted: Option<Drafted>) -> Result<Plan, Vec<Violation>> {
        let Some(Drafted { delta, bump, differences }) = drafted else { return Err(self.violations) };
        self.violations.extend(changed_content(self.catalogue, &delta));
        match self.catalogue.with(&delta) {
            Ok(next) if self.violations.is_empty() => Ok(Plan { delta, next, bump, differences }),
            Ok(_) => Err(self.violations),
            Err(problems) => {
                let placed =
                    problems.into_iter().filter_map(|problem| fields::placed(self.catalogue, self.by, change, problem));
                self.violations.extend(placed);
                Err(self.violations)
            }
        }
    }
}

#[cfg(test)]
mod tests;
