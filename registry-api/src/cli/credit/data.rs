//! The answer as data. Names of fields and values stay as they are (docs/COMMAND_LINE.md); new ones may be added.

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::credit::ReportedEftsl;
use registry_core::eligibility::{Eligibility, Finding, Standing, Verdict};
use registry_core::money::Aud;
use registry_core::recognition::{
    Amount, AppliedLimit, Closest, CountedItem, CountsFor, Ledger, LedgerLine, Measure, Nearest, NotCounted, Part,
    PartOf, Remaining, ReportLine, Rung, RungOf, RungRef, Totals, Unshown, words,
};
use registry_core::requisite::Strength;
use serde::Serialize;

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
struct LedgerData<'a> {
    qualification: &'a str,
    title: Option<&'a str>,
    aqf_level: Option<u8>,
    volume_minutes: Option<u32>,
    at: NaiveDate,
    measure: &'static str,
    scheme: Option<&'a str>,
    size: Option<String>,
    held: bool,
    words: String,
    lines: Vec<LineData<'a>>,
    totals: TotalsData,
    guaranteed_alone: String,
    limits: Vec<LimitData<'a>>,
    not_counted: Vec<NotCountedData<'a>>,
    specialisations: Vec<SpecialisationData<'a>>,
    parts: Vec<PartData<'a>>,
    remaining: RemainingData<'a>,
    report: Vec<ReportData<'a>>,
    proved: bool,
}

#[derive(Debug, Serialize)]
struct LineData<'a> {
    items: Vec<ItemData<'a>>,
    counts_for: &'static str,
    component: Option<&'a str>,
    group: Option<&'a str>,
    level: Option<u8>,
    series: Option<SeriesData>,
    amount: String,
    uncut: Option<String>,
    eftsl: Option<EftslData>,
    rule: Option<&'a str>,
    form: &'static str,
    basis: &'static str,
    standing: &'static str,
    from_provider: Option<&'a str>,
    conditions: Option<&'a str>,
    words: String,
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct ItemData<'a> {
    code: &'a str,
    title: &'a str,
    completed: Option<NaiveDate>,
    by_rpl: bool,
}

#[derive(Debug, Serialize)]
struct SeriesData {
    count: u32,
    size: u32,
    each: String,
}

#[derive(Debug, Serialize)]
struct EftslData {
    thousandths: u32,
    rounded: bool,
}

#[derive(Debug, Serialize)]
struct TotalsData {
    guaranteed: String,
    by_application: String,
    discretionary: String,
    assumption: String,
    if_all_granted: String,
}

#[derive(Debug, Serialize)]
struct LimitData<'a> {
    kind: &'static str,
    share_percent: Option<u8>,
    most: String,
    used: String,
    effect: &'static str,
    words: String,
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct NotCountedData<'a> {
    item: ItemData<'a>,
    reason: &'static str,
    words: String,
    source: Option<SourceData<'a>>,
}

#[derive(Debug, Serialize)]
struct SpecialisationData<'a> {
    title: &'a str,
    held: u32,
    units: u32,
    complete: bool,
}

#[derive(Debug, Serialize)]
struct PartData<'a> {
    group: Option<&'a str>,
    level: Option<u8>,
    least: Option<String>,
    most: Option<String>,
    counted: String,
    asked: String,
    words: String,
}

#[derive(Debug, Serialize)]
struct RemainingData<'a> {
    besides_guaranteed: Option<String>,
    if_all_granted: Option<String>,
    core: Option<u32>,
    electives: Option<u32>,
    missing: Vec<&'a str>,
    estimated_minutes: Option<u32>,
    whole_price: Option<RangeData>,
    estimated_price: Option<RangeData>,
    work_minutes: Option<u32>,
    words: Vec<String>,
}

#[derive(Debug, Serialize)]
struct RangeData {
    least: Aud,
    most: Aud,
}

#[derive(Debug, Serialize)]
struct ReportData<'a> {
    basis: &'static str,
    from_provider: Option<&'a str>,
    standing: &'static str,
    points: String,
    eftsl: EftslData,
    words: String,
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

impl<'a> LedgerData<'a> {
    fn of(catalogue: &'a Catalogue, ledger: &'a Ledger) -> Self {
        let entry = catalogue.qualification(&ledger.qualification);
        let (measure, scheme) = match &ledger.measure {
            Measure::Points(scheme) => ("points", scheme.as_ref().map(|scheme| scheme.as_str())),
            Measure::Units => ("units", None),
        };
        Self {
            qualification: ledger.qualification.as_str(),
            title: entry.map(|entry| entry.title.as_str()),
            aqf_level: entry.map(|entry| entry.aqf_type.level().get()),
            volume_minutes: entry.and_then(|entry| entry.volume_of_learning).map(|volume| volume.minutes()),
            at: ledger.at,
            measure,
            scheme,
            size: ledger.size.map(amount),
            held: ledger.held,
            words: words::verdict(catalogue, ledger),
            lines: ledger.lines.iter().map(|line| LineData::of(catalogue, line)).collect(),
            totals: TotalsData::of(&ledger.totals),
            guaranteed_alone: amount(ledger.guaranteed_alone),
            limits: ledger.limits.iter().map(|limit| LimitData::of(ledger, limit)).collect(),
            not_counted: ledger.not_counted.iter().map(NotCountedData::of).collect(),
            specialisations: ledger
                .specialisations
                .iter()
                .map(|of| SpecialisationData {
                    title: &of.title,
                    held: of.held,
                    units: of.units,
                    complete: of.complete,
                })
                .collect(),
            parts: ledger.parts.iter().map(PartData::of).collect(),
            remaining: RemainingData::of(&ledger.remaining, words::remaining(ledger)),
            report: ledger.report.iter().map(|line| ReportData::of(catalogue, line)).collect(),
            proved: ledger.proved,
        }
    }
}

