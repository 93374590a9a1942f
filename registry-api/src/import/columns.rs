//! The tables of a catalogue as spreadsheets have them: their columns, and what stands in a cell.

/// A table of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Table {
    /// One course in each row.
    Courses,
    /// One version of a course in each row.
    Versions,
    /// One offering in each row.
    Offerings,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// A text, a code, a version, money, credit points.
    Text,
    /// A day, also as spreadsheets in Australia write it when they save a table: `1/07/2026`.
    Day,
    /// A number.
    Number,
    /// `yes` or `no`.
    Flag,
    /// Codes with `;` between them.
    Codes,
    /// Numbers with `;` between them.
    Numbers,
    /// Texts, each on a line of its own in the cell; `\n` is a line break within one, `\\` a backslash.
    Lines,
    /// `funding=price` with `;` between them.
    Fees,
    /// The value as catalogue files in JSON have it.
    Json,
    /// An object of JSON whose keys stand beside the others of the table the column belongs to.
    JsonKeys,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Its header.
    pub(crate) name: &'static str,
    /// Which key of the entry it is; `a.b` is the key `b` of the table `a`. For [`Content::JsonKeys`] the table.
    pub(crate) key: &'static str,
    /// What stands in its cells.
    pub(crate) content: Content,
    /// Whether a table must have it.
    pub(crate) needed: bool,
}

const fn needed(name: &'static str, content: Content) -> Column {
    Column { name, key: name, content, needed: true }
}

const fn may(name: &'static str, content: Content) -> Column {
    Column { name, key: name, content, needed: false }
}

const fn within(name: &'static str, key: &'static str, content: Content) -> Column {
    Column { name, key, content, needed: false }
}

/// The column that says that what stands in a row is invented.
pub(crate) const INVENTED: &str = "invented";

/// The column of a version that says of which course it is.
pub(crate) const OF_COURSE: &str = "course";

/// Where an entry comes from: the same columns in both tables of entries.
macro_rules! provenance {
    ($($column:expr),+ $(,)?) => {
        &[
            $($column,)+
            within("source_document", "source.document", Content::Text),
            within("source_external", "source.external", Content::Text),
            within("source_place", "source.place", Content::Text),
            within("source_quote", "source.quote", Content::Text),
            within("source_confidence", "source.confidence", Content::Text),
            within("assumption", "note", Content::Text),
            within(INVENTED, INVENTED, Content::Flag),
        ]
    };
}

const COURSES: &[Column] = provenance![
    needed("code", Content::Text),
    needed("title", Content::Text),
    may("neutral_title", Content::Text),
    needed("kind", Content::Text),
    needed("description", Content::Text),
    may("tiers", Content::Numbers),
    may("roles", Content::Codes),
    may("perspectives", Content::Codes),
    may("tags", Content::Codes),
    within("aqf_level", "aqf_alignment.level", Content::Number),
    within("aqf_basis", "aqf_alignment.basis", Content::Text),
    within("superseded_by", "superseded_by.course", Content::Text),
    within("superseded_equivalence", "superseded_by.equivalence", Content::Text),
    within("superseded_source", "superseded_by", Content::JsonKeys),
    may("publisher", Content::Text),
];

const VERSIONS: &[Column] = &[
    needed(OF_COURSE, Content::Text),
    needed("version", Content::Text),
    needed("published", Content::Day),
    may("status", Content::Text),
    needed("outcomes", Content::Lines),
    needed("volume_of_learning_hours", Content::Number),
    needed("assessed", Content::Flag),
    may("credit_points", Content::Text),
    may("credit_scheme", Content::Text),
    may("requisites", Content::Json),
    may("sessions", Content::Lines),
];

const OFFERINGS: &[Column] = provenance![
    needed("code", Content::Text),
    may("course", Content::Text),
    may("version", Content::Text),
    may("qualification", Content::Text),
    needed("provider", Content::Text),
    needed("mode", Content::Text),
    may("region", Content::Text),
    within("start", "delivery.start", Content::Day),
    within("end", "delivery.end", Content::Day),
    within("rolling_from", "delivery.rolling_from", Content::Day),
    within("rolling_until", "delivery.rolling_until", Content::Day),
    within("weeks", "delivery.weeks", Content::Number),
    needed("price", Content::Text),
    may("price_source", Content::Json),
    may("fees", Content::Fees),
    needed("days", Content::Number),
    may("days_released", Content::Flag),
    needed("own_time_hours", Content::Number),
    may("capacity", Content::Number),
    may("rpl_asks", Content::Json),
    needed("peer_led", Content::Flag),
    needed("peer_developed", Content::Flag),
    needed("peer_delivered", Content::Flag),
];

impl Table {
    /// Every table, in the order they are written.
    pub(crate) const ALL: [Table; 3] = [Self::Courses, Self::Versions, Self::Offerings];

