//! The words for an answer: sentences that every page and interface says alike.
//!
//! What lays an answer out (the command line, GraphQL, a test) puts these sentences in its own places and has none of
//! its own for pathways.

use chrono::NaiveDate;

use super::answer::{
    Absence, Advice, AskFunding, AskedBy, Competitive, Counted, CreditGained, Difference, Front, FullWeek, LastWait,
    Limit, NotEarlier, Objective, Pathway, Place, Reason, Step, UnderWayStep, Unweighed, WhyUnweighed, Without,
};
use super::bound::{Bound, Gap};
pub use super::words_none::{changes, conflict, no_pathway, other_conflicts, why_not};
use crate::credit::CreditPoints;
use crate::date::in_words;
use crate::learner_record::Employment;
use crate::money::Aud;
use crate::recognition::Amount;
use crate::recognition::words::if_granted;
use crate::requisite::Strength;
use crate::volume::Hours;
use crate::words::{self, counted, either, joined, number, sentence_start};

/// A pathway in a sentence: `Four steps, about 9 months at up to 4.5 hours a week, $420.`
pub fn verdict(pathway: &Pathway) -> String {
    let count = pathway.steps.len();
    let needed = pathway.under_way.iter().filter(|step| step.needed).map(|step| step.ends).max();
    if let Some(ends) = needed.filter(|ends| count == 0 && pathway.finish == Some(*ends)) {
        return format!("What you are doing now is enough. It ends on {}.", in_words(ends));
    }
    if count == 0 {
        return match pathway.finish {
            None => "This goal requires no more training.".to_owned(),
            Some(from) => {
                let when = pathway.waits_for.as_ref().map_or(String::new(), when);
                format!("What you have is enough from {}{when}.", in_words(from))
            }
        };
    }
    let steps = format!("{} {}", number(count), if count == 1 { "step" } else { "steps" });
    let start = pathway.steps.iter().map(|step| step.start).min();
    let length = match (start, pathway.finish) {
        (Some(start), Some(finish)) => format!(", {}", length(start, finish)),
        _ => String::new(),
    };
    let load = match pathway.heaviest_week {
        Hours::ZERO => " with no own time".to_owned(),
        hours => format!(" at up to {} a week", hours_in_words(hours)),
    };
    sentence_start(&format!("{steps}{length}{load}, {}.", money(pathway.cost)))
}

/// What a pathway waits for on its last day.
fn when(wait: &LastWait) -> String {
    match wait {
        LastWait::Rules => ", when a rule begins".to_owned(),
        LastWait::Gate { gate } => format!(", when you have {gate}"),
        LastWait::UnderWay { title } => format!(", when {title} ends that you are doing now"),
        LastWait::TooOld => ", when what you are doing now is too old to count".to_owned(),
    }
}

/// What a pathway is best at and when it is finished: `Soonest. You finish on 2 April 2027.`
///
/// Empty for a pathway without steps, which is best at nothing.
pub fn best_at(pathway: &Pathway) -> String {
    if pathway.steps.is_empty() {
        return String::new();
    }
    let stated = pathway.steps.iter().any(|step| step.credit.is_some_and(|points| points > CreditPoints::ZERO));
    let led = pathway.steps.iter().any(|step| step.peer.led);
    let label = |objective: &Objective| match objective {
        Objective::MostPeerLed if !led => "most peer-led (no step is led by peers)",
        Objective::MostCredit if !stated => "most credit (no step states any)",
        other => other.words(),
    };
    let labels: Vec<_> = pathway.best_at.iter().map(label).collect();
    let labels = sentence_start(&joined(&labels));
    let finish = finish(pathway).map(|finish| format!(" {finish}")).unwrap_or_default();
    let proved = match (pathway.proved, pathway.best_at.len() > 2) {
        (true, true) => {
            let better: Vec<_> = pathway.best_at.iter().map(|objective| better(*objective)).collect();
            format!(" No pathway {}.", either(&better))
        }
        (true, false) => String::new(),
        (false, _) => {
            // A plan year is counted from the earliest start. That nothing is better than the plan is worth saying, always.
            let start = pathway.years.first().map(|year| year.from);
            let tells =
                |one: &&Bound| one.gap(pathway).is_closed() || start.is_none_or(|start| !one.says_nothing(start));
            let bounds = pathway.bounds.iter().filter(tells).map(|one| format!(" {}", bound(*one, Some(pathway))));
            let known: String = bounds.collect();
            format!(" The search stopped early, so there may be a better one.{known}")
        }
    };
    format!("{labels}.{finish}{proved}")
}

