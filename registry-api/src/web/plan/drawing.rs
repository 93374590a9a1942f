//! The timeline and the requisites of a pathway as pictures: places of shapes, which a template writes as SVG. Each
//! stands beside a list that says the same in words.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use registry_core::pathway::Pathway;
use registry_core::pathway::answer::AskedBy;
use registry_core::requisite::Strength;

use crate::web::words::pathway as words;

/// Width of a month of a timeline, in units of the drawing, where there are few.
const MONTH_WIDTH: i64 = 100;

/// Width of all months: of one or two, what a phone shows without scrolling; of many, no more than a page.
const MONTHS_WIDTH: RangeInclusive<i64> = 200..=680;

/// Where the months begin.
const MARGIN: i64 = 16;

const ROW: i64 = 34;
const TOP: i64 = 40;

/// A timeline: a bar for each step over the months.
#[derive(Debug, Clone)]
pub(super) struct Timeline {
    pub(super) width: i64,
    pub(super) height: i64,
    /// Lines between months: where, and what stands over them; empty for nothing.
    pub(super) marks: Vec<(i64, String)>,
    pub(super) bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone)]
pub(super) struct Bar {
    pub(super) number: usize,
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    /// Where the number stands.
    pub(super) text_x: i64,
    pub(super) text_y: i64,
}

/// The timeline of a pathway; `None` without steps.
pub(super) fn timeline(pathway: &Pathway) -> Option<Timeline> {
    let from = pathway.steps.iter().map(|step| step.start).min()?.with_day(1)?;
    let last = pathway.steps.iter().map(|step| step.end).max()?;
    let months = i64::from(month(last) - month(from)) + 1;
    let wide = (months * MONTH_WIDTH).clamp(*MONTHS_WIDTH.start(), *MONTHS_WIDTH.end());
    let x = |day: NaiveDate| {
        let days = i64::from(day.day0());
        MARGIN + (i64::from(month(day) - month(from)) * 31 + days) * wide / (months * 31)
    };
    // As many labels as have room: every month, every quarter, every year.
    let every = match months {
        0..=14 => 1,
        15..=42 => 3,
        _ => 12,
    };
    let mark = |offset: i64| {
        let at = i64::from(month(from)) + offset;
        let (year, of_year) = (at.div_euclid(12), usize::try_from(at.rem_euclid(12)).unwrap_or(0));
        let aligned = at.rem_euclid(every) == 0;
        let text = match (aligned, offset == 0 || of_year == 0) {
            (false, _) => String::new(),
            (true, true) => format!("{} {year}", words::MONTHS[of_year]),
            (true, false) => words::MONTHS[of_year].to_owned(),
        };
        (MARGIN + offset * wide / months, text)
    };
    let bar = |(index, step): (usize, &registry_core::pathway::Step)| {
        let (start, end) = (x(step.start), x(step.end) + wide / (months * 31).max(1));
        let width = (end - start).max(26);
        let y = TOP + i64::try_from(index).unwrap_or(0) * ROW;
        Bar { number: index + 1, x: start, y, width, text_x: start + 9, text_y: y + 18 }
    };
    Some(Timeline {
        width: MARGIN * 2 + wide + 30,
        height: TOP + i64::try_from(pathway.steps.len()).unwrap_or(0) * ROW + 8,
        marks: with_room((0..months).map(mark).filter(|(_, text)| !text.is_empty()).collect()),
        bars: pathway.steps.iter().enumerate().map(bar).collect(),
    })
}

/// Width of a character of a label, at most, and of the space after a label.
const CHARACTER: i64 = 8;

/// The marks without the labels that would reach into the next one: a year is told before a month is.
fn with_room(mut marks: Vec<(i64, String)>) -> Vec<(i64, String)> {
    let end = |(x, text): &(i64, String)| x + i64::try_from(text.chars().count() + 1).unwrap_or(0) * CHARACTER;
    let has_year = |(_, text): &(i64, String)| text.contains(' ');
    let mut place = 1;
    while place < marks.len() {
        if end(&marks[place - 1]) <= marks[place].0 {
            place += 1;
        } else if has_year(&marks[place]) && !has_year(&marks[place - 1]) {
            marks.remove(place - 1);
            place = place.saturating_sub(1).max(1);
        } else {
            marks.remove(place);
        }
    }
    marks
}

fn month(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0().cast_signed()
}

/// That a step is needed or advised for a later step, or for the goal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrow {
    /// The step, counted from 0.
    pub(super) from: usize,
    /// The step it leads to, counted from 0; as many as there are steps: the goal.
    pub(super) to: usize,
    pub(super) advised: bool,
}

/// What the steps of a pathway are for, each arrow once: the stronger where both are said.
pub(super) fn arrows(pathway: &Pathway) -> Vec<Arrow> {
    let goal = pathway.steps.len();
    let mut arrows: Vec<Arrow> = Vec::new();
    for (from, step) in pathway.steps.iter().enumerate() {
        for reason in &step.reasons {
            let to = match &reason.asked_by {
                AskedBy::Goal { .. } => Some(goal),
                AskedBy::Step { title } => pathway.steps.iter().position(|other| other.title == *title),
            };
            let advised = reason.strength == Strength::Advised;
            let Some(to) = to.filter(|to| *to != from) else { continue };
            match arrows.iter_mut().find(|arrow| (arrow.from, arrow.to) == (from, to)) {
                Some(known) => known.advised &= advised,
                None => arrows.push(Arrow { from, to, advised }),
            }
        }
    }
    arrows.sort();
    arrows
}

/// What a small phone shows without scrolling.
const PHONE_WIDTH: i64 = 280;

