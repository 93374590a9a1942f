//! The schema: what can be asked, built once at start-up.

use async_graphql::{SDLExportOptions, Schema};
use registry_core::Catalogue;
use registry_core::qualification::{GroupKind, Qualification};
use registry_core::requisite::{Requisite, RequisiteExpr};
use registry_core::rpl::CLAIMS_MAX;

use super::guard::cost_model::{CostModel, UnreadableSchema};
pub use super::mutation::Mutation;
use super::mutation::{import, run};
pub use super::query::{Query, Today};
pub use super::subscription::Subscription;
use super::types::{ledger, receipt};
use crate::holding::SHARED_MAX;
use crate::ops::count_credit::COMPARED_MAX;

/// The schema of the registry. Every request carries two data: an `Arc<Snapshot>` and [`Today`]; the endpoint adds
/// its `RateLimitStatus`.
pub type RegistrySchema = Schema<Query, Mutation, Subscription>;

/// Builds the schema. Limits are the guard's business, which looks at a query before this does.
pub fn schema() -> RegistrySchema {
    Schema::build(Query::default(), Mutation::default(), Subscription).disable_suggestions().finish()
}

/// The schema in the schema definition language, with everything in a stable order: `schema/registry.graphql`.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .use_space_ident()
        .prefer_single_line_descriptions();
    let text = schema().sdl_with_options(options);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut text = lines.join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Points for one ledger: at 1 µs for a point, what the slowest sort takes, a record of 60 things against an award of
/// points with five rules and its limits (`ledger_of_a_60_item_record_against_200_qualifications`, docs/BENCHMARKS.md).
const LEDGER_POINTS: u64 = 100;

/// Points for verifying as many credentials as one question may be about, some behind share links, at 20 each: what
/// `POST /verify` takes for as many.
const VERIFYING_POINTS: u64 = SHARED_MAX as u64 * 20;

/// Points for planning what is left to learn: it may take a fifth of the search steps of `recommendPathways`, which costs 2,000
/// with everything beside; rounded up, since posing the problem costs the same. With the verifying, a question takes as long for each point
/// as the dearest plan (docs/BENCHMARKS.md).
const PLANNING_POINTS: u64 = 500;

/// Points for offering as many credentials again as one link may: each is read, and written under a new claim. Half of what the
/// dearest plan takes, and of its points.
const OFFERING_POINTS: u64 = 1_000;

