//! `registry export`: the catalogue as files.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::page::counted;
use super::{Edge, Exit, Failure, source};
use crate::export::ExportFile;
use crate::ops::export_catalogue::ExportForm;
use crate::{format, import, ops};

/// Write the catalogue as files: to import elsewhere, for a spreadsheet, as linked data
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  registry export --format json > catalogue.json
  registry export --format toml --database data/registry.db --out catalogue/
  registry export --format csv --out tables/
  registry export --format ctdl > catalogue.jsonld

TOML and JSON have everything and import back to the same catalogue. CSV has
courses, versions and offerings, a file each. CTDL is linked data for others.")]
pub(super) struct Export {
    /// How to write it
    #[arg(long, value_enum)]
    format: Format,
    /// A file, or a folder (made when its name ends with /); without it, the screen
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// The database to read; without it, the built-in catalogue
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Catalogue files
    Toml,
    /// The same structure in JSON
    Json,
    /// Tables of courses, versions and offerings
    Csv,
    /// CTDL as JSON-LD
    Ctdl,
}

impl Export {
    pub(super) async fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let snapshot = source::catalogue(self.database.as_deref(), edge).await?;
        let folder = self.out.as_ref().filter(|out| out.is_dir() || out.display().to_string().ends_with('/'));
        let form = self.form(folder.is_some())?;
        let files = ops::export_catalogue(snapshot.catalogue(), form).map_err(Failure::fault)?;
        match (&self.out, folder) {
            (_, Some(folder)) => {
                fs::create_dir_all(folder).map_err(|error| {
                    let (shown, reason) = (folder.display(), source::reason(&error));
                    Failure::to_correct(format!("the folder {shown} cannot be made: {reason}; name another"))
                })?;
                for file in &files {
                    source::write_text(&folder.join(&file.name), &file.text)?;
                }
                let count = counted(files.len() as u64, "file", "files");
                writeln!(edge.out, "{count} written into {}", folder.display())?;
            }
            (Some(out), None) => {
                self.warn(&files, edge)?;
                source::write_text(out, &files.iter().map(|file| file.text.as_str()).collect::<String>())?;
                writeln!(edge.out, "{} written", out.display())?;
            }
            (None, None) => {
                self.warn(&files, edge)?;
                for file in &files {
                    edge.out.write_all(file.text.as_bytes())?;
                }
            }
        }
        Ok(Exit::Answered)
    }

    /// Says of a file that is too large to be imported that it is.
    fn warn(&self, files: &[ExportFile], edge: &mut Edge<'_>) -> Result<(), Failure> {
        let most = match self.format {
            Format::Toml => format::FILE_BYTES_MAX,
            Format::Json => import::FILE_BYTES_MAX,
            Format::Csv | Format::Ctdl => usize::MAX,
        };
        for file in files.iter().filter(|file| file.text.len() > most) {
            let bytes = file.text.len();
            writeln!(
                edge.err,
                "this file has {bytes} bytes, and at most {most} are imported; name a folder with --out to have several"
            )?;
        }
        Ok(())
    }

    /// What is to be written: one file, unless it goes into a folder.
    fn form(&self, into_folder: bool) -> Result<ExportForm, Failure> {
        match self.format {
            Format::Toml if into_folder => Ok(ExportForm::TomlFiles),
            Format::Toml => Ok(ExportForm::Toml),
            Format::Json if into_folder => Ok(ExportForm::JsonFiles),
            Format::Json => Ok(ExportForm::Json),
            Format::Csv if into_folder => Ok(ExportForm::Csv),
            Format::Csv => {
                let how = "these are three tables; name a folder for them with --out, such as --out tables/";
                Err(Failure::to_correct(how))
            }
            Format::Ctdl => Ok(ExportForm::Ctdl),
        }
    }
}
