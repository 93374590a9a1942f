//! Requisites as people write them in a form: `(suite-advocacy ^1 or tier 2) and more than 12 months of experience`.
//!
//! Every expression has a text, and [`read`] makes of that text the expression it was written from. `and`, `or` and brackets
//! join; where both words would stand side by side, brackets must say what belongs together.

use registry_core::id::{CodeError, CourseCode, QualificationCode};
use registry_core::requisite::{CourseRequirement, DEPTH_MAX, Gate, RequisiteError, RequisiteExpr};
use registry_core::role::Perspective;
use registry_core::tier::Tier;
use registry_core::volume::{Hours, number_shown};
use registry_core::words::shortened;
use semver::VersionReq;

/// Words with a meaning of their own. A course whose code is one of them is written `course employed`.
pub(super) const WORDS: [&str; 14] = [
    "and",
    "or",
    "all",
    "any",
    "at",
    "course",
    "qualification",
    "tier",
    "more",
    "employed",
    "released",
    "supervision",
    "placement",
    "confirm",
];

/// Brackets within brackets, at most: more than an expression may have, so that `((a))` is not refused for its brackets.
const BRACKETS_MAX: usize = 4 * DEPTH_MAX;

/// Why a text is no requisite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum Misread {
    /// `a or`, `()`: something must follow.
    Ends,
    /// `a b`, `a or )`: this cannot stand here.
    Stray(String),
    /// `a and b or c`.
    Mixed,
    /// `(a or b`.
    Unclosed,
    /// `confirm "I have`.
    Unquoted,
    /// `a nought`: no versions.
    Range(String),
    /// `tier 9`.
    Tier(String),
    /// `12 weeks`, and the number.
    Months(String),
    /// `more experience`: than how much is not said.
    Over,
    /// `supervision from a manager`.
    Perspective(String),
    /// `placement of many hours`.
    Hours,
    /// `confirm that`.
    Statement,
    /// `at least some of (a; b)`.
    Least,
    /// `at least 2 of a`.
    List(&'static str),
    /// A code that is none.
    Code(CodeError),
    /// `at least 3 of (a; b)`, more than 64 parts, too deep.
    Joined(RequisiteError),
}

/// An expression as a form shows it.
pub(super) fn written(expr: &RequisiteExpr) -> String {
    match expr {
        RequisiteExpr::All(of) => joined("and", "all of", of.as_slice()),
        RequisiteExpr::Any(of) => joined("or", "any of", of.as_slice()),
        RequisiteExpr::AtLeast(of) => listed(&format!("at least {} of", of.least()), of.of()),
        RequisiteExpr::Course(CourseRequirement { course, range }) => {
            let code = course.as_str();
            let lead = if is_word(code) || is_number(code) { "course " } else { "" };
            let range = if *range == VersionReq::STAR { String::new() } else { format!(" {range}") };
            // A comma with a space after it parts what is listed.
            format!("{lead}{code}{}", range.replace(", ", ","))
        }
        RequisiteExpr::Qualification(code) => format!("qualification {code}"),
        RequisiteExpr::Tier(tier) => format!("tier {}", tier.number()),
        RequisiteExpr::Gate(gate) => written_gate(gate),
    }
}

fn joined(word: &str, lead: &str, operands: &[RequisiteExpr]) -> String {
    if operands.len() < 2 {
        return listed(lead, operands);
    }
    let operand = |one: &RequisiteExpr| match one {
        RequisiteExpr::All(of) | RequisiteExpr::Any(of) if of.as_slice().len() > 1 => format!("({})", written(one)),
        _ => written(one),
    };
    operands.iter().map(operand).collect::<Vec<_>>().join(&format!(" {word} "))
}

fn listed(lead: &str, operands: &[RequisiteExpr]) -> String {
    format!("{lead} ({})", operands.iter().map(written).collect::<Vec<_>>().join("; "))
}

