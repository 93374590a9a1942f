//! Importing files into the catalogue.

use async_graphql::{Context, Enum, InputObject, InputType, Object, Result, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::run::{HowFields, sentence, today};
use crate::graphql::access::{now, publisher, state};
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::http::upload::{FILES_MAX, MAX_UPLOAD_BYTES, Upload as Received, Uploads};
use crate::graphql::scalars::Upload;
use crate::graphql::types::change_error::ChangeErrorCode;
use crate::import::{Column, FILE_BYTES_MAX, Format, ImportProblem};
use crate::ops::import_files::{
    Content, ImportOutcome, ImportReceipt, ImportRequest, KindReceipt, SentFile, import_files,
};
use crate::ops::publish::PublishError;

/// Most characters of a file's name.
const NAME_LENGTH_MAX: usize = 100;

/// Most problems of one answer.
pub(crate) const PROBLEMS_MAX: u64 = 500;

/// Most codes of one kind in one answer.
pub(crate) const CODES_MAX: u64 = 100;

/// In which format files are. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
enum ImportFormat {
    /// Catalogue files (docs/CATALOGUE_FILES.md).
    Toml,
    /// The same structure in JSON.
    Json,
    /// Tables of courses, versions and offerings.
    Csv,
    /// AVETMISS 8.0: NAT00030, NAT00030A, NAT00060.
    Nat,
    /// An extract of the national register in JSON.
    Register,
}

impl From<ImportFormat> for Format {
    fn from(format: ImportFormat) -> Self {
        match format {
            ImportFormat::Toml => Self::Toml,
            ImportFormat::Json => Self::Json,
            ImportFormat::Csv => Self::Csv,
            ImportFormat::Nat => Self::Nat,
            ImportFormat::Register => Self::Register,
        }
    }
}

/// A file to import. Give one of `text`, `base64` and `upload`.
#[derive(InputObject, Debug)]
struct ImportFileInput {
    /// What it is called, 1 to 100 characters; its end tells its format: `courses.csv`, `NAT00060.txt`.
    name: String,
    /// What is in it, as text.
    text: Option<String>,
    /// What is in it, in base64, for a file that may not be UTF-8 throughout, such as a NAT file: where it is not, that is
    /// said with its line.
    base64: Option<String>,
    /// What is in it, as a part of a form beside the query, up to 50,000,000 bytes: it is received in pieces, and never held in
    /// memory while it arrives.
    upload: Option<Upload>,
}

/// Files to import, and how.
#[derive(InputObject, Debug)]
struct ImportCatalogueInput {
    /// Their format; left out: their names tell. The register's extract is always asked for.
    format: Option<ImportFormat>,
    /// The files, 1 to 8, all of one format. They are judged together.
    files: Vec<ImportFileInput>,
    #[graphql(flatten)]
    how: HowFields,
}

/// What became of an import.
#[derive(SimpleObject)]
struct ImportCataloguePayload {
    /// The receipt; null where there are `userErrors`.
    receipt: Option<CatalogueImport>,
    /// How many things are wrong.
    error_count: usize,
    /// What is wrong, in the order of the files; then nothing was saved. At most 500.
    user_errors: Vec<ImportUserError>,
}

/// One thing to correct in files that are imported.
#[derive(SimpleObject)]
struct ImportUserError {
    /// What is wrong: `UNREADABLE` for whatever stands in a file.
    code: ChangeErrorCode,
    /// What is wrong and what to do, for people to read.
    message: String,
    /// Where in `input`: the names and indexes down to the file.
    field: Vec<String>,
    /// The row of the file, counted from 1; null where the whole file is meant, or no file.
    row: Option<u32>,
    /// The column: letters as a spreadsheet has them, `E`; of a column that it does not have, its header, `title`; of lines of fixed
    /// width the number of the character, `119`. Null where no column is meant.
    column: Option<String>,
}

/// What an import came to.
struct CatalogueImport(ImportReceipt);

/// What an import came to.
#[Object]
impl CatalogueImport {
    /// The revision of the catalogue with it; of a dry run, and where everything was there already, the one it was judged
    /// against.
    async fn catalogue_revision(&self) -> i64 {
        self.0.revision
    }

    /// The number of its entry in the audit log; null for a dry run, and where everything was there already.
    async fn audit_sequence(&self) -> Option<u64> {
        self.0.sequence
    }

    /// What became of the entries, for each of the kinds there are; at most 15.
    async fn kinds(&self) -> Vec<ImportedKind<'_>> {
        self.0.kinds.iter().map(ImportedKind).collect()
    }
}

