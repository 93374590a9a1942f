//! What stands in the way whatever the limits: requirements that nothing meets.

use super::answer::{Blocker, ItemKey, Limit};
use super::credit::{Composition, composition_of, most_of};
use super::explain::item_title;
use super::goal::{self, Variation, pose};
use super::problem::{Builder, Item, Problem, date_of, offerings_of, requisites_of};
use super::ready::never_ready;
use super::request::{Goal, Request};
use crate::catalogue::Catalogue;
use crate::course::VersionStatus;
use crate::credit::{CreditPoints, CreditRule};
use crate::date::in_words;
use crate::eligibility::gate_from;
use crate::learner_record::Held;
use crate::recognition::{Amount, Thing};
use crate::requisite::{Requisite, RequisiteExpr};
use crate::solver::expr::{Day, Expr};
use crate::source::Provenance;
use crate::words;

/// What has replaced something, by code and title and as what is held; `None` where nothing has.
fn replacement<'a>(catalogue: &'a Catalogue, key: &ItemKey) -> Option<(String, Thing<'a>)> {
    match key {
        ItemKey::Course(code, _) => {
            let next = catalogue.course(&catalogue.course(code)?.superseded_by.as_ref()?.course)?;
            Some((titled(next.code.as_str(), &next.title), Thing::Course(&next.code)))
        }
        ItemKey::Qualification(code) => {
            let next = &catalogue.qualification(code)?.superseded_by.as_ref()?.qualification;
            let title = titled(next.as_str(), &catalogue.qualification(next)?.title);
            Some((title, Thing::Qualification(next)))
        }
    }
}

/// Whether what is held is a thing, whatever its version.
fn is_of(held: &Held, thing: &Thing<'_>) -> bool {
    match (held, thing) {
        (Held::Course { course, .. }, Thing::Course(code)) => course == *code,
        (Held::Qualification { qualification, .. }, Thing::Qualification(code)) => qualification == *code,
        _ => false,
    }
}

/// That what replaced something that is asked for does not count as it.
const NOT_BY_ITSELF: &str = "what replaced it does not meet this by itself, so ask the provider whether it is accepted";

/// A code and a title; one of them where they are the same word.
fn titled(code: &str, title: &str) -> String {
    if code.eq_ignore_ascii_case(title) { title.to_owned() } else { format!("{code} {title}") }
}

/// What is missing where something would do on some days, and is not finished by then.
const STILL_COUNT: &str =
    " that still count on the day when all is finished: until then rules end, or what was learned is too old";

/// The same of a whole award.
const ALL_THAT_COUNTS: &str = ": enough parts of it that still count on the day when all of it is finished: until then \
                               rules end, or what was learned is too old";

/// The most blockers that are named; a person reads no more.
const BLOCKERS_MAX: usize = 12;

/// Walks from the goal down to the requirements that nothing meets.
pub(super) struct Blockers<'a> {
    builder: Builder<'a>,
    goal: &'a Goal,
    found: Vec<Blocker>,
    /// What is being walked through; corequisites may lead back to it.
    within: Vec<ItemKey>,
}

impl<'a> Blockers<'a> {
    /// `proved`: whether it is proved that there is no pathway without any limits.
    pub(super) fn of(catalogue: &'a Catalogue, request: &'a Request, varied: &Variation, proved: bool) -> Vec<Blocker> {
        let mut walk = Blockers {
            builder: Builder::new(catalogue, request, &Limit::ALL),
            goal: &request.goal,
            found: Vec::new(),
            within: Vec::new(),
        };
        let barred = vec![goal::title(catalogue, &request.goal)];
        match &request.goal {
            Goal::Role(code) => {
                for requisite in catalogue.role(code).map_or(&[][..], |role| &role.preparation) {
                    if requisite.is_required() {
                        walk.expression(requisite.requires(), &barred, Some(requisite.provenance()));
                    }
                }
            }
            Goal::Tier(tier) => walk.expression(&RequisiteExpr::Tier(*tier), &barred, None),
            Goal::Course(code) => walk.expression(&RequisiteExpr::course(code.clone()), &[], None),
            Goal::Qualification(code) => walk.expression(&RequisiteExpr::Qualification(code.clone()), &[], None),
            Goal::Credit { points, towards } => {
                let missing = walk.credit(*points, towards);
                walk.note(&[], missing, None);
            }
        }
        if let Some(code) = &varied.with {
            walk.expression(&RequisiteExpr::course(code.clone()), &[], None);
        }
        if let Goal::Qualification(code) = &request.goal
            && walk.found.is_empty()
        {
            let counts = walk.builder.stretches(code, &mut |builder| builder.whole_goal(code));
            let missing = format!("{}{}", barred[0], ALL_THAT_COUNTS);
            // In each stretch something would do, and none of it can be finished before that ends.
            if !counts.is_empty() && counts.iter().all(|stretch| stretch.until < walk.builder.end) {
                walk.note(&barred, missing, None);
            }
        }
        if walk.found.is_empty() {
            walk.dates(&pose(catalogue, request, &Limit::ALL, varied).problem, &barred);
        }
        if walk.found.is_empty() && proved {
            let missing =
                "offerings that follow one another: all it needs is offered, but not at dates that fit together";
            walk.note(&barred, missing.to_owned(), None);
        }
        walk.found
    }

