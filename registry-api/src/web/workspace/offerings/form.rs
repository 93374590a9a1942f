//! The form of an offering: its fields, what they hold of one that is there, and what was sent.

use std::fmt::Display;

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::course::{DELIVERY_WEEKS_MAX, DaysFrom, Delivery, Fee, Mode, Offering, OfferingOf, PeerShare};
use registry_core::id::{FundingCode, OfferingCode, ProviderCode, RegionCode};
use registry_core::money::Aud;
use registry_core::source::Provenance;
use registry_core::volume::Hours;

use super::Taught;
use crate::day;
use crate::web::fields::Fields;
use crate::web::words::workspace as words;
use crate::web::workspace::Named;
use crate::web::workspace::sheet::{Choice, Field, Wrong};

/// How it starts, as the form sends it; anything else is on one day.
const ROLLING: &str = "rolling";

pub(super) fn fields(catalogue: &Catalogue, taught: Taught<'_>, shown: &Fields) -> Vec<Field> {
    let choice = |named: Named, value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        chosen: shown.all(named.0).any(|one| one == value),
    };
    let modes = [(Mode::Online, words::ONLINE), (Mode::InPerson, words::IN_PERSON), (Mode::Blended, words::BLENDED)];
    let regions = catalogue.regions().map(|one| choice(words::REGION, one.code.as_str(), &one.title));
    let peers =
        [("led", words::PEERS_LED), ("developed", words::PEERS_DEVELOPED), ("delivered", words::PEERS_DELIVERED)];
    let is_rolling = shown.one(words::STARTS.0) == ROLLING;
    let starts = [("dated", words::ON_ONE_DAY, !is_rolling), (ROLLING, words::ON_ANY_MONDAY, is_rolling)];
    let starts = starts.map(|(value, text, chosen)| Choice { value: value.to_owned(), text: text.to_owned(), chosen });
    let short = |named: Named| Field::short(named, shown.one(named.0));
    let mut fields = vec![short(words::OFFERING_CODE)];
    if let Taught::Course(course) = taught {
        let versions = course.versions.iter().rev().map(|one| {
            let text = words::version(&one.version);
            choice(words::WHICH, &one.version.to_string(), &text)
        });
        fields.push(Field::one_of(words::WHICH, versions.collect()));
    }
    fields.extend([
        Field::one_of(words::MODE, modes.map(|(mode, text)| choice(words::MODE, mode.name(), text)).into()),
        Field::one_of(words::REGION, regions.collect()),
        Field::one_of(words::STARTS, starts.into()),
        short(words::START),
        short(words::END),
        short(words::WEEKS),
        short(words::PRICE),
        Field::lines(words::FEES, 3, shown.one(words::FEES.0)),
        short(words::DAYS),
        Field::some_of(words::RELEASE, vec![choice(words::RELEASE, "yes", words::RELEASE_AGREEMENT)]),
        short(words::OWN_TIME),
        short(words::CAPACITY),
        Field::some_of(words::PEERS, peers.map(|(value, text)| choice(words::PEERS, value, text)).into()),
    ]);
    fields
}

/// What the fields hold of an offering that is there: [`read`] gives the same one back.
pub(super) fn written(offering: &Offering) -> Fields {
    let mut fields = Fields::default();
    let mut set = |named: Named, value: &dyn Display| fields.add(named.0, &value.to_string());
    let day = |day: NaiveDate| day.format("%-d/%-m/%Y").to_string();
    set(words::OFFERING_CODE, &offering.code);
    if let OfferingOf::Course { version, .. } = &offering.of {
        set(words::WHICH, version);
    }
    set(words::MODE, &offering.mode.name());
    offering.region.iter().for_each(|region| set(words::REGION, region));
    match offering.delivery {
        Delivery::Dated { start, end } => {
            set(words::START, &day(start));
            set(words::END, &day(end));
        }
        Delivery::Rolling { from, until, weeks } => {
            set(words::STARTS, &ROLLING);
            set(words::START, &day(from));
            until.iter().for_each(|until| set(words::END, &day(*until)));
            set(words::WEEKS, &weeks);
        }
    }
    set(words::PRICE, &offering.price);
    let fees: Vec<String> = offering.fees.iter().map(|fee| format!("{} {}", fee.funding, fee.price)).collect();
    set(words::FEES, &fees.join("\n"));
    set(words::DAYS, &offering.days);
    if offering.days_from == DaysFrom::ReleaseAgreement {
        set(words::RELEASE, &"yes");
    }
    set(words::OWN_TIME, &offering.own_time.to_string().trim_end_matches(" h"));
    offering.capacity.iter().for_each(|places| set(words::CAPACITY, places));
    let peer = offering.peer;
    for (is, value) in [(peer.led, "led"), (peer.developed, "developed"), (peer.delivered, "delivered")] {
        if is {
            set(words::PEERS, &value);
        }
    }
    fields
}

