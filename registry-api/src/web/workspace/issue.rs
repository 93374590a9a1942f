//! Issuing credentials: one, or those of a roster, looked at first; and what was issued.
//!
//! A claim link is shown once, to be handed to the person: whoever opens it first holds the credential.

mod status;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use registry_core::achievement::AchievementOf;
use registry_core::audit::Actor;
use registry_core::course::Course;
use registry_core::credential::badge::TitleShown;
use registry_core::date::in_words;
use semver::Version;

use super::sheet::{Button, Choice, Field, Form, Part, Sheet, Table, Wrong};
use super::{Desk, enter, enter_form, fault, later, outcome, tables};
use crate::access::Scope;
use crate::claim::ClaimSecret;
use crate::day;
use crate::ops;
use crate::ops::issue::roster::{PassedOver, Roster, RosterFormat, read_roster};
use crate::ops::issue::{Award, AwardFault, AwardWarning, Earned, IssueOutcome, IssueRequest, IssuedBy};
use crate::store::{CredentialRecord, IdempotencyKey};
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::workspace as words;

pub(super) use self::status::{offer, revoke, suspend};

/// The most rows of a roster that is issued from a page, which shows a link for each. GraphQL and the command line take more.
const ROWS_MAX: usize = 200;

/// The most credentials that one page lists.
const LISTED_MAX: u64 = 100;

/// The longest reason, in characters.
const REASON_MAX: usize = 500;

/// The text of a roster that a page carries.
const ROSTER_FIELD: &str = "roster";

/// The name of that file, which tells its format.
const ROSTER_NAME_FIELD: &str = "roster-name";

/// Asks what is to be issued, and lists what was.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Issue)?;
        sheet(&desk, Vec::new()).await
    })
}

async fn sheet(desk: &Desk<'_>, wrong: Vec<Wrong>) -> Result<Answer, Answer> {
    let form = desk.asked.form;
    let text = |named: super::sheet::Named| Field::text(named, form.one(named.0));
    let short = |named: super::sheet::Named| Field::short(named, sent(desk.asked, named));
    let neutral = form.one(words::TITLE_SHOWN.0) == "neutral";
    let titles = [("full", words::TITLE_FULL, !neutral), ("neutral", words::TITLE_NEUTRAL, neutral)];
    let titles = titles.map(|(value, text, chosen)| Choice { value: value.to_owned(), text: text.to_owned(), chosen });
    let suspendable = Choice {
        value: "yes".to_owned(),
        text: words::MAY_BE_SUSPENDED.to_owned(),
        chosen: form.has(words::SUSPENDABLE.0),
    };
    let fields = vec![
        short(words::EARNED),
        short(words::EARNED_VERSION),
        short(words::COMPLETED),
        text(words::HOLDER),
        Field::one_of(words::TITLE_SHOWN, titles.into()),
        text(words::RESULT),
        short(words::VALID_UNTIL),
        // It is not repeated: neither here nor anywhere else.
        Field::short(words::USI, ""),
        Field::some_of(words::SUSPENDABLE, vec![suspendable]),
    ];
    let mut one = desk.form("/workspace/issue", fields, words::ISSUE);
    one.hidden.push((outcome::KEY_FIELD, outcome::new_key()));
    let sheet = Sheet::new(words::CREDENTIALS).back("/workspace", words::BACK_HOME).wrong(wrong);
    let sheet = sheet.text(words::ISSUE_LEAD).heading(words::ISSUE_ONE).with(Part::Form(one));
    let sheet = sheet.heading(words::ISSUE_ROSTER).text(words::ROSTER_LEAD).with(Part::Form(choose_roster(desk)));
    let sheet = sheet.with(Part::List(vec![tables::of_roster().noting(words::ROSTER_TABLE)]));
    Ok(listed(desk, sheet.heading(words::ISSUED_SO_FAR)).await?.answer())
}

fn choose_roster(desk: &Desk<'_>) -> Form {
    let mut roster = desk.form("/workspace/issue/roster", vec![Field::files(words::ROSTER)], words::LOOK_AT_ROSTER);
    roster.files = true;
    roster
}

/// What a form sent, or what a link of ours fills in.
fn sent<'a>(asked: &Asked<'a>, named: super::sheet::Named) -> &'a str {
    match asked.form.one(named.0) {
        "" => asked.query.one(named.0),
        sent => sent,
    }
}