/// What the guard reckons with: the schema's own lists, and what it cannot see from them. A point is one value of the
/// answer, at about 1 µs. The weights stand for work instead: what was measured is in docs/BENCHMARKS.md, and what
/// queries cost in docs/API.md (one plan with all there is to say of it costs about 5,300 points).
///
/// Requisites are counted as they are in `catalogue`, which a server has from its start to its end: any number of
/// lists of ten, one in another, would be refused whatever is in them.
///
/// # Errors
/// The schema's text does not parse: a fault in the program.
pub fn cost_model(catalogue: &Catalogue) -> Result<CostModel, UnreadableSchema> {
    let of_all = LEDGER_POINTS.saturating_mul(u64::try_from(catalogue.qualifications().len()).unwrap_or(u64::MAX));
    let model = CostModel::from_sdl(&sdl())?
        .weigh("Query", "recommendPathways", 2_000)
        .weigh("Pathways", "front", 2_000)
        .weigh("Pathways", "whyNot", 4_000)
        .weigh("Pathway", "worth", 2_000)
        .weigh("Query", "exportProblem", 2_000)
        .weigh("Query", "eligibility", 100)
        .weigh("Query", "creditTowards", LEDGER_POINTS)
        .weigh("Query", "compareQualifications", COMPARED_MAX as u64 * LEDGER_POINTS)
        .weigh("Query", "closestQualifications", of_all)
        .weigh("Query", "ladder", of_all)
        .weigh("Query", "courses", 100)
        .weigh("Query", "requisiteGraph", 200)
        .weigh("Query", "catalogueHealth", 200)
        .weigh("Query", "issuers", 500)
        .weigh("Query", "verifyCredential", VERIFYING_POINTS)
        .weigh("Query", "meetsRequirements", VERIFYING_POINTS + PLANNING_POINTS)
        .weigh("Query", "credentials", 200)
        .weigh("Credential", "document", 20)
        .bound_list("CredentialReport", "checks", 7)
        .bound_list("VerifyCredentialPayload", "reports", SHARED_MAX as u64)
        .bound_list("MeetsRequirementsPayload", "reports", SHARED_MAX as u64)
        .bound_list("RemainingTraining", "training", 100)
        .weigh("Mutation", "issueCredential", 500)
        .weigh("Mutation", "issueCredentials", 5_000)
        .weigh("Mutation", "offerCredentialsAgain", OFFERING_POINTS)
        .bound_list("IssuerPage", "issuers", 20)
        .bound_list("Issuer", "keys", 100)
        .bound_list("IssueCredentialsPayload", "results", 500)
        .bound_list("IssueCredentialsPayload", "passedOver", 500)
        .bound_list("ChangeStatusPayload", "results", 500)
        .bound_list("IssueResult", "warnings", 2)
        .bound_list("Query", "tiers", 4)
        .bound_list("Query", "readinessTiers", 2)
        .bound_list("Query", "roles", 50)
        .bound_list("Query", "tags", 100)
        .bound_list("CatalogueHealth", "provenance", 14)
        .bound_list("RequisiteGraph", "nodes", 200)
        .bound_list("RequisiteGraph", "order", 200)
        .bound_list("RequisiteGraph", "edges", 400)
        .bound_list("Pathways", "pathways", 3)
        .bound_list("Pathway", "bounds", 5)
        .bound_list("NoPathway", "bounds", 5)
        .bound_list("NoPathway", "otherConflicts", 24)
        .bound_list("Ledger", "notCountedWords", ledger::SENTENCES_MAX as u64)
        .bound_list("Ledger", "limits", 4);
    Ok(with_publishing(with_recognition_of(with_requisites_of(model, catalogue), catalogue)))
}

/// What publishing weighs, as measured beside a plan of 2,000 points (docs/BENCHMARKS.md): a change is judged against the whole
/// catalogue and written; an impact answers up to as many standard questions as its budget of steps lets it.
fn with_publishing(model: CostModel) -> CostModel {
    let changes = [
        "publishCourseVersion",
        "withdrawCourseVersion",
        "supersedeCourse",
        "setOfferings",
        "publishQualification",
        "publishCreditRules",
        "registerProvider",
    ];
    let weigh = |model: CostModel, change: &str| model.weigh("Mutation", change, 200);
    changes
        .into_iter()
        .fold(model, weigh)
        .weigh("Mutation", "importCatalogue", 2_500)
        .weigh("ChangeReceipt", "impact", 5_000)
        .bound_list("ChangePayload", "userErrors", run::ERRORS_MAX as u64)
        .bound_list("ChangeReceipt", "differences", receipt::LISTED_MAX as u64)
        .bound_list("ChangeImpact", "requisites", receipt::LISTED_MAX as u64)
        .bound_list("ChangeImpact", "credit", receipt::LISTED_MAX as u64)
        .bound_list("ChangeImpact", "pathways", receipt::QUESTIONS_MAX as u64)
        .bound_list("ChangeImpact", "credentials", receipt::LISTED_MAX as u64)
        .bound_list("Query", "courseVersionDiff", 200)
        .bound_list("Query", "tokens", 200)
        .bound_list("ImportCataloguePayload", "userErrors", import::PROBLEMS_MAX)
        .bound_list("CatalogueImport", "kinds", 15)
        .bound_list("ImportedKind", "new", import::CODES_MAX)
        .bound_list("ImportedKind", "changed", import::CODES_MAX)
}

