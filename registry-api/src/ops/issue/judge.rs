//! Whether awards can be issued, and what each comes to. All that is wrong is said at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use registry_core::achievement::{Achievement, AchievementOf};
use registry_core::catalogue::Catalogue;
use registry_core::course::{Course, CourseKind, CourseVersion};
use registry_core::credential::badge::{Issuance, IssueWarning, TitleShown, problems};
use registry_core::credential::moment::Moment;
use registry_core::credential::usi::Usi;
use registry_core::id::CourseCode;
use registry_core::provider::{Provider, ProviderKind};
use semver::Version;
use uuid::{Builder, Uuid};

use super::{Award, AwardFault, AwardProblem, AwardWarning, Earned, IssueRequest};
use crate::day::end_of;
use crate::state::AppState;

/// An award that can be issued.
pub(super) struct Judged {
    pub(super) achievement: Arc<Achievement>,
    /// What is to be signed, but for its name, its holder and its status, which are drawn.
    pub(super) issuance: Issuance,
    /// The same under the neutral title, where it has one and is issued under the full one: its holder may show either.
    pub(super) neutral: Option<Issuance>,
    pub(super) suspendable: bool,
    /// A digest of what was asked for. The USI has no part in it.
    pub(super) input: String,
    pub(super) warnings: Vec<AwardWarning>,
}

/// Judges every award against the catalogue as it is now.
pub(super) fn judge(state: &AppState, request: &IssueRequest) -> Result<Vec<Judged>, Vec<AwardProblem>> {
    let snapshot = state.snapshot();
    let catalogue = snapshot.catalogue();
    let theirs = request.by.may_for.as_ref().is_none_or(|code| *code == request.provider);
    let Some(provider) = catalogue.provider(&request.provider).filter(|_| theirs) else {
        let reason = AwardFault::NotYours(request.provider.clone());
        return Err(vec![AwardProblem { award: None, reason }]);
    };
    if request.awards.is_empty() {
        return Err(vec![AwardProblem { award: None, reason: AwardFault::Nothing }]);
    }
    let mut judging = Judging {
        state,
        catalogue,
        provider,
        now: Moment::of(request.now.naive_utc()),
        achievements: BTreeMap::new(),
        inputs: Inputs::default(),
    };
    let mut judged = Vec::with_capacity(request.awards.len());
    let mut wrong = Vec::new();
    for (at, award) in request.awards.iter().enumerate() {
        match judging.award(at, award) {
            Ok(good) => judged.push(good),
            Err(faults) => wrong.extend(faults.into_iter().map(|reason| AwardProblem { award: Some(at), reason })),
        }
    }
    if wrong.is_empty() { Ok(judged) } else { Err(wrong) }
}

struct Judging<'a> {
    state: &'a AppState,
    catalogue: &'a Catalogue,
    provider: &'a Provider,
    now: Moment,
    /// Those of awards before this one: a roster has few courses and many people.
    achievements: BTreeMap<String, Arc<Achievement>>,
    inputs: Inputs,
}

/// Which award first asked for something: at all, and for a person of that reference, or of none.
#[derive(Default)]
struct Inputs {
    first: BTreeMap<String, usize>,
    of_person: BTreeMap<(String, Option<String>), usize>,
}

impl Inputs {
    /// The first award before this one that asks for the same, and perhaps for the same person: unless both say who it is, and
    /// say so differently.
    fn same(&mut self, at: usize, input: &str, reference: Option<&String>) -> Option<usize> {
        let of = |reference: Option<&String>| (input.to_owned(), reference.cloned());
        let found = match reference {
            None => self.first.get(input).copied(),
            Some(_) => {
                let (theirs, nobodys) = (self.of_person.get(&of(reference)), self.of_person.get(&of(None)));
                theirs.into_iter().chain(nobodys).min().copied()
            }
        };
        self.first.entry(input.to_owned()).or_insert(at);
        self.of_person.entry(of(reference)).or_insert(at);
        found
    }
}

