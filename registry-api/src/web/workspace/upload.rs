//! Files that are imported: looked at first, with the row and column of everything that is wrong, and then taken.
//!
//! A small file is carried by the page that shows what it would do; a larger one is chosen again. It is read anew when it is
//! taken, so nothing rests on what the page carried.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use registry_core::audit::Actor;
use registry_core::publish::Publisher;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use super::sheet::{Button, Field, Form, Part, Sheet, Table, Wrong};
use super::{Desk, enter, enter_form, fault, later, tables};
use crate::access::Scope;
use crate::import::{Import, ImportFile, ImportProblem, Imported};
use crate::ops;
use crate::ops::import_catalogue::{ImportError, Signed, Written};
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::workspace as words;

/// The most bytes of files that a page carries.
const CARRIED_BYTES_MAX: usize = 40 * 1024;

/// The most problems that one page shows.
const PROBLEMS_MAX: usize = 200;

/// The most names of one kind that one page shows.
const NAMES_MAX: usize = 40;

/// The name of the field with a file that the page carries.
const CARRIED_FIELD: &str = "carried";

/// A file as it was sent.
#[derive(Debug, Clone)]
struct Sent {
    name: String,
    bytes: Vec<u8>,
}

/// Asks for files.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        Ok(first(&desk, Vec::new()))
    })
}

/// A page after files were chosen: it leads back to choosing others.
fn bare(title: &str, wrong: Vec<Wrong>) -> Sheet {
    Sheet::new(title).back("/workspace/import", words::OTHER_FILES).wrong(wrong)
}

/// The page before anything was looked at: with tables to begin with.
fn first(desk: &Desk<'_>, wrong: Vec<Wrong>) -> Answer {
    let sheet = Sheet::new(words::IMPORT).back("/workspace", words::BACK_HOME).wrong(wrong);
    let sheet = words::IMPORT_LEAD.iter().fold(sheet, |sheet, text| sheet.text(*text)).with(Part::Form(choose(desk)));
    let sheet = sheet.heading(words::EMPTY_TABLES).text(words::EMPTY_TABLES_LEAD);
    let sheet = sheet.with(Part::List(tables::of_import())).heading(words::QUALIFICATION_FILE);
    let sheet = words::QUALIFICATION_FILE_LEAD.iter().fold(sheet, |sheet, text| sheet.text(*text));
    sheet.with(Part::List(vec![tables::of_qualification()])).answer()
}

fn choose(desk: &Desk<'_>) -> Form {
    let mut form = desk.form("/workspace/import", vec![Field::files(words::FILES)], words::LOOK);
    form.files = true;
    form
}

/// Looks at files, or takes them.
pub(super) fn take<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let files = sent(asked);
        if files.is_empty() {
            return Ok(first(&desk, vec![Wrong::field(words::FILES.0, words::NO_FILE)]));
        }
        if asked.form.has("import") { import(&desk, files).await } else { look(&desk, files) }
    })
}

fn sent(asked: &Asked<'_>) -> Vec<Sent> {
    let chosen: Vec<Sent> = asked
        .form
        .files(words::FILES.0)
        .map(|file| Sent { name: file.name.clone(), bytes: file.bytes.clone() })
        .collect();
    if !chosen.is_empty() {
        return chosen;
    }
    let carried = asked.form.all(CARRIED_FIELD).filter_map(|text| {
        let (name, bytes) = text.rsplit_once('/')?;
        // The alphabet of addresses has no slash, so the last one ends the name.
        let bytes = URL_SAFE_NO_PAD.decode(bytes).ok()?;
        Some(Sent { name: name.to_owned(), bytes })
    });
    carried.collect()
}