fn written_gate(gate: &Gate) -> String {
    let months = |months: u16| if months == 1 { "1 month".to_owned() } else { format!("{months} months") };
    match gate {
        Gate::ExperienceOver { months: over } => format!("more than {} of experience", months(*over)),
        Gate::ExperienceAtLeast { months: least } => format!("{} of experience", months(*least)),
        Gate::Employed => "employed".to_owned(),
        Gate::PartnerRelease => "released by a partner organisation".to_owned(),
        Gate::Supervision { perspective: None } => "supervision".to_owned(),
        Gate::Supervision { perspective: Some(of) } => format!("supervision from the {} perspective", of.name()),
        // More hours than a file may say, or no quarters of an hour, are written in minutes.
        Gate::Placement { hours } if Hours::new(hours.as_f64()).is_ok() => {
            format!("placement of {} hours", number_shown(hours.as_f64()))
        }
        Gate::Placement { hours } => format!("placement of {} minutes", hours.minutes()),
        Gate::Attested { statement } => format!("confirm \"{}\"", quoted(statement)),
    }
}

/// A statement on one line, so that its quotation marks do not end it.
fn quoted(statement: &str) -> String {
    let escaped = |c: char| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        other => other.to_string(),
    };
    statement.chars().map(escaped).collect()
}

fn is_word(text: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads one requisite. Whether the courses and qualifications exist is not looked at here.
///
/// # Errors
/// `a and b or c`, `(a`, `tier 9`, `more than experience`.
pub(super) fn read(text: &str) -> Result<RequisiteExpr, Misread> {
    let mut reader = Reader { tokens: tokens(text)?, at: 0, brackets: 0 };
    let expr = reader.expression()?;
    match reader.next() {
        None if expr.depth() > DEPTH_MAX => Err(Misread::Joined(RequisiteError::TooDeep { depth: expr.depth() })),
        None => Ok(expr),
        Some(token) => Err(Misread::Stray(token.shown())),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    /// `;`, or a comma after a word.
    Mark(char),
    Quoted(String),
    Word(String),
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Self::Open => "(".to_owned(),
            Self::Close => ")".to_owned(),
            Self::Mark(mark) => mark.to_string(),
            Self::Quoted(text) => format!("\"{}\"", shortened(text)),
            Self::Word(word) => shortened(word),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, Misread> {
    let mut found = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '(' => found.push(Token::Open),
            ')' => found.push(Token::Close),
            ';' => found.push(Token::Mark(c)),
            '"' | '“' | '”' => found.push(Token::Quoted(quotation(&mut rest, c)?)),
            c if c.is_whitespace() => {}
            c => {
                let mut word = c.to_string();
                let ends = |c: &char| matches!(c, '(' | ')' | ';' | '"' | '“' | '”') || c.is_whitespace();
                while let Some(more) = rest.next_if(|c| !ends(c)) {
                    word.push(more);
                }
                let bare = word.trim_end_matches(',').len();
                let comma = bare < word.len();
                word.truncate(bare);
                if !word.is_empty() {
                    found.push(Token::Word(word));
                }
                if comma {
                    found.push(Token::Mark(','));
                }
            }
        }
    }
    Ok(found)
}

/// What stands before the closing mark. Word processors make curly marks, which do as well.
fn quotation(rest: &mut impl Iterator<Item = char>, opened: char) -> Result<String, Misread> {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next().ok_or(Misread::Unquoted)? {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                other => text.push(other),
            },
            '"' if opened == '"' => return Ok(text),
            '“' | '”' if opened != '"' => return Ok(text),
            other => text.push(other),
        }
    }
    Err(Misread::Unquoted)
}

struct Reader {
    tokens: Vec<Token>,
    /// Which of them is next.
    at: usize,
    brackets: usize,
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    fn next_if(&mut self, wanted: impl FnOnce(&Token) -> bool) -> Option<Token> {
        if self.peek().is_some_and(wanted) { self.next() } else { None }
    }

