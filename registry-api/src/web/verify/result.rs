//! The page that says what was found.

use askama::Template;
use registry_core::date;
use registry_core::eligibility::{self, Standing, Subject};
use registry_core::requisite::Strength;
use registry_core::verify::{Check, Checked, Outcome, Remaining, Report, RequirementsMet, Verdict, WhatRemains};

use super::endpoint::Verified;
use crate::holding::Names;
use crate::snapshot::Snapshot;
use crate::web::answer::Answer;
use crate::web::head::{Head, Section};
use crate::web::words::{checks, day_and_time, verify as words};
use crate::web::zone;

/// The most credentials that a page shows whole; of more only the first line of each is shown.
const SHOWN_WHOLE_MAX: usize = 20;

#[derive(Template)]
#[template(path = "verified.html")]
struct VerifiedPage {
    head: Head,
    heading: String,
    sum: String,
    at: String,
    one: Option<Shown>,
    several: Vec<Shown>,
    met: Option<Met>,
}

/// One credential on the page.
struct Shown {
    name: String,
    verdict: Verdict,
    means: &'static str,
    /// Why it is not valid, or could not be checked; empty for a valid one.
    why: Vec<String>,
    /// Word and text of each fact.
    facts: Vec<(&'static str, String)>,
    whole: bool,
    checks: Vec<Line>,
}

/// One check.
struct Line {
    asks: &'static str,
    ended: &'static str,
    sentence: String,
}

/// Whether the set meets what was asked.
struct Met {
    title: String,
    answer: &'static str,
    requirements: Vec<Requirement>,
    left_out: Vec<String>,
    names: Vec<String>,
    /// What the planner says is left.
    remaining: String,
    steps: Vec<String>,
    /// What no training gives, and the words before it.
    also_needed: (&'static str, Vec<String>),
}

/// One requirement, how it stands, and what counted for it.
struct Requirement {
    text: String,
    standing: &'static str,
    counted: Vec<String>,
    notes: Vec<String>,
}

/// The page for what was verified.
pub(super) fn page(at: &Snapshot, verified: &Verified, met: Option<&(Subject, RequirementsMet)>) -> Answer {
    let count = |verdict| verified.reports.iter().filter(|report| report.verdict() == verdict).count();
    let all = verified.reports.len();
    let whole = all <= SHOWN_WHOLE_MAX;
    let mut shown: Vec<Shown> = verified
        .names
        .iter()
        .zip(&verified.reports)
        .zip(&verified.shows)
        .map(|(of, names)| of_one(of, *names, whole))
        .collect();
    let one = if all == 1 { shown.pop() } else { None };
    let heading = match &one {
        Some(one) => one.verdict.title().to_owned(),
        None => words::of_several(count(Verdict::Valid), all),
    };
    let when = zone::local(verified.at);
    Answer::personal(&VerifiedPage {
        head: Head::new(Section::Verify, words::RESULT),
        heading,
        sum: words::sum(count(Verdict::NotValid), count(Verdict::CouldNotCheck)),
        at: day_and_time(&date::in_words(when.date()), &when.format("%H:%M").to_string()),
        one,
        several: shown,
        met: met.map(|(subject, met)| of_set(at, subject, met, verified)),
    })
}

/// What decided a verdict, said to somebody who did not write the document.
fn because(one: &Checked) -> String {
    checks::because(one.check, one.outcome).map_or_else(|| checks::sentence(&one.sentence), str::to_owned)
}

fn of_one((name, report): (&String, &Report), names: Names, whole: bool) -> Shown {
    let verdict = report.verdict();
    let decisive = |outcome: Outcome| match verdict {
        Verdict::Valid => false,
        Verdict::NotValid => outcome == Outcome::Failed,
        Verdict::CouldNotCheck => outcome == Outcome::CouldNotCheck,
    };
    let why = report.checks().iter().filter(|one| one.check.decides() && decisive(one.outcome));
    Shown {
        name: name.clone(),
        verdict,
        means: words::means(verdict),
        why: why.map(because).collect(),
        facts: facts(report, names),
        whole,
        checks: report
            .checks()
            .iter()
            .map(|one| Line {
                asks: checks::asks(one.check),
                ended: checks::ended(one.outcome),
                sentence: checks::found(one),
            })
            .collect(),
    }
}

/// What the document says, where its signature holds. The issuer's name is the registry's where the registry knows it.
fn facts(report: &Report, names: Names) -> Vec<(&'static str, String)> {
    let Some(shown) = &report.shown else { return Vec::new() };
    let about = &shown.about;
    let day = |at: Option<registry_core::credential::moment::Moment>| at.map(|at| date::in_words(zone::day(at)));
    let kind = about.document.map(|document| document.title().to_owned());
    let own_name = about.issuer_name.as_deref().map(|name| words::calls_itself(name, report.outcome(Check::Issuer)));
    let version = about.course.as_ref().map(|course| match &about.version {
        Some(version) => words::course_version(course, &version.to_string()),
        None => course.clone(),
    });
    let last = about.valid_until.map(|end| date::in_words(zone::last_day(end)));
    let until = last.unwrap_or_else(|| words::NO_END.to_owned());
    let nobody = if names == Names::Hidden { words::NAME_HIDDEN } else { words::NAMES_NOBODY };
    let rows = [
        (words::WHAT, about.title.clone()),
        (words::KIND, kind),
        (words::WHO, Some(about.holder_name.clone().unwrap_or_else(|| nobody.to_owned()))),
        (words::ISSUER, shown.issuer.clone().or(own_name)),
        (words::AWARDED, day(about.awarded)),
        (words::SIGNED, Some(date::in_words(zone::day(shown.signed)))),
        (words::UNTIL, Some(until)),
        (words::LEVEL, about.level.clone()),
        (words::CREDIT, about.credit.clone()),
        (words::RESULT_OF, about.result.clone()),
        (words::COURSE, version),
    ];
    rows.into_iter().filter_map(|(word, text)| text.map(|text| (word, text))).collect()
}

fn of_set(at: &Snapshot, subject: &Subject, met: &RequirementsMet, verified: &Verified) -> Met {
    let catalogue = at.catalogue();
    let title = match subject {
        Subject::Role(code) => catalogue.role(code).map_or(code.to_string(), |role| role.title.clone()),
        Subject::Tier(tier) => registry_core::words::tier(catalogue, *tier),
        Subject::Course(code) => code.to_string(),
        Subject::Qualification(code) => code.to_string(),
    };
    let called = |number: &usize| {
        let title = verified.reports.get(*number).and_then(|report| report.shown.as_ref()?.about.title.clone());
        title.or_else(|| verified.names.get(*number).cloned()).unwrap_or_default()
    };
    // Of two with one title, one may count and the other not.
    let sent_as = |number: &usize| verified.names.get(*number).cloned().unwrap_or_default();
    let requirement = |(finding, counted): (&eligibility::Finding, &Vec<usize>)| {
        let is_advice = finding.strength == Strength::Advised;
        let advised = if is_advice { words::ADVISED } else { "" };
        Requirement {
            text: format!("{}{advised}", registry_core::words::sentence_start(&finding.requirement)),
            standing: match finding.standing {
                Standing::Met => words::MET,
                Standing::MetFrom(_) => words::MET_LATER,
                Standing::NotSaid => words::IN_NO_CREDENTIAL,
                // What is only advised is not held against anybody.
                Standing::Missing if is_advice => words::NOT_AMONG_THESE,
                Standing::Missing => words::MISSING,
            },
            counted: counted.iter().map(called).collect(),
            notes: if finding.standing == Standing::Missing && !is_advice {
                finding.notes.iter().map(|note| checks::sentence(note)).collect()
            } else {
                Vec::new()
            },
        }
    };
    Met {
        title,
        answer: words::enough(
            &met.eligibility.verdict,
            verified.reports.iter().any(|report| report.verdict() == Verdict::Valid),
            met.eligibility.findings.iter().any(|one| one.strength == Strength::Required),
        ),
        requirements: met.eligibility.findings.iter().zip(&met.counted).map(requirement).collect(),
        left_out: met
            .left_out
            .iter()
            .map(|(number, why)| checks::sentence(&format!("{}: {}", sent_as(number), why.words())))
            .collect(),
        names: met.names.clone(),
        remaining: words::remaining(&met.remaining),
        steps: steps(&met.remaining),
        also_needed: (
            words::ALSO_NEEDED,
            met.remaining.also_needed.iter().map(|one| registry_core::words::sentence_start(one)).collect(),
        ),
    }
}

/// What is still to be learned, or what stands in the way of it.
fn steps(remaining: &Remaining) -> Vec<String> {
    let advised = |strength| if strength == Strength::Advised { words::ADVISED } else { "" };
    match &remaining.what {
        WhatRemains::Nothing => Vec::new(),
        WhatRemains::Training { steps, .. } => {
            steps.iter().map(|step| format!("{}{}", step.title, advised(step.strength))).collect()
        }
        WhatRemains::NoPathway(why) => why.iter().map(|why| registry_core::words::sentence_start(why)).collect(),
    }
}
