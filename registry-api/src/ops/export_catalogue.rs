//! Gives the catalogue out as files.

use registry_core::Catalogue;

use crate::export::{self, ExportFile};

/// A form in which the catalogue is given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// Catalogue files in TOML, one for each kind of entry.
    TomlFiles,
    /// One file in TOML.
    Toml,
    /// One file in JSON.
    Json,
    /// Files in JSON, one for each kind of entry.
    JsonFiles,
    /// Tables of courses, versions and offerings.
    Csv,
    /// CTDL as JSON-LD.
    Ctdl,
}

/// The files of the catalogue in that form.
///
/// # Errors
/// What cannot be written as data: a fault of the program.
pub fn export_catalogue(catalogue: &Catalogue, form: ExportForm) -> Result<Vec<ExportFile>, serde_json::Error> {
    let one = |name: &str, text: String| vec![ExportFile { name: name.to_owned(), text }];
    Ok(match form {
        ExportForm::TomlFiles => export::toml_files(&catalogue.to_parts()),
        ExportForm::Toml => one("catalogue.toml", export::toml(&catalogue.to_parts())),
        ExportForm::Json => one("catalogue.json", export::json(&catalogue.to_parts())?),
        ExportForm::JsonFiles => export::json_files(&catalogue.to_parts())?,
        ExportForm::Csv => export::csv_files(&catalogue.to_parts()),
        ExportForm::Ctdl => one("catalogue.jsonld", export::ctdl(catalogue)?),
    })
}