async fn listed(desk: &Desk<'_>, sheet: Sheet) -> Result<Sheet, Answer> {
    let store = &desk.asked.web.state;
    let all = ops::list_credentials(store, desk.code(), LISTED_MAX).await.map_err(fault)?;
    if all.is_empty() {
        return Ok(sheet.text(words::NONE_ISSUED));
    }
    let rows = all.iter().map(|one| row(desk, one)).collect();
    let (caption, columns) = (words::newest_credentials(LISTED_MAX), words::CREDENTIAL_COLUMNS.to_vec());
    Ok(status::forms(desk, sheet.with(Part::Table(Table { caption, columns, rows }))))
}

fn row(desk: &Desk<'_>, one: &CredentialRecord) -> Vec<Link> {
    let of = match &one.of {
        AchievementOf::Course { course, version } => format!("{course} {version}"),
        AchievementOf::Qualification(code) => code.to_string(),
    };
    let state = match (one.revoked_at.is_some(), one.suspended_at.is_some(), one.claimed_at.is_some()) {
        (true, ..) => words::REVOKED,
        (_, true, _) => words::SUSPENDED,
        (.., true) => words::CLAIMED,
        _ => words::NOT_CLAIMED,
    };
    let reason = ops::reason_of(&desk.asked.web.state, one).unwrap_or_else(|fault| Some(fault.to_string()));
    let cells = [one.id.to_string(), of, in_words(one.completed), state.to_owned(), reason.unwrap_or_default()];
    let mut row: Vec<Link> = cells.into_iter().map(Link::only).collect();
    row.push(if one.revoked_at.is_none() {
        let [offer, suspend, revoke] =
            [words::WHICH_OFFERED, words::WHICH_SUSPENDED, words::WHICH_CREDENTIAL].map(|one| one.0);
        let address = format!("/workspace/issue?{offer}={id}&{suspend}={id}&{revoke}={id}#{offer}", id = one.id);
        Link::to(words::OFFER_OR_REVOKE, address)
    } else {
        Link::only("")
    });
    row
}

/// Issues one.
pub(super) fn take<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Issue).await?;
        match read(&desk) {
            Err(wrong) => sheet(&desk, wrong).await,
            Ok(award) => match issue(&desk, vec![award], Tried::No).await? {
                IssueOutcome::Refused(problems) => {
                    let wrong = problems.iter().map(|one| Wrong::field(place(&one.reason), said(&one.reason)));
                    sheet(&desk, wrong.collect()).await
                }
                other => Ok(done(&desk, other, &[])),
            },
        }
    })
}

fn said(reason: &AwardFault) -> String {
    words::sentence(&reason.to_string())
}

fn place(reason: &AwardFault) -> &'static str {
    match reason.field() {
        "version" => words::EARNED_VERSION.0,
        "completed" => words::COMPLETED.0,
        "holderName" => words::HOLDER.0,
        "title" => words::TITLE_SHOWN.0,
        "result" => words::RESULT.0,
        "validUntil" => words::VALID_UNTIL.0,
        "usi" => words::USI.0,
        _ => words::EARNED.0,
    }
}

fn read(desk: &Desk<'_>) -> Result<Award, Vec<Wrong>> {
    let (form, catalogue) = (desk.asked.form, desk.asked.at.catalogue());
    let mut wrong = Vec::new();
    let version = match form.one(words::EARNED_VERSION.0) {
        "" => None,
        text => text
            .parse::<Version>()
            .map_err(|_| wrong.push(Wrong::field(words::EARNED_VERSION.0, words::not_a_number(text))))
            .ok(),
    };
    let code = form.one(words::EARNED.0);
    let course: Option<&Course> = code.parse().ok().and_then(|code| catalogue.course(&code));
    let qualification = code.parse().ok().filter(|code| catalogue.qualification(code).is_some());
    let earned = match (course, qualification) {
        (Some(course), _) => Some(Earned::Course(course.code.clone(), version)),
        (None, Some(code)) => Some(Earned::Qualification(code)),
        (None, None) => {
            wrong.push(Wrong::field(words::EARNED.0, words::NOTHING_EARNED));
            None
        }
    };
    let mut on = |name: &'static str| {
        let read = day::read(form.one(name));
        if read.is_none() {
            wrong.push(Wrong::field(name, words::NOT_A_DAY));
        }
        read
    };
    let completed = on(words::COMPLETED.0);
    let valid_until = if form.one(words::VALID_UNTIL.0).is_empty() { None } else { on(words::VALID_UNTIL.0) };
    match earned.zip(completed) {
        Some((earned, completed)) if wrong.is_empty() => Ok(Award {
            earned,
            completed,
            holder_name: Some(form.one(words::HOLDER.0).to_owned()).filter(|name| !name.is_empty()),
            result: Some(form.one(words::RESULT.0).to_owned()).filter(|result| !result.is_empty()),
            title: if form.one(words::TITLE_SHOWN.0) == "neutral" { TitleShown::Neutral } else { TitleShown::Full },
            valid_until,
            suspendable: form.has(words::SUSPENDABLE.0),
            usi: Some(form.one(words::USI.0).to_owned()).filter(|usi| !usi.is_empty()),
            reference: None,
        }),
        _ => Err(wrong),
    }
}

