//! Up to three pathways side by side, in a table.

use askama::Template;
use registry_core::date::in_words;
use registry_core::pathway::answer::Objective;
use registry_core::pathway::{Pathway, words as said};
use registry_core::words::{counted, sentence_start};

use super::outcome::{Shown, of_pathway};
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::words::pathway as words;

#[derive(Template)]
#[template(path = "compare.html")]
struct Compare {
    head: Head,
    goal: String,
    /// The number and label of each pathway.
    columns: Vec<(usize, String)>,
    /// What is compared, and how each pathway stands.
    rows: Vec<(&'static str, Vec<String>)>,
    /// The steps of each pathway.
    steps: Vec<Vec<String>>,
    sealed: String,
}

impl Compare {
    /// What the pathway of a column is best at.
    fn label(&self, column: &usize) -> &str {
        self.columns.get(*column).map_or("", |(_, label)| label.as_str())
    }
}

/// The table. Where there is only one pathway, or none, its own page says so.
pub(super) fn compare(asked: &Asked<'_>) -> Answer {
    of_pathway(asked, page)
}

fn page(_asked: &Asked<'_>, shown: Shown<'_>) -> Answer {
    let Shown { found, sealed, .. } = shown;
    let all = &found.pathways;
    let row = |name: &'static str, cell: &dyn Fn(&Pathway) -> String| (name, all.iter().map(cell).collect::<Vec<_>>());
    let mut rows = vec![
        row(words::YOU_PAY, &|one| sentence_start(&said::money(one.cost))),
        row(words::YOU_FINISH, &|one| one.finish.map_or(String::new(), in_words)),
        row(words::HEAVIEST_WEEK, &|one| sentence_start(&said::hours_in_words(one.heaviest_week))),
        row(words::TIME_IN_ALL, &|one| sentence_start(&said::hours_in_words(one.own_time))),
        row(words::DAYS_FOR_TRAINING, &|one| counted(one.days.into(), "day", "days")),
    ];
    // Where nobody needs to be released, a row of noughts says nothing.
    if all.iter().any(|one| one.released_days > 0) {
        rows.push(row(words::RELEASE_DAYS, &|one| counted(one.released_days.into(), "day", "days")));
    }
    rows.extend([
        row(words::STEPS, &|one| counted(one.steps.len() as u64, "step", "steps")),
        row(words::PEER_LED_STEPS, &|one| one.steps.iter().filter(|step| step.peer.led).count().to_string()),
        row(words::IS_PROVED, &|one| proved(one)),
    ]);
    Answer::personal(&Compare {
        head: Head::new(Section::Plan, words::COMPARE),
        goal: found.goal_title.clone(),
        columns: all.iter().enumerate().map(|(index, one)| (index + 1, words::label(one))).collect(),
        rows,
        steps: all.iter().map(|one| one.steps.iter().map(|step| step.title.clone()).collect()).collect(),
        sealed,
    })
}

fn proved(pathway: &Pathway) -> String {
    let at: Vec<&str> = pathway.best_at.iter().map(|one: &Objective| one.words()).collect();
    match (pathway.proved, at.is_empty()) {
        (_, true) => String::new(),
        (true, false) => words::PROVED.to_owned(),
        (false, false) => words::NOT_PROVED.to_owned(),
    }
}
