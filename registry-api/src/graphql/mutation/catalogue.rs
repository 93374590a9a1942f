//! Changes to the catalogue.

use async_graphql::{Context, InputObject, Object, Result};
use registry_core::catalogue::CatalogueParts;
use registry_core::course::CourseSuccessor;
use registry_core::id::{CourseCode, ProviderCode};
use registry_core::provider::Provider;
use registry_core::publish::{Change, Publisher};
use registry_core::words::counted;

use super::place::{in_api, in_version};
use super::run::{ChangePayload, HowFields, own_word, run, sentence, today};
use crate::format::{SourceFile, read_catalogue};
use crate::graphql::access::publisher;
use crate::graphql::input::draft::{SetOfferingsFields, SourceInput, VersionFields, text};
use crate::graphql::input::problems::{Place, Problems};
use crate::graphql::types::change_error::{ChangeError, ChangeErrorCode};
use crate::graphql::types::course::Equivalence;
use crate::graphql::types::problem::{Problem, RequestErrorCode};
use crate::graphql::types::provider::ProviderKind;

/// A course as its publisher describes it now, with one new version, and how it is published.
#[derive(InputObject, Debug)]
pub(super) struct PublishCourseVersionInput {
    #[graphql(flatten)]
    version: VersionFields,
    #[graphql(flatten)]
    how: HowFields,
}

/// A version that is no longer taught.
#[derive(InputObject, Debug)]
pub(super) struct WithdrawCourseVersionInput {
    /// The course, by code.
    code: String,
    /// Which of its versions.
    version: String,
    #[graphql(flatten)]
    how: HowFields,
}

/// A course that takes the place of another.
#[derive(InputObject, Debug)]
pub(super) struct SupersedeCourseInput {
    /// The course that is replaced, by code.
    code: String,
    /// The course that takes its place, by code.
    by: String,
    /// Whether holding the old one counts as holding the new one.
    equivalence: Equivalence,
    /// Who says so; left out: the publisher.
    source: Option<SourceInput>,
    #[graphql(flatten)]
    how: HowFields,
}

/// All offerings that one provider has of one course or qualification.
#[derive(InputObject, Debug)]
pub(super) struct SetOfferingsInput {
    #[graphql(flatten)]
    set: SetOfferingsFields,
    #[graphql(flatten)]
    how: HowFields,
}

/// Entries as a catalogue file writes them.
#[derive(InputObject, Debug)]
pub(super) struct PublishFileInput {
    /// The text of a catalogue file in TOML (docs/CATALOGUE_FILES.md) that holds just these entries.
    file: String,
    #[graphql(flatten)]
    how: HowFields,
}

/// A new provider.
#[derive(InputObject, Debug)]
pub(super) struct RegisterProviderInput {
    /// Its code.
    code: String,
    /// Its name, at most 200 characters.
    title: String,
    /// What sort of organisation it is.
    kind: ProviderKind,
    /// Where it is described; left out: in this registry.
    source: Option<SourceInput>,
    #[graphql(flatten)]
    how: HowFields,
}

/// Changes to the catalogue. Each takes a token with the scope `publish`.
#[derive(Default)]
pub(super) struct CatalogueMutation;

#[Object]
impl CatalogueMutation {
    /// Publishes a new version of a course, or a new course. What is published never changes; the number says how much
    /// is different, and one that moves too little is refused. Takes the scope `publish`.
    async fn publish_course_version(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The course and its new version.")] input: PublishCourseVersionInput,
    ) -> Result<ChangePayload> {
        let by = publisher(context)?;
        let mut problems = Problems::default();
        let draft = input.version.read(&own_word(context, &by)?, today(context)?, &mut problems);
        let change = read(draft, problems, |draft| Change::PublishVersion(Box::new(draft)));
        // In a draft of core the version stands within it, here beside the rest.
        run(context, by, &input, &input.how, change, in_version).await
    }

    /// Says that a version is no longer taught. It hides it from planning; whoever earned it keeps it, and it can be verified for
    /// ever. Takes the scope `publish`.
    async fn withdraw_course_version(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which version.")] input: WithdrawCourseVersionInput,
    ) -> Result<ChangePayload> {
        let by = publisher(context)?;
        let mut problems = Problems::default();
        let course = code(&mut problems, "code", CourseCode::new(&input.code));
        let version = problems.version(&Place::root().then("version"), &input.version);
        let reason = input.how.kept_reason().unwrap_or_default();
        let both = course.zip(version);
        let change = read(both, problems, |(course, version)| Change::WithdrawVersion { course, version, reason });
        let field = |path: &[String]| match path {
            [course, ..] if course == "course" => vec!["code".to_owned()],
            path => in_api(path),
        };
        run(context, by, &input, &input.how, change, field).await
    }

    /// Says that another course has taken the place of one. Takes the scope `publish`.
    async fn supersede_course(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which course, and by which.")] input: SupersedeCourseInput,
    ) -> Result<ChangePayload> {
        let by = publisher(context)?;
        let mut problems = Problems::default();
        let course = code(&mut problems, "code", CourseCode::new(&input.code));
        let successor = code(&mut problems, "by", CourseCode::new(&input.by));
        let own = own_word(context, &by)?;
        let provenance = own.or(input.source.as_ref(), &Place::root().then("source"), &mut problems);
        let equivalence = input.equivalence.into();
        let change = read(course.zip(successor), problems, |(course, successor)| Change::SupersedeCourse {
            course,
            by: CourseSuccessor { course: successor, equivalence, provenance },
        });
        let field = |path: &[String]| match path {
            [course] if course == "course" => vec!["code".to_owned()],
            [by, rest @ ..] if by == "by" => match rest {
                [one] if one == "equivalence" || one == "provenance" => in_api(rest),
                _ => vec!["by".to_owned()],
            },
            path => in_api(path),
        };
        run(context, by, &input, &input.how, change, field).await
    }

