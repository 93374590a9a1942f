//! One ledger as data: its lines, totals, limits, parts, what does not count and what is left.

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::credit::ReportedEftsl;
use registry_core::money::Aud;
use registry_core::recognition::{
    Amount, AppliedLimit, CountedItem, CountsFor, Ledger, LedgerLine, Measure, NotCounted, Part, PartOf, Remaining,
    ReportLine, Specialisation, Totals, words,
};
use serde::Serialize;

use super::RangeData;
use crate::cli::recommend::SourceData;

#[derive(Debug, Serialize)]
pub(super) struct LedgerData<'a> {
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
    studied_in_award: bool,
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
    guaranteed: String,
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
    words: String,
}

#[derive(Debug, Serialize)]
struct PartData<'a> {
    group: Option<&'a str>,
    level: Option<u8>,
    and_above: bool,
    least: Option<String>,
    most: Option<String>,
    counted: String,
    guaranteed: String,
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
    known: Vec<&'a str>,
    estimated_minutes: Option<u32>,
    whole_price: Option<RangeData>,
    estimated_price: Option<RangeData>,
    work_minutes: Option<u32>,
    words: Vec<String>,
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

impl<'a> LedgerData<'a> {
    pub(super) fn of(catalogue: &'a Catalogue, ledger: &'a Ledger) -> Self {
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
            specialisations: ledger.specialisations.iter().map(SpecialisationData::of).collect(),
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
            studied_in_award: line.is_studied,
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
            guaranteed: amount(limit.guaranteed),
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

impl<'a> SpecialisationData<'a> {
    fn of(of: &'a Specialisation) -> Self {
        let Specialisation { title, held, units, complete } = of;
        Self { title, held: *held, units: *units, complete: *complete, words: words::specialisation(of) }
    }
}

impl<'a> PartData<'a> {
    fn of(part: &'a Part) -> Self {
        let (group, level, and_above) = match &part.of {
            PartOf::Group(title) => (Some(title.as_str()), None, false),
            PartOf::Level(level) => (None, Some(level.get()), false),
            PartOf::LevelAndAbove(level) => (None, Some(level.get()), true),
        };
        Self {
            group,
            level,
            and_above,
            least: part.least.map(amount),
            most: part.most.map(amount),
            counted: amount(part.counted),
            guaranteed: amount(part.guaranteed),
            asked: amount(part.asked),
            words: words::part(part),
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
            known: remaining.known.iter().map(|code| code.as_str()).collect(),
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
