//! A task as its form sends it back.
//!
//! What is sent as it was shown stays as it is, whatever a form would make of it. In a list that somebody changes, what was
//! there stays in its order and what is new comes after it.

use registry_core::aqf::AqfLevel;
use registry_core::catalogue::Catalogue;
use registry_core::course::{AqfAlignment, Credit};
use registry_core::credit::CreditPoints;
use registry_core::id::{CreditSchemeCode, RoleCode};
use registry_core::role::Perspective;
use registry_core::source::Provenance;
use registry_core::tier::Tier;
use registry_core::volume::Hours;

use super::written::written;
use crate::web::fields::Fields;
use crate::web::session::GUARD_FIELD;
use crate::web::words::{self as site, workspace as words};
use crate::web::workspace::before;
use crate::web::workspace::draft::{About, Audience, DRAFT_FIELD, Draft, Learning, Level, Outcomes, Section, SoFar};
use crate::web::workspace::sheet::{Named, Wrong};

/// The longest title, in characters.
const TITLE_MAX: usize = 200;
/// The longest text, in characters.
const TEXT_MAX: usize = 2_000;
/// The most outcomes, and the most sessions.
const LINES_MAX: usize = 100;

/// The draft with what a task says now.
///
/// # Errors
/// Everything that is wrong with the form at once.
pub(super) fn read(
    form: &Fields,
    catalogue: &Catalogue,
    own: &Provenance,
    section: Section,
    draft: &Draft,
) -> Result<Draft, Vec<Wrong>> {
    let so_far = draft.so_far(catalogue);
    let shown = written(catalogue, section, &so_far);
    let mut draft = draft.clone();
    if (draft.says(section) || catalogue.course(&draft.code).is_some())
        && form.says_the_same(&shown, &[GUARD_FIELD, DRAFT_FIELD])
    {
        return Ok(draft);
    }
    let mut sent = Sent { form, shown: &shown, wrong: Vec::new() };
    match section {
        Section::About => draft.about = sent.about(),
        Section::Learning => draft.learning = sent.learning(),
        Section::Outcomes => draft.outcomes = Some(sent.outcomes()),
        Section::Level => draft.level = Some(sent.level(catalogue)),
        Section::Before => match before::read(form, &so_far.before, own, catalogue) {
            Ok(all) => draft.before = Some(all),
            Err(wrong) => sent.wrong.extend(wrong.into_iter().map(|(name, text)| Wrong::field(name, text))),
        },
        Section::Audience => draft.audience = Some(sent.audience(catalogue, &so_far)),
        Section::Tags => {
            let tags = catalogue.tags().filter(|tag| sent.ticked(words::tags(tag.kind), tag.code.as_str()));
            draft.tags = Some(in_order(&so_far.tags, tags.map(|tag| tag.code.clone()).collect()));
        }
    }
    draft.settle(catalogue);
    if sent.wrong.is_empty() { Ok(draft) } else { Err(sent.wrong) }
}

/// What was chosen: what was there before in its order, then what is new.
fn in_order<T: PartialEq + Clone>(before: &[T], chosen: Vec<T>) -> Vec<T> {
    let kept: Vec<T> = before.iter().filter(|one| chosen.contains(one)).cloned().collect();
    let new: Vec<T> = chosen.into_iter().filter(|one| !kept.contains(one)).collect();
    kept.into_iter().chain(new).collect()
}

/// What a form sent, what it showed, and what is wrong with it so far.
struct Sent<'a> {
    form: &'a Fields,
    shown: &'a Fields,
    wrong: Vec<Wrong>,
}

