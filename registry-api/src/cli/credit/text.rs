//! The answer for people: plain words that can be read aloud, 80 columns.

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::date::in_words;
use registry_core::eligibility::Eligibility;
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::recognition::{Ledger, LedgerLine, Nearest, NotCounted, Rung, RungOf, RungRef, Unshown, words};
use registry_core::source::Provenance;
use registry_core::words as said;

use crate::cli::page::{Page, sentence_start, source};
use crate::ops::count_credit::Comparison;

/// The most awards that the page of the nearest ones has.
const CLOSEST_SHOWN_MAX: usize = 10;

/// The most things that a line of the ledger names itself.
const NAMED_IN_LINE: usize = 3;

/// What a page is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// Where titles are.
    pub(super) catalogue: &'a Catalogue,
    /// The name, where the profile is of somebody invented.
    pub(super) name: Option<&'a str>,
    /// The day the answer is for.
    pub(super) at: NaiveDate,
}

fn page_for(asked: Asked<'_>, about: &str) -> Page {
    let mut page = Page::default();
    if let Some(name) = asked.name {
        page.paragraph(&format!("For {name}"));
        page.gap();
    }
    page.paragraph(&format!("{about}, on {}", in_words(asked.at)));
    page.gap();
    page
}

fn title(catalogue: &Catalogue, code: &QualificationCode) -> String {
    catalogue.qualification(code).map_or(code.to_string(), |entry| entry.title.clone())
}

/// What counts towards one qualification, and what claims still need.
pub(super) fn ledger(asked: Asked<'_>, ledger: &Ledger, claims: &[Unshown]) -> String {
    let catalogue = asked.catalogue;
    let mut page = page_for(asked, &format!("What counts towards {}", title(catalogue, &ledger.qualification)));
    page.paragraph(&words::verdict(catalogue, ledger));
    if !ledger.proved {
        page.paragraph("The search was cut short: there may be a way to count that gives more.");
    }
    write_lines(&mut page, catalogue, ledger);
    write_not_counted(&mut page, catalogue, ledger);
    write_limits(&mut page, catalogue, ledger);
    if !ledger.specialisations.is_empty() {
        page.heading("Specialisations");
        ledger.specialisations.iter().for_each(|of| page.hanging("   - ", &words::specialisation(of)));
    }
    if !ledger.parts.is_empty() {
        page.heading("Groups and levels of the award");
        ledger.parts.iter().for_each(|part| page.hanging("   - ", &words::part(part)));
    }
    if !claims.is_empty() {
        page.heading("Your claims of prior learning");
        claims.iter().for_each(|claim| page.hanging("   - ", &words::claim(claim)));
    }
    let left = words::remaining(ledger);
    if !left.is_empty() {
        page.heading("What is left");
        left.iter().for_each(|sentence| page.hanging("   - ", sentence));
        if !ledger.remaining.missing.is_empty() {
            let titles = core_units(catalogue, &ledger.remaining.missing);
            page.hanging(
                "   - ",
                &format!("Of the core, these are known here and nothing counts for them yet: {titles}."),
            );
        }
    }
    if !ledger.report.is_empty() {
        page.heading("As a provider reports it, once it is granted");
        ledger.report.iter().for_each(|line| page.hanging("   - ", &words::report_line(catalogue, line)));
    }
    if !ledger.held {
        page.heading("Giving credit is the provider's decision. Ask before you enrol.");
    }
    page.into_text()
}

fn core_units(catalogue: &Catalogue, codes: &[CourseCode]) -> String {
    let title = |code| catalogue.course(code).map_or(String::new(), |entry| format!(" {}", entry.title));
    codes.iter().map(|code| format!("{code}{}", title(code))).collect::<Vec<_>>().join("; ")
}

