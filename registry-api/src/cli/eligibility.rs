//! `registry eligibility`: may this person start this?

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use registry_core::date::in_words;
use registry_core::eligibility::{Eligibility as Answer, Finding, Standing, Subject, Verdict};
use registry_core::pathway::Goal;
use registry_core::requisite::{RequisiteKind, Strength};

use super::page::{Page, sentence_start, source as source_in_words};
use super::source::GivenGoal;
use super::{Edge, Exit, Failure, source};
use crate::ops;
use crate::snapshot::Snapshot;

/// Say whether you may start something, and if not, what is missing
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  registry eligibility --profile me.toml --for tier:3
  registry eligibility --profile me.toml --for course:suite-supervision

The answer is for the day the profile gives as earliest start, or today.
Exit codes: 0 yes, 3 no, not yet or not said, 2 something to correct, 1 a fault.")]
pub(super) struct Eligibility {
    /// Your answers (docs/CATALOGUE_FILES.md, “A profile file”)
    #[arg(long, value_name = "FILE")]
    profile: PathBuf,
    /// What to start: course:CODE, qualification:CODE, tier:N, role:CODE
    #[arg(long = "for", value_name = "WHAT", value_parser = source::subject)]
    subject: Subject,
    /// The database to read; without it, the built-in catalogue
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
}

impl Eligibility {
    pub(super) async fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let snapshot = source::catalogue(self.database.as_deref(), edge).await?;
        // The profile may have no goal of its own: the question is about the subject.
        let given = GivenGoal { option: "--for", goal: goal_of(&self.subject) };
        let profile = source::read_profile(&self.profile, Some(given), &snapshot, edge)?;
        let at = profile.request.limits.earliest_start;
        let answer = ops::check_eligibility(&snapshot, &profile.request.record, &self.subject, at);
        let answer = answer.map_err(Failure::to_correct)?;
        edge.out.write_all(text(&snapshot, &self.subject, &answer, at).as_bytes())?;
        Ok(if answer.verdict == Verdict::Yes { Exit::Answered } else { Exit::AnsweredNo })
    }
}

fn goal_of(subject: &Subject) -> Goal {
    match subject {
        Subject::Course(code) => Goal::Course(code.clone()),
        Subject::Qualification(code) => Goal::Qualification(code.clone()),
        Subject::Tier(tier) => Goal::Tier(*tier),
        Subject::Role(code) => Goal::Role(code.clone()),
    }
}

fn title(snapshot: &Snapshot, subject: &Subject) -> String {
    let node = ops::node_of(subject);
    let graph = snapshot.catalogue().graph();
    graph.nodes().find(|entry| entry.key == node).map_or(node.name(), |entry| entry.title.clone())
}

/// Beginning something, in words.
fn begun(subject: &Subject, title: &str) -> String {
    match subject {
        Subject::Role(_) => format!("you work as: {title}"),
        Subject::Course(_) | Subject::Qualification(_) | Subject::Tier(_) => format!("you start {title}"),
    }
}

fn text(snapshot: &Snapshot, subject: &Subject, answer: &Answer, at: NaiveDate) -> String {
    let title = title(snapshot, subject);
    let mut page = Page::default();
    let day = in_words(at);
    let required = answer.findings.iter().any(|finding| finding.strength == Strength::Required);
    page.paragraph(&match answer.verdict {
        Verdict::Yes if !required => format!("Yes: nothing is required before {}.", begun(subject, &title)),
        Verdict::Yes => format!("Yes: on {day} you meet everything that is required for {title}."),
        Verdict::NotYet { from } => {
            format!("Not yet: from {} you meet everything that is required for {title}.", in_words(from))
        }
        Verdict::NotSaid => {
            format!(
                "We cannot tell yet: whether you meet what is required for {title} rests on answers you have not given."
            )
        }
        Verdict::No => format!("Not as things stand on {day}: something required for {title} is not met."),
    });
    for (strength, heading) in
        [(Strength::Required, "Required"), (Strength::Advised, "Advised; nothing here stops you")]
    {
        let findings: Vec<_> = answer.findings.iter().filter(|finding| finding.strength == strength).collect();
        if findings.is_empty() {
            continue;
        }
        page.heading(heading);
        for finding in findings {
            write_finding(&mut page, snapshot, finding);
        }
    }
    page.into_text()
}

fn write_finding(page: &mut Page, snapshot: &Snapshot, finding: &Finding) {
    let standing = match finding.standing {
        Standing::Met => "met".to_owned(),
        Standing::MetFrom(from) => format!("met from {}", in_words(from)),
        Standing::NotSaid | Standing::Missing
            if finding.kind == RequisiteKind::Corequisite && finding.bars == Standing::Met =>
        {
            "not held yet; you may study it at the same time".to_owned()
        }
        Standing::NotSaid => "we cannot tell yet".to_owned(),
        Standing::Missing => "missing".to_owned(),
    };
    page.hanging("- ", &format!("{}: {standing}", finding.requirement));
    // A note on the whole requirement says only what the first line has said.
    let says_more = |note: &&String| {
        note.strip_prefix(&finding.requirement)
            .is_none_or(|rest| !rest.starts_with(" is missing") && !rest.starts_with(" holds from"))
    };
    for note in finding.notes.iter().filter(says_more) {
        page.hanging("  ", &format!("{}.", sentence_start(note).trim_end_matches('.')));
    }
    page.hanging("  ", &format!("Source: {}", source_in_words(snapshot.catalogue(), &finding.provenance)));
}