/// What was sent, and all that is wrong with it.
struct Sent<'a> {
    form: &'a Fields,
    wrong: Vec<Wrong>,
}

impl Sent<'_> {
    fn wrong(&mut self, named: Named, text: impl Into<String>) {
        self.wrong.push(Wrong::field(named.0, text));
    }

    /// The value that was read; otherwise what to do instead.
    fn or<T>(&mut self, named: Named, read: Option<T>, text: impl Into<String>) -> Option<T> {
        if read.is_none() {
            self.wrong(named, text);
        }
        read
    }

    fn day(&mut self, named: Named) -> Option<NaiveDate> {
        self.or(named, day::read(self.form.one(named.0)), words::NOT_A_DAY)
    }

    /// When it runs: on fixed days, or from any Monday on.
    fn delivery(&mut self) -> Option<Delivery> {
        let is_rolling = self.form.one(words::STARTS.0) == ROLLING;
        let start = self.day(words::START);
        let is_open = is_rolling && self.form.one(words::END.0).is_empty();
        let end = if is_open { None } else { self.day(words::END) };
        if start.zip(end).is_some_and(|(start, end)| end < start) {
            self.wrong(words::END, words::END_BEFORE_START);
        }
        let weeks = self.form.one(words::WEEKS.0);
        if !is_rolling {
            if !weeks.is_empty() {
                self.wrong(words::WEEKS, words::NO_WEEKS);
            }
            return Some(Delivery::Dated { start: start?, end: end? });
        }
        let read = weeks.parse::<u16>().ok().filter(|weeks| (1..=DELIVERY_WEEKS_MAX).contains(weeks));
        let weeks = self.or(words::WEEKS, read, words::not_weeks(DELIVERY_WEEKS_MAX));
        Some(Delivery::Rolling { from: start?, until: end, weeks: weeks? })
    }

    fn price(&mut self) -> Option<Aud> {
        let read = amount(self.form.one(words::PRICE.0));
        read.map_err(|error| self.wrong(words::PRICE, error)).ok()
    }

    /// What people with some funding pay: a code and an amount on each line.
    fn fees(&mut self, catalogue: &Catalogue) -> Vec<Fee> {
        let mut fees = Vec::new();
        for line in self.form.one(words::FEES.0).lines().map(str::trim).filter(|line| !line.is_empty()) {
            let parts = line.rsplit_once(char::is_whitespace);
            let read = parts.and_then(|(code, price)| Some((code.trim_end_matches(':'), amount(price).ok()?)));
            let Some((code, price)) = read else {
                self.wrong(words::FEES, words::not_a_fee(line));
                continue;
            };
            match FundingCode::new(code).ok().filter(|code| catalogue.funding_source(code).is_some()) {
                Some(funding) => fees.push(Fee { funding, price }),
                None => self.wrong(words::FEES, words::no_funding(code)),
            }
        }
        fees
    }

    fn places(&mut self) -> Option<u32> {
        match self.form.one(words::CAPACITY.0) {
            "" => None,
            text => self.or(words::CAPACITY, text.parse().ok(), words::NOT_PLACES),
        }
    }
}

fn amount(text: &str) -> Result<Aud, String> {
    text.trim_start_matches('$').replace(',', "").parse::<Aud>().map_err(|error| error.to_string())
}