    /// Sets all offerings that a provider has of one course or qualification, in place of those it had. Takes the scope
    /// `publish`.
    async fn set_offerings(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The offerings, all of them.")] input: SetOfferingsInput,
    ) -> Result<ChangePayload> {
        let by = publisher(context)?;
        let mut problems = Problems::default();
        let own = own_word(context, &by)?;
        let said = input.set.provider.as_deref().map(|text| code(&mut problems, "provider", ProviderCode::new(text)));
        let provider = match (said, &by.publisher) {
            (Some(said), _) => said,
            (None, Publisher::Provider(own)) => Some(own.clone()),
            (None, Publisher::Operator) => {
                let message = "an operator says whose offerings they are";
                problems.add(RequestErrorCode::Missing, &Place::root().then("provider"), message);
                None
            }
        };
        let change = match provider {
            Some(provider) => input.set.read(provider, &own, &mut problems),
            None => None,
        };
        let change = read(change, problems, |change| change);
        run(context, by, &input, &input.how, change, in_api).await
    }

    /// Publishes a qualification, new or in place of what was said of it, as a catalogue file writes it. Takes the scope
    /// `publish`.
    async fn publish_qualification(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The file.")] input: PublishFileInput,
    ) -> Result<ChangePayload> {
        let by = publisher(context)?;
        let change = of_file(&input.file, "one qualification", |parts| {
            let mut entries = std::mem::take(&mut parts.qualifications);
            let entry = entries.pop().filter(|_| entries.is_empty())?;
            Some(Change::PublishQualification(Box::new(entry)))
        });
        match change {
            Ok(change) => run(context, by, &input, &input.how, Ok(change), |_| vec!["file".to_owned()]).await,
            Err(errors) => Ok(ChangePayload::refused(errors)),
        }
    }

    /// Publishes credit rules, each new or in place of the one of its code, as a catalogue file writes them. Takes the scope
    /// `publish`.
    async fn publish_credit_rules(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The file.")] input: PublishFileInput,
    ) -> Result<ChangePayload> {
        let by = publisher(context)?;
        let change = of_file(&input.file, "credit rules", |parts| {
            let rules = std::mem::take(&mut parts.credit_rules);
            (!rules.is_empty()).then_some(Change::PublishCreditRules(rules))
        });
        match change {
            Ok(change) => run(context, by, &input, &input.how, Ok(change), |_| vec!["file".to_owned()]).await,
            Err(errors) => Ok(ChangePayload::refused(errors)),
        }
    }

    /// Registers a provider. Only an operator may.
    async fn register_provider(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The provider.")] input: RegisterProviderInput,
    ) -> Result<ChangePayload> {
        let by = publisher(context)?;
        let mut problems = Problems::default();
        let code = code(&mut problems, "code", ProviderCode::new(&input.code));
        let title = text(&mut problems, &Place::root().then("title"), &input.title, 200);
        let own = own_word(context, &by)?;
        let provenance = own.or(input.source.as_ref(), &Place::root().then("source"), &mut problems);
        let kind = input.kind.into();
        let change = read(code, problems, |code| Change::RegisterProvider(Provider { code, title, kind, provenance }));
        run(context, by, &input, &input.how, change, in_api).await
    }
}

fn code<C, E: std::fmt::Display>(problems: &mut Problems, field: &str, read: Result<C, E>) -> Option<C> {
    problems.value(RequestErrorCode::InvalidCode, &Place::root().then(field), read)
}

/// The change, where everything could be read.
fn read<T>(value: Option<T>, problems: Problems, change: impl FnOnce(T) -> Change) -> Result<Change, Vec<Problem>> {
    match value {
        Some(value) if problems.is_empty() => Ok(change(value)),
        _ => Err(problems.into_list()),
    }
}

/// What a catalogue file holds, where it holds just that. Each problem names its line.
fn of_file(
    text: &str,
    what: &str,
    take: impl FnOnce(&mut CatalogueParts) -> Option<Change>,
) -> Result<Change, Vec<ChangeError>> {
    let unreadable = |message: String| ChangeError::new(ChangeErrorCode::Unreadable, message, &["file"]);
    let read = read_catalogue(&[SourceFile { name: "file", text }]);
    let mut parts = match read {
        Ok(read) => read.parts,
        Err(problems) => {
            let of_line = |problem: crate::format::Problem| match problem.line {
                Some(line) => unreadable(format!("Line {line}: {}", sentence(&problem.message))),
                None => unreadable(sentence(&problem.message)),
            };
            return Err(problems.into_iter().map(of_line).collect());
        }
    };
    let change = take(&mut parts);
    match change {
        Some(change) if parts == CatalogueParts::default() => Ok(change),
        _ => {
            let found = counted(text.lines().count() as u64, "line", "lines");
            Err(vec![unreadable(format!("The file of {found} must hold {what} and nothing else."))])
        }
    }
}