/// What became of the entries of one kind.
struct ImportedKind<'a>(&'a KindReceipt);

/// What became of the entries of one kind.
#[Object]
impl ImportedKind<'_> {
    /// The kind: `course`, `credit rule`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// How many are new.
    async fn new_count(&self) -> usize {
        self.0.new.len()
    }

    /// The codes of those that are new; at most 100 are given.
    async fn new(&self) -> Vec<&str> {
        codes(&self.0.new)
    }

    /// How many change.
    async fn changed_count(&self) -> usize {
        self.0.changed.len()
    }

    /// The codes of those that change; at most 100 are given.
    async fn changed(&self) -> Vec<&str> {
        codes(&self.0.changed)
    }

    /// How many were there already, just so.
    async fn unchanged_count(&self) -> usize {
        self.0.unchanged
    }
}

fn codes(all: &[String]) -> Vec<&str> {
    all.iter().take(usize::try_from(CODES_MAX).unwrap_or(usize::MAX)).map(String::as_str).collect()
}

/// Imports of files.
#[derive(Default)]
pub(super) struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Imports files, all of them or nothing: see docs/IMPORT.md. With `dryRun` it says what would be new and what would change.
    /// A provider's token changes only what is the provider's. Takes the scope `publish`.
    async fn import_catalogue(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The files.")] input: ImportCatalogueInput,
    ) -> Result<ImportCataloguePayload> {
        let by = publisher(context)?;
        let nothing = Uploads::default();
        let uploads = context.data_opt::<Uploads>().unwrap_or(&nothing);
        let mut of_files = Vec::new();
        let files = read_files(input.files, uploads, &mut of_files);
        let asked = || what_is_asked(input.format, &files);
        let mut of_how = Vec::new();
        let idempotent = input.how.key(context, &by, asked, &mut of_how);
        let reason = input.how.reason(&mut of_how);
        let of_how = of_how.into_iter().map(|error| {
            let (code, message, field) = error.into_parts();
            ImportUserError { code, message, field, row: None, column: None }
        });
        let errors: Vec<_> = of_how.chain(of_files).collect();
        if !errors.is_empty() {
            return Ok(refused(errors));
        }
        let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        let request = ImportRequest {
            by,
            files,
            format: input.format.map(Format::from),
            reason,
            idempotent,
            dry_run: input.how.dry_run,
            now: now(context)?,
            today: today(context)?,
        };
        let imported = import_files(state(context)?, request).await.map_err(|error| match error {
            PublishError::OthersFirst => ApiError::new(ErrorCode::RateLimited, sentence(&error.to_string())),
            _ => ApiError::internal(error),
        });
        match imported? {
            ImportOutcome::Done(receipt) => Ok(ImportCataloguePayload {
                receipt: Some(CatalogueImport(receipt)),
                error_count: 0,
                user_errors: Vec::new(),
            }),
            ImportOutcome::Refused(problems) => {
                Ok(refused(problems.into_iter().map(|problem| of_file(problem, &names)).collect()))
            }
            ImportOutcome::KeyReused => {
                let message = "This key was used for another request; use a new one.";
                Ok(refused(vec![error(ChangeErrorCode::KeyReused, message, &["idempotencyKey"])]))
            }
        }
    }
}

/// What a request asks for: names and contents of its files in their order, however the contents were sent.
fn what_is_asked(format: Option<ImportFormat>, files: &[SentFile]) -> serde_json::Value {
    let hex = |digest: [u8; 32]| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let files = files.iter().map(|file| json!({ "name": file.name, "sha256": hex(file.content.digest()) }));
    let files: Vec<_> = files.collect();
    let format = InputType::to_value(&format).into_json().unwrap_or_default();
    json!({ "files": files, "format": format })
}

fn refused(mut errors: Vec<ImportUserError>) -> ImportCataloguePayload {
    let error_count = errors.len();
    errors.truncate(usize::try_from(PROBLEMS_MAX).unwrap_or(usize::MAX));
    ImportCataloguePayload { receipt: None, error_count, user_errors: errors }
}

fn error(code: ChangeErrorCode, message: &str, field: &[&str]) -> ImportUserError {
    let field = field.iter().map(|part| (*part).to_owned()).collect();
    ImportUserError { code, message: message.to_owned(), field, row: None, column: None }
}