fn look(desk: &Desk<'_>, files: Vec<Sent>) -> Result<Answer, Answer> {
    let borrowed: Vec<ImportFile<'_>> =
        files.iter().map(|file| ImportFile { name: &file.name, bytes: &file.bytes }).collect();
    let by = Publisher::Provider(desk.code().clone());
    let import = Import { format: None, by, today: desk.asked.today, heard: &|_| {} };
    let preview = crate::beside::beside_others(|| ops::preview_import(&borrowed, desk.asked.at.catalogue(), &import));
    match preview {
        Err(problems) => Ok(refused(desk, &problems)),
        Ok(imported) => {
            let (new, changed, _) = imported.counts();
            let sheet = fates(bare(words::IMPORT_WOULD, Vec::new()), &imported);
            if new + changed == 0 {
                return Ok(sheet.with(Part::Note(words::ALL_THERE.to_owned())).answer());
            }
            let mut form = choose(desk);
            form.buttons = vec![Button { name: "import", text: words::IMPORT_NOW, second: false }];
            let size: usize = files.iter().map(|file| file.bytes.len()).sum();
            let sheet = if size <= CARRIED_BYTES_MAX {
                let carried = files
                    .iter()
                    .map(|file| (CARRIED_FIELD, format!("{}/{}", file.name, URL_SAFE_NO_PAD.encode(&file.bytes))));
                form.hidden.extend(carried);
                form.fields.clear();
                form.files = false;
                sheet
            } else {
                sheet.with(Part::Note(words::CHOOSE_AGAIN.to_owned()))
            };
            form.fields.push(Field::text(words::REASON, ""));
            Ok(sheet.with(Part::Form(form)).answer())
        }
    }
}

fn fates(mut sheet: Sheet, imported: &Imported) -> Sheet {
    let names = |all: &[String]| {
        let shown: Vec<&str> = all.iter().take(NAMES_MAX).map(String::as_str).collect();
        let more = all.len().saturating_sub(NAMES_MAX);
        if more > 0 { format!("{} {}", shown.join(", "), words::and_more(more)) } else { shown.join(", ") }
    };
    let rows: Vec<Vec<Link>> = imported
        .fates
        .iter()
        .map(|(kind, fate)| {
            let cells = [(*kind).to_owned(), names(&fate.new), names(&fate.changed), fate.unchanged.to_string()];
            cells.into_iter().map(Link::only).collect()
        })
        .collect();
    if !rows.is_empty() {
        let (caption, columns) = (words::FATES.to_owned(), words::FATE_COLUMNS.to_vec());
        sheet = sheet.with(Part::Table(Table { caption, columns, rows }));
    }
    sheet
}

fn refused(desk: &Desk<'_>, problems: &[ImportProblem]) -> Answer {
    let rows = problems.iter().take(PROBLEMS_MAX).map(|one| {
        let place = |value: Option<String>| value.unwrap_or_default();
        let cells = [
            one.file.clone(),
            place(one.line.map(|line| line.to_string())),
            place(one.column.map(|column| column.to_string())),
            words::sentence(&one.message),
        ];
        cells.into_iter().map(Link::only).collect()
    });
    let columns = words::PROBLEM_COLUMNS.to_vec();
    let caption = words::problems(problems.len(), PROBLEMS_MAX);
    let table = Table { caption, columns, rows: rows.collect() };
    let wrong = vec![Wrong::field(words::FILES.0, words::nothing_written(problems.len()))];
    bare(words::IMPORT, wrong).with(Part::Table(table)).with(Part::Form(choose(desk))).answer()
}

async fn import(desk: &Desk<'_>, files: Vec<Sent>) -> Result<Answer, Answer> {
    let state = Arc::clone(&desk.asked.web.state);
    let by = Publisher::Provider(desk.code().clone());
    let reason = desk.asked.form.one(words::REASON.0);
    if reason.chars().count() > registry_core::audit::REASON_LENGTH_MAX {
        return Err(super::said(poem::http::StatusCode::UNPROCESSABLE_ENTITY, words::REASON_TOO_LONG));
    }
    let reason = (!reason.is_empty()).then(|| reason.to_owned());
    let signed = Signed { actor: Actor::Token(desk.token()), reason, at: desk.asked.now };
    let (today, handle) = (desk.asked.today, Handle::current());
    // Reading files takes a processor for a while, and what hears of its steps stays on one thread.
    let work = spawn_blocking(move || {
        let borrowed: Vec<ImportFile<'_>> =
            files.iter().map(|file| ImportFile { name: &file.name, bytes: &file.bytes }).collect();
        let import = Import { format: None, by, today, heard: &|_| {} };
        handle.block_on(ops::import_catalogue(&state, &borrowed, &import, &signed))
    });
    match work.await.map_err(fault)? {
        Err(ImportError::Refused(problems)) => Ok(refused(desk, &problems)),
        Err(other) => Err(fault(other)),
        Ok((imported, written)) => {
            let revision = match written {
                Written::Nothing { revision } | Written::Committed { revision } => revision,
            };
            let sheet = Sheet::new(words::IMPORTED).back("/workspace", words::BACK_HOME);
            let sheet = fates(sheet, &imported);
            Ok(sheet.with(Part::Facts(vec![(words::REVISION, revision.to_string())])).answer())
        }
    }
}