/// Whether it is only tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tried {
    Only,
    No,
}

async fn issue(desk: &Desk<'_>, awards: Vec<Award>, tried: Tried) -> Result<IssueOutcome, Answer> {
    let request = IssueRequest {
        by: by(desk),
        provider: desk.code().clone(),
        awards,
        key: desk.asked.form.one(outcome::KEY_FIELD).parse::<IdempotencyKey>().ok().filter(|_| tried == Tried::No),
        dry_run: tried == Tried::Only,
        now: desk.asked.now,
    };
    ops::issue(&desk.asked.web.state, request, &mut |_, _| {}).await.map_err(fault)
}

fn by(desk: &Desk<'_>) -> IssuedBy {
    IssuedBy { actor: Actor::Token(desk.token()), may_for: Some(desk.code().clone()) }
}

/// Looks at a roster, or issues what it says.
pub(super) fn roster<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Issue).await?;
        let file = asked.form.files(words::ROSTER.0).next();
        let carried = asked.form.one(ROSTER_FIELD);
        let (name, bytes) = match file {
            Some(file) => (file.name.clone(), file.bytes.clone()),
            None if !carried.is_empty() => {
                let bytes = URL_SAFE_NO_PAD.decode(carried).unwrap_or_default();
                (asked.form.one(ROSTER_NAME_FIELD).to_owned(), bytes)
            }
            None => return sheet(&desk, vec![Wrong::field(words::ROSTER.0, words::NO_FILE)]).await,
        };
        // A letter that cannot be read would be signed as another.
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text.to_owned(),
            Err(error) => {
                let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
                return sheet(&desk, vec![Wrong::field(words::ROSTER.0, words::not_utf8(line))]).await;
            }
        };
        let snapshot = desk.asked.web.state.snapshot();
        let roster = match read_roster(RosterFormat::of_name(&name), &text, snapshot.catalogue()) {
            Ok(roster) if roster.rows.len() <= ROWS_MAX => roster,
            Ok(roster) => {
                let wrong = Wrong::field(words::ROSTER.0, words::too_many_rows(roster.rows.len(), ROWS_MAX));
                return sheet(&desk, vec![wrong]).await;
            }
            Err(problems) => {
                let rows = problems.iter().map(|one| (one.line, one.column.clone(), words::sentence(&one.message)));
                return Ok(refused(&desk, rows.collect(), &[]));
            }
        };
        let awards: Vec<Award> = roster.rows.iter().map(|row| row.award.clone()).collect();
        let tried = if asked.form.has("issue") { Tried::No } else { Tried::Only };
        match issue(&desk, awards, tried).await? {
            IssueOutcome::Refused(problems) => {
                let line = |award: Option<usize>| award.and_then(|at| roster.rows.get(at)).map_or(0, |row| row.line);
                let rows = problems.iter().map(|one| (line(one.award), column(&one.reason), said(&one.reason)));
                Ok(refused(&desk, rows.collect(), &roster.passed_over))
            }
            IssueOutcome::Tried(tried) => Ok(preview(&desk, &roster, &tried, (name, text))),
            other => {
                let references: Vec<String> = roster.rows.iter().map(|row| row.reference().to_owned()).collect();
                Ok(done(&desk, other, &references))
            }
        }
    })
}

/// The column of a roster that a fault is about; none where it is about the whole.
fn column(reason: &AwardFault) -> String {
    match reason.field() {
        "holderName" => "name",
        "validUntil" => "valid_until",
        "provider" | "awards" => "",
        same => same,
    }
    .to_owned()
}

