//! What a question is answered with: choices, short texts, lists, dates. A page shows what a form would send, so what
//! was answered before and what was just refused are shown alike.

use crate::web::fields::Fields;

/// Something wrong with one control, and how to put it right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The control's name.
    pub(super) control: String,
    /// What is wrong, as a sentence.
    pub(super) text: String,
}

impl Wrong {
    pub(super) fn new(control: &str, text: impl Into<String>) -> Self {
        Self { control: control.to_owned(), text: text.into() }
    }
}

/// One control of a question.
#[derive(Debug, Clone)]
pub(super) enum Control {
    Choice(Choice),
    Text(TextField),
    Select(Select),
    Date(DateField),
}

/// One or several of some options.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) name: &'static str,
    pub(super) legend: String,
    pub(super) multiple: bool,
    pub(super) groups: Vec<(String, Vec<Option_>)>,
}

/// One option.
#[derive(Debug, Clone)]
pub(super) struct Option_ {
    pub(super) id: String,
    pub(super) value: String,
    pub(super) text: String,
    pub(super) hint: String,
    pub(super) chosen: bool,
}

/// A short text.
#[derive(Debug, Clone)]
pub(super) struct TextField {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) unit: &'static str,
    pub(super) value: String,
    /// Whether it is a number, so that a phone shows digits.
    pub(super) number: bool,
}

/// One of a list.
#[derive(Debug, Clone)]
pub(super) struct Select {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) options: Vec<Option_>,
}

/// A date in three parts.
#[derive(Debug, Clone)]
pub(super) struct DateField {
    pub(super) name: &'static str,
    pub(super) legend: String,
    pub(super) day: String,
    pub(super) month: String,
    pub(super) year: String,
}

/// A label, and a unit.
type Wording = (&'static str, &'static str);

/// What an option is made of: value, text, hint.
pub(super) type Offered = (String, String, String);

impl Control {
    /// One of some options.
    pub(super) fn one_of(name: &'static str, legend: &str, options: Vec<Offered>, shown: &Fields) -> Self {
        Self::choice(name, legend, vec![(String::new(), options)], shown, false)
    }

    /// Any of some options.
    pub(super) fn any_of(
        name: &'static str,
        legend: &str,
        groups: Vec<(String, Vec<Offered>)>,
        shown: &Fields,
    ) -> Self {
        Self::choice(name, legend, groups, shown, true)
    }

    fn choice(
        name: &'static str,
        legend: &str,
        groups: Vec<(String, Vec<Offered>)>,
        shown: &Fields,
        multiple: bool,
    ) -> Self {
        let mut number = 0;
        let mut group = |(title, options): (String, Vec<Offered>)| {
            let options = options.into_iter().map(|(value, text, hint)| {
                number += 1;
                let chosen = shown.all(name).any(|given| given == value);
                // The first option has the control's own name as its id: the list of problems leads there.
                let id = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
                Option_ { id, value, text, hint, chosen }
            });
            (title, options.collect())
        };
        let groups = groups.into_iter().map(&mut group).collect();
        Self::Choice(Choice { name, legend: legend.to_owned(), multiple, groups })
    }

    /// A number: its label, and the unit that stands behind it.
    pub(super) fn number(name: &'static str, (label, unit): Wording, shown: &Fields) -> Self {
        Self::Text(TextField { name, label, unit, value: shown.one(name).to_owned(), number: true })
    }

    pub(super) fn text(name: &'static str, label: &'static str, shown: &Fields) -> Self {
        Self::Text(TextField { name, label, unit: "", value: shown.one(name).to_owned(), number: false })
    }

    pub(super) fn select(name: &str, label: &str, options: Vec<(String, String)>, shown: &Fields) -> Self {
        let option = |(value, text): (String, String)| Option_ {
            id: String::new(),
            chosen: shown.one(name) == value,
            value,
            text,
            hint: String::new(),
        };
        let options = options.into_iter().map(option).collect();
        Self::Select(Select { name: name.to_owned(), label: label.to_owned(), options })
    }

    /// A day; its parts are sent as `NAME-day`, `NAME-month` and `NAME-year`.
    pub(super) fn date(name: &'static str, legend: &str, shown: &Fields) -> Self {
        let part = |part: &str| shown.one(&format!("{name}-{part}")).to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        Self::Date(DateField { name, legend: legend.to_owned(), day, month, year })
    }

    /// The name by which what is wrong finds it.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Choice(choice) => choice.name,
            Self::Text(text) => text.name,
            Self::Select(select) => &select.name,
            Self::Date(date) => date.name,
        }
    }

    /// Whether it is a group whose legend may be the question itself.
    pub(super) fn is_group(&self) -> bool {
        matches!(self, Self::Choice(_) | Self::Date(_))
    }
}
