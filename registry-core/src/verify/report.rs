//! What a verification says.

use crate::credential::about::About;
use crate::credential::moment::Moment;
use crate::words::sentence_start;

/// What was looked at, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// It is a document, within bounds, and a credential.
    Structure,
    /// It has the form of an Open Badges 3.0 credential.
    Schema,
    /// It is what its issuer signed, all of it.
    Proof,
    /// The issuer is a provider of the registry, and the key was good when it was signed.
    Issuer,
    /// It is good at the moment asked about.
    Dates,
    /// It was neither revoked nor suspended.
    Status,
    /// The registry knows the version of the course.
    CourseVersion,
}

impl Check {
    /// Every check, in order.
    pub const ALL: [Check; 7] =
        [Self::Structure, Self::Schema, Self::Proof, Self::Issuer, Self::Dates, Self::Status, Self::CourseVersion];

    /// The name in JSON: `course-version`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Schema => "schema",
            Self::Proof => "proof",
            Self::Issuer => "issuer",
            Self::Dates => "dates",
            Self::Status => "status",
            Self::CourseVersion => "course-version",
        }
    }

    /// As a page says it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Structure => "Structure",
            Self::Schema => "Form",
            Self::Proof => "Signature",
            Self::Issuer => "Issuer",
            Self::Dates => "Dates",
            Self::Status => "Status",
            Self::CourseVersion => "Course version",
        }
    }

    /// Whether a credential is valid only if this passes. The version of the course tells which text somebody learned
    /// by and nothing about whether the credential is genuine.
    pub fn decides(self) -> bool {
        self != Self::CourseVersion
    }
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// All is as it should be.
    Passed,
    /// Something is wrong.
    Failed,
    /// Something that is needed to tell is not there.
    CouldNotCheck,
    /// It would say nothing, because of what another check found.
    NotRun,
}

impl Outcome {
    /// The name in JSON: `could-not-check`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::CouldNotCheck => "could-not-check",
            Self::NotRun => "not-run",
        }
    }

    /// As a page says it: `could not check`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::CouldNotCheck => "could not check",
            Self::NotRun => "not run",
        }
    }
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Every check that decides passed.
    Valid,
    /// One failed.
    NotValid,
    /// None failed, and one could not be made.
    CouldNotCheck,
}

impl Verdict {
    /// The name in JSON: `not-valid`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::NotValid => "not-valid",
            Self::CouldNotCheck => "could-not-check",
        }
    }

    /// As a page says it: `Not valid`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Valid => "Valid",
            Self::NotValid => "Not valid",
            Self::CouldNotCheck => "Could not check",
        }
    }
}

/// The rule: of the checks that decide, one that failed makes it not valid; otherwise one that did not pass leaves it
/// open; otherwise it is valid.
pub fn verdict(checks: &[Checked]) -> Verdict {
    let outcome = |check: Check| checks.iter().find(|one| one.check == check).map(|one| one.outcome);
    let deciding = || Check::ALL.into_iter().filter(|check| check.decides()).map(outcome);
    if deciding().any(|outcome| outcome == Some(Outcome::Failed)) {
        Verdict::NotValid
    } else if deciding().all(|outcome| outcome == Some(Outcome::Passed)) {
        Verdict::Valid
    } else {
        Verdict::CouldNotCheck
    }
}

/// One check, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Which.
    pub check: Check,
    /// How.
    pub outcome: Outcome,
    /// A sentence, without a full stop, that says so to somebody who has to decide something.
    pub sentence: String,
}

/// What is worth showing beside a verdict, once the signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What the document says of itself, the name of the person included where it has one.
    pub about: About,
    /// The name the registry's list has for the issuer; `None` where the list does not have its key.
    pub issuer: Option<String>,
    /// The provider's code on that list.
    pub provider: Option<String>,
    /// The key that signed.
    pub key: String,
    /// When it was signed.
    pub signed: Moment,
}

/// Every check, and what it found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    checks: Vec<Checked>,
    /// What is worth showing; only where the signature holds.
    pub shown: Option<Shown>,
}

impl Report {
    pub(super) fn say(&mut self, check: Check, outcome: Outcome, sentence: impl AsRef<str>) {
        let sentence = sentence_start(sentence.as_ref());
        self.checks.push(Checked { check, outcome, sentence });
    }

    /// The check that leaves nothing for the others to look at: they are not run.
    pub(super) fn ended(mut self, check: Check, outcome: Outcome, sentence: String) -> Self {
        self.say(check, outcome, sentence);
        for later in Check::ALL {
            if self.checks.iter().all(|one| one.check != later) {
                self.say(
                    later,
                    Outcome::NotRun,
                    format!("not looked at, because of what was found under {}", check.title()),
                );
            }
        }
        self
    }

    /// Every check, in order.
    pub fn checks(&self) -> &[Checked] {
        &self.checks
    }

    /// How one check ended.
    pub fn outcome(&self, check: Check) -> Outcome {
        self.checks.iter().find(|one| one.check == check).map_or(Outcome::NotRun, |one| one.outcome)
    }

    /// The verdict, by [`verdict`].
    pub fn verdict(&self) -> Verdict {
        verdict(&self.checks)
    }
}
