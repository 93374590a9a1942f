//! One value of a file, read as a text, a number, a date, a code, a list.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use registry_core::catalogue::EntryRef;
use registry_core::credit::{CreditPoints, Percent};
use registry_core::id;
use registry_core::money::Aud;
use registry_core::pathway::request::HOURS_PER_WEEK_MAX;
use registry_core::publish::{VERSION_PART_MAX, can_be_counted};
use registry_core::rpl::Reference;
use registry_core::visible::{is_blank, turned, turning_mark};
use registry_core::volume::{Hours, HoursError, number_shown};
use registry_core::words::{nearest, shortened, too_many_hours_a_week};
use semver::{Version, VersionReq};
use toml::Spanned;
use toml::de::DeValue;

use super::reader::Reader;
use super::{LIST_MAX, TEXT_CHARACTERS_MAX};

/// The years a date may lie in: nothing here was published before 1900, and no plan reaches 2200.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What is said of a value that stands in its list already.
pub(super) const AGAIN: &str = "this stands twice in the list; write it once";

/// The longest version and range of versions, in characters: messages repeat them.
const VERSION_CHARACTERS_MAX: usize = 64;

/// A value and where it stands.
#[derive(Clone)]
pub(super) struct Value<'t> {
    pub(super) spanned: &'t Spanned<DeValue<'t>>,
    /// Its keys from the entry down: `superseded_by.course`; the second of a list: `roles#2`.
    pub(super) path: String,
}

impl<'t> Value<'t> {
    /// The value itself.
    pub(super) fn get(&self) -> &'t DeValue<'t> {
        self.spanned.get_ref()
    }

    /// The line it begins on.
    pub(super) fn line(&self, r: &Reader<'_>) -> u32 {
        r.line_of(self.spanned.span().start)
    }

    /// Refuses the value for a reason.
    pub(super) fn refuse<T>(&self, r: &mut Reader<'_>, reason: impl Display) -> Option<T> {
        r.report(self.line(r), format!("{}: {reason}", self.path));
        None
    }

    /// The value as messages repeat it, cut after sixty characters.
    pub(super) fn given(&self) -> String {
        match self.get() {
            DeValue::String(text) => shown(text),
            DeValue::Integer(number) => shortened(&number.to_string()),
            DeValue::Float(number) => shortened(number.as_str()),
            DeValue::Boolean(flag) => flag.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Array(_) => "a list".to_owned(),
            DeValue::Table(_) => "a table".to_owned(),
        }
    }

    /// Refuses the value and says what to write instead.
    pub(super) fn instead<T>(&self, r: &mut Reader<'_>, wanted: &str) -> Option<T> {
        r.report(self.line(r), format!("{} is {}; write {wanted}", self.path, self.given()));
        None
    }
}

/// A text in quotes, cut after sixty characters.
pub(super) fn shown(text: &str) -> String {
    format!("\"{}\"", shortened(text))
}

/// `; did you mean "title"?`, or nothing when no known word is near.
pub(super) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"))
}

fn string<'t>(r: &mut Reader<'_>, value: &Value<'t>, wanted: &str) -> Option<&'t str> {
    match value.get() {
        DeValue::String(text) => Some(text),
        _ => value.instead(r, wanted),
    }
}

/// A text of 1–5,000 characters that is not only blanks and has no control characters but line breaks and tabs.
pub(super) fn text(r: &mut Reader<'_>, value: Value<'_>) -> Option<String> {
    let text = string(r, &value, "a text in quotes")?;
    let count = text.chars().count();
    if is_blank(text) {
        return value.instead(r, "a text that is not empty");
    }
    if count > TEXT_CHARACTERS_MAX {
        return value
            .refuse(r, format_args!("the text has {count} characters; at most {TEXT_CHARACTERS_MAX} are allowed"));
    }
    printable(r, &value, text).map(str::to_owned)
}

/// The text, unless it has a control character other than a line break or tab, or a mark that turns it around.
fn printable<'t>(r: &mut Reader<'_>, value: &Value<'t>, text: &'t str) -> Option<&'t str> {
    match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        Some(character) => {
            value.refuse(r, format_args!("the text has the control character {character:?}; take it out"))
        }
        None => match turning_mark(text) {
            Some(mark) => value.refuse(r, turned(mark)),
            None => Some(text),
        },
    }
}

