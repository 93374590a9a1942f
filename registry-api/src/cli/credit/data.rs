//! The answer as data. Names of fields and values stay as they are (docs/COMMAND_LINE.md); new ones may be added.

mod ledger;

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::eligibility::{Eligibility, Finding, Standing, Verdict};
use registry_core::money::Aud;
use registry_core::recognition::{Closest, Ledger, Nearest, Rung, RungOf, RungRef, Unshown, words};
use registry_core::requisite::Strength;
use serde::Serialize;

use self::ledger::LedgerData;
use crate::cli::recommend::SourceData;
use crate::ops::count_credit::Comparison;

type Written = Result<String, serde_json::Error>;

/// What counts towards one qualification, and what claims still need, as JSON with a line end.
pub(super) fn ledger(catalogue: &Catalogue, ledger: &Ledger, claims: &[Unshown]) -> Written {
    let claims = claims.iter().map(ClaimData::of).collect();
    written(&AnswerData::Credit { ledger: Box::new(LedgerData::of(catalogue, ledger)), claims })
}

/// The nearest awards as JSON.
pub(super) fn closest(catalogue: &Catalogue, found: &Nearest) -> Written {
    let awards = found.awards.iter().map(|one| ClosestData::of(catalogue, one)).collect();
    written(&AnswerData::Closest { awards, left_out: LeftOutData { held: found.held, replaced: found.replaced } })
}

/// The rungs as JSON.
pub(super) fn ladder(catalogue: &Catalogue, rungs: &[Rung]) -> Written {
    written(&AnswerData::Ladder { rungs: rungs.iter().map(|rung| RungData::of(catalogue, rung)).collect() })
}

/// Several qualifications side by side, as JSON.
pub(super) fn compared(catalogue: &Catalogue, compared: &[Comparison]) -> Written {
    let awards = compared.iter().map(|one| ComparisonData::of(catalogue, one)).collect();
    written(&AnswerData::Comparison { awards })
}

fn written(data: &AnswerData<'_>) -> Written {
    serde_json::to_string_pretty(data).map(|text| text + "\n")
}

#[derive(Debug, Serialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
enum AnswerData<'a> {
    Credit { ledger: Box<LedgerData<'a>>, claims: Vec<ClaimData<'a>> },
    Closest { awards: Vec<ClosestData<'a>>, left_out: LeftOutData },
    Ladder { rungs: Vec<RungData<'a>> },
    Comparison { awards: Vec<ComparisonData<'a>> },
}

#[derive(Debug, Serialize)]
struct ClosestData<'a> {
    credited_permille: Option<u32>,
    rungs: Option<u32>,
    words: String,
    ledger: LedgerData<'a>,
}

#[derive(Debug, Serialize)]
struct LeftOutData {
    held: usize,
    replaced: usize,
}

#[derive(Debug, Serialize)]
struct ClaimData<'a> {
    code: &'a str,
    title: &'a str,
    status: &'static str,
    on: Option<NaiveDate>,
    outcomes: usize,
    without_evidence: Vec<OutcomeData<'a>>,
    no_evidence: bool,
    words: String,
}

#[derive(Debug, Serialize)]
struct OutcomeData<'a> {
    number: u16,
    outcome: &'a str,
}

#[derive(Debug, Serialize)]
struct RungData<'a> {
    height: u32,
    from: Vec<FromData<'a>>,
    entry: EntryData<'a>,
    ledger: Option<LedgerData<'a>>,
    course: Option<CourseRungData<'a>>,
}

#[derive(Debug, Serialize)]
struct CourseRungData<'a> {
    code: &'a str,
    title: Option<&'a str>,
    held: bool,
    volume_minutes: Option<u32>,
    whole_price: Option<RangeData>,
}

#[derive(Debug, Serialize)]
struct FromData<'a> {
    qualification: Option<&'a str>,
    course: Option<&'a str>,
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct ComparisonData<'a> {
    entry: EntryData<'a>,
    ledger: LedgerData<'a>,
}