    /// Where everything is offered and nothing fits: what starts, for the last time, before what it needs can be
    /// finished, or before a gate opens.
    fn dates(&mut self, problem: &Problem, barred: &[String]) {
        let catalogue = self.builder.catalogue;
        for (item, ready) in never_ready(problem) {
            let item = &problem.items[item];
            let title = item_title(catalogue, &item.key);
            let barred = if barred == std::slice::from_ref(&title) { &[][..] } else { barred };
            if item.is_award() {
                self.note(barred, format!("{title}{ALL_THAT_COUNTS}"), None);
                continue;
            }
            let requisites = requisites_of(catalogue, &item.key).unwrap_or(&[]);
            if let Some((gate, asked)) = self.opens_on(requisites, item, ready) {
                let day = in_words(date_of(ready));
                let missing = format!(
                    "an offering of {title} that starts on {day} or later, when you have {gate}: those there are start too early"
                );
                self.note(barred, missing, Some(&asked));
                continue;
            }
            let asked = item.asks.first().and_then(|(place, _)| requisites.get(*place));
            let partners = item.partners.iter().filter(|partner| item.beside.names(**partner));
            let partners: Vec<String> =
                partners.map(|partner| item_title(catalogue, &problem.items[*partner].key)).collect();
            let partners: Vec<&str> = partners.iter().map(String::as_str).collect();
            let missing = if partners.is_empty() {
                format!("an offering of {title} that starts after what it needs: those there are start too early")
            } else {
                format!(
                    "offerings of {title} and of {} that start in one week: they are taken together",
                    words::joined(&partners)
                )
            };
            self.note(barred, missing, asked.map(Requisite::provenance));
        }
    }

    /// The gate that opens on a day and that an item waits for, in words, with who asks for it.
    fn opens_on(&self, requisites: &[Requisite], item: &Item, ready: Day) -> Option<(String, Provenance)> {
        let tiers = item.tiers.iter().filter_map(|tier| self.builder.catalogue.tier(tier));
        let asked = requisites.iter().chain(tiers.flat_map(|tier| &tier.entry));
        let mut found = None;
        for requisite in asked.filter(|requisite| requisite.is_required()) {
            requisite.requires().visit_leaves(&mut |leaf| {
                let RequisiteExpr::Gate(gate) = leaf else { return };
                if found.is_none() && gate_from(self.builder.record, gate).is_some_and(|from| from == date_of(ready)) {
                    found = Some((words::gate(gate), requisite.provenance().clone()));
                }
            });
        }
        found
    }

    fn note(&mut self, barred: &[String], missing: String, provenance: Option<&Provenance>) {
        let blocker = Blocker { barred: barred.to_vec(), missing, provenance: provenance.cloned() };
        let known =
            self.found.iter().any(|other| other.missing == blocker.missing && other.provenance == blocker.provenance);
        if !known && self.found.len() < BLOCKERS_MAX {
            self.found.push(blocker);
        }
    }

    /// Every reason why a requirement is not met; none when it can be.
    fn expression(&mut self, expression: &RequisiteExpr, barred: &[String], provenance: Option<&Provenance>) {
        if self.builder.expression(expression) != Expr::Never {
            return;
        }
        match expression {
            RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => {
                for operand in expression.operands() {
                    self.expression(operand, barred, provenance);
                }
            }
            RequisiteExpr::Tier(tier) => {
                let Some(definition) = self.builder.catalogue.tier(tier) else {
                    return;
                };
                let mut below = barred.to_vec();
                let title = words::tier(self.builder.catalogue, *tier);
                if below.last() != Some(&title) {
                    below.push(title);
                }
                for requisite in definition.entry.iter().filter(|requisite| requisite.is_required()) {
                    self.expression(requisite.requires(), &below, Some(requisite.provenance()));
                }
                self.expression(&definition.completion, &below, Some(&definition.completion_provenance));
            }
            RequisiteExpr::Gate(gate) => {
                let missing = match gate_from(self.builder.record, gate) {
                    Some(from) => format!("{}, which holds only from {}", words::gate(gate), in_words(from)),
                    None => words::gate(gate),
                };
                self.note(barred, missing, provenance);
            }
            RequisiteExpr::Course(wanted) => {
                let Some(course) = self.builder.catalogue.course(&wanted.course) else {
                    return;
                };
                let taught = course.versions.iter().filter(|version| version.status == VersionStatus::Published);
                let fitting: Vec<_> = taught.filter(|version| wanted.range.matches(&version.version)).collect();
                if fitting.is_empty() {
                    let missing = format!(
                        "{}: no published version of it",
                        words::expression(self.builder.catalogue, expression)
                    );
                    return self.note(barred, missing, provenance);
                }
                for version in fitting {
                    self.item(&ItemKey::Course(course.code.clone(), version.version.clone()), barred, provenance);
                }
            }
            RequisiteExpr::Qualification(code) => self.item(&ItemKey::Qualification(code.clone()), barred, provenance),
        }
    }

