//! What is left of an award, in words: amounts, and estimates of hours and price.

use super::super::ledger::{Amount, Ledger};
use super::{listed, rests_on_a_grant};
use crate::money::Aud;
use crate::volume::Hours;
use crate::words::{counted, hours, joined, number, sentence_start};

/// What is left, a sentence or two for each thing that is known. Which core units are missing is a list of its own.
pub fn remaining(ledger: &Ledger) -> Vec<String> {
    let remaining = &ledger.remaining;
    let mut said = Vec::new();
    if ledger.held {
        return said;
    }
    let granted = if rests_on_a_grant(ledger) { ", if all is granted" } else { "" };
    if let (Some(core), Some(electives)) = (remaining.core, remaining.electives) {
        let of = |count: u32, one, many| (count > 0).then(|| counted(count.into(), one, many));
        let core = of(core, "core unit", "core units");
        let units: Vec<String> = core.into_iter().chain(of(electives, "elective unit", "elective units")).collect();
        if !units.is_empty() {
            said.push(format!("{}{}.", listed(&units), granted));
        }
    }
    said.extend(units_known(ledger));
    if let Some(left) = hours_left(ledger) {
        let share = format!("by the share of the award that is left{granted}");
        said.push(format!("About {left} of learning. That is an estimate, {share}."));
    }
    // Whoever has nothing left to study has nothing to pay for.
    if !remaining.besides_guaranteed.is_some_and(Amount::is_none) {
        said.extend(prices(ledger, granted));
    }
    if let Some(work) = remaining.work_hours {
        said.push(format!("The award also asks for at least {} of work. {WORK_NOT_COUNTED}", hours(work)));
    }
    said
}

/// That not all units of an award are known here, and what that does to what is held; `None`: they are, or nothing is left.
fn units_known(ledger: &Ledger) -> Option<String> {
    let known = &ledger.remaining.known;
    let takes = ledger
        .size
        .filter(|_| !known.is_empty() && !ledger.remaining.besides_guaranteed.is_some_and(Amount::is_none))?;
    let codes: Vec<&str> = known.iter().map(|code| code.as_str()).collect();
    let are = if known.len() == 1 { "is" } else { "are" };
    Some(format!(
        "Of the {takes} only {} {are} known here: {}. Another unit that you hold may be one of the award, too, though here it \
         counts as one from elsewhere; ask the provider.",
        number(known.len()),
        joined(&codes)
    ))
}

fn prices(ledger: &Ledger, granted: &str) -> Vec<String> {
    let Some(whole) = ledger.remaining.whole_price else {
        return vec!["Nobody offers this award in the catalogue, so its price is not known.".to_owned()];
    };
    let rest = price_left(ledger).map(|rest| {
        let granted = if granted.is_empty() { "" } else { "all is granted and " };
        let about = sentence_start(&about(rest));
        format!("{about}, if {granted}the provider charges only for what is left. {PRICE_ASSUMED}")
    });
    rest.into_iter().chain([format!("The whole award costs {}, without funding.", range(whole))]).collect()
}

/// What is left costs so much, an estimate; `None`: as much as the whole award, nothing, or not known.
pub fn price_left(ledger: &Ledger) -> Option<(Aud, Aud)> {
    let rest = ledger.remaining.price_estimate.filter(|(_, most)| *most > Aud::ZERO)?;
    (Some(rest) != ledger.remaining.whole_price).then_some(rest)
}

/// The learning that is left, an estimate, in whole hours, rounded **up**; `None`: none is left, or how much is not known.
pub fn hours_left(ledger: &Ledger) -> Option<String> {
    let left = ledger.remaining.hours.filter(|left| *left > Hours::ZERO)?;
    Some(hours(Hours::from_minutes(left.minutes().div_ceil(60).saturating_mul(60))))
}

/// Said of hours of work that an award asks for.
const WORK_NOT_COUNTED: &str = "What you have worked is not counted against that here; ask the provider.";

/// Said of every estimate of a price.
const PRICE_ASSUMED: &str = "That is an estimate and our assumption.";

/// An estimate or a sum as a range: `$200`, `$200 to $450`.
pub fn range((least, most): (Aud, Aud)) -> String {
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}

/// An estimate as it is read aloud, in whole dollars, rounded **up**: `about $4,854`, `about $200 to $450`.
pub fn about((least, most): (Aud, Aud)) -> String {
    let whole = |price: Aud| {
        let cents = price.cents();
        Aud::from_cents(cents.saturating_add((100 - cents % 100) % 100)).unwrap_or(price)
    };
    format!("about {}", range((whole(least), whole(most))))
}
