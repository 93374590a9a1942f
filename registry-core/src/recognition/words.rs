//! The ledger in words, as a careers adviser could read it aloud.

use super::ledger::{
    Amount, AppliedLimit, CountedItem, CountsFor, Ledger, LedgerLine, LimitKind, NotCounted, Reason, Totals,
};
use crate::catalogue::Catalogue;
use crate::credit::{CreditForm, CreditStanding};
use crate::date::in_words;
use crate::id::QualificationCode;
use crate::money::Aud;
use crate::words::{joined, sentence_start};

/// The sum in a sentence or two: what is sure, what is possible, what is left.
///
/// Possible credit is named as such, and never as one sum with what is guaranteed unless the sentence says "if all of it
/// is granted".
pub fn verdict(catalogue: &Catalogue, ledger: &Ledger) -> String {
    let title = title(catalogue, &ledger.qualification);
    if ledger.held {
        return format!("You hold {title}. There is nothing left to do for it.");
    }
    if ledger.lines.is_empty() {
        return format!("Nothing in this record counts towards {title} yet.{}", left(ledger));
    }
    let parts = parts(&ledger.totals);
    let of = ledger.size.map(|size| format!(" of {size}")).unwrap_or_default();
    let all = ledger.totals.if_all_granted;
    let together =
        if parts.len() > 1 { format!(" If all of it is granted, that is {all}{of}.") } else { String::new() };
    let first = if parts.len() > 1 { String::new() } else { of.clone() };
    format!("Towards {title}: {}{first}.{together}{}", listed(&parts), left(ledger))
}

/// Each standing that has something, surest first.
fn parts(totals: &Totals) -> Vec<String> {
    let each = [
        (totals.guaranteed, "guaranteed"),
        (totals.by_application, "when you apply and the conditions hold"),
        (totals.discretionary, "possible, and for the provider to decide"),
        (totals.assumption, "possible by our own assumption, which no provider has confirmed"),
    ];
    each.iter().filter(|(amount, _)| !is_none(*amount)).map(|(amount, how)| format!("{amount} {how}")).collect()
}

fn is_none(amount: Amount) -> bool {
    matches!(amount, Amount::Units(0)) || matches!(amount, Amount::Points(points) if points.millionths() == 0)
}

fn left(ledger: &Ledger) -> String {
    let remaining = &ledger.remaining;
    let (Some(rest), Some(besides)) = (remaining.if_all_granted, remaining.besides_guaranteed) else {
        return " How large the award is in all is not stated here, so what is left is not known.".to_owned();
    };
    if is_none(rest) {
        return " Nothing is left to study if all of it is granted.".to_owned();
    }
    if rest == besides {
        format!(" Left to do: {rest}.")
    } else {
        format!(" Left to do: {rest} if all of it is granted, {besides} if only what is guaranteed is.")
    }
}

/// One line of the ledger.
pub fn line(catalogue: &Catalogue, line: &LedgerLine) -> String {
    let items: Vec<String> = line.items.iter().map(item).collect();
    let group = |group: &Option<String>| group.as_ref().map(|group| format!(" ({group})")).unwrap_or_default();
    let what = match &line.counts_for {
        CountsFor::Component { title, code, group: of } if line.items.iter().all(|item| item.code == code.as_str()) => {
            let place = of.as_ref().map_or("an elective from elsewhere".to_owned(), |of| format!("part of {of}"));
            format!("{} counts as itself, {place} ({title})", listed(&items))
        }
        CountsFor::Component { title, code, group: of } => {
            format!("{} counts as {code} {title}{}", listed(&items), group(of))
        }
        CountsFor::Series { count, size, each, group: of } => {
            let series = if *count == 1 { "one whole series".to_owned() } else { format!("{count} whole series") };
            format!("{}: {series} of {size}, {each} each{}", listed(&items), group(of))
        }
        CountsFor::Block { group: of } => format!("{}: a block{}", listed(&items), group(of)),
    };
    let cut = line.uncut.map(|full| format!(" (the rule gives {full}; a limit of the award leaves {})", line.amount));
    let eftsl = line.eftsl.map(|eftsl| format!(" = {eftsl}")).unwrap_or_default();
    let form = match line.form {
        CreditForm::Block => "block credit",
        CreditForm::Specified => "specified credit",
        CreditForm::Unspecified => "unspecified credit",
    };
    let mut said = format!(
        "{what}. {}{}{eftsl}. {}, by {}, {}",
        line.amount,
        cut.unwrap_or_default(),
        sentence_start(form),
        line.basis.words(),
        standing(line.standing)
    );
    if let Some(provider) = &line.from_provider {
        let provider = catalogue.provider(provider).map_or(provider.to_string(), |entry| entry.title.clone());
        said.push_str(&format!(", if it was earned with {provider}"));
    }
    if let Some(conditions) = &line.conditions {
        said.push_str(&format!(". Condition: {}", conditions.trim_end_matches('.')));
    }
    said.push('.');
    said
}