/// When a pathway is finished, with what is waited for on that day: `You finish on 1 March 2027, when a rule begins.`
pub fn finish(pathway: &Pathway) -> Option<String> {
    // Where an award is the goal, what is waited for is said with what counts.
    let waits_for = pathway.waits_for.as_ref().filter(|_| pathway.counted.is_none());
    let when = waits_for.map_or(String::new(), when);
    pathway.finish.map(|day| format!("You finish on {}{when}.", in_words(day)))
}

/// Credit that a pathway may give, with how sure it is: `12.5 of 50 credit points towards Graduate Certificate. The provider
/// decides each time.`
pub fn credit(gained: &CreditGained) -> String {
    let of = gained.of.map(|of| format!(" of {of}")).unwrap_or_default();
    let (points, title, today) = (gained.points, &gained.qualification_title, counts_today(gained));
    format!("{points}{of} credit points towards {title}{today}. {}", gained.standing.sentence())
}

/// That part of some credit counts already, as the rest of a sentence; empty where none does.
fn counts_today(gained: &CreditGained) -> String {
    match gained.today {
        today if today == CreditPoints::ZERO => String::new(),
        today => format!(", {today} of which count today"),
    }
}

/// What a pathway would do that is better at something.
fn better(objective: Objective) -> &'static str {
    match objective {
        Objective::LeastCost => "costs less",
        Objective::Soonest => "finishes sooner",
        Objective::LightestLoad => "asks less of its heaviest week",
        Objective::MostCredit => "states more credit",
        Objective::MostPeerLed => "has fewer steps that peers do not lead",
    }
}

/// That a step starts together with others: `Course B: neither may be taken without the other, so they start in one
/// week.` `None` where it starts with none.
pub fn together_with(step: &Step) -> Option<String> {
    let titles: Vec<_> = step.together_with.iter().map(String::as_str).collect();
    let why = match titles.len() {
        0 => return None,
        1 => "neither may be taken without the other, so both start in one week",
        _ => "none may be taken without the others, so all start in one week",
    };
    Some(format!("{}: {why}.", joined(&titles)))
}

/// What no pathway is better than, and how far from it one may be: `No pathway costs less than $260; this one may be up
/// to $40 dearer than the best.`
pub fn bound(bound: Bound, pathway: Option<&Pathway>) -> String {
    let gap = pathway.map(|pathway| bound.gap(pathway));
    let least = match bound {
        Bound::Cost(least) => format!("No pathway costs less than {least}"),
        Bound::Finish(soonest) => format!("No pathway finishes before {}", in_words(soonest)),
        Bound::HeaviestWeek(least) => {
            format!("No pathway has a heaviest week under {}", counted(least.into(), "hour", "hours"))
        }
        Bound::Credit(most) => format!("No pathway states more than {most} credit points"),
        Bound::NotLed(fewest) => {
            format!("No pathway has fewer than {} that peers do not lead", counted(fewest.into(), "step", "steps"))
        }
    };
    let more = match gap {
        None => return format!("{least}."),
        Some(gap) if gap.is_closed() => return format!("{least}, and neither does this one."),
        Some(Gap::Cost(amount)) => format!("{amount} dearer"),
        Some(Gap::Days(days)) => format!("{} later", counted(days.into(), "day", "days")),
        Some(Gap::Hours(hours)) => format!("{} a week heavier", counted(hours.into(), "hour", "hours")),
        Some(Gap::Credit(points)) => format!("{points} credit points short"),
        Some(Gap::Steps(steps)) => format!("{} more", counted(steps.into(), "such step", "such steps")),
    };
    match bound {
        Bound::Credit(_) => format!("{least}; this one may be up to {more} of the best."),
        Bound::NotLed(_) => format!("{least}; this one may have up to {more} than the best."),
        _ => format!("{least}; this one may be up to {more} than the best."),
    }
}

