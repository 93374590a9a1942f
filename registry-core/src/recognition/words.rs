//! The ledger in words, as a careers adviser could read it aloud.

mod left;

use super::claims::Unshown;
use super::closest::{Closest, Nearest};
use super::ledger::{
    Amount, AppliedLimit, CountedItem, CountsFor, Ledger, LedgerLine, LimitEffect, LimitKind, Measure, NotCounted,
    Part, PartOf, Reason, ReportLine, Specialisation, Totals,
};
use crate::catalogue::Catalogue;
use crate::credit::{CreditForm, CreditStanding};
use crate::date::in_words;
use crate::eligibility::{Eligibility, Standing, Verdict};
use crate::id::{ProviderCode, QualificationCode};
use crate::qualification::SubjectLevel;
use crate::requisite::Strength;
use crate::words::{counted, joined, number, sentence_start};

pub use left::{about, hours_left, price_left, range, remaining};

/// The most things that a sentence names; of more it says how many.
const NAMED_MAX: usize = 3;

/// The sum in a few sentences: what is sure, what is possible, what is left.
///
/// Possible credit is named as such, and never as one sum with what is guaranteed unless the sentence says "if all of it
/// is granted".
pub fn verdict(catalogue: &Catalogue, ledger: &Ledger) -> String {
    let title = title(catalogue, &ledger.qualification);
    if ledger.held {
        return format!("You hold {title}. There is nothing left to do for it.");
    }
    let mut said = vec![match ledger.size {
        _ if ledger.lines.is_empty() => format!("Nothing in this record counts towards {title} yet."),
        Some(size) => format!("{title} takes {size}."),
        None => format!("This is what counts towards {title}."),
    }];
    said.extend(parts(&ledger.totals));
    said.push(left(ledger));
    said.join(" ")
}

/// A sentence for each standing that has something, surest first, and for all of it where there are several.
fn parts(totals: &Totals) -> Vec<String> {
    let amounts = [totals.guaranteed, totals.by_application, totals.discretionary, totals.assumption];
    let each = CreditStanding::ALL.into_iter().zip(amounts).filter(|(_, amount)| !amount.is_none());
    let how = |standing: CreditStanding| sentence_start(standing.condition());
    let mut said: Vec<String> = each.map(|(standing, amount)| format!("{}: {amount}.", how(standing))).collect();
    if said.len() > 1 {
        said.push(format!("If all of it is granted: {}.", totals.if_all_granted));
    }
    said
}

fn left(ledger: &Ledger) -> String {
    let remaining = &ledger.remaining;
    let (Some(rest), Some(besides)) = (remaining.if_all_granted, remaining.besides_guaranteed) else {
        return "How large the award is in all is not stated here, so what is left is not known.".to_owned();
    };
    match (rest.is_none(), rest == besides) {
        (true, true) => "Nothing is left to study.".to_owned(),
        (true, false) => {
            format!("Left to do: nothing if all of it is granted, {besides} if only what is guaranteed is.")
        }
        (false, true) => format!("Left to do: {rest}."),
        (false, false) => {
            format!("Left to do: {rest} if all of it is granted, {besides} if only what is guaranteed is.")
        }
    }
}

/// One line of the ledger, in sentences. Of more than three things it says only how many.
pub fn line(catalogue: &Catalogue, line: &LedgerLine) -> String {
    let mut said = vec![format!("{}.", what_counts(line))];
    let eftsl = line.eftsl.map(|eftsl| format!(", or {eftsl}")).unwrap_or_default();
    match line.uncut {
        Some(full) => {
            said.push(format!("The rule gives {full}; the limits of the award leave {}{eftsl}.", line.amount))
        }
        None => said.push(format!("That is {}{eftsl}.", line.amount)),
    }
    let form = match line.form {
        CreditForm::Block => "Block credit",
        CreditForm::Specified => "Specified credit",
        CreditForm::Unspecified => "Unspecified credit",
    };
    if line.is_studied {
        said.push("It is studied as part of the award, so it needs no credit.".to_owned());
    } else {
        said.push(format!("{form} by {}: {}.", line.basis.words(), line.standing.condition()));
    }
    if let Some(provider) = &line.from_provider {
        said.push(format!("It has to be earned with {}.", self::provider(catalogue, provider)));
    }
    if let Some(conditions) = &line.conditions {
        said.push(format!("Condition: {}.", conditions.trim_end_matches('.')));
    }
    said.join(" ")
}

