//! An award of units: which held unit fills which place, so that most are filled.
//!
//! Places are the core units, the electives of each group, those that may come from elsewhere. Each unit of the award is
//! one place, each held thing fills one. It is a flow: as much of it as can be, and of that as much as can be sure.

use std::collections::{BTreeMap, BTreeSet};

use super::award::{Award, Counted, Fit, Limit, Line, Under, WHOLE, line_of_rule};
use super::filling::{Without, beside_what_counts, flow, flow_on};
use super::ledger::{CountsFor, LedgerLine, LimitKind};
use crate::credit::{CreditBasis, CreditExchange, CreditForm, CreditRule, CreditStanding};
use crate::id::CourseCode;
use crate::qualification::{Packaging, PackagingGroup};
use crate::source::{Confidence, Provenance};

/// How many electives may come from elsewhere. Where the award states neither that nor how many are listed, none may.
pub(super) fn elsewhere(packaging: &Packaging) -> u16 {
    let unlisted = packaging.electives_listed_min.map(|listed| packaging.electives.saturating_sub(listed));
    packaging.electives_elsewhere_max.or(unlisted).unwrap_or(0).min(packaging.electives)
}

/// One way in which a held thing fills a place.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) place: usize,
    pub(super) item: usize,
    pub(super) standing: CreditStanding,
    /// `None`: it is the unit itself.
    rule: Option<&'a CreditRule>,
    /// The ground on which it does, as far as the limits of the award tell grounds apart.
    pub(super) bound: Ground,
}

/// A place of the award.
pub(super) struct Place<'a> {
    pub(super) unit: &'a CourseCode,
    /// `None`: from elsewhere.
    pub(super) group: Option<&'a PackagingGroup>,
}

pub(super) fn count<'a>(award: &Award<'a>) -> Counted {
    let Some(packaging) = &award.entry.packaging else {
        return Counted { lines: vec![], limits: vec![], guaranteed_alone: 0, proved: true, fits: vec![] };
    };
    let places = places(award, packaging);
    let ways = ways(award, &places);
    let (mut choices, proved) = by_ground(award, &ways);
    if !proved {
        choices.push(least_bounded(award, packaging, &places, &ways));
    }
    let chosen = flow(award, packaging, &places, &choices, Without::Limits(&[]));
    let guaranteed = if chosen.iter().all(|way| way.standing == CreditStanding::Guaranteed) {
        chosen.len()
    } else {
        flow(award, packaging, &places, &choices, Without::AllButGuaranteed).len()
    };
    let limits = award.limits.iter().map(|limit| {
        let falls_under = |way: &&Way<'_>| falls_under(award, limit.kind, &places, way);
        let used = chosen.iter().filter(falls_under).count() as i64 * WHOLE;
        let more = || {
            without(award, limit, chosen.len(), |kinds| {
                flow(award, packaging, &places, &choices, Without::Limits(kinds))
            })
        };
        let without: Option<Vec<Way<'_>>> = if used == limit.most { more() } else { None };
        let items = |more: Vec<Way<'_>>| {
            let in_the_best = more.iter().filter(falls_under).map(|way| way.item);
            let mut gone = award.no_tighter(limit);
            gone.push(limit.kind);
            let beside = beside_what_counts(award, packaging, &places, &choices, (&chosen, &gone));
            let bounded = |item: &usize| ways.iter().filter(falls_under).any(|way| way.item == *item);
            in_the_best.chain(beside.into_iter().filter(bounded)).collect::<BTreeSet<_>>()
        };
        Under { used, without: without.map(items) }
    });
    let limits = limits.collect();
    let mut fits = vec![Fit::Nothing; award.items.all.len()];
    for way in &ways {
        fits[way.item] = Fit::Place;
    }
    let mut lines: Vec<Line> = chosen.iter().map(|way| line(award, &places, way)).collect();
    lines.sort_by(|a, b| {
        let key = |line: &Line| (line.shown.standing, line.shown.rule.clone(), line.items.clone());
        key(a).cmp(&key(b))
    });
    let guaranteed_alone = i64::try_from(guaranteed).unwrap_or(0) * WHOLE;
    Counted { lines, limits, guaranteed_alone, proved, fits }
}

/// The ways that fill most places without a limit, where those are more; those that leave no less room are gone, too.
fn without<'a>(
    award: &Award<'a>,
    limit: &Limit<'_>,
    chosen: usize,
    flow: impl Fn(&[LimitKind]) -> Vec<Way<'a>>,
) -> Option<Vec<Way<'a>>> {
    let mut gone = award.no_tighter(limit);
    let with = if gone.is_empty() { chosen } else { flow(&gone).len() };
    gone.push(limit.kind);
    Some(flow(&gone)).filter(|ways| ways.len() > with)
}

/// Every place that the award names, and one for each held unit that it does not name.
pub(super) fn places<'a>(award: &Award<'a>, packaging: &'a Packaging) -> Vec<Place<'a>> {
    let of_group = |group: &'a PackagingGroup| group.units.iter().map(move |unit| Place { unit, group: Some(group) });
    let mut places: Vec<Place<'a>> = packaging.groups.iter().flat_map(of_group).collect();
    for code in (0..award.items.all.len()).filter_map(|index| award.items.current_unit(index)) {
        if places.iter().all(|place| place.unit != code) {
            places.push(Place { unit: code, group: None });
        }
    }
    places
}

