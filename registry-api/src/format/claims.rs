//! Claims of prior learning in a profile, and what shows them.

use chrono::NaiveDate;
use registry_core::catalogue::EntryRef;
use registry_core::id::CourseCode;
use registry_core::rpl::{Claimed, Evidence, EvidenceKind, Reference, RplClaim, RplProblem, RplStatus};
use registry_core::volume::Hours;

use super::fields::Fields;
use super::named::noted;
use super::reader::Reader;
use super::value::{Value, choice, code, date, hours, list, reference, set, version, whole};

/// The most outcomes of one version that evidence can name.
const OUTCOMES_MAX: i64 = 1_000;

/// A claim, and where it is said.
pub(super) struct ReadClaim {
    pub(super) claim: RplClaim,
    pub(super) line: u32,
    /// `rpl#2`.
    pub(super) path: String,
    /// The line of each piece of evidence.
    pieces: Vec<u32>,
}

impl ReadClaim {
    /// The line on which a problem of this claim stands.
    fn line_of(&self, problem: &RplProblem) -> u32 {
        let first = |wanted: &dyn Fn(&EvidenceKind) -> bool| {
            let found = self.claim.evidence.iter().zip(&self.pieces).find(|(piece, _)| wanted(&piece.kind));
            found.map_or(self.line, |(_, line)| *line)
        };
        match problem {
            RplProblem::Later { what: "evidence", day, .. } => first(&|kind| kind.last_day() == Some(*day)),
            RplProblem::EndsBeforeStart { from: first_day, until: last_day, .. } => first(
                &|kind| matches!(kind, EvidenceKind::Work { from, until, .. } if from == first_day && until == last_day),
            ),
            _ => self.line,
        }
    }
}

/// The last claim that a problem is about, and the line the problem stands on; nothing when it is about all of them.
pub(super) fn place<'c>(claims: &'c [ReadClaim], problem: &RplProblem) -> Option<(&'c ReadClaim, u32)> {
    let claimed = problem.claimed()?;
    let of_it = || claims.iter().rev().filter(|read| read.claim.of.is_same(claimed));
    let exact = of_it().find(|read| read.line_of(problem) != read.line);
    exact.or_else(|| of_it().next()).map(|read| (read, read.line_of(problem)))
}

/// Reads one claim.
pub(super) fn claim(r: &mut Reader<'_>, value: Value<'_>) -> Option<ReadClaim> {
    let line = value.line(r);
    let mut f = Fields::of(r, &value)?;
    let of = claimed(r, &mut f, line);
    let status = status(r, &mut f);
    let evidence = f.or_default(r, "evidence", list(piece)).unwrap_or_default();
    f.finish(r);
    let of = of?;
    if let Claimed::Course { course, version } = &of {
        for (piece, line) in &evidence {
            for outcome in &piece.outcomes {
                r.mention(EntryRef::new("rpl outcome", format!("{course} {version} {outcome}")), *line);
            }
        }
    }
    let (evidence, pieces) = evidence.into_iter().unzip();
    Some(ReadClaim { claim: RplClaim { of, status, evidence }, line, path: value.path, pieces })
}

/// Reads what is claimed: a course in a version, or a qualification.
fn claimed(r: &mut Reader<'_>, f: &mut Fields<'_>, line: u32) -> Option<Claimed> {
    if f.has("qualification") {
        if f.has("course") || f.has("version") {
            f.refuse(r, "course or version stands beside qualification; claim one of the two, and the other in a claim of its own");
            f.optional(r, "course", code::<CourseCode>);
            f.optional(r, "version", version);
        }
        let qualification = f.required(r, "qualification", code).or_else(|| r.stand_ins.code())?;
        r.mention(EntryRef::new("rpl qualification", &qualification), line);
        return Some(Claimed::Qualification(qualification));
    }
    let course = f.required(r, "course", code);
    let version = f.required(r, "version", version);
    let course = course.or_else(|| r.stand_ins.code())?;
    let version = version.unwrap_or_else(|| r.stand_ins.version());
    r.mention(EntryRef::new("rpl course", &course), line);
    r.mention(EntryRef::new("rpl version", format!("{course} {version}")), line);
    Some(Claimed::Course { course, version })
}

