//! What differs between two versions of a course, field by field, and the bump that each difference requires.
//!
//! One principle decides every case. A number moves in its *first* place when somebody may lose: whoever could start the
//! old version cannot start the new one, or what a holder of the new one has is less. It moves in its *second* place when
//! there is more and nobody loses, and in its third when words alone changed.

use super::bump::{Bump, RequiredBump, least_after};
use super::requisites;
use super::wording::{Listed, compared, same_words, shown};
use crate::aqf::AqfLevel;
use crate::catalogue::Catalogue;
use crate::course::{Course, CourseVersion, Credit};
use crate::id::{RoleCode, TagCode};
use crate::words;

/// One difference between two versions of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field, as in [`Course`] or [`CourseVersion`].
    pub field: &'static str,
    /// The bump it requires.
    pub bump: Bump,
    /// What it is, as a part of a sentence: `the outcome "Listen" is gone`.
    pub sentence: String,
    /// What it was before; `None`: there was nothing.
    pub before: Option<String>,
    /// What it is after; `None`: there is nothing.
    pub after: Option<String>,
}

/// The differences between the published texts of two versions, in the order of the fields, the day of publication and
/// the status left out. `catalogue` gives the titles, and says what counts as what when requisites are compared.
pub fn differences(catalogue: &Catalogue, old: &CourseVersion, new: &CourseVersion) -> Vec<Difference> {
    let mut found = Differences::default();
    found.outcomes(&old.outcomes, &new.outcomes);
    if old.volume_of_learning != new.volume_of_learning {
        let (before, after) = (old.volume_of_learning, new.volume_of_learning);
        let (bump, word) = if after < before { (Bump::Major, "fewer") } else { (Bump::Minor, "more") };
        let sentence = format!("{word} hours of learning: {after}, not {before}");
        found.push("volume_of_learning", bump, sentence, Some(before.to_string()), Some(after.to_string()));
    }
    match (old.assessed, new.assessed) {
        (true, false) => found.push("assessed", Bump::Major, "it is no longer assessed".to_owned(), yes(), no()),
        (false, true) => found.push("assessed", Bump::Minor, "it is assessed now".to_owned(), no(), yes()),
        _ => {}
    }
    found.credit(old.credit.as_ref(), new.credit.as_ref());
    found.all.extend(requisites::differences(catalogue, &old.requisites, &new.requisites));
    found.sessions(&old.sessions, &new.sessions);
    found.all
}

/// The differences in what is said of the course itself, in the order of the fields; its versions, its successor and its
/// publisher left out.
pub fn course_differences(catalogue: &Catalogue, old: &Course, new: &Course) -> Vec<Difference> {
    let mut found = Differences::default();
    found.words("title", "the title", Some(&old.title), Some(&new.title));
    found.words("neutral_title", "the neutral title", old.neutral_title.as_deref(), new.neutral_title.as_deref());
    if old.kind != new.kind {
        let (before, after) = (old.kind.name(), new.kind.name());
        let sentence = format!("it is a {after}, no longer a {before}");
        found.push("kind", Bump::Major, sentence, Some(before.to_owned()), Some(after.to_owned()));
    }
    found.words("description", "the description", Some(&old.description), Some(&new.description));
    let tiers = |course: &Course| course.tiers.iter().map(|tier| words::tier(catalogue, *tier)).collect::<Vec<_>>();
    found.membership("tiers", &tiers(old), &tiers(new));
    let role = |code: &RoleCode| catalogue.role(code).map_or(code.to_string(), |role| role.title.clone());
    let roles = |course: &Course| course.roles.iter().map(role).collect::<Vec<_>>();
    found.membership("roles", &roles(old), &roles(new));
    found.perspectives(old, new);
    found.tags(catalogue, old, new);
    found.alignment(old, new);
    if old.provenance != new.provenance {
        let (before, after) = (old.provenance.to_string(), new.provenance.to_string());
        let sentence = "its source is another".to_owned();
        found.push("provenance", Bump::Patch, sentence, Some(before), Some(after));
    }
    found.all
}

/// The bump that differences require: the greatest that one of them does. None at all require a patch, since a new number
/// always moves.
pub fn required_bump(differences: &[Difference]) -> Bump {
    differences.iter().map(|difference| difference.bump).max().unwrap_or(Bump::Patch)
}

impl RequiredBump {
    /// The bump from a version on, for those differences.
    pub fn from(old: &CourseVersion, differences: &[Difference]) -> Self {
        let bump = required_bump(differences);
        Self { bump, compared_with: old.version.clone(), least: least_after(&old.version, bump) }
    }
}

fn yes() -> Option<String> {
    Some("yes".to_owned())
}

fn no() -> Option<String> {
    Some("no".to_owned())
}

#[derive(Default)]
struct Differences {
    all: Vec<Difference>,
}

impl Differences {
    fn push(
        &mut self,
        field: &'static str,
        bump: Bump,
        sentence: String,
        before: Option<String>,
        after: Option<String>,
    ) {
        self.all.push(Difference { field, bump, sentence, before, after });
    }

    fn outcomes(&mut self, old: &[String], new: &[String]) {
        let Listed { gone, added, reworded, reordered } = compared(old, new);
        for text in gone {
            let sentence = format!("the outcome \"{}\" is gone or says something else", shown(text));
            self.push("outcomes", Bump::Major, sentence, Some(text.to_owned()), None);
        }
        for text in added {
            let sentence = format!("the outcome \"{}\" is new", shown(text));
            self.push("outcomes", Bump::Minor, sentence, None, Some(text.to_owned()));
        }
        for (before, after) in reworded {
            let sentence = format!("the outcome \"{}\" is written differently", shown(before));
            self.push("outcomes", Bump::Patch, sentence, Some(before.to_owned()), Some(after.to_owned()));
        }
        if reordered {
            self.push("outcomes", Bump::Patch, "the outcomes stand in another order".to_owned(), None, None);
        }
    }

