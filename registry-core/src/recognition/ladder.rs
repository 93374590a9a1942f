//! The ladder: the rungs above what somebody holds, each with its entry, its credit and what is left.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;

use super::award;
use super::items::{Items, Thing};
use super::ledger::Ledger;
use super::remaining;
use crate::catalogue::Catalogue;
use crate::course::{Equivalence, OfferingOf};
use crate::eligibility::{Eligibility, Subject, eligibility};
use crate::id::{CourseCode, QualificationCode};
use crate::learner_record::LearnerRecord;
use crate::money::Aud;
use crate::qualification::{Currency, LadderRung, Qualification};
use crate::source::Provenance;
use crate::volume::Hours;

/// One rung of the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// How many rungs up it is: 0 is held, or where somebody starts who holds none.
    pub height: u32,
    /// From which rungs it is reached, and who says that they lead to it; empty on the lowest.
    pub from: Vec<(RungRef, Provenance)>,
    /// What entry asks for, and how the record stands to it on the day.
    pub entry: Eligibility,
    /// What the rung is.
    pub of: RungOf,
}

/// What a rung is, by code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RungRef {
    /// A course on the way to a qualification.
    Course(CourseCode),
    /// A qualification.
    Qualification(QualificationCode),
}

impl RungRef {
    /// The code.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Course(code) => code.as_str(),
            Self::Qualification(code) => code.as_str(),
        }
    }
}

/// What a rung is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RungOf {
    /// A qualification: what counts towards it, and what is left.
    Qualification(Box<Ledger>),
    /// A course on the way to a qualification.
    Course {
        /// Which.
        course: CourseCode,
        /// Whether it is held.
        held: bool,
        /// How long its current version takes, in hours; `None`: it has none.
        hours: Option<Hours>,
        /// The least and the most that it costs from the day on, without funding; `None`: nobody offers it.
        price: Option<(Aud, Aud)>,
    },
}

impl Rung {
    /// Which course or qualification it is.
    pub fn code(&self) -> RungRef {
        match &self.of {
            RungOf::Qualification(ledger) => RungRef::Qualification(ledger.qualification.clone()),
            RungOf::Course { course, .. } => RungRef::Course(course.clone()),
        }
    }

    /// Whether it is held.
    pub fn held(&self) -> bool {
        match &self.of {
            RungOf::Qualification(ledger) => ledger.held,
            RungOf::Course { held, .. } => *held,
        }
    }
}

/// Every rung that can be reached from what is held, lowest first, then courses before qualifications, in order of level
/// and code. Somebody who holds nothing that stands on a ladder begins at the lowest rungs, too: those that nothing
/// leads to.
pub fn ladder(catalogue: &Catalogue, record: &LearnerRecord, at: NaiveDate) -> Vec<Rung> {
    let items = Items::of(catalogue, record, at);
    let heights = climb(catalogue, &starts(catalogue, &items));
    let on = On { catalogue, record, items: &items, at };
    let rungs = heights.iter().filter_map(|(code, &height)| on.rung(code, height, &heights));
    let mut rungs: Vec<Rung> = rungs.collect();
    rungs.sort_by_cached_key(|rung| {
        let level = match &rung.of {
            RungOf::Qualification(ledger) => {
                catalogue.qualification(&ledger.qualification).map(|entry| entry.aqf_type.level())
            }
            RungOf::Course { .. } => None,
        };
        (rung.height, level, rung.code())
    });
    rungs
}

/// How many rungs each award is above what a record has; 0: a ladder begins there.
pub(super) fn heights_from(catalogue: &Catalogue, items: &Items<'_>) -> BTreeMap<QualificationCode, u32> {
    let starts = starts(catalogue, items);
    // A lowest rung that is not held is a rung to climb, too.
    let more = u32::from(!starts.lowest.is_empty());
    let award = |(code, height)| match code {
        RungRef::Qualification(code) => Some((code, if height == 0 { 0 } else { height + more })),
        RungRef::Course(_) => None,
    };
    climb(catalogue, &starts).into_iter().filter_map(award).collect()
}

/// All that stands on a ladder as something that leads on.
fn leads(catalogue: &Catalogue) -> impl Iterator<Item = (&Qualification, &LadderRung)> {
    catalogue.qualifications().flat_map(|entry| entry.leads_to.iter().map(move |rung| (entry, rung)))
}

/// Where the climb begins.
struct Starts {
    held: BTreeSet<RungRef>,
    /// The lowest rungs, where nothing that is held stands on a ladder; else none.
    lowest: BTreeSet<RungRef>,
}