impl Judging<'_> {
    fn award(&mut self, at: usize, award: &Award) -> Result<Judged, Vec<AwardFault>> {
        let mut faults = Vec::new();
        if let Some(Err(error)) = award.usi.as_deref().map(str::parse::<Usi>) {
            faults.push(AwardFault::Usi(error));
        }
        let achievement = match self.achievement(award) {
            Ok(achievement) => achievement,
            Err(fault) => {
                faults.push(fault);
                return Err(faults);
            }
        };
        let issuance = self.issuance(award, award.title, &achievement);
        let has_both = award.title == TitleShown::Full && achievement.neutral_title.is_some();
        let neutral = has_both.then(|| self.issuance(award, TitleShown::Neutral, &achievement));
        faults.extend(problems(&achievement, &issuance, self.now).into_iter().map(AwardFault::Document));
        if !faults.is_empty() {
            return Err(faults);
        }
        let input = self.input(award, &achievement.of);
        let late = IssueWarning::late(award.completed, self.now.day()).map(AwardWarning::Late);
        let first = self.inputs.same(at, &input, award.reference.as_ref());
        let same = first.map(|first| AwardWarning::Same(first + 1));
        let warnings = late.into_iter().chain(same).collect();
        Ok(Judged { achievement, issuance, neutral, suspendable: award.suspendable, input, warnings })
    }

    fn achievement(&mut self, award: &Award) -> Result<Arc<Achievement>, AwardFault> {
        let (key, made): (String, Box<dyn Fn() -> Achievement + '_>) = match &award.earned {
            Earned::Course(code, number) => {
                let course = self.catalogue.course(code).ok_or_else(|| AwardFault::NoCourse(code.clone()))?;
                if !self.teaches(course) {
                    return Err(AwardFault::NotTaught(self.provider.code.clone(), code.to_string()));
                }
                let version = version(course, number.as_ref(), award)?;
                let provider = self.provider;
                (
                    format!("c {code} {}", version.version),
                    Box::new(|| Achievement::of_course(course, version, provider)),
                )
            }
            Earned::Qualification(code) => {
                let found = self.catalogue.qualification(code);
                let found = found.ok_or_else(|| AwardFault::NoQualification(code.clone()))?;
                let offers =
                    self.catalogue.offerings_of_qualification(code).any(|it| it.provider == self.provider.code);
                if !offers && found.publisher.as_ref() != Some(&self.provider.code) {
                    return Err(AwardFault::NotTaught(self.provider.code.clone(), code.to_string()));
                }
                let provider = self.provider;
                (format!("q {code}"), Box::new(|| Achievement::of_qualification(found, provider)))
            }
        };
        Ok(Arc::clone(self.achievements.entry(key).or_insert_with(|| Arc::new(made()))))
    }

    /// Whether this provider may say that somebody completed the course: it publishes it, offers some version of it, or is a
    /// training organisation and it is a national unit or skill set, which belongs to nobody.
    fn teaches(&self, course: &Course) -> bool {
        let national = matches!(course.kind, CourseKind::UnitOfCompetency | CourseKind::SkillSet);
        course.publisher.as_ref() == Some(&self.provider.code)
            || (national && course.publisher.is_none() && self.provider.kind == ProviderKind::Rto)
            || self.catalogue.offerings_of_course(&course.code).any(|offering| offering.provider == self.provider.code)
    }

    fn issuance(&self, award: &Award, title: TitleShown, achievement: &Achievement) -> Issuance {
        Issuance {
            id: String::new(),
            holder: String::new(),
            holder_name: award.holder_name.clone(),
            achievement_id: self.achievement_id(achievement, title),
            title,
            completed: award.completed,
            result: award.result.clone(),
            valid_from: self.now,
            valid_until: award.valid_until.map(end_of),
            status: Vec::new(),
        }
    }

    /// The same for all credentials of one achievement. Under a neutral title it tells nobody which course it is.
    fn achievement_id(&self, achievement: &Achievement, title: TitleShown) -> String {
        let of = match &achievement.of {
            AchievementOf::Course { course, version } => format!("course {course} {version}"),
            AchievementOf::Qualification(code) => format!("qualification {code}"),
        };
        let text = format!("{} {of}", achievement.provider);
        let id = match title {
            TitleShown::Full => {
                Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("urn:x-registry:achievement {text}").as_bytes())
            }
            TitleShown::Neutral => {
                let digest = self.state.keys().digest("neutral achievement", text.as_bytes());
                let bytes = u128::from_str_radix(&digest[..32], 16).unwrap_or_default().to_be_bytes();
                Builder::from_random_bytes(bytes).into_uuid()
            }
        };
        format!("urn:uuid:{id}")
    }

    fn input(&self, award: &Award, of: &AchievementOf) -> String {
        let Award { completed, holder_name, result, title, valid_until, suspendable, .. } = award;
        let text = format!("{of:?} {completed} {holder_name:?} {result:?} {title:?} {valid_until:?} {suspendable}");
        self.state.keys().digest("award", text.as_bytes())
    }
}

/// What the catalogue has not of what was earned.
pub(super) fn not_there(catalogue: &Catalogue, earned: &Earned) -> Option<AwardFault> {
    match earned {
        Earned::Course(code, number) => match (catalogue.course(code), number) {
            (None, _) => Some(AwardFault::NoCourse(code.clone())),
            (Some(course), Some(number)) if !course.versions.iter().any(|one| one.version == *number) => {
                Some(AwardFault::NoVersion(code.clone(), number.clone()))
            }
            _ => None,
        },
        Earned::Qualification(code) if catalogue.qualification(code).is_none() => {
            Some(AwardFault::NoQualification(code.clone()))
        }
        Earned::Qualification(_) => None,
    }
}

/// The version that was taught.
fn version<'a>(course: &'a Course, number: Option<&Version>, award: &Award) -> Result<&'a CourseVersion, AwardFault> {
    let code: &CourseCode = &course.code;
    let Some(number) = number else {
        let then = |version: &&CourseVersion| version.published <= award.completed && version.version.pre.is_empty();
        let newest = course.versions.iter().filter(then).max_by(|a, b| a.version.cmp(&b.version));
        return newest.ok_or_else(|| AwardFault::NoVersionThen(code.clone(), award.completed));
    };
    let found = course.versions.iter().find(|version| version.version == *number);
    let found = found.ok_or_else(|| AwardFault::NoVersion(code.clone(), number.clone()))?;
    if found.published > award.completed {
        let (published, completed) = (found.published, award.completed);
        return Err(AwardFault::VersionLater(code.clone(), number.clone(), published, completed));
    }
    Ok(found)
}
