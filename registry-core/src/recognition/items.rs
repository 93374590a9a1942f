//! What a record has that may count: held things, and claims that are not granted yet.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::ledger::CountedItem;
use crate::catalogue::Catalogue;
use crate::course::{CourseKind, Equivalence};
use crate::date::add_months;
use crate::id::{CourseCode, QualificationCode};
use crate::learner_record::{Held, LearnerRecord};
use crate::rpl::{Claimed, RplClaim, RplStatus};
use crate::source::Provenance;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing<'a> {
    Course(&'a CourseCode),
    Qualification(&'a QualificationCode),
}

impl<'a> Thing<'a> {
    fn claimed(of: &'a Claimed) -> Self {
        match of {
            Claimed::Course { course, .. } => Self::Course(course),
            Claimed::Qualification(code) => Self::Qualification(code),
        }
    }
}

/// Something of the record that may count.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    pub(super) thing: Thing<'a>,
    /// When it was completed; `None`: a claim that nobody has granted.
    pub(super) completed: Option<NaiveDate>,
    /// Rests on a claim of prior learning.
    pub(super) by_rpl: bool,
    /// It was studied with the provider that awards, or a plan teaches it: what of it is part of the award is no recognition.
    pub(super) is_studied: bool,
    /// A claim that was refused: it counts for nothing.
    pub(super) refused: Option<NaiveDate>,
}

impl Item<'_> {
    /// Nobody has granted it.
    pub(super) fn is_open(&self) -> bool {
        self.completed.is_none()
    }

    /// From which day on it no longer counts where study counts for so many years.
    pub(super) fn too_old_since(&self, years: u8) -> Option<NaiveDate> {
        let last = add_months(self.completed?, u32::from(years) * 12)?;
        last.succ_opt()
    }
}

/// Everything of a record that may count on one day, and what each course or qualification of the catalogue is met by.
pub(crate) struct Items<'a> {
    pub(super) all: Vec<Item<'a>>,
    /// Things that are the same learning as another, which stands for them.
    pub(super) same_as: BTreeMap<usize, usize>,
    /// By the course it counts as: the course itself, or by equivalent successors.
    as_course: BTreeMap<&'a CourseCode, Vec<usize>>,
    as_qualification: BTreeMap<&'a QualificationCode, Vec<usize>>,
    /// By thing, the courses that it counts as beside itself, nearest first; few have any.
    later: BTreeMap<usize, Vec<&'a CourseCode>>,
    catalogue: &'a Catalogue,
    /// By item, how it is shown: found when it is first asked for.
    shown: Vec<OnceCell<CountedItem>>,
    /// By item, what breaks the chain of equivalents.
    broken: Vec<Option<Broken<'a>>>,
    /// By item, the unit that it is where it may be an elective from elsewhere.
    current_unit: Vec<Option<&'a CourseCode>>,
}

/// What has replaced something along the way and breaks the chain of equivalents: the successor that it does not count as,
/// whether that is said, and by whom.
pub(super) type Broken<'a> = (Thing<'a>, Equivalence, &'a Provenance);

/// Something that is to be learned beside what a record has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Learned<'a> {
    pub(crate) thing: Thing<'a>,
    pub(crate) completed: NaiveDate,
    /// Assessed, and not taught.
    pub(crate) by_rpl: bool,
}

impl<'a> Items<'a> {
    pub(super) fn of(catalogue: &'a Catalogue, record: &'a LearnerRecord, at: NaiveDate) -> Self {
        let claims = record.rpl().iter().filter(|claim| !matches!(claim.status, RplStatus::Granted { .. }));
        let claims = claims.map(|claim| Item {
            thing: Thing::claimed(&claim.of),
            completed: None,
            by_rpl: true,
            is_studied: false,
            refused: match claim.status {
                RplStatus::Refused { on } => Some(on),
                _ => None,
            },
        });
        Self::sorted(catalogue, held(record, at).chain(claims).collect())
    }

    /// The same where some courses were studied with the provider that awards.
    pub(super) fn studied(mut self, courses: &BTreeSet<CourseCode>) -> Self {
        for item in &mut self.all {
            item.is_studied |= matches!(item.thing, Thing::Course(code) if courses.contains(code)) && !item.by_rpl;
        }
        self
    }

