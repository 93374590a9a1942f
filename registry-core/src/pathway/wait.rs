//! What a step waits for.

use super::answer::{ItemKey, Wait};
use super::explain::Explain;
use super::plan::Placed;
use super::problem::{Timing, date_of, teaches};
use super::ready::ready;
use super::under_way::Awaited;
use crate::course::Offering;
use crate::eligibility::gate_from;
use crate::requisite::{Requisite, RequisiteExpr};
use crate::tier::TierDefinition;
use crate::words;

impl Explain<'_> {
    /// The gate a step waits for: one that opens after the earliest start, on the very day from which everything the
    /// step needs is met.
    pub(super) fn wait(&self, requisites: &[Requisite], offering: &Offering, placed: &Placed) -> Option<Wait> {
        let problem = &self.posed.problem;
        let ready = date_of(ready(problem, placed.item, &self.with_under_way()));
        let opens = self.wait_for_rpl(offering);
        if opens.as_ref().is_some_and(|wait| wait.from > ready) {
            return opens;
        }
        let item = &problem.items[placed.item];
        let tiers = item.tiers.iter().filter_map(|tier| self.catalogue.tier(tier));
        let entry = tiers.filter(|tier| self.names(tier, &item.key)).flat_map(|tier| &tier.entry);
        let mut waits: Vec<Wait> = Vec::new();
        for requisite in requisites.iter().chain(entry).filter(|requisite| requisite.is_required()) {
            requisite.requires().visit_leaves(&mut |leaf| {
                let RequisiteExpr::Gate(gate) = leaf else { return };
                let Some(from) = gate_from(&self.request.record, gate) else {
                    return;
                };
                if from > self.request.limits.earliest_start && from == ready {
                    waits.push(Wait { gate: words::gate(gate), from, provenance: requisite.provenance().clone() });
                }
            });
        }
        waits.into_iter().next()
    }

    /// The plan with all that is under way: it takes place, whether the plan needs it or not.
    fn with_under_way(&self) -> Vec<Placed> {
        let mut all = self.plan.to_vec();
        for (item, entry) in self.posed.problem.items.iter().enumerate() {
            let timing = entry.choices.first().map(|choice| choice.timing);
            if let (Some(Awaited::UnderWay), Some(Timing::Dated { start, end })) = (entry.awaits, timing) {
                all.push(Placed { start, end, item, choice: 0 });
            }
        }
        all
    }

    /// Whether a tier is completed by something, itself or within another tier that it names.
    fn names(&self, tier: &TierDefinition, item: &ItemKey) -> bool {
        let mut named = false;
        tier.completion.visit_leaves(&mut |leaf| {
            named |= match leaf {
                RequisiteExpr::Tier(other) if *other != tier.tier => {
                    self.catalogue.tier(other).is_some_and(|other| self.names(other, item))
                }
                leaf => teaches(item, leaf),
            };
        });
        named
    }

    /// The last gate to open of those that recognition of prior learning asks for, where one opens after the earliest
    /// start.
    fn wait_for_rpl(&self, offering: &Offering) -> Option<Wait> {
        let asks = offering.rpl.iter().flat_map(|rpl| &rpl.asks);
        let opens = asks.filter_map(|gate| gate_from(&self.request.record, gate).map(|from| (from, gate)));
        let later = opens.filter(|(from, _)| *from > self.request.limits.earliest_start);
        let (from, gate) = later.max_by_key(|(from, _)| *from)?;
        Some(Wait { gate: words::gate(gate), from, provenance: offering.provenance.clone() })
    }
}