#[derive(Clone, Copy, PartialEq)]
enum StatusName {
    Planned,
    Claimed,
    Granted,
    Refused,
}

const STATUSES: &[StatusName] = &[StatusName::Planned, StatusName::Claimed, StatusName::Granted, StatusName::Refused];

fn status_name(status: StatusName) -> &'static str {
    match status {
        StatusName::Planned => "planned",
        StatusName::Claimed => "claimed",
        StatusName::Granted => "granted",
        StatusName::Refused => "refused",
    }
}

/// Reads `status` and `on`: a day beside everything but a plan. One of which either is refused is a plan, which
/// contradicts nothing.
fn status(r: &mut Reader<'_>, f: &mut Fields<'_>) -> RplStatus {
    let name = f.required(r, "status", choice(STATUSES, status_name));
    let given = f.has("on");
    let on = f.optional(r, "on", date).flatten();
    let Some(name) = name else { return RplStatus::Planned };
    match (name, given) {
        (StatusName::Planned, true) => {
            f.refuse(r, "on stands beside status = \"planned\"; take the day away, or say what happened on it");
        }
        (StatusName::Planned, false) | (_, true) => {}
        (_, false) => {
            let name = status_name(name);
            f.refuse(r, &format!("on is missing beside status = \"{name}\"; add the day"));
        }
    }
    match (name, on) {
        (StatusName::Claimed, Some(on)) => RplStatus::Claimed { on },
        (StatusName::Granted, Some(on)) => RplStatus::Granted { on },
        (StatusName::Refused, Some(on)) => RplStatus::Refused { on },
        (StatusName::Planned, _) | (_, None) => RplStatus::Planned,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum PieceName {
    Work,
    SupervisorStatement,
    Artefact,
}

const PIECES: &[PieceName] = &[PieceName::Work, PieceName::SupervisorStatement, PieceName::Artefact];

fn piece_name(piece: PieceName) -> &'static str {
    match piece {
        PieceName::Work => "work",
        PieceName::SupervisorStatement => "supervisor-statement",
        PieceName::Artefact => "artefact",
    }
}

/// Reads one piece of evidence, with its line.
fn piece(r: &mut Reader<'_>, value: Value<'_>) -> Option<(Evidence, u32)> {
    let line = value.line(r);
    let mut f = Fields::of(r, &value)?;
    let kind = match f.required(r, "kind", choice(PIECES, piece_name)) {
        Some(PieceName::Work) => {
            let role = f.optional(r, "role", noted("rpl role")).flatten();
            let hours = f.required(r, "hours", hours).unwrap_or_default();
            let (from, until) = span(f.required(r, "from", date), f.required(r, "until", date));
            EvidenceKind::Work { role, hours, from, until }
        }
        Some(PieceName::SupervisorStatement) => {
            let on = f.required(r, "on", date).unwrap_or(NaiveDate::MIN);
            let reference = f.required(r, "reference", reference);
            EvidenceKind::SupervisorStatement { on, reference: reference.or_else(unread_reference)? }
        }
        Some(PieceName::Artefact) => {
            let reference = f.required(r, "reference", reference);
            EvidenceKind::Artefact { reference: reference.or_else(unread_reference)? }
        }
        // It may be any of them, so no key is missing or too many.
        None => {
            let role = f.optional(r, "role", noted("rpl role")).flatten();
            f.optional(r, "hours", hours);
            f.optional(r, "from", date);
            f.optional(r, "until", date);
            f.optional(r, "on", date);
            f.optional(r, "reference", reference);
            let (from, until) = span(None, None);
            EvidenceKind::Work { role, hours: Hours::ZERO, from, until }
        }
    };
    let outcomes = f.or_default(r, "outcomes", set(whole(1, OUTCOMES_MAX))).unwrap_or_default();
    f.finish(r);
    Some((Evidence { kind, outcomes }, line))
}

/// The days of work; long ago, unless both are known.
fn span(from: Option<NaiveDate>, until: Option<NaiveDate>) -> (NaiveDate, NaiveDate) {
    from.zip(until).unwrap_or((NaiveDate::MIN, NaiveDate::MIN))
}

/// Stands for a reference: it is shown nowhere.
fn unread_reference() -> Option<Reference> {
    "unread".parse().ok()
}