/// How long it is from the first day to the last, by the calendar: `on one day`, `within one week`, `about 6 weeks`,
/// `about 9 months`, `about 3 years`. Weeks and not days: the days of a course are something else.
pub fn length(start: NaiveDate, finish: NaiveDate) -> String {
    let days = u64::try_from((finish - start).num_days() + 1).unwrap_or(1);
    match days {
        0..=1 => "on one day".to_owned(),
        2..=7 => "within one week".to_owned(),
        8..=13 => "within two weeks".to_owned(),
        14..=62 => format!("about {} weeks", (days + 3) / 7),
        // A month is 30.4 days on average, a year 365.
        63..=700 => format!("about {} months", (days * 10 + 152) / 304),
        _ => match (days * 2 + 182) / 365 {
            halves if halves % 2 == 0 => format!("about {} years", halves / 2),
            halves => format!("about {} and a half years", halves / 2),
        },
    }
}

/// `4.5 hours`, `1 hour`, `no own time`; rounded **up** to a quarter hour, in which people give their hours too.
pub fn hours_in_words(hours: Hours) -> String {
    if hours == Hours::ZERO {
        return "no own time".to_owned();
    }
    let quarters = u32::try_from(quarters_shown(hours.minutes().into())).unwrap_or(u32::MAX);
    words::hours(Hours::from_minutes(quarters.saturating_mul(15)))
}

/// The quarter hours that people read of so many minutes: rounded **up**.
pub(crate) fn quarters_shown(minutes: i64) -> i64 {
    minutes.div_euclid(15) + i64::from(minutes.rem_euclid(15) > 0)
}

/// `$420`, `nothing to pay`.
pub fn money(amount: Aud) -> String {
    if amount == Aud::ZERO { "nothing to pay".to_owned() } else { amount.to_string() }
}

/// Days of training as the person counts them: `2 days for training`, and `2 days` for somebody who has no
/// employer to give any.
pub fn days(count: u32, employment: Employment) -> String {
    match employment {
        Employment::NotEmployed => counted(count.into(), "day", "days"),
        _ => counted(count.into(), "day for training", "days for training"),
    }
}

/// A limit as a sentence names it to somebody.
pub fn limit(limit: Limit, employment: Employment) -> &'static str {
    match (limit, employment) {
        (Limit::DaysPerYear, Employment::NotEmployed) => "days a year",
        (limit, _) => limit.words(),
    }
}

/// Until when something under way runs: `you are doing this now, until 4 June 2027`.
pub fn until(step: &UnderWayStep) -> String {
    let ends = in_words(step.ends);
    match step.starts {
        None => format!("you are doing this now, until {ends}"),
        Some(starts) => format!("you are enrolled in this, from {} until {ends}", in_words(starts)),
    }
}

/// That there are few places, as a sentence: `There are 6 places of the ACT scholarship; ask early. …`.
pub fn competitive(competitive: &Competitive) -> String {
    let places = counted(competitive.places.into(), "place", "places");
    let title = &competitive.title;
    match &competitive.of {
        Place::Funding { more, .. } => {
            format!("{title} has {places}; ask early. Without it this plan costs {more} more.")
        }
        Place::Offering(_) => format!("{title} has {places}; ask early."),
    }
}

/// That funding may pay for something, as a sentence.
pub fn to_ask(ask: &AskFunding) -> String {
    let steps: Vec<&str> = ask.steps.iter().map(String::as_str).collect();
    format!("{} may pay for {}. How much is not stated, so nothing is counted; ask.", ask.title, joined(&steps))
}

/// Why a step of some title is there, without the source.
pub fn reason(step: &str, reason: &Reason) -> String {
    let strength = match reason.strength {
        Strength::Required => "asks for",
        Strength::Advised => "advises",
    };
    let requirement = &reason.requirement;
    let asked = match &reason.asked_by {
        AskedBy::Goal { title } if title == requirement && title == step => "It is your goal.".to_owned(),
        AskedBy::Goal { title } if title == requirement => "It counts towards your goal.".to_owned(),
        AskedBy::Goal { title } | AskedBy::Step { title } => format!("{title} {strength} {requirement}."),
    };
    match counts_towards(reason) {
        None => asked,
        Some(award) => format!("{asked} {award}"),
    }
}

/// Whether a step is the goal itself.
pub fn is_the_goal(step: &Step) -> bool {
    let is_goal = |reason: &Reason| match &reason.asked_by {
        AskedBy::Goal { title } => *title == reason.requirement && *title == step.title,
        AskedBy::Step { .. } => false,
    };
    step.reasons.iter().any(is_goal)
}