fn what_counts(line: &LedgerLine) -> String {
    let items = items(&line.items);
    let (counts, one) = match line.items.len() {
        1 => ("counts", true),
        _ => ("count", false),
    };
    let at = |level: &Option<SubjectLevel>| level.map(|level| format!(", at {level}")).unwrap_or_default();
    let within = |group: &Option<String>| group.as_ref().map(|group| format!(", in {group}")).unwrap_or_default();
    match &line.counts_for {
        CountsFor::Component { code, group, level, .. } if line.items.iter().all(|item| item.code == code.as_str()) => {
            let place = match (group, level) {
                (Some(group), Some(level)) => format!("in {group}, at {level}"),
                (Some(group), None) => format!("in {group}"),
                (None, Some(level)) => format!("at {level}"),
                (None, None) => "as an elective from elsewhere".to_owned(),
            };
            format!("{items} {counts} as {}, {place}", if one { "itself" } else { "themselves" })
        }
        CountsFor::Component { title, code, group, level } => {
            format!("{items} {counts} as {code} {title}{}{}", within(group), at(level))
        }
        CountsFor::Series { size: 1, each, group, level, .. } => {
            let apiece = if one { "" } else { " each" };
            format!("{items} {counts} for {each}{apiece}{}{}", within(group), at(level))
        }
        CountsFor::Series { count, size, each, group, level } => {
            let size = number(*size as usize);
            let series = match count {
                1 => format!("one whole series of {size}, worth {each}"),
                _ => format!("{} whole series of {size}, worth {each} each", number(*count as usize)),
            };
            format!("{items} make{} {series}{}{}", if one { "s" } else { "" }, within(group), at(level))
        }
        CountsFor::Block { group, level } => format!("{items} {counts} as a block{}{}", within(group), at(level)),
    }
}

fn items(of: &[CountedItem]) -> String {
    if of.len() > NAMED_MAX {
        let open = if of.iter().any(|item| item.completed.is_none()) { " or claim" } else { "" };
        return format!("{} things you hold{open}", sentence_start(&number(of.len())));
    }
    listed(&of.iter().map(item).collect::<Vec<_>>())
}

/// Something of the record: its title, and whether it rests on a claim.
pub fn item(item: &CountedItem) -> String {
    match (item.completed, item.by_rpl) {
        (None, _) => format!("{} (claim not granted yet)", item.title),
        (Some(_), true) => format!("{} (recognised)", item.title),
        (Some(_), false) => item.title.clone(),
    }
}

