//! What no pathway is better than.

use async_graphql::SimpleObject;
use registry_core::pathway::{Bound as Core, Gap, Pathway, words};

use super::pathway::Objective;
use crate::graphql::scalars::{Aud, CreditPoints, Date};

/// What no pathway is better than at one objective, and how much better than a pathway the best may be: 0 where that one
/// is best. Of the pairs of figures one is given: the one in the objective's own unit.
#[derive(SimpleObject)]
pub(crate) struct Bound {
    /// At which objective.
    objective: Objective,
    /// In a sentence.
    summary: String,
    /// No pathway costs less.
    cost: Option<Aud>,
    /// The best may be so much cheaper.
    cost_gap: Option<Aud>,
    /// No pathway is finished sooner.
    finish: Option<Date>,
    /// The best may be finished so many days sooner.
    finish_gap_days: Option<u32>,
    /// No pathway has a lighter heaviest week: whole hours of own time, rounded up.
    heaviest_week_hours: Option<u32>,
    /// The best may be so many hours lighter in its heaviest week.
    heaviest_week_gap_hours: Option<u32>,
    /// No pathway's steps state more credit points.
    credit_points: Option<CreditPoints>,
    /// The best may state so many more.
    credit_points_gap: Option<CreditPoints>,
    /// No pathway has fewer steps that peers do not lead.
    steps_not_led: Option<u32>,
    /// The best may have so many fewer.
    steps_not_led_gap: Option<u32>,
}

impl Bound {
    /// A bound, beside a pathway where there is one.
    pub(crate) fn new(bound: Core, pathway: Option<&Pathway>) -> Self {
        let mut shown = Self {
            objective: bound.objective().into(),
            summary: words::bound(bound, pathway),
            cost: None,
            cost_gap: None,
            finish: None,
            finish_gap_days: None,
            heaviest_week_hours: None,
            heaviest_week_gap_hours: None,
            credit_points: None,
            credit_points_gap: None,
            steps_not_led: None,
            steps_not_led_gap: None,
        };
        match bound {
            Core::Cost(least) => shown.cost = Some(Aud(least)),
            Core::Finish(soonest) => shown.finish = Some(Date(soonest)),
            Core::HeaviestWeek(hours) => shown.heaviest_week_hours = Some(hours),
            Core::Credit(most) => shown.credit_points = Some(CreditPoints(most)),
            Core::NotLed(fewest) => shown.steps_not_led = Some(fewest),
        }
        match pathway.map(|pathway| bound.gap(pathway)) {
            None => {}
            Some(Gap::Cost(amount)) => shown.cost_gap = Some(Aud(amount)),
            Some(Gap::Days(days)) => shown.finish_gap_days = Some(days),
            Some(Gap::Hours(hours)) => shown.heaviest_week_gap_hours = Some(hours),
            Some(Gap::Credit(points)) => shown.credit_points_gap = Some(CreditPoints(points)),
            Some(Gap::Steps(steps)) => shown.steps_not_led_gap = Some(steps),
        }
        shown
    }
}