    fn sessions(&mut self, old: &[String], new: &[String]) {
        let Listed { gone, added, reworded, reordered } = compared(old, new);
        for text in gone {
            let sentence = format!("the session \"{}\" is gone or has another name", shown(text));
            self.push("sessions", Bump::Minor, sentence, Some(text.to_owned()), None);
        }
        for text in added {
            let sentence = format!("the session \"{}\" is new", shown(text));
            self.push("sessions", Bump::Minor, sentence, None, Some(text.to_owned()));
        }
        for (before, after) in reworded {
            let sentence = format!("the session \"{}\" is written differently", shown(before));
            self.push("sessions", Bump::Patch, sentence, Some(before.to_owned()), Some(after.to_owned()));
        }
        if reordered {
            self.push("sessions", Bump::Patch, "the sessions stand in another order".to_owned(), None, None);
        }
    }

    fn credit(&mut self, old: Option<&Credit>, new: Option<&Credit>) {
        let words = |credit: &Credit| format!("{} points ({})", credit.points, credit.scheme);
        let (before, after) = (old.map(words), new.map(words));
        let (bump, sentence) = match (old, new) {
            (None, None) => return,
            (None, Some(credit)) => (Bump::Minor, format!("it is worth {} now", words(credit))),
            (Some(credit), None) => (Bump::Major, format!("it is no longer worth {}", words(credit))),
            (Some(old), Some(new)) if old == new => return,
            (Some(old), Some(new)) if old.scheme != new.scheme => {
                (Bump::Major, format!("its credit is counted in another scheme: {}, not {}", words(new), words(old)))
            }
            (Some(old), Some(new)) if new.points < old.points => {
                (Bump::Major, format!("less credit: {}, not {}", words(new), words(old)))
            }
            (Some(old), Some(new)) => (Bump::Minor, format!("more credit: {}, not {}", words(new), words(old))),
        };
        self.push("credit", bump, sentence, before, after);
    }

    /// Words that say the same thing in other ways, or nothing at all.
    fn words(&mut self, field: &'static str, name: &str, old: Option<&str>, new: Option<&str>) {
        let sentence = match (old, new) {
            _ if old == new => return,
            (None, _) => format!("{name} is new"),
            (_, None) => format!("{name} is gone"),
            _ => format!("{name} is written differently"),
        };
        self.push(field, Bump::Patch, sentence, old.map(str::to_owned), new.map(str::to_owned));
    }

    /// What a course belongs to: people who chose it for that lose when it is gone.
    fn membership(&mut self, field: &'static str, old: &[String], new: &[String]) {
        for gone in old.iter().filter(|name| !new.contains(name)) {
            let sentence = format!("it is no longer for {gone}");
            self.push(field, Bump::Major, sentence, Some(gone.clone()), None);
        }
        for added in new.iter().filter(|name| !old.contains(name)) {
            self.push(field, Bump::Minor, format!("it is for {added}, too"), None, Some(added.clone()));
        }
    }

    fn perspectives(&mut self, old: &Course, new: &Course) {
        for perspective in crate::role::Perspective::ALL {
            let words = format!("workers of the {} perspective", perspective.words());
            match (old.serves(perspective), new.serves(perspective)) {
                (true, false) => {
                    let sentence = format!("it is no longer for {words}");
                    self.push("perspectives", Bump::Major, sentence, Some(perspective.name().to_owned()), None);
                }
                (false, true) => {
                    let sentence = format!("it is for {words}, too");
                    self.push("perspectives", Bump::Minor, sentence, None, Some(perspective.name().to_owned()));
                }
                _ => {}
            }
        }
    }

    fn tags(&mut self, catalogue: &Catalogue, old: &Course, new: &Course) {
        let title = |code: &TagCode| catalogue.tag(code).map_or(code.to_string(), |tag| tag.title.clone());
        for gone in old.tags.iter().filter(|tag| !new.tags.contains(tag)).map(title) {
            self.push("tags", Bump::Patch, format!("the tag \"{gone}\" is gone"), Some(gone), None);
        }
        for added in new.tags.iter().filter(|tag| !old.tags.contains(tag)).map(title) {
            self.push("tags", Bump::Patch, format!("the tag \"{added}\" is new"), None, Some(added));
        }
    }

    fn alignment(&mut self, old: &Course, new: &Course) {
        let level = |course: &Course| course.aqf_alignment.as_ref().map(|alignment| alignment.level);
        let words = |level: Option<AqfLevel>| level.map(|level| level.to_string());
        let (before, after) = (level(old), level(new));
        let (bump, sentence) = match (before, after) {
            _ if before == after => {
                let basis = |course: &Course| course.aqf_alignment.as_ref().map(|alignment| alignment.basis.clone());
                let (before, after) = (basis(old), basis(new));
                let same = same_words(before.as_deref().unwrap_or_default(), after.as_deref().unwrap_or_default());
                if before != after {
                    let how = if same { "is written differently" } else { "is another" };
                    let sentence = format!("the basis of its AQF alignment {how}");
                    self.push("aqf_alignment", Bump::Patch, sentence, before, after);
                }
                return;
            }
            (None, Some(level)) => (Bump::Minor, format!("it is aligned to {level} now")),
            (Some(level), None) => (Bump::Major, format!("it is no longer aligned to {level}")),
            (Some(before), Some(after)) => (Bump::Major, format!("it is aligned to {after}, not {before}")),
            (None, None) => return,
        };
        self.push("aqf_alignment", bump, sentence, words(before), words(after));
    }
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
