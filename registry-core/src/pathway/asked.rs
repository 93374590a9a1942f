//! What requirements come to over numbered items: what is held is folded away, and what may be learned becomes an item.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::ItemKey;
use super::assessed::Means;
use super::choice::Choice;
use super::problem::{Builder, Item, Taken, day_number, requisites_of, teaches};
use super::tiers::Within;
use crate::course::VersionStatus;
use crate::eligibility::{Standing, gate_from, standing_of};
use crate::requisite::{Requisite, RequisiteExpr, RequisiteKind};
use crate::solver::expr::Expr;

/// What a course or qualification asks for, over numbered items.
pub(super) struct Asked {
    pub(super) asks: Vec<(usize, Expr)>,
    pub(super) before: Expr,
    pub(super) beside: Expr,
}

impl Builder<'_> {
    /// A requirement of the catalogue over numbered items.
    pub(crate) fn expression(&mut self, expression: &RequisiteExpr) -> Expr {
        match expression {
            RequisiteExpr::All(of) => {
                let parts = of.as_slice().iter().map(|part| self.expression(part)).collect();
                Expr::all(parts)
            }
            RequisiteExpr::Any(of) => {
                let parts = of.as_slice().iter().map(|part| self.expression(part)).collect();
                Expr::any(parts)
            }
            RequisiteExpr::AtLeast(of) => {
                let parts = of.of().iter().map(|part| self.expression(part)).collect();
                Expr::at_least(of.least() as usize, parts)
            }
            RequisiteExpr::Course(wanted) => {
                if let Some(settled) = self.settled(expression) {
                    return settled;
                }
                let Some(course) = self.catalogue.course(&wanted.course) else {
                    return Expr::Never;
                };
                let taught = course.versions.iter().rev().filter(|version| version.status == VersionStatus::Published);
                let fitting = taught.filter(|version| wanted.range.matches(&version.version));
                let keys: Vec<_> =
                    fitting.map(|version| ItemKey::Course(wanted.course.clone(), version.version.clone())).collect();
                Expr::any(keys.into_iter().flat_map(|key| self.items_for(key)).collect())
            }
            RequisiteExpr::Qualification(code) => {
                if let Some(settled) = self.settled(expression) {
                    return settled;
                }
                let mut ways = self.items_for(ItemKey::Qualification(code.clone()));
                ways.push(self.by_components(code));
                Expr::any(ways)
            }
            RequisiteExpr::Tier(tier) => match self.catalogue.tier(tier) {
                Some(definition) => {
                    let outside = self.within.clone();
                    if self.contexts.is_closed(*tier) {
                        self.within.insert(*tier);
                    }
                    let completion = self.expression(&definition.completion);
                    self.within = outside;
                    completion
                }
                None => Expr::Never,
            },
            RequisiteExpr::Gate(gate) => match gate_from(self.record, gate).map(day_number) {
                None => Expr::Never,
                Some(day) if day <= day_number(self.limits.earliest_start) => Expr::True,
                Some(day) if day > self.end => Expr::Never,
                Some(day) => Expr::From(day),
            },
        }
    }

    /// What a course or qualification comes to that is held, or under way and so never planned; `None`: neither.
    pub(super) fn settled(&mut self, leaf: &RequisiteExpr) -> Option<Expr> {
        let start = self.limits.earliest_start;
        match standing_of(self.catalogue, self.record, leaf, self.record.as_at(), &mut Vec::new()) {
            Standing::Met => Some(Expr::True),
            Standing::MetFrom(day) if day <= start => Some(Expr::True),
            Standing::MetFrom(_) => Some(self.under_way_as(leaf)),
            Standing::NotSaid | Standing::Missing => None,
        }
    }

    /// What each requirement among `requisites` that bars the way comes to, with its place in the list.
    pub(crate) fn required(&mut self, requisites: &[Requisite]) -> Vec<(usize, Expr)> {
        let bars = requisites.iter().enumerate().filter(|(_, requisite)| requisite.is_required());
        bars.map(|(place, requisite)| (place, self.expression(requisite.requires()))).collect()
    }

    /// What it takes to have learned something: the item, or the same one taken within tiers, by any means.
    pub(super) fn items_for(&mut self, key: ItemKey) -> Vec<Expr> {
        self.means_of(&key).iter().flat_map(|&means| self.items_by(&key, means)).collect()
    }

    /// The same by some means.
    pub(super) fn items_by(&mut self, key: &ItemKey, means: Means) -> Vec<Expr> {
        let contexts = self.contexts.naming(key, &self.within);
        contexts.into_iter().filter_map(|within| self.item(key, within, means)).map(Expr::Item).collect()
    }

    /// The number of an item, or `None` when it cannot be learned: no offering fits, or a requirement is never met.
    fn item(&mut self, key: &ItemKey, tiers: Within, means: Means) -> Option<usize> {
        if self.without.as_ref() == Some(key) {
            return None;
        }
        let taken = (key.clone(), tiers, means);
        let open = self.opening.get(&taken).map(|index| Some(*index));
        if let Some(known) = open.or_else(|| self.known.get(&taken).copied()) {
            return known;
        }
        let outside = std::mem::take(&mut self.opening);
        // What a step asks for is read once, by what counts when the plan begins.
        let counted_on = std::mem::replace(&mut self.counted_on, self.limits.earliest_start);
        let found = if self.is_mutual(key) { self.open_together(&taken) } else { self.open_alone(&taken) };
        (self.opening, self.counted_on) = (outside, counted_on);
        found
    }

    fn open_alone(&mut self, taken: &Taken) -> Option<usize> {
        // Such requisites never go round in a circle, so the entry is only read back after it is settled.
        self.known.insert(taken.clone(), None);
        let asked = self.asked(taken, &BTreeMap::new())?;
        let choices = self.choices(&taken.0, taken.2);
        if asked.before == Expr::Never || asked.beside == Expr::Never || choices.is_empty() {
            return None;
        }
        let index = self.items.len();
        self.add(taken, asked, choices, Vec::new());
        self.known.insert(taken.clone(), Some(index));
        Some(index)
    }

    pub(super) fn add(
        &mut self,
        (key, tiers, means): &Taken,
        asked: Asked,
        choices: Vec<Choice>,
        partners: Vec<usize>,
    ) {
        let credit = self.credit_stated(key);
        let (key, tiers) = (key.clone(), tiers.clone());
        let Asked { asks, before, beside } = asked;
        let (advised, twins) = (Vec::new(), Vec::new());
        self.items.push(Item {
            key,
            before,
            beside,
            asks,
            advised,
            choices,
            credit,
            tiers,
            means: *means,
            twins,
            partners,
            awaits: None,
            months: None,
        });
    }

    /// What something asks for. Its corequisites may be met by those of `together`.
    pub(super) fn asked(&mut self, (key, tiers, _): &Taken, together: &BTreeMap<Taken, usize>) -> Option<Asked> {
        let requisites = requisites_of(self.catalogue, key)?;
        let entries = tiers.iter().filter_map(|tier| self.catalogue.tier(tier)).flat_map(|tier| &tier.entry);
        let entries: Vec<Requisite> = entries.cloned().collect();
        let outside = std::mem::take(&mut self.within);
        let (asks, gates) = (self.required_of(requisites, together), self.required_of(&entries, together));
        self.within = outside;
        let of_kind = |kind: RequisiteKind| {
            let own = asks.iter().filter(|(place, _)| requisites[*place].kind() == kind);
            let of_tiers = gates.iter().filter(|(place, _)| entries[*place].kind() == kind);
            Expr::all(own.chain(of_tiers).map(|(_, expr)| expr.clone()).collect())
        };
        let (before, beside) = (of_kind(RequisiteKind::Prerequisite), of_kind(RequisiteKind::Corequisite));
        Some(Asked { asks, before, beside })
    }

    fn required_of(&mut self, requisites: &[Requisite], together: &BTreeMap<Taken, usize>) -> Vec<(usize, Expr)> {
        let mut asks = Vec::new();
        for (place, requisite) in requisites.iter().enumerate().filter(|(_, requisite)| requisite.is_required()) {
            if requisite.kind() == RequisiteKind::Corequisite {
                self.opening.clone_from(together);
            }
            asks.push((place, self.expression(requisite.requires())));
            self.opening.clear();
        }
        asks
    }

    /// Notes which items teach the same.
    pub(super) fn pair(&mut self) {
        let mut same: BTreeMap<ItemKey, BTreeSet<usize>> = BTreeMap::new();
        for (index, item) in self.items.iter().enumerate().filter(|(_, item)| item.awaits.is_none()) {
            same.entry(item.key.clone()).or_default().insert(index);
        }
        for group in same.values().filter(|group| group.len() > 1) {
            for &index in group {
                self.items[index].twins = group.iter().copied().filter(|other| *other != index).collect();
            }
        }
    }

    /// Notes which of the items are advised before others. Advice brings no item into the problem.
    pub(super) fn advise(&mut self) {
        let learned = self.items.iter().enumerate().filter(|(_, item)| !item.teaches_nothing());
        let keys: Vec<(usize, ItemKey)> = learned.map(|(index, item)| (index, item.key.clone())).collect();
        let catalogue = self.catalogue;
        for item in self.items.iter_mut().filter(|item| item.awaits.is_none()) {
            let Some(requisites) = requisites_of(catalogue, &item.key) else {
                continue;
            };
            for requisite in requisites.iter().filter(|requisite| !requisite.is_required()) {
                requisite.requires().visit_leaves(&mut |leaf| {
                    let advised = keys.iter().filter(|(_, key)| teaches(key, leaf));
                    item.advised.extend(advised.map(|(index, _)| *index));
                });
            }
            item.advised.sort_unstable();
            item.advised.dedup();
        }
    }
}
