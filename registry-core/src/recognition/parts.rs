//! How far each group and level of an award is filled, where it asks for at least so much or allows at most so much.

use super::award::{Award, Line, WHOLE};
use super::ledger::{Measure, Part, PartOf};
use crate::credit::CreditPoints;

/// Those that have a least or a most: groups, then levels, then levels with those above them, in the order of the packaging.
pub(super) fn parts(award: &Award<'_>, lines: &[Line], held: bool) -> Vec<Part> {
    let part = |of: PartOf, (least, most): (Option<i64>, Option<i64>), is_in: &dyn Fn(&Line) -> bool| {
        let sum = |of: &dyn Fn(&Line) -> bool| {
            lines.iter().filter(|line| is_in(line) && of(line)).map(|line| line.amount).fold(0, i64::saturating_add)
        };
        let counted = sum(&|_| true);
        let asked = if held { 0 } else { (least.unwrap_or(0) - counted).max(0) };
        Part {
            of,
            least: least.map(|least| award.shown(least)),
            most: most.map(|most| award.shown(most)),
            counted: award.shown(counted),
            guaranteed: award.shown(sum(&Line::is_guaranteed)),
            asked: award.shown(asked),
        }
    };
    let units = award.entry.packaging.iter().filter(|_| award.measure == Measure::Units);
    let units = units.flat_map(|packaging| &packaging.groups).enumerate().map(|(index, group)| {
        let whole = |units: Option<u16>| units.map(|units| i64::from(units) * WHOLE);
        let bounds = (whole(group.least), whole(group.most));
        part(PartOf::Group(group.title.clone()), bounds, &|line| line.part.0 == Some(index))
    });
    let points = || award.entry.points_packaging.iter().filter(|_| award.measure != Measure::Units);
    let whole = |points: Option<CreditPoints>| points.map(CreditPoints::millionths);
    let groups = points().flat_map(|packaging| &packaging.groups).enumerate().map(|(index, group)| {
        let bounds = (whole(group.least), whole(group.most));
        part(PartOf::Group(group.title.clone()), bounds, &|line| line.part.0 == Some(index))
    });
    let levels = points().flat_map(|packaging| &packaging.levels).enumerate().map(|(index, level)| {
        let bounds = (whole(level.least), whole(level.most));
        part(PartOf::Level(level.level), bounds, &|line| line.part.1 == Some(index))
    });
    let above = points().flat_map(|packaging| packaging.levels.iter().map(move |level| (packaging, level)));
    let above = above.map(|(packaging, level)| {
        let is_in = |index: usize| packaging.levels.get(index).is_some_and(|other| other.level >= level.level);
        let bounds = (whole(level.least_and_above), None);
        part(PartOf::LevelAndAbove(level.level), bounds, &|line| line.part.1.is_some_and(is_in))
    });
    let all = units.chain(groups).chain(levels).chain(above);
    all.filter(|part| part.least.is_some() || part.most.is_some()).collect()
}