fn standing(standing: CreditStanding) -> &'static str {
    match standing {
        CreditStanding::Guaranteed => "guaranteed",
        CreditStanding::ByApplication => "when you apply and the conditions hold",
        CreditStanding::Discretionary => "for the provider to decide",
        CreditStanding::Assumption => "our assumption, which no provider has confirmed",
    }
}

fn item(item: &CountedItem) -> String {
    match (item.completed, item.by_rpl) {
        (None, _) => format!("{} (claimed, not granted yet)", item.title),
        (Some(_), true) => format!("{} (recognised)", item.title),
        (Some(_), false) => item.title.clone(),
    }
}

/// Why something does not count.
pub fn not_counted(not: &NotCounted) -> String {
    let title = item(&not.item);
    match &not.reason {
        Reason::NoRule => format!("{title}: no rule of this award names it."),
        Reason::NotEquivalent { successor, stated: true, .. } => {
            format!("{title}: {successor} has replaced it and is not equivalent, so it does not count as that.")
        }
        Reason::NotEquivalent { successor, stated: false, .. } => {
            format!("{title}: {successor} has replaced it; nobody says that the two are equivalent. Ask the provider.")
        }
        Reason::TooOld { years, since, .. } => {
            format!(
                "{title}: it was completed more than {years} years ago; it stopped counting here on {}.",
                in_words(*since)
            )
        }
        Reason::RuleNotValid { rule, valid } => format!("{title}: the rule {rule} holds only {valid}."),
        Reason::SeriesIncomplete { have, size, .. } => {
            format!("{title}: {have} of the {size} that make the next series; an incomplete series counts for nothing.")
        }
        Reason::LimitReached(kind) => format!("{title}: {} leaves no room for it.", limit_name(*kind)),
        Reason::PlaceTaken => format!("{title}: the part of the award that it could fill is full."),
        Reason::SameLearning { as_title } => {
            format!("{title}: it is the same learning as {as_title}, which counts once.")
        }
        Reason::Refused { on } => format!("{title}: the claim was refused on {}.", in_words(*on)),
    }
}

/// A limit with its arithmetic.
pub fn limit(ledger: &Ledger, limit: &AppliedLimit) -> String {
    let size = ledger.size.map(|size| size.to_string()).unwrap_or_default();
    let most = limit.most;
    let rule = match (limit.kind, limit.share) {
        (LimitKind::Recognition, Some(share)) => {
            format!("At most {share} of the award by credit and recognition together: {share} of {size} is {most}")
        }
        (LimitKind::Rpl, Some(share)) => {
            format!("At most {share} of the award by recognition of prior learning: {share} of {size} is {most}")
        }
        (LimitKind::Residency, Some(share)) => {
            format!(
                "At least {share} of the award is studied with the provider that awards it, which leaves {most} of {size} for credit"
            )
        }
        _ => format!("At most {most} from elsewhere"),
    };
    let bites = if limit.bites { ", and more would count without this limit" } else { "" };
    format!("{rule}. Used: {}{bites}.", limit.used)
}

fn limit_name(kind: LimitKind) -> &'static str {
    match kind {
        LimitKind::Recognition => "the most that may be credited",
        LimitKind::Rpl => "the most that may be recognised",
        LimitKind::Residency => "what has to be studied with the provider",
        LimitKind::Elsewhere => "the most that may come from elsewhere",
    }
}

/// What is left, a sentence for each thing that is known.
pub fn remaining(catalogue: &Catalogue, ledger: &Ledger) -> Vec<String> {
    let remaining = &ledger.remaining;
    let mut said = Vec::new();
    if let (Some(core), Some(electives)) = (remaining.core, remaining.electives) {
        said.push(format!("{core} core and {electives} elective units."));
    }
    if !remaining.missing.is_empty() {
        let title = |code| catalogue.course(code).map_or(code.to_string(), |entry| format!("{code} {}", entry.title));
        let titles: Vec<String> = remaining.missing.iter().map(title).collect();
        said.push(format!("Of the core, as far as it is known here: {}.", listed(&titles)));
    }
    if let Some(hours) = remaining.hours {
        said.push(format!("About {hours} of learning: an estimate, by the share of the award that is left."));
    }
    match (remaining.price_estimate, remaining.whole_price) {
        (Some(rest), Some(whole)) if rest != whole => said.push(format!(
            "About {}, if the provider charges for what is left alone (our assumption); the whole award costs {}.",
            range(rest),
            range(whole)
        )),
        (_, Some(whole)) => said.push(format!("The whole award costs {}, without funding.", range(whole))),
        (_, None) => said.push("Nobody offers this award in the catalogue, so its price is not known.".to_owned()),
    }
    if let Some(hours) = remaining.work_hours {
        said.push(format!("The award also asks for at least {hours} of work."));
    }
    said
}

fn range((least, most): (Aud, Aud)) -> String {
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}

fn title(catalogue: &Catalogue, code: &QualificationCode) -> String {
    catalogue.qualification(code).map_or(code.to_string(), |entry| entry.title.clone())
}

fn listed(parts: &[String]) -> String {
    joined(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}