    fn item(&mut self, key: &ItemKey, barred: &[String], provenance: Option<&Provenance>) {
        let catalogue = self.builder.catalogue;
        let title = item_title(catalogue, key);
        let is_offered = !offerings_of(catalogue, key).is_empty();
        let parts = if is_offered { None } else { self.of_parts(key) };
        // Where its parts are enough, what entry asks for stands in the way.
        if !is_offered && parts.is_none_or(|(counted, size)| counted < size) {
            let is_goal = match (self.goal, key) {
                (Goal::Course(goal), ItemKey::Course(code, _)) => goal == code,
                (Goal::Qualification(goal), ItemKey::Qualification(code)) => goal == code,
                _ => false,
            };
            let replaced = replacement(catalogue, key).map_or(String::new(), |(next, key)| {
                let is_held = self.builder.record.held().iter().any(|held| is_of(held, &key));
                match (is_goal, is_held) {
                    (true, false) => format!("; {next} has replaced it; plan for that instead"),
                    (true, true) => format!("; {next} has replaced it, and you hold that"),
                    (false, false) => format!("; {next} has replaced it; {NOT_BY_ITSELF}"),
                    (false, true) => format!("; you hold {next}, which has replaced it; {NOT_BY_ITSELF}"),
                }
            });
            let of_parts = parts.map_or(String::new(), |(counted, size)| {
                format!("; its units or subjects and the rules towards it come to {counted} of {size}, guaranteed")
            });
            let missing = format!("an offering of {title}: nobody offers it in this catalogue{of_parts}{replaced}");
            return self.note(barred, missing, provenance);
        }
        let mut below = barred.to_vec();
        if below.last() != Some(&title) {
            below.push(title.clone());
        }
        if self.within.contains(key) {
            return;
        }
        let before = self.found.len();
        self.within.push(key.clone());
        for requisite in requisites_of(catalogue, key).unwrap_or(&[]).iter().filter(|requisite| requisite.is_required())
        {
            self.expression(requisite.requires(), &below, Some(requisite.provenance()));
        }
        self.within.pop();
        let requisites = requisites_of(catalogue, key).unwrap_or(&[]);
        let barred_by_requisite = requisites
            .iter()
            .any(|requisite| requisite.is_required() && self.builder.expression(requisite.requires()) == Expr::Never);
        if self.found.len() == before && !barred_by_requisite {
            let which = if is_offered {
                " that starts within the ten years a plan looks ahead"
            } else {
                ": nobody offers it in this catalogue, and its parts do not fit together"
            };
            self.note(barred, format!("an offering of {title}{which}"), provenance);
        }
    }

    /// To how much the parts of a whole award come that can be learned, and its size: where it is known what it is made of.
    fn of_parts(&mut self, key: &ItemKey) -> Option<(Amount, Amount)> {
        let ItemKey::Qualification(code) = key else { return None };
        let entry = self.builder.catalogue.qualification(code)?;
        if composition_of(entry) == Composition::Known { self.builder.comes_to(entry) } else { None }
    }

    /// Why so much credit cannot be reached.
    fn credit(&mut self, points: CreditPoints, towards: &crate::id::QualificationCode) -> String {
        let title = item_title(self.builder.catalogue, &ItemKey::Qualification(towards.clone()));
        let catalogue = self.builder.catalogue;
        let Some(entry) = catalogue.qualification(towards) else { return title };
        if entry.credit.is_none() && entry.packaging.is_some() {
            return format!("credit points towards {title}: it is counted in units; aim at the qualification itself");
        }
        let packaging = entry.points_packaging.iter();
        let subjects = packaging.flat_map(|packaging| packaging.subjects().map(|_| packaging.subject_points));
        let of_subjects: CreditPoints = subjects.sum();
        let none_given = of_subjects == CreditPoints::ZERO;
        if none_given && catalogue.credit_rules_towards(towards).next().is_none() {
            return format!("a rule that gives credit towards {title}: the catalogue has none");
        }
        let (first, last) = (self.builder.limits.earliest_start, date_of(self.builder.end));
        let in_time = |rule: &&CreditRule| {
            rule.valid.from.is_none_or(|from| from <= last) && rule.valid.until.is_none_or(|until| until >= first)
        };
        let rules: Vec<&CreditRule> = catalogue.credit_rules_towards(towards).filter(in_time).collect();
        if none_given && rules.is_empty() {
            return format!(
                "a rule that gives credit towards {title} between {first} and {last}: those there are hold at other times"
            );
        }
        let counts = self.builder.stretches(towards, &mut |builder| [Expr::True, builder.credit(points, towards)]);
        if !counts.is_empty() {
            return format!("{points} credit points towards {title}{STILL_COUNT}");
        }
        let wanted = format!("rules and offerings that give {points} credit points towards {title}");
        let most = rules.iter().map(|rule| most_of(&rule.exchange)).sum::<CreditPoints>() + of_subjects;
        if most < points {
            format!("{wanted}; all the rules there are give at most {most}, so aim at no more than that")
        } else {
            format!("{wanted}; those there are give less")
        }
    }
}
