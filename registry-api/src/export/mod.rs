//! Export: the catalogue as files that import back to the same catalogue, as spreadsheets, and as linked data
//! (docs/IMPORT.md).

mod csv;
mod ctdl;
mod entries;
mod files;
mod tree;

#[cfg(test)]
mod tests;

pub use csv::csv_files;
pub use ctdl::ctdl;
pub use files::{ExportFile, json, json_files, toml, toml_files};