/// Bounds the lists of a ledger that are as long as the rules and the packaging of an award let them be.
fn with_recognition_of(model: CostModel, catalogue: &Catalogue) -> CostModel {
    let groups =
        || catalogue.qualifications().flat_map(|entry| &entry.packaging).flat_map(|packaging| &packaging.groups);
    let core = groups().filter(|group| group.kind == GroupKind::Core).map(|group| group.units.len());
    // A line of the report for each basis, source provider and standing: of rules as many as an award has, beside them
    // what counts as itself or by a claim.
    let rules =
        |entry: &Qualification| catalogue.credit_rules().filter(|rule| rule.qualification == entry.code).count();
    let rungs_below = |entry: &Qualification| {
        let lower = catalogue.qualifications().flat_map(|below| &below.leads_to);
        lower.filter(|rung| rung.qualification == entry.code).count()
    };
    let through = |entry: &Qualification| entry.leads_to.iter().filter(|rung| rung.through.is_some()).count();
    let through = catalogue.qualifications().map(through).sum::<usize>();
    let parts = |entry: &Qualification| {
        let units = entry.packaging.as_ref().map_or(0, |packaging| packaging.groups.len());
        let points = entry.points_packaging.as_ref();
        // A level is a part by itself, and one with those above it.
        units + points.map_or(0, |packaging| packaging.groups.len() + 2 * packaging.levels.len())
    };
    let outcomes = catalogue.courses().flat_map(|course| &course.versions).map(|version| version.outcomes.len());
    let packaged = catalogue.qualifications().flat_map(|entry| &entry.packaging);
    model
        .bound_list("Ledger", "specialisations", longest(packaged.map(|packaging| packaging.groups.len())))
        .bound_list("Ledger", "report", longest(catalogue.qualifications().map(rules)).saturating_add(4))
        .bound_list("Remaining", "missing", longest(core))
        .bound_list("Rung", "from", longest(catalogue.qualifications().map(rungs_below).chain([through])))
        .bound_list("Ledger", "parts", longest(catalogue.qualifications().map(parts)))
        .bound_list("CreditTowardsPayload", "claims", CLAIMS_MAX as u64)
        .bound_list("UnansweredClaim", "withoutEvidence", longest(outcomes))
}

/// Bounds what leads to requisites, and their trees, by the longest and the largest of the catalogue.
fn with_requisites_of(model: CostModel, catalogue: &Catalogue) -> CostModel {
    let versions = || catalogue.courses().flat_map(|course| &course.versions);
    let of_versions = longest(versions().map(|version| version.requisites.len()));
    let requisites = versions()
        .flat_map(|version| &version.requisites)
        .chain(catalogue.qualifications().flat_map(|entry| &entry.entry))
        .chain(catalogue.tiers().flat_map(|entry| &entry.entry))
        .chain(catalogue.roles().flat_map(|entry| &entry.preparation));
    let completions = catalogue.tiers().map(|entry| &entry.completion);
    let trees = requisites.map(Requisite::requires).chain(completions);
    model
        .nest(&[("AllOf", "of"), ("AnyOf", "of"), ("AtLeast", "of")], longest(trees.map(nodes_below)))
        .bound_connection("Course", "versions", longest(catalogue.courses().map(|course| course.versions.len())))
        .bound_list("CourseVersion", "requisites", of_versions)
        .bound_list("Course", "requisites", of_versions)
        .bound_list("Qualification", "entry", longest(catalogue.qualifications().map(|entry| entry.entry.len())))
        .bound_list("Tier", "entry", longest(catalogue.tiers().map(|entry| entry.entry.len())))
        .bound_list("Role", "preparation", longest(catalogue.roles().map(|entry| entry.preparation.len())))
}

/// The largest of some counts, at least 1.
fn longest(counts: impl Iterator<Item = usize>) -> u64 {
    u64::try_from(counts.max().unwrap_or(0).max(1)).unwrap_or(u64::MAX)
}

/// How many expressions there are within an expression.
fn nodes_below(expression: &RequisiteExpr) -> usize {
    expression.operands().iter().map(|operand| 1 + nodes_below(operand)).sum()
}
