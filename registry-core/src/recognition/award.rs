//! One award: its size, its limits and its rules, and the ledger made of what was counted.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::items::{Item, Items};
use super::ledger::{
    Amount, AppliedLimit, CountsFor, Ledger, LedgerLine, LimitEffect, LimitKind, Measure, ReportLine, Specialisation,
    Totals,
};
use super::{left_over, points, remaining, units};
use crate::catalogue::Catalogue;
use crate::credit::{
    CreditBasis, CreditExchange, CreditPoints, CreditRule, CreditScheme, CreditStanding, Percent, ReportedEftsl,
};
use crate::id::ProviderCode;
use crate::qualification::{GroupKind, PointsPackaging, Qualification};
use crate::source::Provenance;

/// Millionths of a point, or of a unit: the amounts that are reckoned with.
pub(super) const WHOLE: i64 = 1_000_000;

/// What there is to know of one award before anything is counted.
pub(super) struct Award<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) items: &'a Items<'a>,
    pub(super) entry: &'a Qualification,
    pub(super) at: NaiveDate,
    pub(super) measure: Measure,
    /// How large it is, in millionths.
    pub(super) size: Option<i64>,
    pub(super) limits: Vec<Limit<'a>>,
    /// Its credit rules, in order of code; those that do not hold on the day, too.
    pub(super) rules: Vec<&'a CreditRule>,
}

/// A limit of the award, in millionths.
pub(super) struct Limit<'a> {
    pub(super) kind: LimitKind,
    pub(super) share: Option<Percent>,
    pub(super) most: i64,
    pub(super) provenance: &'a Provenance,
}

/// What was counted.
pub(super) struct Counted {
    pub(super) lines: Vec<Line>,
    /// By limit.
    pub(super) limits: Vec<Under>,
    pub(super) guaranteed_alone: i64,
    pub(super) proved: bool,
    /// By item, what it would count for besides.
    pub(super) fits: Vec<Fit>,
}

/// What a limit does.
pub(super) struct Under {
    /// How much counts under it.
    pub(super) used: i64,
    /// By number, what would or could count under it, were it not there; `None`: no more would count.
    pub(super) without: Option<BTreeSet<usize>>,
}

/// A line with its items by number.
pub(super) struct Line {
    pub(super) items: Vec<usize>,
    /// In millionths.
    pub(super) amount: i64,
    /// Of a unit, what kind of group of the award it fills a place of; two groups may have one title.
    pub(super) kind: Option<GroupKind>,
    /// The group and the level of the packaging that it fills, by place.
    pub(super) part: (Option<usize>, Option<usize>),
    pub(super) shown: LedgerLine,
}

impl Line {
    pub(super) fn is_guaranteed(&self) -> bool {
        self.shown.standing == CreditStanding::Guaranteed
    }

    /// Whether a limit bounds it: what was studied as part of the award is no recognition.
    fn falls_under(&self, kind: LimitKind) -> bool {
        match kind {
            LimitKind::Recognition | LimitKind::Residency => !self.shown.is_studied,
            LimitKind::Rpl => self.shown.basis == CreditBasis::Rpl,
            LimitKind::Elsewhere => self.kind.is_none(),
        }
    }
}

/// What an item that is not used could count for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fit {
    Nothing,
    /// A series: of which rule, by its place.
    Series(usize),
    /// A place that something else has, or that is full.
    Place,
}

impl<'a> Award<'a> {
    pub(super) fn of(catalogue: &'a Catalogue, items: &'a Items<'a>, entry: &'a Qualification, at: NaiveDate) -> Self {
        let (measure, size) = match (&entry.credit, &entry.packaging) {
            (Some(credit), _) => (Measure::Points(Some(credit.scheme.clone())), Some(credit.points.millionths())),
            (None, Some(packaging)) => (Measure::Units, Some(i64::from(packaging.units()) * WHOLE)),
            (None, None) => (Measure::Points(None), None),
        };
        let rules = catalogue.credit_rules_towards(&entry.code).collect();
        let mut award = Self { catalogue, items, entry, at, measure, size, limits: Vec::new(), rules };
        award.limits = award.limits();
        award
    }