/// A text whose bounds the type it becomes part of checks.
pub(super) fn raw_text<'t>(r: &mut Reader<'_>, value: Value<'t>) -> Option<&'t str> {
    let text = string(r, &value, "a text in quotes")?;
    printable(r, &value, text)
}

/// A kind of code, and the kind of entry it names.
pub(super) trait Code: FromStr<Err = id::CodeError> + Display {
    /// The kind as `registry-core` calls it.
    const KIND: &'static str;
}

macro_rules! codes {
    ($($code:ident => $kind:literal),+ $(,)?) => {
        $(impl Code for id::$code { const KIND: &'static str = $kind; })+
    };
}

codes! {
    CourseCode => "course",
    QualificationCode => "qualification",
    ProviderCode => "provider",
    RoleCode => "role",
    OfferingCode => "offering",
    TagCode => "tag",
    DocumentCode => "document",
    FundingCode => "funding source",
    RegionCode => "region",
    WorkforceCode => "workforce",
    CreditSchemeCode => "credit scheme",
    CreditRuleCode => "credit rule",
    SupportCode => "support commitment",
}

/// A code.
pub(super) fn code<C: Code>(r: &mut Reader<'_>, value: Value<'_>) -> Option<C> {
    let text = string(r, &value, "a code in quotes")?;
    match C::from_str(text) {
        Ok(code) => {
            r.mention(EntryRef::new(C::KIND, &code), value.line(r));
            Some(code)
        }
        Err(error) => value.refuse(r, error),
    }
}

/// A text that its type reads: money, credit points, a version, a range, a goal.
fn parsed<T: FromStr<Err: Display>>(r: &mut Reader<'_>, value: Value<'_>, wanted: &str) -> Option<T> {
    let text = string(r, &value, wanted)?;
    match T::from_str(text) {
        Ok(parsed) => Some(parsed),
        Err(error) => value.refuse(r, error),
    }
}

/// An amount of money.
pub(super) fn aud(r: &mut Reader<'_>, value: Value<'_>) -> Option<Aud> {
    parsed(r, value, "dollars and cents in quotes such as \"420.00\"")
}

/// An amount of credit.
pub(super) fn credit_points(r: &mut Reader<'_>, value: Value<'_>) -> Option<CreditPoints> {
    parsed(r, value, "credit points in quotes such as \"3.125\"")
}

/// A person's own name for a paper.
pub(super) fn reference(r: &mut Reader<'_>, value: Value<'_>) -> Option<Reference> {
    parsed(r, value, "a reference in quotes such as \"statement-2026-03\"")
}

/// A goal.
pub(super) fn goal(r: &mut Reader<'_>, value: Value<'_>) -> Option<registry_core::pathway::request::Goal> {
    parsed(r, value, "a goal in quotes such as \"tier:3\"")
}

/// A semantic version.
pub(super) fn version(r: &mut Reader<'_>, value: Value<'_>) -> Option<Version> {
    let text = string(r, &value, "a version in quotes such as \"1.0.0\"")?;
    if text.chars().count() > VERSION_CHARACTERS_MAX {
        return value.instead(r, &format!("a version of at most {VERSION_CHARACTERS_MAX} characters"));
    }
    match Version::parse(text) {
        Ok(version) if !can_be_counted(&version) => value.refuse(
            r,
            format_args!("{} is too large; each of its three numbers is at most {VERSION_PART_MAX}", shown(text)),
        ),
        Ok(version) => {
            r.mention(EntryRef::new("version", &version), value.line(r));
            Some(version)
        }
        // The parser says where it stopped in words of its own, which help nobody who writes files.
        Err(_) => value.refuse(r, format_args!("{} is not a version; write one such as \"1.0.0\"", shown(text))),
    }
}

/// A range of versions.
pub(super) fn version_range(r: &mut Reader<'_>, value: Value<'_>) -> Option<VersionReq> {
    let text = string(r, &value, "a range of versions in quotes such as \"^1\"")?;
    let read = VersionReq::parse(text).ok().filter(|_| text.chars().count() <= VERSION_CHARACTERS_MAX);
    read.or_else(|| value.instead(r, "a range of versions such as \"^1\""))
}

/// A whole number from `least` to `most`.
pub(super) fn whole<T: TryFrom<i64>>(least: i64, most: i64) -> impl Fn(&mut Reader<'_>, Value<'_>) -> Option<T> {
    move |r, value| {
        let number = match value.get() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let within =
            number.filter(|number| (least..=most).contains(number)).and_then(|number| T::try_from(number).ok());
        within.or_else(|| value.instead(r, &format!("a whole number from {least} to {most}")))
    }
}

/// A share in whole per cent.
pub(super) fn percent(r: &mut Reader<'_>, value: Value<'_>) -> Option<Percent> {
    let number = match value.get() {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    let Some(number) = number else {
        return value.instead(r, "a whole number from 0 to 100");
    };
    Percent::new(number).map_or_else(|error| value.refuse(r, error), Some)
}

/// A whole number that its type judges, such as a tier.
pub(super) fn numbered<T, E: Display>(
    new: impl Fn(u8) -> Result<T, E>,
    error: impl Fn(i64) -> E,
) -> impl Fn(&mut Reader<'_>, Value<'_>) -> Option<T> {
    move |r, value| {
        let DeValue::Integer(number) = value.get() else {
            return value.instead(r, "a whole number");
        };
        let Ok(number) = i64::from_str_radix(number.as_str(), number.radix()) else {
            return value.instead(r, "a smaller number");
        };
        match u8::try_from(number).map_err(|_| error(number)).and_then(&new) {
            Ok(read) => Some(read),
            Err(error) => value.refuse(r, error),
        }
    }
}

/// A length of learning.
pub(super) fn hours(r: &mut Reader<'_>, value: Value<'_>) -> Option<Hours> {
    hours_or(r, value, |error| error.to_string())
}

/// Hours in any one week.
pub(super) fn hours_per_week(r: &mut Reader<'_>, value: Value<'_>) -> Option<Hours> {
    hours_or(r, value, |error| match error {
        HoursError::TooLong(hours) => too_many_hours_a_week(&number_shown(hours)),
        error => error.to_string(),
    })
}

/// Hours that something takes in each week: no more than a week has for learning.
pub(super) fn hours_taken_per_week(r: &mut Reader<'_>, value: Value<'_>) -> Option<Hours> {
    let (line, path) = (value.line(r), value.path.clone());
    let hours = hours_per_week(r, value)?;
    if hours.minutes() > HOURS_PER_WEEK_MAX * 60 {
        r.report(line, format!("{path}: {}", too_many_hours_a_week(&number_shown(hours.as_f64()))));
        return None;
    }
    Some(hours)
}

fn hours_or(r: &mut Reader<'_>, value: Value<'_>, message: impl Fn(HoursError) -> String) -> Option<Hours> {
    let number = match value.get() {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(|whole| whole as f64),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    };
    let Some(number) = number else {
        return value.instead(r, "a number of hours such as 37.5");
    };
    match Hours::new(number) {
        Ok(hours) => Some(hours),
        Err(error) => value.refuse(r, message(error)),
    }
}

/// `true` or `false`.
pub(super) fn flag(r: &mut Reader<'_>, value: Value<'_>) -> Option<bool> {
    match value.get() {
        DeValue::Boolean(flag) => Some(*flag),
        _ => value.instead(r, "true or false"),
    }
}

/// A day: `"2027-02-01"`, or the same without quotes.
pub(super) fn date(r: &mut Reader<'_>, value: Value<'_>) -> Option<NaiveDate> {
    const WANTED: &str = "a day of the calendar such as \"2027-02-01\"";
    let read = match value.get() {
        DeValue::String(text) if is_date_shaped(text) => text.parse().ok(),
        DeValue::Datetime(day) if day.time.is_none() && day.offset.is_none() => {
            let ymd = day.date.map(|date| (i32::from(date.year), u32::from(date.month), u32::from(date.day)));
            ymd.and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day))
        }
        _ => None,
    };
    let Some(date) = read else {
        return value.instead(r, WANTED);
    };
    if YEARS.contains(&date.year()) { Some(date) } else { value.instead(r, "a day from 1900-01-01 to 2200-12-31") }
}

fn is_date_shaped(text: &str) -> bool {
    let digit_or_hyphen = |(at, byte): (usize, u8)| {
        if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() }
    };
    text.len() == 10 && text.bytes().enumerate().all(digit_or_hyphen)
}