/// Every way in which something fills a place: of each ground the surest, where none that bounds it less is as sure.
pub(super) fn ways<'a>(award: &Award<'a>, places: &[Place<'a>]) -> Vec<Way<'a>> {
    let mut ways: BTreeMap<(usize, usize), Vec<Way<'a>>> = BTreeMap::new();
    let told_apart = ToldApart::by(award);
    let mut add = |(place, item), rule: Option<&'a CreditRule>, standing| {
        let way = Way { place, item, standing, rule, bound: Ground::Studied };
        let way = Way { bound: told_apart.bound(ground(award, places, &way)), ..way };
        let known = ways.entry((way.place, way.item)).or_default();
        let rank = |way: &Way<'a>| (way.bound, way.standing);
        let no_worse =
            |one: (Ground, CreditStanding), other: (Ground, CreditStanding)| one.0 <= other.0 && one.1 <= other.1;
        if !known.iter().any(|other| no_worse(rank(other), rank(&way))) {
            known.retain(|other| !no_worse(rank(&way), rank(other)));
            known.push(way);
        }
    };
    for (place, Place { unit, group }) in places.iter().enumerate() {
        let itself = if group.is_some() { CreditStanding::Guaranteed } else { CreditStanding::ByApplication };
        for item in award.recent(award.items.for_course(unit)) {
            let standing = award.standing(itself, &[item]);
            add((place, item), None, standing);
        }
    }
    for rule in award.valid_rules() {
        let CreditExchange::Unit { from, unit } = &rule.exchange else { continue };
        let named = places.iter().enumerate().filter(|(_, place)| place.unit == unit && place.group.is_some());
        for (place, _) in named {
            for item in award.recent(award.items.for_course(from)) {
                let standing = award.standing(rule.standing, &[item]);
                add((place, item), Some(rule), standing);
            }
        }
    }
    // A unit from elsewhere is none of those that the award lists. What only a rule has stand for one of them still is.
    let is_listed = |way: &&Way<'a>| way.rule.is_none() && places[way.place].group.is_some();
    let listed: BTreeSet<usize> = ways.values().flatten().filter(is_listed).map(|way| way.item).collect();
    let counts = |way: &Way<'a>| places[way.place].group.is_some() || !listed.contains(&way.item);
    ways.into_values().flatten().filter(counts).collect()
}

fn falls_under(award: &Award<'_>, kind: LimitKind, places: &[Place<'_>], way: &Way<'_>) -> bool {
    match kind {
        LimitKind::Recognition | LimitKind::Residency => ground(award, places, way) != Ground::Studied,
        LimitKind::Rpl => ground(award, places, way) == Ground::Rpl,
        LimitKind::Elsewhere => places[way.place].group.is_none(),
    }
}

/// On what ground a held thing fills a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ground {
    /// It is a unit of the award, studied as part of it.
    Studied,
    /// It was studied elsewhere, or a rule has it stand for a unit.
    Credit,
    /// Prior learning.
    Rpl,
}

pub(super) fn ground(award: &Award<'_>, places: &[Place<'_>], way: &Way<'_>) -> Ground {
    let item = &award.items.all[way.item];
    match way.rule {
        _ if item.by_rpl => Ground::Rpl,
        Some(rule) if rule.basis == CreditBasis::Rpl => Ground::Rpl,
        None if item.is_studied && places[way.place].group.is_some() => Ground::Studied,
        _ => Ground::Credit,
    }
}

/// Which grounds the limits of an award tell apart.
struct ToldApart {
    recognised: bool,
    rpl: bool,
}

impl ToldApart {
    fn by(award: &Award<'_>) -> Self {
        let limits = |kinds: &[LimitKind]| award.limits.iter().any(|limit| kinds.contains(&limit.kind));
        Self { recognised: limits(&[LimitKind::Recognition, LimitKind::Residency]), rpl: limits(&[LimitKind::Rpl]) }
    }

    /// A ground, or the one that is bounded no less and no more.
    fn bound(&self, ground: Ground) -> Ground {
        match ground {
            Ground::Rpl if self.rpl => Ground::Rpl,
            Ground::Rpl | Ground::Credit if self.recognised => Ground::Credit,
            Ground::Studied | Ground::Credit | Ground::Rpl => Ground::Studied,
        }
    }
}

/// The most ways of settling grounds that are tried.
const GROUNDS_MAX: usize = 64;

