//! Imports files: judges them beside the catalogue, and commits what they come to.

use chrono::{DateTime, Utc};
use registry_core::catalogue::Catalogue;

use super::load_catalogue::LoadError;
use crate::import::{self, Import, ImportFile, ImportProblem, Imported};
use crate::store::StoreError;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Everything was there already.
    Nothing {
        /// The revision of the catalogue.
        revision: i64,
    },
    /// The change was committed.
    Committed {
        /// The revision of the catalogue after it.
        revision: i64,
    },
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Something in the files is to be corrected.
    #[error("the import has {} problems", .0.len())]
    Refused(Vec<ImportProblem>),
    /// The program or the machine.
    #[error(transparent)]
    Fault(#[from] LoadError),
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<Vec<ImportProblem>> for ImportError {
    fn from(problems: Vec<ImportProblem>) -> Self {
        Self::Refused(problems)
    }
}

/// What an import would do.
///
/// # Errors
/// Every problem, as [`import::read`] names them.
pub fn preview_import(
    files: &[ImportFile<'_>],
    catalogue: &Catalogue,
    import: &Import<'_>,
) -> Result<Imported, Vec<ImportProblem>> {
    import::read(files, catalogue, import)
}