/// Why something does not count.
pub fn not_counted(not: &NotCounted) -> String {
    let title = match not.reason {
        Reason::Refused { .. } => not.item.title.clone(),
        _ => item(&not.item),
    };
    match &not.reason {
        Reason::NoRule => format!("{title}: no rule of this award names it."),
        Reason::NotEquivalent { successor, stated: true, .. } => {
            format!("{title}: replaced by {successor}, which is not equivalent, so it does not count as that.")
        }
        Reason::NotEquivalent { successor, stated: false, .. } => {
            format!("{title}: replaced by {successor}; nobody says that the two are equivalent. Ask the provider.")
        }
        Reason::TooOld { years, since, .. } => {
            let years = counted((*years).into(), "year", "years");
            format!("{title}: completed more than {years} ago. It stopped counting here on {}.", in_words(*since))
        }
        Reason::RuleNotValid { valid, .. } => {
            let until = valid.until.map(|day| format!(" until {}", in_words(day))).unwrap_or_default();
            let from = valid.from.map(|day| format!(" from {}", in_words(day))).unwrap_or_default();
            format!("{title}: the rule that names it holds only{from}{until}.")
        }
        Reason::SeriesIncomplete { have, size, by_shares, .. } => {
            let (have, size) = (number(*have as usize), number(*size as usize));
            let by_shares = by_shares.map_or(String::new(), |(all, points)| {
                let all = number(all as usize);
                format!(" All {all} by their shares of a series would come to {}.", Amount::Points(points))
            });
            format!(
                "{title}: you have {have} of the {size} that make the next series. An incomplete series counts for nothing.{by_shares}"
            )
        }
        Reason::LimitReached(kind) => format!("{title}: {} leaves no room for it.", limit_name(*kind)),
        Reason::PlaceTaken => format!("{title}: the part of the award that it could fill has no room left for it."),
        Reason::SeriesTooLarge { each, left } => format!(
            "{title}: {} of the award are left, and a series gives {}. A series is whole or nothing.",
            Amount::Points(*left),
            Amount::Points(*each)
        ),
        Reason::SameLearning { as_title } if *as_title == not.item.title => {
            format!("{title}: another version of it is held, and counts once.")
        }
        Reason::SameLearning { as_title } => {
            format!("{title}: it is the same learning as {as_title}, which counts once.")
        }
        Reason::WholeAwardClaimed => {
            format!(
                "{title}: you claim all of it, and nobody has granted it yet. Once it is granted, nothing is left to do."
            )
        }
        Reason::Refused { on } => format!("{title}: the claim was refused on {}.", in_words(*on)),
    }
}

/// A limit with its arithmetic.
pub fn limit(ledger: &Ledger, limit: &AppliedLimit) -> String {
    if limit.kind == LimitKind::Elsewhere && limit.most.is_none() {
        let bites = if limit.effect == LimitEffect::Bites { " Without this limit more would count." } else { "" };
        return format!("No unit may come from elsewhere.{bites}");
    }
    let size = ledger.size.map(|size| size.to_string()).unwrap_or_default();
    let most = limit.most;
    let rule = match (limit.kind, limit.share) {
        (LimitKind::Recognition, Some(share)) => {
            format!("At most {share} by credit and recognition together: {share} of {size} is {most}")
        }
        (LimitKind::Rpl, Some(share)) => {
            format!("At most {share} by recognition of prior learning: {share} of {size} is {most}")
        }
        (LimitKind::Residency, Some(share)) => {
            format!(
                "At least {share} is studied with the provider that awards it. Of {size} that leaves {most} for credit"
            )
        }
        _ => format!("At most {most} from elsewhere"),
    };
    let used = of_which(limit.used, limit.guaranteed);
    match limit.effect {
        LimitEffect::Bites => {
            let whose = if takes_units_for_recognised(ledger, limit.kind) { UNITS_RECOGNISED } else { "" };
            format!("{rule}. Used: {used}. Without this limit more would count.{whose}")
        }
        LimitEffect::LeavesRoom => format!("{rule}. Used: {used}."),
        LimitEffect::NothingToLimit => {
            let of_rpl = if limit.kind == LimitKind::Rpl { " by recognition of prior learning" } else { "" };
            format!("{rule}. It limits nothing here: no credit rule towards this award{of_rpl} stands.")
        }
    }
}

/// Whether a limit keeps out units that are held, though they may have been studied with the provider that awards.
fn takes_units_for_recognised(ledger: &Ledger, kind: LimitKind) -> bool {
    ledger.measure == Measure::Units && matches!(kind, LimitKind::Recognition | LimitKind::Residency)
}

/// Said of such a limit.
const UNITS_RECOGNISED: &str = " Your record does not say where you studied a unit, so each one that you hold is taken \
                                for recognised. This limit does not bound what you studied with the provider that awards; \
                                ask them.";

/// A sum of what is guaranteed and what is only possible, which says so: `25 points if all of it is granted, 12.5 points of
/// that guaranteed`.
fn of_which(all: Amount, guaranteed: Amount) -> String {
    format!("{all}{}", if_granted(all, guaranteed))
}