    fn limits(&self) -> Vec<Limit<'a>> {
        let mut limits = Vec::new();
        if let (Some(recognition), Some(size)) = (&self.entry.recognition, self.size) {
            let mut limit = |kind, share: Option<Percent>, most: Option<Percent>| {
                if let (Some(share), Some(most)) = (share, most) {
                    let most = self.whole(most.of(size));
                    limits.push(Limit { kind, share: Some(share), most, provenance: &recognition.provenance });
                }
            };
            limit(LimitKind::Recognition, recognition.most, recognition.most);
            limit(LimitKind::Residency, recognition.residency_least, recognition.residency_least.map(Percent::rest));
            limit(LimitKind::Rpl, recognition.rpl_most, recognition.rpl_most);
        }
        if let (Measure::Units, Some(packaging)) = (&self.measure, &self.entry.packaging) {
            let most = i64::from(units::elsewhere(packaging)) * WHOLE;
            limits.push(Limit { kind: LimitKind::Elsewhere, share: None, most, provenance: &packaging.provenance });
        }
        limits
    }

    /// An amount in whole units, rounded down, where the award counts units.
    fn whole(&self, amount: i64) -> i64 {
        match self.measure {
            Measure::Units => amount / WHOLE * WHOLE,
            Measure::Points(_) => amount,
        }
    }

    /// The most that may count under limits of these kinds together.
    pub(super) fn most(&self, kinds: &[LimitKind]) -> Option<i64> {
        self.limits.iter().filter(|limit| kinds.contains(&limit.kind)).map(|limit| limit.most).min()
    }

    /// The other limits that leave no less room than one. What it keeps out they may keep out as well, so whether it does
    /// shows only once they are gone.
    pub(super) fn no_tighter(&self, than: &Limit<'_>) -> Vec<LimitKind> {
        let others = self.limits.iter().filter(|limit| limit.kind != than.kind && limit.most >= than.most);
        others.map(|limit| limit.kind).collect()
    }

    /// What a limit does. Where the award counts units, all that is held falls under it; where it counts points, only what
    /// a rule gives, and subjects that were granted for prior learning.
    fn effect(&self, kind: LimitKind, bites: bool) -> LimitEffect {
        let falls_under = |rule: &&CreditRule| match (&rule.exchange, kind) {
            (CreditExchange::Unit { .. }, _) => false,
            (_, LimitKind::Rpl) => rule.basis == CreditBasis::Rpl || self.takes_a_claim(rule),
            _ => true,
        };
        let of_rules = self.valid_rules().any(|rule| falls_under(&rule));
        let mut subjects = self.entry.points_packaging.iter().flat_map(PointsPackaging::subjects);
        let anything = self.measure == Measure::Units || of_rules || subjects.next().is_some();
        match (anything, bites) {
            (_, true) => LimitEffect::Bites,
            (true, false) => LimitEffect::LeavesRoom,
            (false, false) => LimitEffect::NothingToLimit,
        }
    }

    /// Whether a rule names something that rests on a claim.
    fn takes_a_claim(&self, rule: &CreditRule) -> bool {
        let rests_on_a_claim = |items: &[usize]| items.iter().any(|&item| self.items.all[item].by_rpl);
        match &rule.exchange {
            CreditExchange::Series { of, .. } => {
                of.iter().any(|course| rests_on_a_claim(self.items.for_course(course)))
            }
            CreditExchange::Block { from, .. } => rests_on_a_claim(self.items.for_qualification(from)),
            CreditExchange::Unit { from, .. } => rests_on_a_claim(self.items.for_course(from)),
        }
    }

    /// The rules that hold on the day.
    pub(super) fn valid_rules(&self) -> impl Iterator<Item = &'a CreditRule> {
        self.rules.iter().copied().filter(|rule| rule.valid.covers(self.at))
    }

    pub(super) fn shown(&self, millionths: i64) -> Amount {
        match self.measure {
            Measure::Units => Amount::Units(u32::try_from(millionths / WHOLE).unwrap_or(u32::MAX)),
            Measure::Points(_) => Amount::Points(points_of(millionths)),
        }
    }

    pub(super) fn scheme(&self) -> Option<&'a CreditScheme> {
        let credit = self.entry.credit.as_ref()?;
        self.catalogue.credit_scheme(&credit.scheme)
    }

    pub(super) fn eftsl(&self, millionths: i64) -> Option<ReportedEftsl> {
        self.scheme().map(|scheme| scheme.reported_eftsl(points_of(millionths)))
    }

    /// Whether study of that age counts here.
    pub(super) fn is_recent(&self, item: &Item<'_>) -> bool {
        let years = self.entry.recognition.as_ref().and_then(|recognition| recognition.study_years_max);
        years.and_then(|years| item.too_old_since(years)).is_none_or(|since| since > self.at)
    }

    /// Those of the items that are recent enough.
    pub(super) fn recent(&self, items: &[usize]) -> Vec<usize> {
        items.iter().copied().filter(|&item| self.is_recent(&self.items.all[item])).collect()
    }

    /// The standing of a line of these items: nothing that rests on an open claim is guaranteed.
    pub(super) fn standing(&self, standing: CreditStanding, items: &[usize]) -> CreditStanding {
        let open = items.iter().any(|&item| self.items.all[item].is_open());
        if open { standing.max(CreditStanding::ByApplication) } else { standing }
    }
}

/// Points of so many millionths; none where it is below 0, the most there is where it is above.
pub(super) fn points_of(millionths: i64) -> CreditPoints {
    CreditPoints::from_millionths(millionths)
}