fn starts(catalogue: &Catalogue, items: &Items<'_>) -> Starts {
    let on_the_way: BTreeSet<&CourseCode> = leads(catalogue).filter_map(|(_, rung)| rung.through.as_ref()).collect();
    let held = items.all.iter().filter(|item| !item.is_open());
    let held: BTreeSet<RungRef> = held
        .filter_map(|item| match item.thing {
            Thing::Qualification(code) => {
                catalogue.qualification(code).map(|entry| RungRef::Qualification(entry.code.clone()))
            }
            Thing::Course(code) => on_the_way.get(code).map(|code| RungRef::Course((*code).clone())),
        })
        .collect();
    let led_to: BTreeSet<&QualificationCode> = leads(catalogue).map(|(_, rung)| &rung.qualification).collect();
    // An award stands on a ladder where something leads to it, or it leads on itself or as what it counts as.
    let stands = |code: &RungRef| match code {
        RungRef::Course(_) => true,
        RungRef::Qualification(award) => led_to.contains(award) || !next_of(catalogue, code).is_empty(),
    };
    if held.iter().any(stands) {
        return Starts { held, lowest: BTreeSet::new() };
    }
    let current = catalogue.qualifications().filter(|entry| entry.currency == Currency::Current);
    let lowest = current.filter(|entry| !entry.leads_to.is_empty() && !led_to.contains(&entry.code));
    Starts { held, lowest: lowest.map(|entry| RungRef::Qualification(entry.code.clone())).collect() }
}

/// The fewest rungs to each that can be reached. What is held leads on as its equivalent successor does, too; a course on
/// the way is a rung between.
fn climb(catalogue: &Catalogue, starts: &Starts) -> BTreeMap<RungRef, u32> {
    let mut waiting: VecDeque<RungRef> = starts.held.union(&starts.lowest).cloned().collect();
    let mut heights: BTreeMap<RungRef, u32> = waiting.iter().map(|code| (code.clone(), 0)).collect();
    while let Some(code) = waiting.pop_front() {
        let height = heights.get(&code).copied().unwrap_or(0);
        for (reached, rises) in next_of(catalogue, &code) {
            let height = height + u32::from(rises);
            if heights.get(&reached).is_none_or(|known| height < *known) {
                heights.insert(reached.clone(), height);
                // What stands for the same award is as high, and its rungs are looked at as soon.
                if rises { waiting.push_back(reached) } else { waiting.push_front(reached) }
            }
        }
    }
    heights
}

/// What a rung leads to, and whether that is higher.
fn next_of(catalogue: &Catalogue, code: &RungRef) -> Vec<(RungRef, bool)> {
    match code {
        RungRef::Course(course) => {
            let from_here = leads(catalogue).filter(|(_, rung)| rung.through.as_ref() == Some(course));
            from_here.map(|(_, rung)| (RungRef::Qualification(rung.qualification.clone()), true)).collect()
        }
        RungRef::Qualification(code) => {
            let Some(entry) = catalogue.qualification(code) else { return Vec::new() };
            let up = entry.leads_to.iter().map(|rung| match &rung.through {
                Some(course) => (RungRef::Course(course.clone()), true),
                None => (RungRef::Qualification(rung.qualification.clone()), true),
            });
            let same = entry.superseded_by.iter().filter(|next| next.equivalence == Equivalence::Equivalent);
            let same = same.map(|next| (RungRef::Qualification(next.qualification.clone()), false));
            up.chain(same).collect()
        }
    }
}

/// For whom and when.
struct On<'a> {
    catalogue: &'a Catalogue,
    record: &'a LearnerRecord,
    items: &'a Items<'a>,
    at: NaiveDate,
}

impl On<'_> {
    fn rung(&self, code: &RungRef, height: u32, heights: &BTreeMap<RungRef, u32>) -> Option<Rung> {
        let (subject, of) = match code {
            RungRef::Qualification(code) => {
                let entry = self.catalogue.qualification(code)?;
                let ledger = award::ledger(self.catalogue, self.items, entry, self.at);
                (Subject::Qualification(code.clone()), RungOf::Qualification(Box::new(ledger)))
            }
            RungRef::Course(code) => (Subject::Course(code.clone()), self.course(code)?),
        };
        let from = if height == 0 { Vec::new() } else { self.from(code, heights) };
        let entry = eligibility(self.catalogue, self.record, &subject, self.at).ok()?;
        Some(Rung { height, from, entry, of })
    }

    fn course(&self, code: &CourseCode) -> Option<RungOf> {
        let entry = self.catalogue.course(code)?;
        let current = entry.current();
        let offered = self
            .catalogue
            .offerings()
            .filter(|offering| matches!(&offering.of, OfferingOf::Course { course, .. } if course == code));
        Some(RungOf::Course {
            course: code.clone(),
            held: self.items.for_course(code).iter().any(|&item| !self.items.all[item].is_open()),
            hours: current.map(|version| version.volume_of_learning),
            price: remaining::price_of(offered, self.at),
        })
    }

    /// The rungs that lead to one, of those that can be reached.
    fn from(&self, code: &RungRef, heights: &BTreeMap<RungRef, u32>) -> Vec<(RungRef, Provenance)> {
        let lower = leads(self.catalogue).filter_map(|(below, rung)| {
            let below = RungRef::Qualification(below.code.clone());
            let lower = match (code, &rung.through) {
                (RungRef::Course(course), Some(through)) if through == course => below,
                (RungRef::Qualification(code), None) if rung.qualification == *code => below,
                (RungRef::Qualification(code), Some(through)) if rung.qualification == *code => {
                    RungRef::Course(through.clone())
                }
                _ => return None,
            };
            Some((lower, rung.provenance.clone()))
        });
        let mut from: Vec<(RungRef, Provenance)> = Vec::new();
        for (lower, provenance) in lower.filter(|(lower, _)| heights.contains_key(lower)) {
            if from.iter().all(|(known, _)| *known != lower) {
                from.push((lower, provenance));
            }
        }
        from
    }
}