    /// The same where whoever awards has taught no more than some courses.
    pub(super) fn taught_by_them(mut self, courses: &BTreeSet<&CourseCode>) -> Self {
        for item in &mut self.all {
            item.is_studied &= matches!(item.thing, Thing::Course(code) if courses.contains(code));
        }
        self
    }

    /// What is held on a day, and what is learned by then. Claims that nobody has granted are left out.
    pub(super) fn with(
        catalogue: &'a Catalogue,
        record: &'a LearnerRecord,
        learned: &[Learned<'a>],
        at: NaiveDate,
    ) -> Self {
        let learned = learned.iter().filter(|learned| learned.completed <= at).map(|learned| Item {
            thing: learned.thing,
            completed: Some(learned.completed),
            by_rpl: learned.by_rpl,
            is_studied: !learned.by_rpl,
            refused: None,
        });
        Self::sorted(catalogue, held(record, at).chain(learned).collect())
    }

    fn sorted(catalogue: &'a Catalogue, mut all: Vec<Item<'a>>) -> Self {
        all.sort_by(|a, b| (a.is_open(), a.completed, key(a)).cmp(&(b.is_open(), b.completed, key(b))));
        let mut items = Self {
            all: Vec::new(),
            same_as: BTreeMap::new(),
            as_course: BTreeMap::new(),
            as_qualification: BTreeMap::new(),
            later: BTreeMap::new(),
            catalogue,
            shown: vec![OnceCell::new(); all.len()],
            broken: Vec::new(),
            current_unit: Vec::new(),
        };
        let known: Vec<Known> = all.iter().map(|item| Known::of(catalogue, item.thing)).collect();
        let broken = |(item, known): (&Item<'a>, &Known)| {
            if known.is_replaced { break_in_succession(catalogue, &item.thing) } else { None }
        };
        items.broken = all.iter().zip(&known).map(broken).collect();
        items.register(catalogue, &all, &known);
        items.all = all;
        items.current_unit = (0..known.len()).map(|index| items.unit_of(index, &known[index])).collect();
        items
    }

    /// Notes what each thing counts as. Two versions of one course are one thing: what was completed last stands for both,
    /// since it counts longest.
    fn register(&mut self, catalogue: &'a Catalogue, all: &[Item<'a>], known: &[Known]) {
        let mut stands: BTreeMap<(u8, &'a str), usize> = BTreeMap::new();
        for (index, item) in all.iter().enumerate().filter(|(_, item)| item.refused.is_none()) {
            let known = stands.entry(key(item)).or_insert(index);
            if !item.is_open() {
                *known = index;
            }
        }
        for (index, item) in all.iter().enumerate().filter(|(_, item)| item.refused.is_none()) {
            let stands = stands.get(&key(item)).copied().unwrap_or(index);
            if stands != index {
                self.same_as.insert(index, stands);
                continue;
            }
            let replaced = known[index].is_replaced.then(|| later(catalogue, item.thing).skip(1));
            for counted in std::iter::once(item.thing).chain(replaced.into_iter().flatten()) {
                match counted {
                    Thing::Course(code) => {
                        self.as_course.entry(code).or_default().push(index);
                        if counted != item.thing {
                            self.later.entry(index).or_default().push(code);
                        }
                    }
                    Thing::Qualification(code) => self.as_qualification.entry(code).or_default().push(index),
                }
            }
        }
    }

    /// Something else that is held and that the item counts as by equivalent successors, or `None`.
    pub(super) fn successor_held(&self, index: usize) -> Option<usize> {
        let is_itself = |other: usize, code: &CourseCode| self.all[other].thing == Thing::Course(code);
        let held = |code: &&'a CourseCode| self.for_course(code).iter().copied().find(|&other| is_itself(other, code));
        self.later.get(&index)?.iter().find_map(held)
    }

    /// The items that count as a course, in order.
    pub(super) fn for_course(&self, code: &CourseCode) -> &[usize] {
        self.as_course.get(code).map_or(&[], Vec::as_slice)
    }

    /// The items that count as a qualification, in order.
    pub(super) fn for_qualification(&self, code: &QualificationCode) -> &[usize] {
        self.as_qualification.get(code).map_or(&[], Vec::as_slice)
    }

    /// How an item is shown.
    pub(super) fn shown(&self, index: usize) -> &CountedItem {
        self.shown[index].get_or_init(|| {
            let item = &self.all[index];
            let (code, title) = match item.thing {
                Thing::Course(code) => (code.as_str(), self.catalogue.course(code).map(|entry| &entry.title)),
                Thing::Qualification(code) => {
                    (code.as_str(), self.catalogue.qualification(code).map(|entry| &entry.title))
                }
            };
            let title = title.map_or(code, String::as_str).to_owned();
            CountedItem { code: code.to_owned(), title, completed: item.completed, by_rpl: item.by_rpl }
        })
    }

    /// What breaks the chain of equivalents of an item, if anything does.
    pub(super) fn broken(&self, index: usize) -> Option<&Broken<'a>> {
        self.broken[index].as_ref()
    }