/// Towards which award a step counts, where what asks for it names that award: `It counts towards that award.`
pub fn counts_towards(reason: &Reason) -> Option<String> {
    let award = reason.counts_towards.as_ref()?;
    Some(match *award == reason.requirement {
        true => "This step counts towards that award.".to_owned(),
        false => format!("This step counts towards {award}."),
    })
}

/// Why a step does not start earlier: `Over as early as it could be, it would be too old to count on 2 August 2031.`
pub fn not_earlier(why: &NotEarlier) -> String {
    match why {
        NotEarlier::TooOld { on } => {
            format!("Over as early as it could be, it would be too old to count on {}.", in_words(*on))
        }
        NotEarlier::Money { with_it, most } => {
            format!("With it the year before would cost {with_it}, more than the {most} of a year.")
        }
        NotEarlier::Days { with_it, most } => {
            let days = counted((*with_it).into(), "day", "days");
            format!("With it the year before would take {days} of training, more than the {most} of a year.")
        }
        NotEarlier::Hours(week) => {
            format!("{}, more than the {} you have.", full_week(week), hours_in_words(week.most))
        }
        NotEarlier::Heavier(week) => {
            let most = hours_in_words(week.most);
            format!("{}, and the heaviest week of this pathway has {most}.", full_week(week))
        }
    }
}

/// What fills a week, and what it would take with one step more.
fn full_week(week: &FullWeek) -> String {
    let day = in_words(week.from);
    let by: Vec<&str> = week.filled_by.iter().map(String::as_str).collect();
    let with_it = hours_in_words(week.with_it);
    match by.is_empty() {
        true => format!("With it the week of {day} would take {with_it}"),
        false => format!("Beside {} the week of {day} would take {with_it} with it", joined(&by)),
    }
}

/// That so much of an award that is planned as a whole is held.
pub(super) fn held_of_award(title: &str, counted: Amount, size: Option<Amount>) -> String {
    let of = size.map_or(String::new(), |size| format!(" of its {size}"));
    format!(
        "of {title} {counted}{of} are guaranteed for what you hold already; ask for that credit when you enrol, since it may \
         save time and money that this plan still counts"
    )
}

/// That something held is in the plan again; `too_old`: for how many years it counts, and the day on which it is older.
pub(super) fn held_and_again(title: &str, too_old: Option<(u32, String)>) -> String {
    match too_old {
        Some((years, on)) => {
            let years = counted(years.into(), "year", "years");
            format!("you hold {title}, which counts for {years}: on {on} it is too old, so it is learned again")
        }
        None => format!("you hold {title}, and it does not count here or is not enough, so it is learned again"),
    }
}

/// That nothing is recorded of entry to some awards, by their titles.
pub(super) fn entry_not_recorded(titles: &[&str]) -> String {
    format!("no condition of entry to {} is recorded here, so ask the provider about entry", joined(titles))
}

/// How something that the goal asks for beside the steps stands: `asked for; you have this`, or why it is left out.
pub fn beside(advice: &Advice) -> String {
    let strength = match advice.strength {
        Strength::Required => "asked for",
        Strength::Advised => "advised",
    };
    let standing = match advice.absence {
        _ if advice.followed => "you have this",
        None | Some(Absence::NoTraining) => "not in this plan",
        Some(absence) => absence.words(),
    };
    format!("{strength}; {standing}")
}

