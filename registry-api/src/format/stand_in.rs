//! What stands for a value that could not be read, so that everything else of its entry is still checked.
//!
//! A code, version, range or statement that stands in is a text that no file holds: whatever is said of it follows
//! from a problem that is reported already, and is dropped. Elsewhere (a date, an amount, a flag) the reader of the
//! entry stands in the value that contradicts nothing. No stand-in leaves this folder: where one was needed there is
//! a problem, and then nothing is read.

use registry_core::credit::{CREDIT_POINTS_MAX, CreditPoints};
use registry_core::requisite::{Gate, RequisiteExpr};
use registry_core::source::{Confidence, Provenance};
use semver::{BuildMetadata, Prerelease, Version, VersionReq};

use super::value::Code;

/// Stands for a text, and in messages for the part of a source that could not be read.
pub(super) const UNREADABLE: &str = "not readable";

/// What of a qualification could not be read, so that nothing is held against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lost {
    /// How many credit points it has.
    Size,
    /// Its packaging in units as a whole.
    Units,
    /// Some of its groups, or of what is in them.
    Groups,
    /// Whether a group is one of core units.
    Kinds,
}

/// Gives out stand-ins, each once.
#[derive(Clone)]
pub(super) struct StandIns {
    /// How each begins.
    stem: String,
    given: u32,
}

impl StandIns {
    /// Stand-ins of which none occurs in these texts.
    pub(super) fn outside<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let after = texts.into_iter().flat_map(|text| text.split("unread").skip(1));
        let number =
            |rest: &str| rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok());
        let free = after.filter_map(number).max().map_or(0, |taken: u64| taken.saturating_add(1));
        Self { stem: format!("unread{free}-"), given: 0 }
    }

    fn text(&mut self) -> String {
        self.given = self.given.saturating_add(1);
        // The hyphen at the end keeps one from being the beginning of another.
        format!("{}{}-", self.stem, self.given)
    }

    /// Whether a text is, or repeats, a stand-in.
    pub(super) fn are_in(&self, text: &str) -> bool {
        text.contains(&self.stem)
    }

    /// A code. There always is one: a stand-in is made of what codes are made of.
    pub(super) fn code<C: Code>(&mut self) -> Option<C> {
        C::from_str(&self.text()).ok()
    }

    /// A version that differs from every other.
    pub(super) fn version(&mut self) -> Version {
        let pre = Prerelease::new(&self.text()).unwrap_or_default();
        Version { major: 0, minor: 0, patch: 0, pre, build: BuildMetadata::EMPTY }
    }

    /// A range of versions that differs from every other.
    pub(super) fn range(&mut self) -> VersionReq {
        format!("={}", self.version()).parse().unwrap_or(VersionReq::STAR)
    }

    /// A part of an expression that asks for nothing in the catalogue, and differs from every other.
    pub(super) fn operand(&mut self) -> RequisiteExpr {
        RequisiteExpr::Gate(Gate::Attested { statement: self.text() })
    }
}

/// Stands for a text that a person reads.
pub(super) fn text() -> String {
    UNREADABLE.to_owned()
}

/// Stands for the size of an award: no credit is more than it.
pub(super) fn points_max() -> CreditPoints {
    CREDIT_POINTS_MAX.to_string().parse().unwrap_or_default()
}

/// Stands for a provenance: it names no document, and any requisite may rest on it.
pub(super) fn provenance() -> Provenance {
    Provenance::External { external: text(), place: text(), confidence: Confidence::High }
}

#[cfg(test)]
mod tests {
    use registry_core::id::CourseCode;

    use super::*;

    #[test]
    fn a_stand_in_occurs_in_no_text_and_never_twice() {
        let mut stand_ins = StandIns::outside(["unread0-1 unread7-1", "unreadable unread3"]);
        let first: CourseCode = stand_ins.code().expect("a code");
        assert_eq!(first.as_str(), "unread8-1-");
        assert_ne!(stand_ins.code::<CourseCode>(), Some(first));
        let (version, range) = (stand_ins.version(), stand_ins.range());
        assert_ne!(version, stand_ins.version());
        assert!(!range.matches(&version));
        assert!([version.to_string(), range.to_string()].iter().all(|text| stand_ins.are_in(text)));
        assert!(!stand_ins.are_in("unread7-1"));
    }

    #[test]
    fn what_stands_for_an_award_and_a_source_contradicts_nothing() {
        assert_eq!(points_max().to_string(), "10000");
        assert!(provenance().carries_a_requirement());
    }
}