    /// The unit of competency that an item is, where it may be an elective from elsewhere: such are current. One that was
    /// replaced counts as its equivalents or not at all.
    pub(super) fn current_unit(&self, index: usize) -> Option<&'a CourseCode> {
        self.current_unit[index]
    }

    fn unit_of(&self, index: usize, known: &Known) -> Option<&'a CourseCode> {
        let Thing::Course(code) = self.all[index].thing else { return None };
        (known.is_unit && self.successor_held(index).is_none() && self.broken(index).is_none()).then_some(code)
    }
}

/// What a catalogue knows of a thing, looked up once.
struct Known {
    /// Something has replaced it.
    is_replaced: bool,
    is_unit: bool,
}

impl Known {
    fn of(catalogue: &Catalogue, thing: Thing<'_>) -> Self {
        match thing {
            Thing::Course(code) => {
                let entry = catalogue.course(code);
                let is_unit = entry.is_some_and(|entry| entry.kind == CourseKind::UnitOfCompetency);
                Self { is_replaced: entry.is_some_and(|entry| entry.superseded_by.is_some()), is_unit }
            }
            Thing::Qualification(code) => {
                let entry = catalogue.qualification(code);
                Self { is_replaced: entry.is_some_and(|entry| entry.superseded_by.is_some()), is_unit: false }
            }
        }
    }
}

/// What a record holds on a day.
fn held<'a>(record: &'a LearnerRecord, at: NaiveDate) -> impl Iterator<Item = Item<'a>> {
    let granted = |thing: Thing<'_>| {
        let is_it = |claim: &&RplClaim| Thing::claimed(&claim.of) == thing;
        record.rpl().iter().filter(is_it).any(|claim| matches!(claim.status, RplStatus::Granted { .. }))
    };
    record.held().iter().filter(move |held| held.completed() <= at).map(move |held| {
        let thing = match held {
            Held::Course { course, .. } => Thing::Course(course),
            Held::Qualification { qualification, .. } => Thing::Qualification(qualification),
        };
        Item { thing, completed: Some(held.completed()), by_rpl: granted(thing), is_studied: false, refused: None }
    })
}

fn key<'a>(item: &Item<'a>) -> (u8, &'a str) {
    match item.thing {
        Thing::Course(code) => (0, code.as_str()),
        Thing::Qualification(code) => (1, code.as_str()),
    }
}

/// A thing and all that it counts as: successors as long as they are equivalent. A checked catalogue has no circle here.
pub(crate) fn later<'a>(catalogue: &'a Catalogue, thing: Thing<'a>) -> impl Iterator<Item = Thing<'a>> {
    std::iter::successors(Some(thing), move |at| {
        let (next, equivalence) = match *at {
            Thing::Course(code) => {
                let next = catalogue.course(code)?.superseded_by.as_ref()?;
                (Thing::Course(&next.course), next.equivalence)
            }
            Thing::Qualification(code) => {
                let next = catalogue.qualification(code)?.superseded_by.as_ref()?;
                (Thing::Qualification(&next.qualification), next.equivalence)
            }
        };
        (equivalence == Equivalence::Equivalent).then_some(next)
    })
}

fn break_in_succession<'a>(catalogue: &'a Catalogue, thing: &Thing<'a>) -> Option<Broken<'a>> {
    match *thing {
        Thing::Course(mut code) => loop {
            let next = catalogue.course(code)?.superseded_by.as_ref()?;
            if next.equivalence != Equivalence::Equivalent {
                return Some((Thing::Course(&next.course), next.equivalence, &next.provenance));
            }
            code = &next.course;
        },
        Thing::Qualification(mut code) => loop {
            let next = catalogue.qualification(code)?.superseded_by.as_ref()?;
            if next.equivalence != Equivalence::Equivalent {
                return Some((Thing::Qualification(&next.qualification), next.equivalence, &next.provenance));
            }
            code = &next.qualification;
        },
    }
}