/// A problem of a file, where that file stands in the input.
fn of_file(problem: ImportProblem, names: &[String]) -> ImportUserError {
    let place = names.iter().position(|name| *name == problem.file);
    let field = place.map_or_else(Vec::new, |place| vec!["files".to_owned(), place.to_string()]);
    ImportUserError {
        code: ChangeErrorCode::Unreadable,
        message: sentence(&problem.message),
        field,
        row: problem.line,
        column: problem.column.map(|column: Column| column.to_string()),
    }
}

/// What was sent, or what is wrong with it.
fn read_files(files: Vec<ImportFileInput>, uploads: &Uploads, errors: &mut Vec<ImportUserError>) -> Vec<SentFile> {
    if files.is_empty() {
        errors.push(error(ChangeErrorCode::Missing, "No file is given; give one.", &["files"]));
    }
    if files.len() > FILES_MAX {
        let message = format!("There are {} files; at most {FILES_MAX} are taken at once.", files.len());
        errors.push(error(ChangeErrorCode::TooMany, &message, &["files"]));
        return Vec::new();
    }
    let mut sent: Vec<SentFile> = Vec::new();
    for (place, file) in files.into_iter().enumerate() {
        let place = place.to_string();
        let length = file.name.chars().count();
        if length == 0 || length > NAME_LENGTH_MAX || file.name.chars().any(char::is_control) {
            let message = format!("The name of a file has 1 to {NAME_LENGTH_MAX} characters, and none that steers.");
            errors.push(error(ChangeErrorCode::OutOfRange, &message, &["files", &place, "name"]));
        }
        if sent.iter().any(|other| other.name == file.name) {
            let message = "Two files have this name; give each another.";
            errors.push(error(ChangeErrorCode::HeldTwice, message, &["files", &place, "name"]));
        }
        let content = content(file.text, file.base64, file.upload.map(|Upload(number)| uploads.get(number)));
        let content = content.unwrap_or_else(|(code, message, field)| {
            let field: Vec<&str> = ["files", &place].into_iter().chain(field).collect();
            errors.push(error(code, &message, &field));
            Content::Inline(Vec::new())
        });
        sent.push(SentFile { name: file.name, content });
    }
    sent
}

/// What is in a file, by whichever way it was given; or what is wrong, with the field of the file.
fn content(
    text: Option<String>,
    base64: Option<String>,
    upload: Option<Option<&Received>>,
) -> Result<Content, (ChangeErrorCode, String, Option<&'static str>)> {
    match (text, base64, upload) {
        (Some(text), None, None) => Ok(Content::Inline(text.into_bytes())),
        (None, Some(base64), None) => STANDARD.decode(base64).map(Content::Inline).map_err(|_| {
            let message = "This is not base64; encode the file as RFC 4648 says, with padding.";
            (ChangeErrorCode::Unreadable, message.to_owned(), Some("base64"))
        }),
        (None, None, Some(upload)) => received(upload).map_err(|(code, message)| (code, message, Some("upload"))),
        (None, None, None) => {
            let message = "Nothing of the file is given; give text, base64 or upload.";
            Err((ChangeErrorCode::Missing, message.to_owned(), None))
        }
        _ => {
            let message = "Give one of text, base64 and upload; here are more.";
            Err((ChangeErrorCode::Contradiction, message.to_owned(), None))
        }
    }
}

/// What was received as part of a form.
fn received(upload: Option<&Received>) -> Result<Content, (ChangeErrorCode, String)> {
    match upload {
        Some(Received::Whole(file)) => Ok(Content::Received(file.clone())),
        Some(Received::TooLarge) => {
            let message = format!("The file has more than {FILE_BYTES_MAX} bytes, the most that is read; split it.");
            Err((ChangeErrorCode::TooMany, message))
        }
        Some(Received::TooMuch) => {
            let message = format!(
                "The files have more than {MAX_UPLOAD_BYTES} bytes together, the most of one request; send them in several, or import them on the command line."
            );
            Err((ChangeErrorCode::TooMany, message))
        }
        Some(Received::NotRead) => {
            let message = "The file was not read, since one before it is too large.";
            Err((ChangeErrorCode::Missing, message.to_owned()))
        }
        None => {
            let message = "There is no such file: send the request as a form, with null here and the file in its map.";
            Err((ChangeErrorCode::Missing, message.to_owned()))
        }
    }
}
