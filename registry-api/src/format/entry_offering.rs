//! Offerings: what is taught, by whom, when and for how much.

use registry_core::course::{DELIVERY_WEEKS_MAX, DaysFrom, Delivery, Fee, Mode, Offering, OfferingOf, PeerShare};

use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::value::{Value, aud, choice, code, date, distinct, flag, hours, version, whole};

/// The most working days one delivery takes: every day of the longest.
const DAYS_MAX: i64 = DELIVERY_WEEKS_MAX as i64 * 7;

/// The most places of one offering.
const CAPACITY_MAX: i64 = 100_000;

pub(super) fn offering(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Offering> {
    let code_read = f.required(r, "code", code);
    let of = taught(r, f);
    let provider = f.required(r, "provider", code);
    let mode = f.required(r, "mode", choice(&Mode::ALL, Mode::name));
    let region = f.optional(r, "region", code);
    let delivery = f.required(r, "delivery", delivery);
    let price = f.required(r, "price", aud);
    let fees = f.or_default(r, "fees", distinct(fee, |fee| fee.funding.clone(), fee_again));
    let days = f.required(r, "days", whole(0, DAYS_MAX));
    let released = f.or_default(r, "days_released", flag);
    let own_time = f.required(r, "own_time_hours", hours);
    let capacity = f.optional(r, "capacity", whole(1, CAPACITY_MAX));
    let led = f.required(r, "peer_led", flag);
    let developed = f.required(r, "peer_developed", flag);
    let delivered = f.required(r, "peer_delivered", flag);
    let provenance = provenance(r, f);
    Some(Offering {
        code: code_read?,
        of: of?,
        provider: provider?,
        mode: mode?,
        region: region?,
        delivery: delivery?,
        price: price?,
        fees: fees?,
        days: days?,
        days_from: if released? { DaysFrom::ReleaseAgreement } else { DaysFrom::Allowance },
        own_time: own_time?,
        capacity: capacity?,
        peer: PeerShare { led: led?, developed: developed?, delivered: delivered? },
        provenance: provenance?,
    })
}

fn taught(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<OfferingOf> {
    let course = f.optional(r, "course", code);
    let version = f.optional(r, "version", version);
    let qualification = f.optional(r, "qualification", code);
    match (course?, version?, qualification?) {
        (Some(course), Some(version), None) => Some(OfferingOf::Course { course, version }),
        (None, None, Some(qualification)) => Some(OfferingOf::Qualification(qualification)),
        (Some(_), None, None) => f.report(r, "version is missing beside course; say which version is taught"),
        (None, Some(_), _) => f.report(r, "version stands without a course; a version is only said of a course"),
        (Some(_), _, Some(_)) => f.report(r, "it teaches both a course and a qualification; make two offerings of it"),
        (None, None, None) => f.report(r, "it teaches nothing; add course and version, or qualification"),
    }
}

fn delivery(r: &mut Reader<'_>, value: Value<'_>) -> Option<Delivery> {
    let mut f = Fields::of(r, &value)?;
    let dated = f.has("start") || f.has("end");
    let rolling = f.has("rolling_from") || f.has("rolling_until") || f.has("weeks");
    let read = match (dated, rolling) {
        (true, false) => {
            let start = f.required(r, "start", date);
            let end = f.required(r, "end", date);
            start.zip(end).map(|(start, end)| Delivery::Dated { start, end })
        }
        (false, true) => {
            let from = f.required(r, "rolling_from", date);
            let until = f.optional(r, "rolling_until", date);
            let weeks = f.required(r, "weeks", whole(1, DELIVERY_WEEKS_MAX.into()));
            from.zip(until).zip(weeks).map(|((from, until), weeks)| Delivery::Rolling { from, until, weeks })
        }
        (true, true) => {
            return value.refuse(r, "it has both fixed dates and rolling starts; make two offerings of it");
        }
        (false, false) => {
            return value.refuse(r, "it says no time; write start and end, or rolling_from and weeks");
        }
    };
    f.finish(r);
    read
}

fn fee_again(fee: &Fee) -> String {
    format!("a fee for funding source {} stands before this one; keep one of the two", fee.funding)
}

fn fee(r: &mut Reader<'_>, value: Value<'_>) -> Option<Fee> {
    let mut f = Fields::of(r, &value)?;
    let funding = f.required(r, "funding", code);
    let price = f.required(r, "price", aud);
    f.finish(r);
    Some(Fee { funding: funding?, price: price? })
}
