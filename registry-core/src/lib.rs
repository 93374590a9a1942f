//! Courses, requisites, credit and pathways for the consumer mental-health workforce, as pure values.
//!
//! This library is the part of a training-pathway registry that thinks. It says what may come before what, whether a
//! person may start something and from when, and which dated plan leads from where they stand to what they want within
//! the hours, days and dollars they have. It is for people who build such a registry: the program beside it, `registry`,
//! keeps the catalogue in a database and offers these answers as GraphQL, as pages and on the command line.
//!
//! It does no input or output and has no clock and no randomness: every date is an argument, and the same question has
//! the same answer on every machine, to the byte. *Not eligible* and *no pathway* are answers, not errors; an error is
//! something the asker can correct, and all of them are reported at once.
//!
//! # In which order to read it
//!
//! Values that cannot be wrong once they are built:
//!
//! - [`id`]: codes, one type for each kind of thing.
//! - [`aqf`]: levels and award types of the Australian Qualifications Framework.
//! - [`volume`]: hours of learning, in quarter hours.
//! - [`credit`]: credit points, exact, with their schemes and the rules that give credit.
//! - [`money`]: Australian dollars, exact to the cent.
//! - [`date`]: the calendar arithmetic plans need, with its rounding said.
//! - [`source`]: where a fact comes from; every entry and every requisite says so.
//!
//! What is published:
//!
//! - [`tier`]: the four tiers of the internship model, and the two of organisational readiness.
//! - [`role`]: roles, perspectives, workforces.
//! - [`course`]: courses, their versions, and the offerings in which they are taught.
//! - [`qualification`]: awards, their packaging, and what they lead to.
//! - [`provider`]: who teaches; funding, support, tags and regions.
//! - [`requisite`]: what must be held, or must hold, before something may be studied.
//! - [`catalogue`]: all of these as one snapshot, checked as a whole.
//! - [`graph`]: what comes before what, and how to draw it.
//! - [`audit`]: what was changed, by which token and why, as a chain that nobody can edit unnoticed.
//! - [`analysis`]: what all of it comes to: what cannot be reached, what everything waits for, what is said twice.
//!
//! What is asked and answered:
//!
//! - [`enrolment`]: what one person is learning now, and until when.
//! - [`learner_record`]: what one person holds and where they stand. It names nobody.
//! - [`eligibility`](mod@eligibility): may this person start this, and if not, from when, or what is missing?
//! - [`pathway`]: the planner, [`recommend`].
//! - [`words`]: requirements in words, in one place.
//!
//! # An example
//!
//! Two courses, of which the second needs the first; somebody who holds neither asks whether they may start the second,
//! and then how to get there.
//!
//! ```
//! use chrono::NaiveDate;
//! use registry_core::course::{
//!     Course, CourseKind, CourseVersion, DaysFrom, Delivery, Mode, Offering, OfferingOf, PeerShare, VersionStatus,
//! };
//! use registry_core::eligibility::{Subject, Verdict};
//! use registry_core::pathway::{Budget, Limits, PeerWishes};
//! use registry_core::provider::{Provider, ProviderKind};
//! use registry_core::requisite::{Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
//! use registry_core::source::{Confidence, Provenance};
//! use registry_core::volume::Hours;
//! use registry_core::{
//!     Catalogue, CatalogueParts, LearnerRecord, LearnerRecordParts, Recommendation, Request, eligibility, recommend,
//! };
//! use semver::Version;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let source = Provenance::external("example.org/handbook", "page 7", Confidence::High)?;
//! let new_year = NaiveDate::from_ymd_opt(2027, 1, 1).ok_or("a day")?;
//!
//! // A course and its one version.
//! let course = |code: &str, title: &str, requisites: Vec<Requisite>| -> Result<Course, Box<dyn std::error::Error>> {
//!     let version = CourseVersion {
//!         version: Version::new(1, 0, 0),
//!         published: new_year,
//!         status: VersionStatus::Published,
//!         outcomes: vec![],
//!         volume_of_learning: Hours::new(6.0)?,
//!         assessed: false,
//!         credit: None,
//!         requisites,
//!         sessions: vec![],
//!     };
//!     Ok(Course {
//!         code: code.parse()?,
//!         title: title.to_owned(),
//!         neutral_title: None,
//!         kind: CourseKind::Workshop,
//!         description: "One day.".to_owned(),
//!         tiers: vec![],
//!         roles: vec![],
//!         perspectives: vec![],
//!         tags: vec![],
//!         aqf_alignment: None,
//!         superseded_by: None,
//!         versions: vec![version],
//!         publisher: None,
//!         provenance: source.clone(),
//!     })
//! };
//!
//! // One week from any Monday, online, a day away from work.
//! let offering = |code: &str| -> Result<Offering, Box<dyn std::error::Error>> {
//!     Ok(Offering {
//!         code: code.parse()?,
//!         of: OfferingOf::Course { course: code.parse()?, version: Version::new(1, 0, 0) },
//!         provider: "collective".parse()?,
//!         mode: Mode::Online,
//!         region: None,
//!         delivery: Delivery::Rolling { from: new_year, until: None, weeks: 1 },
//!         price: "120.00".parse()?,
//!         price_provenance: None,
//!         fees: vec![],
//!         days: 1,
//!         days_from: DaysFrom::Allowance,
//!         own_time: Hours::new(2.0)?,
//!         capacity: None,
//!         peer: PeerShare { led: true, developed: true, delivered: true },
//!         rpl: None,
//!         provenance: source.clone(),
//!     })
//! };
//!
//! let values_first = Requisite::new(RequisiteParts {
//!     kind: RequisiteKind::Prerequisite,
//!     strength: Strength::Required,
//!     requires: RequisiteExpr::course("values".parse()?),
//!     provenance: source.clone(),
//! })?;
//! let catalogue = Catalogue::build(CatalogueParts {
//!     providers: vec![Provider {
//!         code: "collective".parse()?,
//!         title: "The Collective".to_owned(),
//!         kind: ProviderKind::ConsumerLed,
//!         provenance: source.clone(),
//!     }],
//!     courses: vec![
//!         course("values", "The values of consumer work", vec![])?,
//!         course("advocacy", "Advocacy", vec![values_first])?,
//!     ],
//!     offerings: vec![offering("values")?, offering("advocacy")?],
//!     ..CatalogueParts::default()
//! })
//! .map_err(|problems| format!("{problems:?}"))?;
//!
//! // Somebody who holds nothing yet, on the first Monday of February.
//! let monday = NaiveDate::from_ymd_opt(2027, 2, 1).ok_or("a day")?;
//! let record = LearnerRecord::new(LearnerRecordParts::empty(monday)).map_err(|problems| format!("{problems:?}"))?;
//!
//! let answer = eligibility(&catalogue, &record, &Subject::Course("advocacy".parse()?), monday)?;
//! assert_eq!(answer.verdict, Verdict::No);
//! assert_eq!(answer.findings[0].notes, ["The values of consumer work is missing"]);
//!
//! let request = Request {
//!     record,
//!     goal: "course:advocacy".parse()?,
//!     limits: Limits::open(monday, Hours::new(3.0)?),
//!     wishes: PeerWishes::default(),
//!     objectives: Vec::new(),
//! };
//! let mut lines = Vec::new();
//! match recommend(&catalogue, &request, Budget::default()).map_err(|problems| format!("{problems:?}"))? {
//!     Recommendation::Pathways(found) => {
//!         for step in &found.pathways[0].steps {
//!             lines.push(format!("{} to {}: {}, {}", step.start, step.end, step.title, step.cost));
//!         }
//!     }
//!     Recommendation::NoPathway(why) => lines.extend(why.blockers.iter().map(|blocker| blocker.missing.clone())),
//! }
//! println!("{}", lines.join("\n"));
//! assert_eq!(
//!     lines,
//!     [
//!         "2027-02-01 to 2027-02-07: The values of consumer work, $120",
//!         "2027-02-08 to 2027-02-14: Advocacy, $120",
//!     ]
//! );
//! # Ok(())
//! # }
//! ```

pub mod id;

pub mod aqf;
pub mod credit;
pub mod date;
pub mod money;
pub mod source;
pub mod volume;

pub mod course;
pub mod provider;
pub mod qualification;
pub mod requisite;
pub mod role;
pub mod tier;

pub mod analysis;
pub mod audit;
pub mod catalogue;
pub mod graph;

pub mod achievement;
pub mod credential;
pub mod verify;
pub mod visible;

pub mod eligibility;
pub mod enrolment;
pub mod learner_record;
pub mod pathway;
pub mod publish;
pub mod recognition;
pub mod rpl;
pub mod solver;
pub mod words;

pub use catalogue::{Catalogue, CatalogueParts};
pub use eligibility::eligibility;
pub use learner_record::{LearnerRecord, LearnerRecordParts};
pub use pathway::{Recommendation, Request, recommend};

#[cfg(test)]
mod sample;