/// Who offers something, and where they say so.
pub(super) type Offered<'a> = (&'a ProviderCode, Provenance);

/// The offering that was sent. What no field shows stays as it is in `known`, the one of the same code that is there.
///
/// # Errors
/// All that is wrong with it.
pub(super) fn read(
    catalogue: &Catalogue,
    (provider, provenance): Offered<'_>,
    (taught, known): (Taught<'_>, &[&Offering]),
    form: &Fields,
) -> Result<Offering, Vec<Wrong>> {
    let mut sent = Sent { form, wrong: Vec::new() };
    let code = OfferingCode::new(form.one(words::OFFERING_CODE.0));
    let code = code.map_err(|error| sent.wrong(words::OFFERING_CODE, error.to_string())).ok();
    let of = sent.or(words::WHICH, taught.of(form.one(words::WHICH.0)), words::CHOOSE_VERSION);
    let mode = Mode::ALL.into_iter().find(|mode| mode.name() == form.one(words::MODE.0));
    let mode = sent.or(words::MODE, mode, words::CHOOSE_MODE);
    let region = RegionCode::new(form.one(words::REGION.0)).ok().filter(|code| catalogue.region(code).is_some());
    if region.is_none() && mode.is_some_and(|mode| mode != Mode::Online) {
        sent.wrong(words::REGION, words::CHOOSE_REGION);
    }
    let delivery = sent.delivery();
    let price = sent.price();
    let fees = sent.fees(catalogue);
    let days = sent.or(words::DAYS, form.one(words::DAYS.0).parse::<u16>().ok(), words::NOT_DAYS);
    let own_time = form.one(words::OWN_TIME.0).parse::<f64>().ok().and_then(|hours| Hours::new(hours).ok());
    let own_time = sent.or(words::OWN_TIME, own_time, words::NOT_HOURS);
    let capacity = sent.places();
    let peers = |name: &str| form.all(words::PEERS.0).any(|one| one == name);
    let same = |offering: &&&Offering| code.as_ref() == Some(&offering.code);
    let known = known.iter().find(same);
    let offering = || {
        let price = price?;
        Some(Offering {
            code: code.clone()?,
            of: of?,
            provider: provider.clone(),
            mode: mode?,
            // What is online needs no place; one that it had stays.
            region: region.filter(|region| {
                mode != Some(Mode::Online) || known.is_some_and(|one| one.region.as_ref() == Some(region))
            }),
            delivery: delivery?,
            price,
            price_provenance: known
                .filter(|known| known.price == price)
                .and_then(|known| known.price_provenance.clone()),
            fees,
            days: days?,
            days_from: if form.has(words::RELEASE.0) { DaysFrom::ReleaseAgreement } else { DaysFrom::Allowance },
            own_time: own_time?,
            capacity,
            peer: PeerShare { led: peers("led"), developed: peers("developed"), delivered: peers("delivered") },
            rpl: known.and_then(|known| known.rpl.clone()),
            provenance,
        })
    };
    match offering() {
        Some(offering) if sent.wrong.is_empty() => Ok(offering),
        _ => Err(sent.wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops;

    /// Every offering there is, written into the form and sent back as it stands there, is the same offering.
    #[test]
    fn an_offering_that_is_sent_back_as_it_was_shown_stays_as_it_was() {
        let built_in = ops::built_in_catalogue().expect("the built-in catalogue");
        let catalogue = built_in.catalogue();
        let mut rolling = 0;
        for offering in catalogue.offerings() {
            let taught = match &offering.of {
                OfferingOf::Course { course, .. } => Taught::Course(catalogue.course(course).expect("a course")),
                OfferingOf::Qualification(code) => {
                    Taught::Qualification(catalogue.qualification(code).expect("a qualification"))
                }
            };
            let by = (&offering.provider, offering.provenance.clone());
            let read = read(catalogue, by, (taught, &[offering]), &written(offering));
            assert_eq!(read.as_ref(), Ok(offering), "{}", offering.code);
            rolling += usize::from(matches!(offering.delivery, Delivery::Rolling { .. }));
        }
        assert!(rolling > 50, "{rolling}");
    }
}
