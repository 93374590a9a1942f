//! Answers problem files.

use registry_core::solver::file::{Answer, FileProblem, Preference, ProblemFile, Requirement, Size};
use registry_core::words::nearest;

/// The largest problem file that is read, in bytes: 256 MiB, about a million items.
pub const PROBLEM_BYTES_MAX: usize = 256 * 1024 * 1024;

/// How many steps a search may take when nothing else is said.
pub const STEPS: u64 = 1_000_000;

/// What bars the reading of a problem file before its values are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misshapen {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1.
    pub column: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Reads a problem file.
///
/// # Errors
/// A text that is not JSON, a key that the form does not have, a text for a number: the first of them.
pub fn read_problem(text: &str) -> Result<ProblemFile, Misshapen> {
    serde_json::from_str(text).map_err(|error| Misshapen {
        line: error.line(),
        column: error.column(),
        message: in_plain_words(&error.to_string()),
    })
}

/// Answers a problem file: the best plan by `order`, or by what the file prefers where that is empty; for each of
/// `goals`, ids of items, in place of the file's own goal, or for that where there are none.
///
/// # Errors
/// Values that contradict themselves or one another; where the file is sound, goals that are the id of no item: every
/// problem at once, each with its place.
pub fn plan(
    file: &ProblemFile,
    goals: &[String],
    order: &[Preference],
    steps: u64,
) -> Result<Planned, Vec<FileProblem>> {
    let order = if order.is_empty() { &file.prefer } else { order };
    if goals.is_empty() {
        let posed = file.posed()?;
        return Ok(Planned { answers: vec![(None, posed.plan(order, steps))], size: posed.size() });
    }
    let mut posed = file.posed_for_goals()?;
    let asked: Vec<Requirement> = goals.iter().map(Requirement::item).collect();
    let unknown: Vec<FileProblem> =
        asked.iter().flat_map(|goal| posed.check_goal(goal).err().unwrap_or_default()).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let mut answers = Vec::with_capacity(goals.len());
    for (id, goal) in goals.iter().zip(&asked) {
        answers.push((Some(id.clone()), posed.plan_to(goal, order, steps)?));
    }
    Ok(Planned { answers, size: posed.size() })
}

/// The answers to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Each goal that was asked for, in that order, with its answer; `None` is the file's own.
    pub answers: Vec<(Option<String>, Answer)>,
    /// How much memory the items take that any plan may use.
    pub size: Size,
}

/// What the reader of JSON says, in words that say what to do.
fn in_plain_words(said: &str) -> String {
    let said = said.rsplit_once(" at line ").map_or(said, |(message, _)| message);
    let quoted = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<String>>();
    let words = quoted(said);
    let word = words.first().map_or("", String::as_str);
    let known = words.iter().skip(1).map(String::as_str);
    let meant = nearest(word, known.clone()).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    let list = known.collect::<Vec<&str>>().join(", ");
    let found = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    if said.starts_with("missing field") {
        format!("{word} is missing; add it")
    } else if said.starts_with("unknown field") {
        format!("{word} is not a key here; the keys are {list}{meant}")
    } else if said.starts_with("unknown variant") {
        format!("{word} does not stand here; write one of {list}{meant}")
    } else if said.starts_with("duplicate field") {
        format!("{word} stands here twice; keep it once")
    } else if let Some(found) = found {
        let found = found.replace("expected i64", "expected a whole number");
        let found =
            found.replace("expected a sequence", "expected a list in [ ]").replace("expected struct", "expected");
        format!("there is {found}")
    } else if said.starts_with("a requirement is") {
        said.to_owned()
    } else {
        format!("this is not JSON: {said}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, line: usize, message: &str) {
        let said = read_problem(text).expect_err(text);
        assert_eq!((said.line, said.message.as_str()), (line, message), "{text}");
    }

    #[test]
    fn what_has_another_shape_is_said_with_its_line() {
        let format = "{ \"format\": \"registry-problem-1\",";
        check("", 1, "this is not JSON: EOF while parsing a value");
        check(
            "{ \"format\": \"registry-problem-2\" }",
            1,
            "registry-problem-2 does not stand here; write one of registry-problem-1; did you mean registry-problem-1?",
        );
        check("{ \"format\": \"registry-problem-1\"\n}", 2, "items is missing; add it");
        check(&format!("{format}\n\"items\": 3 }}"), 2, "there is integer `3`, expected a list in [ ]");
        check(&format!("{format}\n\n\"items\": [{{ \"id\": 3 }}] }}"), 3, "there is integer `3`, expected a string");
        let cost = format!("{format}\n\"items\": [{{ \"id\": \"a\", \"cost\": 1.5 }}] }}");
        check(&cost, 2, "there is floating point `1.5`, expected a whole number");
        let terms = format!("{format}\n\"items\": [], \"terms\": [{{ \"hurs\": 1 }}] }}");
        let keys = "name, hours, least_hours, most_items, least_items";
        check(&terms, 2, &format!("hurs is not a key here; the keys are {keys}; did you mean hours?"));
        check(&format!("{format} \"items\": [], \"items\": [] }}"), 1, "items stands here twice; keep it once");
    }
}