/// One of a few names.
pub(super) fn choice<T: Copy>(
    all: &'static [T],
    name: impl Fn(T) -> &'static str,
) -> impl Fn(&mut Reader<'_>, Value<'_>) -> Option<T> {
    move |r, value| {
        let names = || all.iter().map(|one| name(*one));
        let listed = || names().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let DeValue::String(text) = value.get() else {
            return value.instead(r, &format!("one of {}", listed()));
        };
        let found = all.iter().copied().find(|one| name(*one) == text);
        found.or_else(|| value.instead(r, &format!("one of {}{}", listed(), hint(text, names()))))
    }
}

/// A list, each of its values read alike; without those that are refused.
pub(super) fn list<T>(
    read: impl Fn(&mut Reader<'_>, Value<'_>) -> Option<T>,
) -> impl Fn(&mut Reader<'_>, Value<'_>) -> Option<Vec<T>> {
    move |r, value| items(r, &value, &read)
}

/// A list in which nothing stands twice; without what is refused.
pub(super) fn set<T: Ord + Clone>(
    read: impl Fn(&mut Reader<'_>, Value<'_>) -> Option<T>,
) -> impl Fn(&mut Reader<'_>, Value<'_>) -> Option<Vec<T>> {
    move |r, value| {
        let mut seen = BTreeSet::new();
        items(r, &value, |r, value| {
            let item = read(r, value.clone())?;
            if seen.insert(item.clone()) { Some(item) } else { value.refuse(r, AGAIN) }
        })
    }
}

