//! The built-in catalogue: the files of `seeds/`, part of the program. The people of `seeds/invented/people` are not.

use registry_core::catalogue::CatalogueParts;
use sha2::{Digest, Sha256};

use crate::format::SourceFile;

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        &[$(SourceFile { name: concat!("seeds/", $name), text: include_str!(concat!("../../seeds/", $name)) }),+]
    };
}

/// Every file of the built-in catalogue, by the name it has in the source.
pub const FILES: &[SourceFile<'static>] = embedded![
    "documents.toml",
    "funding-and-support.toml",
    "providers.toml",
    "qualifications.toml",
    "roles.toml",
    "suite.toml",
    "tags.toml",
    "tier-courses.toml",
    "tiers.toml",
    "training-needs.toml",
    "units.toml",
    "invented/offerings.toml",
    "invented/providers.toml",
    "invented/units.toml",
];

/// A fingerprint of seed entries in the form in which they are stored: SHA-256 in hexadecimal.
///
/// It is taken of the entries, not of the files, so that a program that stores the same entries in another form
/// writes them again.
///
/// # Errors
/// An entry that cannot be written as data.
pub fn digest(parts: &CatalogueParts) -> Result<String, serde_json::Error> {
    let data = serde_json::to_vec(parts)?;
    Ok(Sha256::digest(data).iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn toml_files(folder: &Path, below: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("folder") {
            let path = entry.expect("entry").path();
            let name = format!("{below}{}", path.file_name().expect("name").to_string_lossy());
            if path.is_dir() && name != "seeds/invented/people" {
                toml_files(&path, &format!("{name}/"), found);
            } else if name.ends_with(".toml") {
                found.insert(name);
            }
        }
    }

    #[test]
    fn every_seed_file_but_the_people_is_part_of_the_program() {
        let mut found = BTreeSet::new();
        toml_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds"), "seeds/", &mut found);
        let embedded: BTreeSet<String> = FILES.iter().map(|file| file.name.to_owned()).collect();
        assert_eq!(embedded, found);
    }
}