    fn expression(&mut self) -> Result<RequisiteExpr, Misread> {
        let mut operands = vec![self.operand()?];
        let mut by: Option<&'static str> = None;
        while let Some(word) = self.connective() {
            if by.is_some_and(|by| by != word) {
                return Err(Misread::Mixed);
            }
            by = Some(word);
            operands.push(self.operand()?);
        }
        match by {
            None => operands.pop().ok_or(Misread::Ends),
            Some("and") => RequisiteExpr::all(operands).map_err(Misread::Joined),
            Some(_) => RequisiteExpr::any(operands).map_err(Misread::Joined),
        }
    }

    fn connective(&mut self) -> Option<&'static str> {
        if self.takes("and") {
            Some("and")
        } else if self.takes("or") {
            Some("or")
        } else {
            None
        }
    }

    /// Takes a word, where it is next.
    fn takes(&mut self, word: &str) -> bool {
        self.next_if(|token| matches!(token, Token::Word(one) if one.eq_ignore_ascii_case(word))).is_some()
    }

    fn word(&mut self) -> Option<String> {
        match self.next_if(|token| matches!(token, Token::Word(_))) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn operand(&mut self) -> Result<RequisiteExpr, Misread> {
        if self.next_if(|token| *token == Token::Open).is_some() {
            self.opened()?;
            let inner = self.expression()?;
            self.closed()?;
            return Ok(inner);
        }
        let word = match self.next() {
            Some(Token::Word(word)) => word,
            Some(other) => return Err(Misread::Stray(other.shown())),
            None => return Err(Misread::Ends),
        };
        match word.to_ascii_lowercase().as_str() {
            "and" | "or" => Err(Misread::Stray(word)),
            "all" => RequisiteExpr::all(self.list("all of (a; b)")?).map_err(Misread::Joined),
            "any" => RequisiteExpr::any(self.list("any of (a; b)")?).map_err(Misread::Joined),
            "at" => self.at_least(),
            "course" => {
                let code = self.word().ok_or(Misread::Ends)?;
                self.course(&code)
            }
            "qualification" => {
                let code = self.word().ok_or(Misread::Ends)?;
                QualificationCode::new(&code).map(RequisiteExpr::Qualification).map_err(Misread::Code)
            }
            "tier" => {
                let number = self.word().unwrap_or_default();
                let tier = Tier::ALL.into_iter().find(|tier| tier.number().to_string() == number);
                tier.map(RequisiteExpr::Tier).ok_or(Misread::Tier(number))
            }
            number if is_number(number) => {
                let months = self.experience(&word)?;
                Ok(RequisiteExpr::Gate(Gate::ExperienceAtLeast { months }))
            }
            "more" | "employed" | "released" | "supervision" | "placement" | "confirm" => {
                self.gate(&word.to_ascii_lowercase()).map(RequisiteExpr::Gate)
            }
            _ => self.course(&word),
        }
    }

    fn opened(&mut self) -> Result<(), Misread> {
        self.brackets += 1;
        if self.brackets > BRACKETS_MAX {
            return Err(Misread::Joined(RequisiteError::TooDeep { depth: self.brackets }));
        }
        Ok(())
    }

    fn closed(&mut self) -> Result<(), Misread> {
        self.brackets = self.brackets.saturating_sub(1);
        match self.next() {
            Some(Token::Close) => Ok(()),
            Some(other) => Err(Misread::Stray(other.shown())),
            None => Err(Misread::Unclosed),
        }
    }

    /// `of (a; b)`.
    fn list(&mut self, example: &'static str) -> Result<Vec<RequisiteExpr>, Misread> {
        if !self.takes("of") || self.next_if(|token| *token == Token::Open).is_none() {
            return Err(Misread::List(example));
        }
        self.opened()?;
        let mut all = vec![self.expression()?];
        while self.next_if(|token| matches!(token, Token::Mark(_))).is_some() {
            all.push(self.expression()?);
        }
        self.closed()?;
        Ok(all)
    }

    fn at_least(&mut self) -> Result<RequisiteExpr, Misread> {
        let least = if self.takes("least") { self.word() } else { None };
        let least: u32 = least.and_then(|least| least.parse().ok()).ok_or(Misread::Least)?;
        RequisiteExpr::at_least(least, self.list("at least 2 of (a; b; c)")?).map_err(Misread::Joined)
    }

    /// A course, and the versions that stand after it.
    fn course(&mut self, code: &str) -> Result<RequisiteExpr, Misread> {
        let course = CourseCode::new(code).map_err(Misread::Code)?;
        let mut range: Vec<String> = Vec::new();
        loop {
            let connects = |word: &str| ["and", "or"].iter().any(|one| one.eq_ignore_ascii_case(word));
            let follows = |token: &Token| matches!(token, Token::Word(word) if !connects(word));
            if let Some(Token::Word(word)) = self.next_if(follows) {
                range.push(word);
                continue;
            }
            // `>=1, <2`: the comma belongs to the versions where another comparison follows.
            let comma = self.peek() == Some(&Token::Mark(','));
            let compares =
                |token: &Token| matches!(token, Token::Word(word) if word.starts_with(['<', '>', '=', '^', '~']));
            if !range.is_empty() && comma && self.tokens.get(self.at + 1).is_some_and(compares) {
                range.push(",".to_owned());
                self.at += 1;
                continue;
            }
            break;
        }
        if range.is_empty() {
            return Ok(RequisiteExpr::course(course));
        }
        let text = range.join(" ");
        let range = VersionReq::parse(&text).map_err(|_| Misread::Range(shortened(&format!("{code} {text}"))))?;
        Ok(RequisiteExpr::Course(CourseRequirement { course, range }))
    }

    /// `12 months of experience`, after the number.
    fn experience(&mut self, number: &str) -> Result<u16, Misread> {
        let wrong = || Misread::Months(shortened(number));
        let number: u16 = number.parse().map_err(|_| wrong())?;
        let unit = self.word().unwrap_or_default().to_ascii_lowercase();
        let months = match unit.as_str() {
            "month" | "months" => Some(number),
            "year" | "years" => number.checked_mul(12),
            _ => None,
        };
        if !self.takes("of") || !self.takes("experience") {
            return Err(wrong());
        }
        months.ok_or_else(wrong)
    }

    fn gate(&mut self, word: &str) -> Result<Gate, Misread> {
        match word {
            "more" => {
                let number = if self.takes("than") { self.word() } else { None };
                let number = number.filter(|number| is_number(number)).ok_or(Misread::Over)?;
                Ok(Gate::ExperienceOver { months: self.experience(&number)? })
            }
            "employed" => Ok(Gate::Employed),
            "released" => {
                // The words after it say by whom, and there is only one who may be meant.
                let _ = self.takes("by") && self.takes("a") && self.takes("partner") && self.takes("organisation");
                Ok(Gate::PartnerRelease)
            }
            "supervision" => Ok(Gate::Supervision { perspective: self.perspective()? }),
            "placement" => Ok(Gate::Placement { hours: self.hours()? }),
            _ => match self.next() {
                Some(Token::Quoted(statement)) if !statement.trim().is_empty() => Ok(Gate::Attested { statement }),
                _ => Err(Misread::Statement),
            },
        }
    }

    fn perspective(&mut self) -> Result<Option<Perspective>, Misread> {
        if !self.takes("from") {
            return Ok(None);
        }
        let _ = self.takes("the");
        let name = self.word().unwrap_or_default();
        let found = Perspective::ALL.into_iter().find(|one| one.name().eq_ignore_ascii_case(&name));
        let found = found.ok_or_else(|| Misread::Perspective(shortened(&name)))?;
        let _ = self.takes("perspective");
        Ok(Some(found))
    }

    fn hours(&mut self) -> Result<Hours, Misread> {
        let number = if self.takes("of") { self.word().unwrap_or_default() } else { String::new() };
        if self.takes("hours") || self.takes("hour") {
            return number.parse::<f64>().ok().and_then(|hours| Hours::new(hours).ok()).ok_or(Misread::Hours);
        }
        if self.takes("minutes") {
            return number.parse().map(Hours::from_minutes).map_err(|_| Misread::Hours);
        }
        Err(Misread::Hours)
    }
}

#[cfg(test)]
mod tests;