/// The ways by the ground on which each thing is used, where it could be used on several: a flow knows things and places,
/// and not on what ground a thing fills one. The second says whether every choice is there; where there are too many, what is
/// left is used on the ground that is bounded least.
fn by_ground<'a>(award: &Award<'_>, ways: &[Way<'a>]) -> (Vec<Vec<Way<'a>>>, bool) {
    let (mut choices, mut complete) = (vec![ways.to_vec()], true);
    for (item, mut grounds) in several_grounds(award, ways) {
        if choices.len() * grounds.len() > GROUNDS_MAX {
            complete = false;
            grounds = grounds.into_iter().take(1).collect();
        }
        let on = |choice: &Vec<Way<'a>>, kept: Ground| {
            let fits = |way: &&Way<'a>| way.item != item || way.bound == kept;
            choice.iter().filter(fits).copied().collect::<Vec<_>>()
        };
        choices = choices.iter().flat_map(|choice| grounds.iter().map(|&kept| on(choice, kept))).collect();
    }
    (choices, complete)
}

/// By number, things that could be used on several grounds, and those. Few can.
fn several_grounds(award: &Award<'_>, ways: &[Way<'_>]) -> BTreeMap<usize, BTreeSet<Ground>> {
    let mut first: Vec<Option<Ground>> = vec![None; award.items.all.len()];
    let mut several: BTreeMap<usize, BTreeSet<Ground>> = BTreeMap::new();
    for way in ways {
        let first = *first[way.item].get_or_insert(way.bound);
        if first != way.bound {
            several.entry(way.item).or_default().extend([first, way.bound]);
        }
    }
    several
}

/// The ways by the ground on which each thing is used where the limits on grounds are left out and what is used is bounded
/// least. Where that keeps to the limits, nothing fills more places.
fn least_bounded<'a>(award: &Award<'a>, packaging: &Packaging, places: &[Place<'a>], ways: &[Way<'a>]) -> Vec<Way<'a>> {
    let used = flow_on(award, packaging, places, ways, Without::Grounds);
    let ground_of = |item: usize| {
        let of = |ways: &[Way<'a>]| {
            let grounds = ways.iter().filter(|way| way.item == item).map(|way| way.bound);
            grounds.min()
        };
        of(&used).or_else(|| of(ways))
    };
    ways.iter().filter(|way| ground_of(way.item) == Some(way.bound)).copied().collect()
}

fn line(award: &Award<'_>, places: &[Place<'_>], way: &Way<'_>) -> Line {
    let place = &places[way.place];
    let title = award.catalogue.course(place.unit).map_or(place.unit.to_string(), |entry| entry.title.clone());
    let counts_for = CountsFor::Component {
        code: place.unit.clone(),
        title,
        group: place.group.map(|group| group.title.clone()),
        level: None,
    };
    let kind = place.group.map(|group| group.kind);
    let groups = award.entry.packaging.iter().flat_map(|packaging| &packaging.groups);
    let group = place.group.and_then(|group| groups.into_iter().position(|other| std::ptr::eq(other, group)));
    let part = (group, None);
    if let Some(rule) = way.rule {
        let line = line_of_rule(award, rule, vec![way.item], counts_for, WHOLE, WHOLE);
        return Line { kind, part, ..line };
    }
    let item = &award.items.all[way.item];
    let conditions = match place.group {
        Some(_) => None,
        None => Some("the provider has to find the unit relevant to the award".to_owned()),
    };
    let shown = LedgerLine {
        items: vec![award.items.shown(way.item).clone()],
        counts_for,
        amount: award.shown(WHOLE),
        uncut: None,
        eftsl: None,
        rule: None,
        // An elective from elsewhere is no particular component of the award (UniSC: unspecified credit is towards electives).
        is_studied: ground(award, places, way) == Ground::Studied,
        form: if place.group.is_some() { CreditForm::Specified } else { CreditForm::Unspecified },
        basis: if item.by_rpl { CreditBasis::Rpl } else { CreditBasis::CreditTransfer },
        standing: way.standing,
        from_provider: None,
        conditions,
        provenance: match place.group {
            None => packaging_source(award),
            Some(_) if item.is_studied => packaging_source(award),
            Some(_) if item.by_rpl => prior_learning_of_units(),
            Some(_) => national_recognition(),
        },
    };
    Line { items: vec![way.item], amount: WHOLE, kind, part, shown }
}

fn packaging_source(award: &Award<'_>) -> Provenance {
    award.entry.packaging.as_ref().map_or(Provenance::Invented, |packaging| packaging.provenance.clone())
}

/// Why a unit that was completed counts as itself with every registered training organisation. Clause 3.5 stands on the
/// regulator's own page of that name, Outcome Standard 1.7 on one of the Training Accreditation Council of Western Australia.
fn national_recognition() -> Provenance {
    Provenance::External {
        external: "ASQA".to_owned(),
        place: "Standards for RTOs 2015, clause 3.5 (credit for units evidenced by AQF certification of any other RTO); Outcome Standard 1.7 since 2025".to_owned(),
        confidence: Confidence::High,
    }
}

/// Why a unit may be recognised without being taught. The regulator's answers say that the standards of 2015 require every
/// RTO to offer it; Outcome Standard 1.6 stands on a page of the Training Accreditation Council of Western Australia.
fn prior_learning_of_units() -> Provenance {
    Provenance::External {
        external: "ASQA".to_owned(),
        place: "Standards for RTOs 2015, clause 1.12 (every RTO offers recognition of prior learning); Outcome Standard 1.6 since 2025".to_owned(),
        confidence: Confidence::High,
    }
}