fn refused(desk: &Desk<'_>, problems: Vec<(u64, String, String)>, passed_over: &[PassedOver]) -> Answer {
    let rows = problems.iter().map(|(line, column, text)| {
        let line = if *line == 0 { String::new() } else { line.to_string() };
        [line, column.clone(), text.clone()].into_iter().map(Link::only).collect()
    });
    let (caption, columns) = (words::problems(problems.len(), problems.len()), words::ROSTER_PROBLEM_COLUMNS.to_vec());
    let table = Table { caption, columns, rows: rows.collect() };
    let wrong = vec![Wrong::field(words::ROSTER.0, words::nothing_issued(problems.len()))];
    let sheet = Sheet::new(words::ISSUE_ROSTER).back("/workspace/issue", words::BACK).wrong(wrong);
    // Where nothing is left to issue, these say why.
    why_not(sheet.with(Part::Table(table)), passed_over).with(Part::Form(choose_roster(desk))).answer()
}

/// The lines of which nothing is issued, where there are some.
fn why_not(sheet: Sheet, passed_over: &[PassedOver]) -> Sheet {
    if passed_over.is_empty() {
        return sheet;
    }
    let lines = passed_over.iter().map(|one| Link::only(words::passed_over(one.line, one.reason)));
    sheet.heading(words::PASSED_OVER).with(Part::List(lines.collect()))
}

/// What is noticed, with lines of the roster in place of numbers of awards.
fn warning(roster: &Roster, warning: &AwardWarning) -> String {
    match warning {
        AwardWarning::Same(first) => {
            let line = first.checked_sub(1).and_then(|at| roster.rows.get(at)).map_or(0, |row| row.line);
            words::same_as(line)
        }
        other => words::sentence(&other.to_string()),
    }
}

fn preview(
    desk: &Desk<'_>,
    roster: &Roster,
    tried: &[ops::issue::TriedAward],
    (name, text): (String, String),
) -> Answer {
    let rows = roster.rows.iter().zip(tried).map(|(row, tried)| {
        let warnings: Vec<String> = tried.warnings.iter().map(|one| warning(roster, one)).collect();
        let cells = [
            row.line.to_string(),
            row.reference().to_owned(),
            tried.achievement.title.clone(),
            in_words(row.award.completed),
            warnings.join(" "),
        ];
        cells.into_iter().map(Link::only).collect()
    });
    let (caption, columns) = (words::would_issue(tried.len()), words::PREVIEW_COLUMNS.to_vec());
    let mut sheet = Sheet::new(words::ISSUE_ROSTER).back("/workspace/issue", words::BACK);
    sheet = sheet.with(Part::Table(Table { caption, columns, rows: rows.collect() }));
    sheet = why_not(sheet, &roster.passed_over);
    let hidden = vec![
        (ROSTER_NAME_FIELD, name),
        (ROSTER_FIELD, URL_SAFE_NO_PAD.encode(text)),
        (outcome::KEY_FIELD, outcome::new_key()),
        (crate::web::session::GUARD_FIELD, desk.seat.session.guard()),
    ];
    let buttons = vec![Button { name: "issue", text: words::ISSUE_ALL, second: false }];
    let form = Form { action: "/workspace/issue/roster".to_owned(), hidden, buttons, ..Form::default() };
    sheet.with(Part::Form(form)).answer()
}

fn done(desk: &Desk<'_>, outcome: IssueOutcome, references: &[String]) -> Answer {
    let sheet = Sheet::new(words::ISSUED).back("/workspace/issue", words::BACK);
    let issued = match outcome {
        IssueOutcome::Issued(issued) => issued,
        // A trial is not made here, and what is refused is said on its own page.
        _ => return sheet.wrong(vec![Wrong::at("", words::SENT_BEFORE)]).answer(),
    };
    let rows = issued.iter().enumerate().map(|(index, one)| {
        let reference = references.get(index).cloned().unwrap_or_default();
        let link = claim_link(desk, std::slice::from_ref(&one.claim));
        [one.id.to_string(), reference, one.achievement.title.clone(), link].into_iter().map(Link::only).collect()
    });
    let table =
        Table { caption: words::issued(issued.len()), columns: words::ISSUED_COLUMNS.to_vec(), rows: rows.collect() };
    sheet.with(Part::Note(words::CLAIM_ONCE.to_owned())).with(Part::Table(table)).answer()
}

fn claim_link(desk: &Desk<'_>, claims: &[ClaimSecret]) -> String {
    let address = desk.asked.web.state.address().map(ToString::to_string).unwrap_or_default();
    format!("{address}/claim#{}", ops::claim_codes(claims))
}