impl<'a> Sent<'a> {
    fn one(&self, named: Named) -> &'a str {
        self.form.one(named.0)
    }

    fn say(&mut self, named: Named, text: impl Into<String>) {
        self.wrong.push(Wrong::field(named.0, text));
    }

    fn ticked(&self, named: Named, value: &str) -> bool {
        self.form.all(named.0).any(|one| one == value)
    }

    /// What was there may be longer than what may be written.
    fn not_longer(&mut self, named: Named, most: usize) {
        let given = self.one(named);
        if given.chars().count() > most && given != self.shown.one(named.0) {
            self.say(named, words::too_long(most));
        }
    }

    /// A text that must be there.
    fn text(&mut self, named: Named, most: usize) -> String {
        if self.one(named).is_empty() {
            self.say(named, words::missing(named.0));
        }
        self.not_longer(named, most);
        self.one(named).to_owned()
    }

    /// The lines of a text that say something.
    fn lines(&mut self, named: Named) -> Vec<String> {
        let lines: Vec<String> =
            self.one(named).lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        let most = LINES_MAX.max(self.shown.one(named.0).lines().count());
        if lines.len() > most {
            self.say(named, words::too_many_lines(most));
        }
        let known: Vec<&str> = self.shown.one(named.0).lines().map(str::trim).collect();
        if lines.iter().any(|line| line.chars().count() > TEXT_MAX && !known.contains(&line.as_str())) {
            self.say(named, words::too_long(TEXT_MAX));
        }
        lines
    }

    fn about(&mut self) -> Option<About> {
        let title = self.text(words::COURSE_TITLE, TITLE_MAX);
        let description = self.text(words::DESCRIPTION, TEXT_MAX);
        self.not_longer(words::NEUTRAL_TITLE, TITLE_MAX);
        let neutral = self.one(words::NEUTRAL_TITLE);
        let kind = site::kind_named(self.one(words::KIND));
        if kind.is_none() {
            self.say(words::KIND, words::CHOOSE_KIND);
        }
        let neutral_title = (!neutral.is_empty()).then(|| neutral.to_owned());
        kind.map(|kind| About { title, neutral_title, description, kind })
    }

    fn learning(&mut self) -> Option<Learning> {
        let hours = self.one(words::HOURS).parse::<f64>().ok().and_then(|hours| Hours::new(hours).ok());
        if hours.is_none() {
            self.say(words::HOURS, words::NOT_HOURS);
        }
        let assessed = match self.one(words::ASSESSED) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        if assessed.is_none() {
            self.say(words::ASSESSED, words::CHOOSE_ASSESSED);
        }
        hours.zip(assessed).map(|(hours, assessed)| Learning { minutes: hours.minutes(), assessed })
    }

    fn outcomes(&mut self) -> Outcomes {
        let outcomes = self.lines(words::OUTCOMES);
        if outcomes.is_empty() {
            self.say(words::OUTCOMES, words::NO_OUTCOMES);
        }
        Outcomes { outcomes, sessions: self.lines(words::SESSIONS) }
    }

    fn level(&mut self, catalogue: &Catalogue) -> Level {
        Level { aqf: self.aqf(), credit: self.credit(catalogue) }
    }

    fn aqf(&mut self) -> Option<AqfAlignment> {
        let level = self.one(words::LEVEL);
        if level.is_empty() {
            if !self.one(words::BASIS).is_empty() {
                self.say(words::LEVEL, words::BASIS_ALONE);
            }
            return None;
        }
        let level = level.parse().ok().and_then(|level| AqfLevel::new(level).ok());
        if level.is_none() {
            self.say(words::LEVEL, words::NOT_A_LEVEL);
        }
        let level = level?;
        Some(AqfAlignment { level, basis: self.text(words::BASIS, TEXT_MAX) })
    }

    fn credit(&mut self, catalogue: &Catalogue) -> Option<Credit> {
        let (points, scheme) = (self.one(words::POINTS), self.one(words::SCHEME));
        let scheme = CreditSchemeCode::new(scheme).ok().filter(|code| catalogue.credit_scheme(code).is_some());
        match (points, scheme) {
            ("", None) => None,
            ("", Some(_)) => {
                self.say(words::POINTS, words::SCHEME_ALONE);
                None
            }
            (_, None) => {
                self.say(words::SCHEME, words::POINTS_ALONE);
                None
            }
            (points, Some(scheme)) => match points.parse::<CreditPoints>() {
                Ok(points) => Some(Credit { points, scheme }),
                Err(error) => {
                    self.say(words::POINTS, words::sentence(&error.to_string()));
                    None
                }
            },
        }
    }

    fn audience(&self, catalogue: &Catalogue, so_far: &SoFar) -> Audience {
        let before = &so_far.audience;
        let tiers = Tier::ALL.into_iter().filter(|tier| self.ticked(words::FOR_TIERS, &tier.number().to_string()));
        let role = |code: &str| RoleCode::new(code).ok().filter(|code| catalogue.role(code).is_some());
        let roles = self.form.all(words::FOR_ROLES.0).filter_map(role);
        let workers = Perspective::ALL.into_iter().filter(|one| self.ticked(words::FOR_WORKERS, one.name()));
        Audience {
            tiers: in_order(&before.tiers, tiers.collect()),
            roles: in_order(&before.roles, roles.collect()),
            perspectives: in_order(&before.perspectives, workers.collect()),
        }
    }
}

#[cfg(test)]
mod tests;
