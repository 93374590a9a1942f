//! Problem files: what is refused, what a file comes to, what is answered.

mod answers;
mod goals;
mod none;
mod refused;
mod why;

use super::{Answer, ProblemFile};

/// A file with these fields beside its format.
fn read(fields: &str) -> Result<ProblemFile, String> {
    let text = format!("{{ \"format\": \"registry-problem-1\", {fields} }}");
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

fn answer(fields: &str) -> Answer {
    let file = read(fields).expect(fields);
    let posed = file.posed().unwrap_or_else(|problems| panic!("{problems:?}"));
    posed.plan(&file.prefer, 1_000_000)
}

/// The plan as `id@term`, or `id` without terms.
fn plan(answer: &Answer) -> Vec<String> {
    let shown = answer.plan.iter().map(|planned| match planned.span {
        Some(span) if span.start_term == span.end_term => format!("{}@{}", planned.id, span.start_term),
        Some(span) => format!("{}@{}-{}", planned.id, span.start_term, span.end_term),
        None => planned.id.clone(),
    });
    shown.collect()
}