/// The amount without its measure, an exact decimal.
fn amount(amount: Amount) -> String {
    match amount {
        Amount::Points(points) => points.to_string(),
        Amount::Units(units) => units.to_string(),
    }
}

fn eftsl(eftsl: ReportedEftsl) -> EftslData {
    EftslData { thousandths: eftsl.thousandths, rounded: eftsl.rounded }
}

impl<'a> LineData<'a> {
    fn of(catalogue: &'a Catalogue, line: &'a LedgerLine) -> Self {
        let (counts_for, component, group, series) = match &line.counts_for {
            CountsFor::Component { code, group, .. } => ("component", Some(code.as_str()), group, None),
            CountsFor::Series { count, size, each, group, .. } => {
                ("series", None, group, Some(SeriesData { count: *count, size: *size, each: amount(*each) }))
            }
            CountsFor::Block { group, .. } => ("block", None, group, None),
        };
        let level = match &line.counts_for {
            CountsFor::Component { level, .. } | CountsFor::Series { level, .. } | CountsFor::Block { level, .. } => {
                level.map(|level| level.get())
            }
        };
        Self {
            items: line.items.iter().map(ItemData::of).collect(),
            counts_for,
            component,
            group: group.as_deref(),
            level,
            series,
            amount: amount(line.amount),
            uncut: line.uncut.map(amount),
            eftsl: line.eftsl.map(eftsl),
            rule: line.rule.as_ref().map(|rule| rule.as_str()),
            form: line.form.name(),
            basis: line.basis.name(),
            standing: line.standing.name(),
            from_provider: line.from_provider.as_ref().map(|provider| provider.as_str()),
            conditions: line.conditions.as_deref(),
            words: words::line(catalogue, line),
            source: SourceData::of(&line.provenance),
        }
    }
}

impl<'a> ItemData<'a> {
    fn of(item: &'a CountedItem) -> Self {
        Self { code: &item.code, title: &item.title, completed: item.completed, by_rpl: item.by_rpl }
    }
}

impl TotalsData {
    fn of(totals: &Totals) -> Self {
        Self {
            guaranteed: amount(totals.guaranteed),
            by_application: amount(totals.by_application),
            discretionary: amount(totals.discretionary),
            assumption: amount(totals.assumption),
            if_all_granted: amount(totals.if_all_granted),
        }
    }
}

impl<'a> LimitData<'a> {
    fn of(ledger: &Ledger, limit: &'a AppliedLimit) -> Self {
        Self {
            kind: limit.kind.name(),
            share_percent: limit.share.map(|share| share.get()),
            most: amount(limit.most),
            used: amount(limit.used),
            effect: limit.effect.name(),
            words: words::limit(ledger, limit),
            source: SourceData::of(&limit.provenance),
        }
    }
}

impl<'a> NotCountedData<'a> {
    fn of(not: &'a NotCounted) -> Self {
        Self {
            item: ItemData::of(&not.item),
            reason: not.reason.name(),
            words: words::not_counted(not),
            source: not.reason.provenance().map(SourceData::of),
        }
    }
}

impl<'a> PartData<'a> {
    fn of(part: &'a Part) -> Self {
        let (group, level) = match &part.of {
            PartOf::Group(title) => (Some(title.as_str()), None),
            PartOf::Level(level) => (None, Some(level.get())),
        };
        Self {
            group,
            level,
            least: part.least.map(amount),
            most: part.most.map(amount),
            counted: amount(part.counted),
            asked: amount(part.asked),
            words: words::part(part),
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

impl<'a> RemainingData<'a> {
    fn of(remaining: &'a Remaining, words: Vec<String>) -> Self {
        let range = |(least, most): (Aud, Aud)| RangeData { least, most };
        Self {
            besides_guaranteed: remaining.besides_guaranteed.map(amount),
            if_all_granted: remaining.if_all_granted.map(amount),
            core: remaining.core,
            electives: remaining.electives,
            missing: remaining.missing.iter().map(|code| code.as_str()).collect(),
            estimated_minutes: remaining.hours.map(|hours| hours.minutes()),
            whole_price: remaining.whole_price.map(range),
            estimated_price: remaining.price_estimate.map(range),
            work_minutes: remaining.work_hours.map(|hours| hours.minutes()),
            words,
        }
    }
}

impl<'a> ReportData<'a> {
    fn of(catalogue: &'a Catalogue, line: &'a ReportLine) -> Self {
        Self {
            basis: line.basis.name(),
            from_provider: line.from_provider.as_ref().map(|provider| provider.as_str()),
            standing: line.standing.name(),
            points: line.points.to_string(),
            eftsl: eftsl(line.eftsl),
            words: words::report_line(catalogue, line),
        }
    }
}