/// The ledger of one award.
pub(super) fn ledger(catalogue: &Catalogue, items: &Items<'_>, entry: &Qualification, at: NaiveDate) -> Ledger {
    let award = Award::of(catalogue, items, entry, at);
    let counted = match award.measure {
        Measure::Units => units::count(&award),
        Measure::Points(_) => points::count(&award),
    };
    let held = items.for_qualification(&entry.code).iter().any(|&item| !items.all[item].is_open());
    let total = |standing: Option<CreditStanding>| {
        let of = counted.lines.iter().filter(|line| standing.is_none_or(|standing| line.shown.standing == standing));
        of.map(|line| line.amount).fold(0, i64::saturating_add)
    };
    let sure = |kind: LimitKind| {
        let of = counted.lines.iter().filter(|line| line.is_guaranteed() && line.falls_under(kind));
        of.map(|line| line.amount).fold(0, i64::saturating_add)
    };
    let limits = award.limits.iter().zip(&counted.limits).map(|(limit, under)| AppliedLimit {
        kind: limit.kind,
        share: limit.share,
        most: award.shown(limit.most),
        used: award.shown(under.used),
        guaranteed: award.shown(sure(limit.kind)),
        effect: award.effect(limit.kind, under.without.is_some()),
        provenance: limit.provenance.clone(),
    });
    let limits: Vec<AppliedLimit> = limits.collect();
    let not_counted = left_over::reasons(&award, &counted, held);
    let remaining = remaining::remaining(&award, &counted, total(None), held);
    let report = report(&award, &counted.lines);
    let totals = Totals {
        guaranteed: award.shown(total(Some(CreditStanding::Guaranteed))),
        by_application: award.shown(total(Some(CreditStanding::ByApplication))),
        discretionary: award.shown(total(Some(CreditStanding::Discretionary))),
        assumption: award.shown(total(Some(CreditStanding::Assumption))),
        if_all_granted: award.shown(total(None)),
    };
    Ledger {
        qualification: entry.code.clone(),
        at,
        size: award.size.map(|size| award.shown(size)),
        held,
        totals,
        guaranteed_alone: award.shown(counted.guaranteed_alone),
        limits,
        not_counted,
        specialisations: specialisations(&award),
        parts: super::parts::parts(&award, &counted.lines, held),
        remaining,
        report,
        proved: counted.proved,
        lines: counted.lines.into_iter().map(|line| line.shown).collect(),
        measure: award.measure,
    }
}

/// The specialisations of the award.
fn specialisations(award: &Award<'_>) -> Vec<Specialisation> {
    let groups = award.entry.packaging.iter().flat_map(|packaging| &packaging.groups);
    let of = groups.filter(|group| group.kind == GroupKind::Specialisation && !group.units.is_empty());
    of.map(|group| {
        let is_held = |unit: &&crate::id::CourseCode| {
            award.recent(award.items.for_course(unit)).iter().any(|&item| !award.items.all[item].is_open())
        };
        let held = group.units.iter().filter(is_held).count();
        Specialisation {
            title: group.title.clone(),
            held: u32::try_from(held).unwrap_or(u32::MAX),
            units: u32::try_from(group.units.len()).unwrap_or(u32::MAX),
            complete: held == group.units.len(),
        }
    })
    .collect()
}

/// One line for each basis, source provider and standing; what was studied as part of the award is no credit to report.
fn report(award: &Award<'_>, lines: &[Line]) -> Vec<ReportLine> {
    let mut sums: std::collections::BTreeMap<(CreditStanding, CreditBasis, Option<ProviderCode>), i64> =
        std::collections::BTreeMap::new();
    for line in lines.iter().filter(|line| !line.shown.is_studied) {
        let shown = &line.shown;
        *sums.entry((shown.standing, shown.basis, shown.from_provider.clone())).or_default() += line.amount;
    }
    let line = |((standing, basis, from_provider), sum): ((CreditStanding, CreditBasis, Option<ProviderCode>), i64)| {
        let eftsl = award.eftsl(sum)?;
        Some(ReportLine { basis, from_provider, standing, points: points_of(sum), eftsl })
    };
    sums.into_iter().filter_map(line).collect()
}

/// A line under a credit rule. What rests on a claim is recognition of prior learning, whatever else the rule takes.
pub(super) fn line_of_rule(
    award: &Award<'_>,
    rule: &CreditRule,
    items: Vec<usize>,
    counts_for: CountsFor,
    amount: i64,
    full: i64,
) -> Line {
    let by_rpl = items.iter().any(|&item| award.items.all[item].by_rpl);
    let shown = LedgerLine {
        items: items.iter().map(|&item| award.items.shown(item).clone()).collect(),
        counts_for,
        amount: award.shown(amount),
        uncut: (full > amount).then(|| award.shown(full)),
        eftsl: award.eftsl(amount),
        rule: Some(rule.code.clone()),
        form: rule.form(),
        is_studied: false,
        basis: if by_rpl { CreditBasis::Rpl } else { rule.basis },
        standing: award.standing(rule.standing, &items),
        from_provider: rule.from_provider.clone(),
        conditions: rule.conditions.clone(),
        provenance: rule.provenance.clone(),
    };
    Line { items, amount, kind: None, part: (None, None), shown }
}