/// The rest of a sentence that names a sum of which no more than a part is guaranteed; empty where all of it is.
pub(crate) fn if_granted(all: Amount, guaranteed: Amount) -> String {
    match guaranteed {
        _ if all == guaranteed => String::new(),
        _ if guaranteed.is_none() => " if all of it is granted".to_owned(),
        _ => format!(" if all of it is granted, {guaranteed} of that guaranteed"),
    }
}

/// Whether something counts that nobody has promised.
fn rests_on_a_grant(ledger: &Ledger) -> bool {
    ledger.totals.guaranteed != ledger.totals.if_all_granted
}

fn limit_name(kind: LimitKind) -> &'static str {
    match kind {
        LimitKind::Recognition => "the most that may be credited",
        LimitKind::Rpl => "the most that may rest on prior learning",
        LimitKind::Residency => "what has to be studied with the provider that awards it",
        LimitKind::Elsewhere => "the most that may come from elsewhere",
    }
}

/// A specialisation, and how much of it is held.
pub fn specialisation(of: &Specialisation) -> String {
    let Specialisation { title, held, units, complete } = of;
    if *complete {
        return format!(
            "{title}: you hold all of its units that are known here. If the register lists no more, the award names it."
        );
    }
    let held = if *held == 0 { "none".to_owned() } else { number(*held as usize) };
    let are = if *units == 1 { "is" } else { "are" };
    format!(
        "{title}: you hold {held} of its units. It takes all of them, of which {} {are} known here.",
        number(*units as usize)
    )
}

/// What entry asks for, and how somebody stands to it: what is required, then what is only advised and not met.
pub fn entry(entry: &Eligibility) -> String {
    let findings = |strength: Strength| entry.findings.iter().filter(move |finding| finding.strength == strength);
    let named = |standing: Option<Standing>| {
        let of =
            findings(Strength::Required).filter(|finding| standing.is_none_or(|wanted| finding.standing == wanted));
        of.map(|finding| finding.requirement.as_str()).collect::<Vec<_>>().join("; ")
    };
    let required = match entry.verdict {
        Verdict::Yes if findings(Strength::Required).count() == 0 => {
            "no condition of entry is recorded here; ask the provider".to_owned()
        }
        Verdict::Yes => format!("you meet what it asks for: {}", named(None)),
        Verdict::NotYet { from } => {
            format!("you meet what it asks for from {} on: {}", in_words(from), named(None))
        }
        Verdict::NotSaid => format!("we cannot tell from what you said: {}", named(Some(Standing::NotSaid))),
        Verdict::No => format!("not met yet: {}", named(Some(Standing::Missing))),
    };
    let advised = findings(Strength::Advised).filter(|finding| finding.standing != Standing::Met);
    let advised: Vec<&str> = advised.map(|finding| finding.requirement.as_str()).collect();
    if advised.is_empty() { required } else { format!("{required}. Advised, not required: {}", advised.join("; ")) }
}

/// How near an award is: the share that may be credited, or the rungs to it.
pub fn nearness(of: &Closest) -> String {
    let rungs = of.rungs.filter(|_| of.ledger.lines.is_empty());
    match (of.credited_permille, rungs) {
        (_, Some(0)) => "nothing counts yet, a ladder begins here".to_owned(),
        (_, Some(rungs)) => format!("nothing counts yet, {} above you", counted(rungs.into(), "rung", "rungs")),
        (_, None) if of.ledger.lines.is_empty() => "nothing counts yet".to_owned(),
        (None, None) => {
            let totals = &of.ledger.totals;
            format!("{}, of how many is not stated", of_which(totals.if_all_granted, totals.guaranteed))
        }
        (Some(permille), None) => {
            let part = if permille % 10 == 0 { String::new() } else { format!(".{}", permille % 10) };
            let granted = if rests_on_a_grant(&of.ledger) { " if all of it is granted" } else { "" };
            format!("{}{part} %{granted}", permille / 10)
        }
    }
}