/// A list of codes in which nothing stands twice. It is as long as what is written: a stand-in is there for each code
/// that is refused, since how many there are is compared with another value.
pub(super) fn counted_codes<C: Code + Ord + Clone>(r: &mut Reader<'_>, value: Value<'_>) -> Option<Vec<C>> {
    let mut seen = BTreeSet::new();
    items(r, &value, |r, value| {
        let code: Option<C> = code(r, value.clone());
        let again = code.clone().is_some_and(|code| !seen.insert(code));
        if again {
            value.refuse::<()>(r, AGAIN);
        }
        code.filter(|_| !again).or_else(|| r.stand_ins.code())
    })
}

/// A list in which no two values have the same key; `again` says of a value that its key was there before. Without
/// what is refused.
pub(super) fn distinct<T, K: Ord>(
    read: impl Fn(&mut Reader<'_>, Value<'_>) -> Option<T>,
    key: impl Fn(&T) -> K,
    again: impl Fn(&T) -> String,
) -> impl Fn(&mut Reader<'_>, Value<'_>) -> Option<Vec<T>> {
    move |r, value| {
        let mut seen = BTreeSet::new();
        items(r, &value, |r, value| {
            let item = read(r, value.clone())?;
            if seen.insert(key(&item)) { Some(item) } else { value.refuse(r, again(&item)) }
        })
    }
}

/// Reads each value of a list; `None` when it is no list.
pub(super) fn items<T>(
    r: &mut Reader<'_>,
    value: &Value<'_>,
    mut read: impl FnMut(&mut Reader<'_>, Value<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let DeValue::Array(items) = value.get() else {
        return value.instead(r, "a list in square brackets");
    };
    if items.len() > LIST_MAX {
        let count = items.len();
        return value.refuse(r, format_args!("the list has {count} entries; at most {LIST_MAX} are read"));
    }
    let item = |(index, spanned)| Value { spanned, path: format!("{}#{}", value.path, index + 1) };
    let mut values: Vec<T> = items.iter().enumerate().filter_map(|pair| read(r, item(pair))).collect();
    // Most lists have one value, and one that grew has room for four: with a hundred thousand courses that is much memory.
    values.shrink_to_fit();
    Some(values)
}