fn write_lines(page: &mut Page, catalogue: &Catalogue, ledger: &Ledger) {
    if ledger.lines.is_empty() {
        return;
    }
    page.heading("What counts");
    for (index, line) in ledger.lines.iter().enumerate() {
        page.hanging(&format!("{}. ", index + 1), &words::line(catalogue, line));
        if line.items.len() > NAMED_IN_LINE {
            let open = line.items.iter().any(|item| item.completed.is_none());
            page.fact(if open { "These are" } else { "You hold" }, &items(line));
        }
        page.fact("Source", &sentence_start(&source(catalogue, &line.provenance)));
    }
    if ledger.guaranteed_alone > ledger.totals.guaranteed {
        let (alone, here) = (ledger.guaranteed_alone, ledger.totals.guaranteed);
        page.paragraph(&format!(
            "By guaranteed rules alone it would be {alone}. Here {here} are guaranteed, because something counts for more \
             under a rule that is not."
        ));
    }
}

fn items(line: &LedgerLine) -> String {
    line.items.iter().map(words::item).collect::<Vec<_>>().join("; ")
}

fn write_not_counted(page: &mut Page, catalogue: &Catalogue, ledger: &Ledger) {
    if ledger.not_counted.is_empty() {
        return;
    }
    page.heading("What does not count, and why");
    let (unnamed, others): (Vec<&NotCounted>, Vec<_>) = ledger.not_counted.iter().partition(|not| not.is_unnamed());
    for not in others {
        page.hanging("   - ", &words::not_counted(not));
        if let Some(provenance) = not.reason.provenance() {
            write_source(page, catalogue, provenance);
        }
    }
    if !unnamed.is_empty() {
        page.hanging("   - ", &words::named_by_no_rule(&unnamed));
    }
}

fn write_limits(page: &mut Page, catalogue: &Catalogue, ledger: &Ledger) {
    if ledger.limits.is_empty() {
        return;
    }
    page.heading("Limits of the award");
    for limit in &ledger.limits {
        page.hanging("   - ", &words::limit(ledger, limit));
        write_source(page, catalogue, &limit.provenance);
    }
}

fn write_source(page: &mut Page, catalogue: &Catalogue, provenance: &Provenance) {
    page.hanging("     ", &sentence_start(&source(catalogue, provenance)));
}

/// The awards that are nearest.
pub(super) fn closest(asked: Asked<'_>, found: &Nearest) -> String {
    let mut page = page_for(asked, "The awards you are nearest to");
    let counting = found.awards.iter().filter(|one| !one.ledger.lines.is_empty()).count();
    page.paragraph(match counting {
        0 => "Nothing you hold counts towards an award of this catalogue yet. The awards that are the fewest rungs of a ladder away stand first, then those that take the fewest hours.",
        _ => "The awards that something you hold counts towards stand first, those with the largest share if all of it is granted before the others. Then come those that are the fewest rungs of a ladder away.",
    });
    for (index, one) in found.awards.iter().take(CLOSEST_SHOWN_MAX).enumerate() {
        let name = title(asked.catalogue, &one.ledger.qualification);
        let near = words::nearness(one);
        page.heading(&format!("{}. {name} ({}): {near}", index + 1, one.ledger.qualification));
        write_award(&mut page, asked.catalogue, &one.ledger, None);
    }
    let more = found.awards.len().saturating_sub(CLOSEST_SHOWN_MAX);
    if more > 0 {
        let are = if more == 1 { "award is" } else { "awards are" };
        page.heading(&format!("{more} more {are} further away; --json has them all."));
    }
    let left_out = words::left_out(found);
    if !left_out.is_empty() {
        page.heading(&left_out);
    }
    page.heading("Giving credit is the provider's decision. Ask before you enrol.");
    page.into_text()
}