const BOX_WIDTH: i64 = 210;
const BOX_HEIGHT: i64 = 74;
const COLUMN: i64 = 280;
const LINE: i64 = 90;

/// The longest line of a title in a box, in characters, and how many lines a box holds.
const TITLE_LINE: usize = 25;
const TITLE_LINES: usize = 3;

/// The requisites among the steps of a pathway: boxes in columns, the goal on the right, and arrows.
#[derive(Debug, Clone)]
pub(super) struct Graph {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) boxes: Vec<Box_>,
    pub(super) arrows: Vec<Drawn>,
}

/// A step or the goal.
#[derive(Debug, Clone)]
pub(super) struct Box_ {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) goal: bool,
    /// Lines of text with their places.
    pub(super) lines: Vec<(i64, i64, String)>,
}

/// An arrow: the line, and the tip.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    /// The step, counted from 1.
    pub(super) from: usize,
    /// The step it leads to, counted from 1; one more than there are steps: the goal.
    pub(super) to: usize,
    pub(super) line: String,
    pub(super) tip: String,
    pub(super) advised: bool,
}

impl Graph {
    /// Whether it is wider than a small phone shows.
    pub(super) fn is_wide(&self) -> bool {
        self.width > PHONE_WIDTH
    }

    pub(super) fn box_width(&self) -> i64 {
        BOX_WIDTH
    }

    pub(super) fn box_height(&self) -> i64 {
        BOX_HEIGHT
    }
}

/// The drawing of a pathway's requisites; `None` without steps.
pub(super) fn graph(pathway: &Pathway, goal_title: &str) -> Option<Graph> {
    if pathway.steps.is_empty() {
        return None;
    }
    let arrows = arrows(pathway);
    let columns = columns(pathway.steps.len(), &arrows);
    let last = columns.iter().copied().max().unwrap_or(0);
    let mut used = vec![0_i64; last + 1];
    let mut places = Vec::new();
    for column in &columns {
        let row = &mut used[*column];
        places.push((10 + i64::try_from(last - column).unwrap_or(0) * COLUMN, 10 + *row * LINE));
        *row += 1;
    }
    let most = used.iter().copied().max().unwrap_or(1);
    // A column with fewer boxes stands in the middle.
    for (place, column) in places.iter_mut().zip(&columns) {
        place.1 += (most - used[*column]) * LINE / 2;
    }
    let titles = pathway.steps.iter().enumerate().map(|(index, step)| format!("{}. {}", index + 1, step.title));
    let titles: Vec<String> = titles.chain([words::goal(goal_title)]).collect();
    let goal = pathway.steps.len();
    let boxes = places.iter().zip(&titles).enumerate().map(|(index, ((x, y), title))| Box_ {
        x: *x,
        y: *y,
        goal: index == goal,
        lines: lines(title).into_iter().zip(1_i64..).map(|(line, nth)| (x + 12, y + 4 + nth * 20, line)).collect(),
    });
    Some(Graph {
        width: 20 + i64::try_from(last).unwrap_or(0) * COLUMN + BOX_WIDTH,
        height: 10 + most * LINE,
        boxes: boxes.collect(),
        arrows: arrows.iter().map(|arrow| drawn(&places, arrow)).collect(),
    })
}

/// How many columns left of the goal each step stands, and the goal itself at 0: one more than all it leads to.
fn columns(steps: usize, arrows: &[Arrow]) -> Vec<usize> {
    let mut columns = vec![1; steps + 1];
    columns[steps] = 0;
    // An arrow may lead to an earlier step of the same week; as many passes as there are steps settle every chain.
    for _ in 0..steps {
        for arrow in arrows {
            let wanted = (columns[arrow.to] + 1).min(steps);
            columns[arrow.from] = columns[arrow.from].max(wanted);
        }
    }
    columns
}

fn drawn(places: &[(i64, i64)], arrow: &Arrow) -> Drawn {
    let ((x1, y1), (x2, y2)) = (places[arrow.from], places[arrow.to]);
    let (x1, y1, x2, y2) = (x1 + BOX_WIDTH, y1 + BOX_HEIGHT / 2, x2 - 9, y2 + BOX_HEIGHT / 2);
    let bend = ((x2 - x1) / 2).max(24);
    Drawn {
        from: arrow.from + 1,
        to: arrow.to + 1,
        line: format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend),
        tip: format!("{},{y2} {x2},{} {x2},{}", x2 + 9, y2 - 6, y2 + 6),
        advised: arrow.advised,
    }
}

/// A title in lines that fit a box; what does not fit is cut, and the list beside the drawing has it whole.
fn lines(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in title.split_whitespace() {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > 0 && line + 1 + word.chars().count() > TITLE_LINE {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    let cut = lines.len() > TITLE_LINES;
    lines.truncate(TITLE_LINES);
    if let Some(last) = lines.last_mut().filter(|_| cut) {
        last.push('…');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::with_room;

    #[test]
    fn a_label_without_room_is_left_out_and_a_year_is_kept_before_a_month() {
        let marks = [(16, "Nov 2026"), (64, "Dec"), (112, "Jan 2027"), (160, "Feb"), (208, "Mar")];
        let kept = with_room(marks.map(|(x, text)| (x, text.to_owned())).to_vec());
        assert_eq!(kept.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["Nov 2026", "Jan 2027", "Mar"]);
        let marks = [(16, "Oct"), (40, "Jan 2027"), (200, "Feb")];
        let kept = with_room(marks.map(|(x, text)| (x, text.to_owned())).to_vec());
        assert_eq!(kept.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["Jan 2027", "Feb"]);
    }
}