/// How many awards the nearest ones leave out, and why; empty where none is.
pub fn left_out(of: &Nearest) -> String {
    let some =
        |count: usize, why: &str| (count > 0).then(|| format!("{} {why}", counted(count as u64, "award", "awards")));
    let held = some(of.held, "that you hold");
    let replaced = some(of.replaced, "that something newer has replaced");
    let said: Vec<String> = [held, replaced].into_iter().flatten().collect();
    if said.is_empty() { String::new() } else { format!("Left out: {}.", listed(&said)) }
}

/// A group or level of the award, and how far it is filled.
pub fn part(of: &Part) -> String {
    let title = match &of.of {
        PartOf::Group(title) => sentence_start(title),
        PartOf::Level(level) => sentence_start(&level.to_string()),
        PartOf::LevelAndAbove(level) => format!("{} and above", sentence_start(&level.to_string())),
    };
    let bounds = match (of.least, of.most) {
        (Some(least), Some(most)) => format!("at least {least} and at most {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "as much as you like".to_owned(),
    };
    let then = if of.counted == of.guaranteed { "" } else { " then" };
    let asked = if of.asked.is_none() { String::new() } else { format!(" Still asked for{then}: {}.", of.asked) };
    format!("{title}: {bounds}. Counted: {}.{asked}", of_which(of.counted, of.guaranteed))
}

/// A claim that nobody has answered: how far it has come, and what evidence is still to be found for.
pub fn claim(of: &Unshown) -> String {
    let status = match of.status.on() {
        Some(on) => format!("claimed on {}", in_words(on)),
        None => of.status.name().to_owned(),
    };
    let whole = of.no_evidence && (of.outcomes == 0 || of.without.len() == of.outcomes);
    let shown = match of.without.as_slice() {
        _ if whole => "No evidence is named yet.".to_owned(),
        [] => "Evidence is named for all of it.".to_owned(),
        [(number, text)] => format!("No evidence yet for outcome {number}: {}.", text.trim_end_matches('.')),
        several => {
            let named = several.iter().map(|(number, text)| format!("{number}, {}", text.trim_end_matches('.')));
            format!("No evidence yet for outcomes {}.", named.collect::<Vec<_>>().join("; "))
        }
    };
    format!("{}: {status}. {shown}", of.title)
}

/// What a provider reports, in words.
pub fn report_line(catalogue: &Catalogue, line: &ReportLine) -> String {
    let ReportLine { basis, from_provider, standing, points, eftsl } = line;
    let from = from_provider.as_ref().map(|code| format!(", from {}", provider(catalogue, code))).unwrap_or_default();
    let amount = Amount::Points(*points);
    format!("{}{from}: {amount}, {eftsl} ({}).", sentence_start(basis.words()), standing.words())
}

/// That no rule of an award names some things: in one sentence, however many they are. Empty where there are none.
pub fn named_by_no_rule(things: &[&NotCounted]) -> String {
    match things {
        [] => String::new(),
        [one] => not_counted(one),
        several => {
            let titles: Vec<&str> = several.iter().map(|not| not.item.title.as_str()).collect();
            format!("No rule of this award names these: {}.", titles.join("; "))
        }
    }
}

/// Why what is held or claimed does not count, to be read aloud: a sentence for each thing, and last one for all that
/// no rule names.
pub fn all_not_counted(ledger: &Ledger) -> Vec<String> {
    let (unnamed, others): (Vec<&NotCounted>, Vec<_>) = ledger.not_counted.iter().partition(|not| not.is_unnamed());
    let said = others.into_iter().map(not_counted).chain([named_by_no_rule(&unnamed)]);
    said.filter(|sentence| !sentence.is_empty()).collect()
}

fn provider(catalogue: &Catalogue, code: &ProviderCode) -> String {
    catalogue.provider(code).map_or(code.to_string(), |entry| entry.title.clone())
}

fn title(catalogue: &Catalogue, code: &QualificationCode) -> String {
    catalogue.qualification(code).map_or(code.to_string(), |entry| entry.title.clone())
}

fn listed(parts: &[String]) -> String {
    joined(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}