/// Every rung that can be reached.
pub(super) fn ladder(asked: Asked<'_>, rungs: &[Rung]) -> String {
    let mut page = page_for(asked, "The ladder from what you hold");
    if rungs.is_empty() {
        page.paragraph("No qualification of this catalogue leads on to another.");
        return page.into_text();
    }
    let holds_none = rungs.iter().all(|rung| !rung.held());
    let starts_lower = rungs.iter().any(|rung| rung.height == 0 && !rung.held());
    page.paragraph(match (holds_none, starts_lower) {
        (true, _) => "You hold no rung of the ladder yet, so it begins at its lowest rungs.",
        (false, true) => {
            "Nothing that you hold leads on to another award here, so the ladder begins at its lowest rungs as well."
        }
        (false, false) => "It begins at what you hold. The number of a rung says how many steps up it is.",
    });
    for rung in rungs {
        let code = rung.code();
        let height = match rung.height {
            0 => "Start".to_owned(),
            height => format!("Rung {height}"),
        };
        page.heading(&format!("{height}: {} ({})", rung_title(asked.catalogue, &code), code.as_str()));
        for (below, provenance) in &rung.from {
            let who = source(asked.catalogue, provenance);
            page.fact("After", &format!("{} ({who})", rung_title(asked.catalogue, below)));
        }
        match &rung.of {
            RungOf::Qualification(ledger) => write_award(&mut page, asked.catalogue, ledger, Some(&rung.entry)),
            RungOf::Course { held: true, .. } => page.fact("Course", "you hold it"),
            RungOf::Course { hours, price, .. } => {
                page.fact("Course", "a step on the way");
                page.fact("Entry", &words::entry(&rung.entry));
                if let Some(hours) = hours {
                    page.fact("Still to do", &format!("{} of learning", said::hours(*hours)));
                }
                let price = price.map_or("nobody offers it in the catalogue".to_owned(), words::range);
                page.fact("Price", &price);
            }
        }
    }
    page.heading("Giving credit is the provider's decision. Ask before you enrol.");
    page.into_text()
}

fn rung_title(catalogue: &Catalogue, code: &RungRef) -> String {
    match code {
        RungRef::Qualification(code) => title(catalogue, code),
        RungRef::Course(code) => catalogue.course(code).map_or(code.to_string(), |entry| entry.title.clone()),
    }
}

/// Several qualifications side by side.
pub(super) fn compared(asked: Asked<'_>, compared: &[Comparison]) -> String {
    let mut page = page_for(asked, "Awards side by side");
    page.paragraph("In the order you gave. Points of different universities are compared by their share of a year.");
    for one in compared {
        let code = &one.ledger.qualification;
        page.heading(&format!("{} ({code})", title(asked.catalogue, code)));
        write_award(&mut page, asked.catalogue, &one.ledger, Some(&one.entry));
    }
    page.heading("Giving credit is the provider's decision. Ask before you enrol.");
    page.into_text()
}

/// An award in short: its size, its entry, what counts and what is left.
fn write_award(page: &mut Page, catalogue: &Catalogue, ledger: &Ledger, entry: Option<&Eligibility>) {
    if let Some(award) = catalogue.qualification(&ledger.qualification) {
        let volume = award.volume_of_learning.map(|volume| format!(", {} of learning", said::hours(volume)));
        page.fact("Award", &format!("AQF level {}{}", award.aqf_type.level().get(), volume.unwrap_or_default()));
    }
    if let Some(entry) = entry.filter(|_| !ledger.held) {
        page.fact("Entry", &words::entry(entry));
    }
    page.fact("Credit", &words::verdict(catalogue, ledger));
    if ledger.held {
        return;
    }
    if let Some(share) = ledger.report.iter().map(|line| line.eftsl.thousandths).reduce(u32::saturating_add) {
        let (years, thousandths) = (share / 1_000, share % 1_000);
        page.fact("Share", &format!("{years}.{thousandths:03} of a full-time year, if all of it is granted"));
    }
    let granted = if ledger.totals.guaranteed == ledger.totals.if_all_granted { "" } else { " if all is granted" };
    if let Some(left) = words::hours_left(ledger) {
        page.fact("Still to do", &format!("about {left} of learning{granted}, an estimate"));
    }
    if let Some(price) = ledger.remaining.whole_price {
        let rest = words::price_left(ledger)
            .map(|rest| format!(", or {} for what is left{granted} (our assumption)", words::about(rest)));
        page.fact("Price", &format!("{} for the whole award{}", words::range(price), rest.unwrap_or_default()));
    }
}
