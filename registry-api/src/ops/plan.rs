//! Answers problem files.

use registry_core::solver::file::{
    Answer, FileProblem, Measure, Meets, NoPlan, Posed, ProblemFile, Question, Requirement, Size, Status, WhyNot,
    Without,
};
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

/// What is asked of a problem file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Ids of items, each a goal in place of the file's own; none at all: that.
    pub goals: Vec<String>,
    /// What plans are compared by; nothing at all: what the file prefers.
    pub order: Vec<Measure>,
    /// How many steps each answer may take, its explanations included.
    pub steps: u64,
    /// What is wanted beside plans.
    pub detail: Detail,
}

/// What is wanted beside a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    Plain,
    /// What each item is worth.
    Worth,
    /// Why an item, by its id, is not in it.
    WhyNot(String),
}

/// Answers a problem file: the best plan for each goal, and why each item is in it, or why there is none.
///
/// # Errors
/// Values that contradict themselves or one another; where the file is sound, goals and items that are the id of no
/// item: every problem at once, each with its place.
pub fn plan(file: &ProblemFile, asked: &Asked) -> Result<Planned, Vec<FileProblem>> {
    let order = if asked.order.is_empty() { &file.prefer } else { &asked.order };
    let mut posed = if asked.goals.is_empty() { file.posed()? } else { file.posed_for_goals()? };
    let mut named: Vec<Requirement> = asked.goals.iter().map(Requirement::item).collect();
    if let Detail::WhyNot(id) = &asked.detail {
        named.push(Requirement::item(id));
    }
    let unknown: Vec<FileProblem> =
        named.iter().flat_map(|goal| posed.check_goal(goal).err().unwrap_or_default()).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    named.truncate(asked.goals.len());
    let mut answers = Vec::with_capacity(named.len().max(1));
    for (id, goal) in asked.goals.iter().zip(&named) {
        let answer = posed.plan_to(goal, order, asked.steps)?;
        let question = Question { goal: Some(goal), order, steps: asked.steps };
        answers.push(explained(&mut posed, Some(id.clone()), &question, answer, &asked.detail)?);
    }
    if asked.goals.is_empty() {
        let answer = posed.plan(order, asked.steps);
        let question = Question { goal: None, order, steps: asked.steps };
        answers.push(explained(&mut posed, None, &question, answer, &asked.detail)?);
    }
    Ok(Planned { answers, size: posed.size() })
}

/// An answer with what explains it, within the steps that the search has left.
fn explained(
    posed: &mut Posed<'_>,
    goal: Option<String>,
    question: &Question<'_>,
    answer: Answer,
    detail: &Detail,
) -> Result<Explained, Vec<FileProblem>> {
    let left = Question { steps: question.steps.saturating_sub(answer.steps_used), ..*question };
    let reasons = posed.reasons(question.goal, &answer);
    let none = (answer.status == Status::None).then(|| posed.why_none(&left));
    let (mut worth, mut why_not) = (Vec::new(), None);
    match detail {
        Detail::Plain => {}
        Detail::Worth => worth = posed.without_each(&left, &answer),
        Detail::WhyNot(id) => why_not = Some((id.clone(), posed.why_not(&left, id, &answer)?)),
    }
    Ok(Explained { goal, answer, reasons, worth, none, why_not })
}

/// An answer, and why it is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The goal, by its id; `None` is the file's own.
    pub goal: Option<String>,
    /// The answer.
    pub answer: Answer,
    /// By item of the plan, the requirements it meets.
    pub reasons: Vec<Vec<Meets>>,
    /// By item of the plan, what the best plan without it would be; nothing at all where that is not asked for.
    pub worth: Vec<Without>,
    /// Why there is no plan, where that is proved.
    pub none: Option<NoPlan>,
    /// The item that was asked about, and why it is not in the plan.
    pub why_not: Option<(String, WhyNot)>,
}

/// The answers to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// One for each goal that was asked for, in that order.
    pub answers: Vec<Explained>,
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
    // Where one word alone stands here, it is what is meant, and is named already.
    let meant = Some(known.clone()).filter(|known| known.clone().nth(1).is_some());
    let meant =
        meant.and_then(|known| nearest(word, known)).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    let list = known.collect::<Vec<&str>>().join(", ");
    let found = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    if said.starts_with("missing field") {
        format!("{word} is missing; add it")
    } else if said.starts_with("unknown field") {
        format!("{word} is not a key here; the keys are {list}{meant}")
    } else if said.starts_with("unknown variant") {
        let one_of = if words.len() > 2 { "one of " } else { "" };
        format!("{word} does not stand here; write {one_of}{list}{meant}")
    } else if said.starts_with("duplicate field") {
        format!("{word} stands here twice; keep it once")
    } else if said == "number out of range" || found.is_some_and(beyond_counting) {
        let number = if word.is_empty() { "a number" } else { word };
        format!("{number} is too large to be counted with; write a whole number from {} to {}", i64::MIN, i64::MAX)
    } else if let Some(found) = found {
        let found = found.replace("expected i64", "expected a whole number");
        let found =
            found.replace("expected a sequence", "expected a list in [ ]").replace("expected struct", "expected");
        format!("there is {found}")
    } else if said.starts_with("invalid length") {
        "there is a list in [ ] where an object in { } is expected; give each value the name of its key".to_owned()
    } else if said.starts_with("recursion limit") {
        "this is nested deeper than can be read; nest requirements at most 50 deep".to_owned()
    } else if said.starts_with("a requirement is") {
        said.to_owned()
    } else {
        format!("this is not JSON: {said}")
    }
}

/// Whether what was found, where a whole number is expected, is one that 64 bits do not hold.
fn beyond_counting(found: &str) -> bool {
    let number = found.split('`').nth(1).and_then(|number| number.parse::<f64>().ok());
    found.ends_with("expected i64") && number.is_some_and(|number| number.abs() >= 2f64.powi(63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beyond_64_bits_are_said_with_their_place() {
        let rest =
            "is too large to be counted with; write a whole number from -9223372036854775808 to 9223372036854775807";
        for (number, said) in [
            ("9223372036854775808", "9223372036854775808"),
            ("18446744073709551616", "1.8446744073709552e+19"),
            ("-18446744073709551616", "-1.8446744073709552e+19"),
            ("1e400", "a number"),
        ] {
            let items = format!("\"items\": [\n{{ \"id\": \"a\", \"cost\": {number} }}]");
            let text = format!("{{ \"format\": \"registry-problem-1\",\n{items}, \"goal\": \"a\" }}");
            check(&text, 3, &format!("{said} {rest}"));
        }
        let most = format!("{{ \"format\": \"registry-problem-1\", \"items\": [], \"budget\": {} }}", i64::MAX);
        assert!(read_problem(&most).is_ok());
    }

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
            "registry-problem-2 does not stand here; write registry-problem-1",
        );
        check(
            "[]",
            1,
            "there is a list in [ ] where an object in { } is expected; give each value the name of its key",
        );
        let deep = format!("{format} \"items\": [], \"goal\": {}", "{\"all\":[".repeat(200));
        check(&deep, 1, "this is nested deeper than can be read; nest requirements at most 50 deep");
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