#[derive(Debug, Serialize)]
struct EntryData<'a> {
    words: String,
    verdict: &'static str,
    from: Option<NaiveDate>,
    findings: Vec<FindingData<'a>>,
}

#[derive(Debug, Serialize)]
struct FindingData<'a> {
    requirement: &'a str,
    strength: &'static str,
    standing: &'static str,
    from: Option<NaiveDate>,
    notes: &'a [String],
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct RangeData {
    least: Aud,
    most: Aud,
}

impl<'a> ClosestData<'a> {
    fn of(catalogue: &'a Catalogue, one: &'a Closest) -> Self {
        Self {
            credited_permille: one.credited_permille,
            rungs: one.rungs,
            words: words::nearness(one),
            ledger: LedgerData::of(catalogue, &one.ledger),
        }
    }
}

impl<'a> ComparisonData<'a> {
    fn of(catalogue: &'a Catalogue, one: &'a Comparison) -> Self {
        Self { entry: EntryData::of(&one.entry), ledger: LedgerData::of(catalogue, &one.ledger) }
    }
}

impl<'a> RungData<'a> {
    fn of(catalogue: &'a Catalogue, rung: &'a Rung) -> Self {
        let from = rung.from.iter().map(|(code, provenance)| {
            let (qualification, course) = match code {
                RungRef::Qualification(code) => (Some(code.as_str()), None),
                RungRef::Course(code) => (None, Some(code.as_str())),
            };
            FromData { qualification, course, source: SourceData::of(provenance) }
        });
        let (ledger, course) = match &rung.of {
            RungOf::Qualification(ledger) => (Some(LedgerData::of(catalogue, ledger)), None),
            RungOf::Course { course, held, hours, price } => {
                let title = catalogue.course(course).map(|entry| entry.title.as_str());
                let whole_price = price.map(|(least, most)| RangeData { least, most });
                let volume_minutes = hours.map(|hours| hours.minutes());
                (None, Some(CourseRungData { code: course.as_str(), title, held: *held, volume_minutes, whole_price }))
            }
        };
        Self { height: rung.height, from: from.collect(), entry: EntryData::of(&rung.entry), ledger, course }
    }
}

impl<'a> EntryData<'a> {
    fn of(entry: &'a Eligibility) -> Self {
        let (verdict, from) = match entry.verdict {
            Verdict::Yes => ("yes", None),
            Verdict::NotYet { from } => ("not-yet", Some(from)),
            Verdict::NotSaid => ("not-said", None),
            Verdict::No => ("no", None),
        };
        let findings = entry.findings.iter().map(FindingData::of).collect();
        Self { words: words::entry(entry), verdict, from, findings }
    }
}

impl<'a> FindingData<'a> {
    fn of(finding: &'a Finding) -> Self {
        let (standing, from) = match finding.standing {
            Standing::Met => ("met", None),
            Standing::MetFrom(from) => ("met-from", Some(from)),
            Standing::NotSaid => ("not-said", None),
            Standing::Missing => ("missing", None),
        };
        Self {
            requirement: &finding.requirement,
            strength: match finding.strength {
                Strength::Required => "required",
                Strength::Advised => "advised",
            },
            standing,
            from,
            notes: &finding.notes,
            source: SourceData::of(&finding.provenance),
        }
    }
}

impl<'a> ClaimData<'a> {
    fn of(claim: &'a Unshown) -> Self {
        let outcome = |(number, text): &'a (u16, String)| OutcomeData { number: *number, outcome: text };
        Self {
            code: claim.of.code(),
            title: &claim.title,
            status: claim.status.name(),
            on: claim.status.on(),
            outcomes: claim.outcomes,
            without_evidence: claim.without.iter().map(outcome).collect(),
            no_evidence: claim.no_evidence,
            words: words::claim(claim),
        }
    }
}
