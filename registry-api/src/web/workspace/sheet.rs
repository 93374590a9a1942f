//! A page of the workspace: headings, tables, tasks and forms in any order. Everything in it is plain text.

use askama::Template;
use poem::http::StatusCode;

use crate::web::answer::{Answer, Copies};
use crate::web::browse::Link;
use crate::web::browse::course::CourseView;
use crate::web::head::{Head, Section};
use crate::web::words;

/// A page.
#[derive(Template)]
#[template(path = "sheet.html")]
pub(super) struct Sheet {
    head: Head,
    crumb: Option<(String, &'static str)>,
    title: String,
    wrong: Vec<Wrong>,
    parts: Vec<Part>,
}

/// Something that is wrong, and where on the page or elsewhere it is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    link: String,
    text: String,
}

impl Wrong {
    /// With a field of the form on this page.
    pub(super) fn field(name: &str, text: impl Into<String>) -> Self {
        Self { link: format!("#{name}"), text: text.into() }
    }

    /// With something on another page; with nothing in particular where `link` is empty.
    pub(super) fn at(link: impl Into<String>, text: impl Into<String>) -> Self {
        Self { link: link.into(), text: text.into() }
    }
}

/// A part of a page.
pub(super) enum Part {
    Heading(String),
    Lead(String),
    Text(String),
    Note(String),
    /// Shown once.
    Secret(String),
    List(Vec<Link>),
    Entries(Vec<Link>),
    /// What is to be done, and how far it is.
    Tasks(Vec<(Link, &'static str)>),
    Facts(Vec<(&'static str, String)>),
    /// What may be written, and what it means.
    Examples(Vec<(&'static str, &'static str)>),
    Table(Table),
    /// The page of a course, as it will look.
    Course(Preview),
    Button(String, &'static str),
    Form(Form),
}

/// The page of a course as it will look.
pub(super) struct Preview {
    /// What it is called here.
    pub(super) called: &'static str,
    pub(super) view: Box<CourseView>,
    /// Whether it is open at first.
    pub(super) open: bool,
}

/// A table; the first cell of a row names it.
pub(super) struct Table {
    pub(super) caption: String,
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Link>>,
}

impl Table {
    /// The name of a column, for a cell that stands by itself where there is no room for columns.
    fn column(&self, index: &usize) -> &'static str {
        self.columns.get(*index).copied().unwrap_or_default()
    }
}

/// A form, always sent by POST.
#[derive(Default)]
pub(super) struct Form {
    pub(super) action: String,
    pub(super) files: bool,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) fields: Vec<Field>,
    pub(super) buttons: Vec<Button>,
    /// For whom an operator sends it.
    pub(super) acting: Option<String>,
}

/// A button of a form; the first is pressed by Enter.
pub(super) struct Button {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    pub(super) second: bool,
}

impl Button {
    pub(super) fn main(text: &'static str) -> Self {
        Self { name: "", text, second: false }
    }

    pub(super) fn second(name: &'static str, text: &'static str) -> Self {
        Self { name, text, second: true }
    }
}

/// A field of a form.
pub(super) struct Field {
    name: String,
    label: String,
    hint: String,
    value: String,
    most: usize,
    control: Control,
}

enum Control {
    Text,
    Short,
    Secret,
    /// So many lines high.
    Lines(usize),
    Files,
    /// Whether several may be chosen, and of what.
    Choice(bool, Vec<Choice>),
}

/// One thing to choose.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) chosen: bool,
}

/// The name, label and hint of a field.
pub(in crate::web) type Named = (&'static str, &'static str, &'static str);

impl Field {
    fn new((name, label, hint): Named, control: Control) -> Self {
        let (name, label, hint) = (name.to_owned(), label.to_owned(), hint.to_owned());
        Self { name, label, hint, value: String::new(), most: 200, control }
    }

    pub(super) fn text(named: Named, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::new(named, Control::Text) }
    }

    pub(super) fn short(named: Named, value: impl Into<String>) -> Self {
        Self { value: value.into(), most: 64, ..Self::new(named, Control::Short) }
    }

    pub(super) fn secret(named: Named) -> Self {
        Self::new(named, Control::Secret)
    }

    pub(super) fn lines(named: Named, rows: usize, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::new(named, Control::Lines(rows)) }
    }

    pub(super) fn files(named: Named) -> Self {
        Self::new(named, Control::Files)
    }

    pub(super) fn one_of(named: Named, options: Vec<Choice>) -> Self {
        Self::new(named, Control::Choice(false, options))
    }

    pub(super) fn some_of(named: Named, options: Vec<Choice>) -> Self {
        Self::new(named, Control::Choice(true, options))
    }
}

impl Sheet {
    pub(super) fn new(title: impl Into<String>) -> Self {
        let title = title.into();
        let head = Head::new(Section::Workspace, words::workspace::TITLE);
        Self { head, crumb: None, title, wrong: Vec::new(), parts: Vec::new() }
    }

    /// Where Back leads.
    pub(super) fn back(mut self, address: impl Into<String>, text: &'static str) -> Self {
        self.crumb = Some((address.into(), text));
        self
    }

    pub(super) fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    pub(super) fn text(self, text: impl Into<String>) -> Self {
        self.with(Part::Text(text.into()))
    }

    pub(super) fn heading(self, text: impl Into<String>) -> Self {
        self.with(Part::Heading(text.into()))
    }

    pub(super) fn wrong(mut self, wrong: Vec<Wrong>) -> Self {
        if !wrong.is_empty() {
            self.head.title = format!("{}{}", words::ERROR_PREFIX, words::workspace::TITLE);
        }
        self.wrong = wrong;
        self
    }

    /// The page; 422 where something is wrong with what was sent.
    pub(super) fn answer(self) -> Answer {
        let status = if self.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        Answer::page(status, &self, Copies::Never)
    }

    /// Whether each entry of a list is a link: then it needs no bullets.
    fn all_lead_on(&self, list: &[Link]) -> bool {
        list.iter().all(|one| one.address.is_some())
    }

    /// What is wrong with a field.
    fn wrong_with(&self, name: &str) -> String {
        let link = format!("#{name}");
        let texts: Vec<&str> = self.wrong.iter().filter(|one| one.link == link).map(|one| one.text.as_str()).collect();
        match texts[..] {
            [only] => only.to_owned(),
            _ => texts.iter().map(|text| words::workspace::sentence(text)).collect::<Vec<_>>().join(" "),
        }
    }
}