    /// Its name in sentences and of its file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Courses => "courses",
            Self::Versions => "versions",
            Self::Offerings => "offerings",
        }
    }

    /// Its columns, in the order they are written.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::Courses => COURSES,
            Self::Versions => VERSIONS,
            Self::Offerings => OFFERINGS,
        }
    }

    /// The column that a message about a row names first, by its header or by the key it is; otherwise that which tells rows
    /// apart. The message begins with what it is about, such as `course suite-a: `, which is passed over.
    pub(crate) fn column_said(self, message: &str) -> Option<usize> {
        let said = message.split_once(": ").map_or(message, |(_, said)| said);
        let words = said.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.');
        let of = |word: &str| self.columns().iter().position(|column| column.name == word || column.key == word);
        let apart = if self == Self::Versions { "version" } else { "code" };
        words.map(|word| word.trim_end_matches('.')).find_map(of).or_else(|| of(apart))
    }

    /// The table of which these are the headers: the one that has the most of what must be there; `None` when no header
    /// is of any.
    pub(crate) fn of_headers(headers: &[&str]) -> Option<Table> {
        let had = |table: Table| table.columns().iter().filter(|c| c.needed && headers.contains(&c.name)).count();
        let known = |table: Table| table.columns().iter().filter(|c| headers.contains(&c.name)).count();
        let best = Self::ALL.into_iter().max_by_key(|table| (had(*table) * 100 / needs(*table), known(*table)))?;
        (had(best) > 0).then_some(best)
    }
}

fn needs(table: Table) -> usize {
    table.columns().iter().filter(|column| column.needed).count().max(1)
}

/// A cell that no spreadsheet takes for a formula: what begins with `=`, `+`, `-`, `@`, a tab or a carriage return, or with
/// the apostrophe that shields them, is given an apostrophe in front.
pub(crate) fn shielded(cell: &str) -> String {
    if cell.starts_with(SHIELDED) { format!("'{cell}") } else { cell.to_owned() }
}

/// What [`shielded`] was made of. A cell that nobody shielded is itself.
pub(crate) fn unshielded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(SHIELDED)).unwrap_or(cell)
}

/// With what a cell begins that is shielded.
const SHIELDED: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// Several values as one cell.
pub(crate) fn to_list(values: impl IntoIterator<Item = String>) -> String {
    values.into_iter().collect::<Vec<_>>().join("; ")
}

/// The values of [`to_list`]; empty ones are passed over.
pub(crate) fn from_list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// Whether something is so, as a cell.
pub(crate) fn to_flag(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// What [`to_flag`] was made of; `None` where a cell says neither.
pub(crate) fn from_flag(cell: &str) -> Option<bool> {
    match cell.to_ascii_lowercase().as_str() {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

/// A fee: `free-tafe-vic=0.00`.
pub(crate) fn to_fee(funding: &str, price: &str) -> String {
    format!("{funding}={price}")
}

/// Funding and price of [`to_fee`]; a price that is missing is empty.
pub(crate) fn from_fee(part: &str) -> (&str, &str) {
    let (funding, price) = part.split_once('=').unwrap_or((part, ""));
    (funding.trim(), price.trim())
}

/// Texts as the lines of one cell.
pub(crate) fn to_lines(texts: &[String]) -> String {
    let escaped = texts.iter().map(|text| text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r"));
    escaped.collect::<Vec<_>>().join("\n")
}

/// The texts of [`to_lines`]. Empty lines are passed over.
pub(crate) fn from_lines(cell: &str) -> Vec<String> {
    let of_line = |line: &str| {
        let mut text = String::with_capacity(line.len());
        let mut rest = line.chars();
        while let Some(character) = rest.next() {
            match (character, rest.clone().next()) {
                ('\\', Some('n')) => text.push('\n'),
                ('\\', Some('r')) => text.push('\r'),
                ('\\', Some('\\')) => text.push('\\'),
                _ => {
                    text.push(character);
                    continue;
                }
            }
            rest.next();
        }
        text
    };
    cell.lines().filter(|line| !line.trim().is_empty()).map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cell_that_would_be_a_formula_is_shown_as_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"] {
            assert_eq!(shielded(formula), format!("'{formula}"));
        }
        assert_eq!((shielded("a=1"), unshielded("'twas")), ("a=1".to_owned(), "'twas"));
    }

    #[test]
    fn what_is_written_into_a_cell_is_read_out_of_it() {
        assert_eq!([true, false].map(|flag| from_flag(to_flag(flag))), [Some(true), Some(false)]);
        assert_eq!((from_flag("YES"), from_flag("maybe")), (Some(true), None));
        let cell = to_list(["consumer".to_owned(), to_fee("free-tafe-vic", "0.00")]);
        let parts: Vec<_> = from_list(&cell).collect();
        assert_eq!((parts[0], from_fee(parts[1]), parts.len()), ("consumer", ("free-tafe-vic", "0.00"), 2));
        assert_eq!((from_list(" ;; ").count(), from_fee("other")), (0, ("other", "")));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

        #[test]
        fn reading_undoes_the_shield(cell in "['=+@\t\r\\-a-c]{0,6}") {
            let shown = shielded(&cell);
            prop_assert_eq!(unshielded(&shown), cell.as_str());
            let first = shown.chars().next();
            prop_assert!(!matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r')));
        }

        #[test]
        fn reading_undoes_the_lines_of_a_cell(texts in prop::collection::vec("[a-c \\\\nr\n\r]{0,5}x", 0..5)) {
            prop_assert_eq!(from_lines(&to_lines(&texts)), texts);
        }
    }
}