/// How one pathway measures beside another: `$240 more and about 5 months sooner`; `just as good` where nothing
/// differs.
pub fn difference(difference: Difference) -> String {
    let Difference { cents, days, quarters_shown, .. } = difference;
    let mut parts: Vec<String> = Vec::new();
    if let Some(amount) = Aud::from_cents(cents.abs()).filter(|amount| *amount != Aud::ZERO) {
        parts.push(format!("{amount} {}", if cents > 0 { "more" } else { "less" }));
    }
    if days != 0 {
        parts.push(format!("{} {}", span(days.unsigned_abs()), if days > 0 { "later" } else { "sooner" }));
    }
    // A difference agrees with the two figures that are shown.
    if let Ok(quarters @ 1..) = u32::try_from(quarters_shown.abs()) {
        let hours = hours_in_words(Hours::from_minutes(quarters.saturating_mul(15)));
        parts.push(format!("{hours} {} in the heaviest week", if quarters_shown > 0 { "more" } else { "less" }));
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if parts.is_empty() { "just as good".to_owned() } else { joined(&parts) }
}

/// So many days, as people say it: `3 days`, `2 weeks`, `5 months`, rounded to the nearest.
fn span(days: u64) -> String {
    match days {
        0..=13 => counted(days, "day", "days"),
        14..=62 => counted((days + 3) / 7, "week", "weeks"),
        63..=700 => counted((days * 10 + 152) / 304, "month", "months"),
        _ => counted((days + 182) / 365, "year", "years"),
    }
}

/// What a pathway of a front is beside the first: `Least cost`, or `Costs $240 more and finishes 5 months sooner than
/// the least cost`.
pub fn on_front(front: &Front, place: usize) -> String {
    let (Some(first), Some(other)) = (front.pathways.first(), front.pathways.get(place)) else {
        return String::new();
    };
    let Some((from, to)) = other.finish.zip(first.finish).filter(|_| place > 0) else {
        return "Least cost".to_owned();
    };
    let more = Aud::from_cents(other.cost.cents() - first.cost.cents()).unwrap_or(Aud::ZERO);
    let sooner = span((to - from).num_days().unsigned_abs());
    let soonest = if other.best_at.contains(&Objective::Soonest) { ": the soonest" } else { "" };
    format!("Costs {more} more and finishes {sooner} sooner than the least cost{soonest}")
}

/// What a pathway would be without a step; empty where that is not settled.
pub fn without(without: Without) -> String {
    match without {
        Without::Nothing => "There is no pathway without it.".to_owned(),
        Without::LessAdvised => "Pathways without it leave out something that is advised.".to_owned(),
        Without::Another(other) if other == Difference::default() => {
            "There is a pathway just as good without it.".to_owned()
        }
        Without::Another(other) => format!("The best pathway without it: {}.", difference(other)),
        Without::NotSettled => String::new(),
    }
}

/// What the ledger makes of an award at the end of a pathway: `On 7 February 2027 10 of the 10 points asked for count if all
/// of it is granted.`
pub fn counted_at_the_end(counted: &Counted) -> String {
    let Counted { at, waits_for, wanted, counted, guaranteed, reached, studied_apart, .. } = counted;
    let day = in_words(*at);
    let when = match waits_for {
        None => format!("On {day}"),
        Some(LastWait::UnderWay { title }) => {
            format!("On {day}, the day on which {title} ends that you are doing now,")
        }
        Some(LastWait::Rules) => format!("On {day}, the day on which a rule begins that this takes,"),
        Some(LastWait::TooOld) => format!("On {day}, the day from which what you are doing now is too old to count,"),
        Some(LastWait::Gate { gate }) => format!("On {day}, the day on which you have {gate}, which entry asks for,"),
    };
    let granted = if_granted(*counted, *guaranteed);
    if *reached {
        let apart = studied_in_several_places(studied_apart);
        format!("{when} {} of the {wanted} asked for count{granted}.{apart}", counted.number())
    } else {
        format!(
            "{when} {} of the {wanted} asked for were found to count{granted}. There are more ways of counting than were \
             looked at, so ask the provider.",
            counted.number()
        )
    }
}

/// That no one provider teaches enough of an award to award it; empty where one does.
fn studied_in_several_places(with: &[String]) -> String {
    if with.is_empty() {
        return String::new();
    }
    let with: Vec<&str> = with.iter().map(String::as_str).collect();
    let none = if with.len() == 2 { "neither" } else { "none of them" };
    format!(
        " You study its units with {}, and {none} teaches as much of it as the award asks to be studied with the provider \
         that awards it. Ask first who will award it.",
        joined(&with)
    )
}

/// A way to an award that is not planned, and why.
pub fn unweighed(way: &Unweighed) -> String {
    let title = &way.title;
    match &way.why {
        WhyUnweighed::CoreNotKnown { known, core } => format!(
            "{title} is planned as a whole, and not unit by unit: {known} of its {core} core units are known here. Ask a \
             provider whether single units would cost you less."
        ),
        WhyUnweighed::CompositionNotSaid => {
            format!("{title} is planned as a whole, and not part by part: what it is made of is not known here.")
        }
    }
}
