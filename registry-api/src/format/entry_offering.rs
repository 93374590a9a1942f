//! Offerings: what is taught, by whom, when and for how much.

use chrono::NaiveDate;
use registry_core::course::{DELIVERY_WEEKS_MAX, DaysFrom, Delivery, Fee, Mode, Offering, OfferingOf, PeerShare};
use registry_core::money::Aud;
use registry_core::rpl::RplOffer;
use registry_core::volume::Hours;

use super::fields::Fields;
use super::provenance::{provenance, source};
use super::reader::Reader;
use super::requisite::gates;
use super::value::{Value, aud, choice, code, date, distinct, flag, hours, version, whole};

/// The most working days one delivery takes: every day of the longest.
const DAYS_MAX: i64 = DELIVERY_WEEKS_MAX as i64 * 7;

/// The most places of one offering.
const CAPACITY_MAX: i64 = 100_000;

/// Stands for a delivery that cannot be read: it lasts longer than any days fill.
const UNREAD_DELIVERY: Delivery = Delivery::Rolling { from: NaiveDate::MIN, until: None, weeks: DELIVERY_WEEKS_MAX };

pub(super) fn offering(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<Offering> {
    let code_read = f.required(r, "code", code);
    let of = taught(r, f);
    let provider = f.required(r, "provider", code);
    let mode = f.required(r, "mode", choice(&Mode::ALL, Mode::name));
    let region = f.optional(r, "region", code);
    let delivery = f.required(r, "delivery", delivery);
    let price = f.required(r, "price", aud);
    let price_provenance = f.optional(r, "price_source", source);
    let fees = f.or_default(r, "fees", distinct(fee, |fee| fee.funding.clone(), fee_again));
    let days = f.required(r, "days", whole(0, DAYS_MAX));
    let released = f.or_default(r, "days_released", flag);
    let own_time = f.required(r, "own_time_hours", hours);
    let capacity = f.optional(r, "capacity", whole(1, CAPACITY_MAX));
    let led = f.required(r, "peer_led", flag);
    let developed = f.required(r, "peer_developed", flag);
    let delivered = f.required(r, "peer_delivered", flag);
    let rpl = f.optional(r, "rpl_asks", gates).flatten().map(|asks| RplOffer { asks });
    let provenance = provenance(r, f);
    let region = match region {
        Some(given) => given,
        None => r.stand_ins.code(),
    };
    Some(Offering {
        code: code_read.or_else(|| r.own_code())?,
        of: of?,
        provider: provider.or_else(|| r.stand_ins.code())?,
        // Online, so that no region is missed.
        mode: mode.unwrap_or(Mode::Online),
        region,
        delivery: delivery.unwrap_or(UNREAD_DELIVERY),
        price: price.unwrap_or(Aud::ZERO),
        price_provenance: price_provenance.flatten(),
        fees: fees.unwrap_or_default(),
        days: days.unwrap_or(0),
        days_from: if released.unwrap_or(false) { DaysFrom::ReleaseAgreement } else { DaysFrom::Allowance },
        own_time: own_time.unwrap_or(Hours::ZERO),
        capacity: capacity.flatten(),
        peer: PeerShare {
            led: led.unwrap_or_default(),
            developed: developed.unwrap_or_default(),
            delivered: delivered.unwrap_or_default(),
        },
        rpl,
        provenance,
    })
}

fn taught(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<OfferingOf> {
    let given = (f.has("course"), f.has("version"), f.has("qualification"));
    let course = f.optional(r, "course", code).flatten();
    let version = f.optional(r, "version", version).flatten();
    let qualification = f.optional(r, "qualification", code).flatten();
    match given {
        (true, true, false) | (false, false, true) => {}
        (true, false, false) => f.refuse(r, "version is missing beside course; say which version is taught"),
        (false, true, _) => f.refuse(r, "version stands without a course; a version is only said of a course"),
        (true, _, true) => f.refuse(r, "it teaches both a course and a qualification; make two offerings of it"),
        (false, false, false) => f.refuse(r, "it teaches nothing; add course and version, or qualification"),
    }
    match given {
        (true, ..) => {
            let version = version.unwrap_or_else(|| r.stand_ins.version());
            Some(OfferingOf::Course { course: course.or_else(|| r.stand_ins.code())?, version })
        }
        _ => Some(OfferingOf::Qualification(qualification.or_else(|| r.stand_ins.code())?)),
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
            start.zip(end).map_or(UNREAD_DELIVERY, |(start, end)| Delivery::Dated { start, end })
        }
        (false, true) => {
            let from = f.required(r, "rolling_from", date);
            let until = f.optional(r, "rolling_until", date);
            let weeks = f.required(r, "weeks", whole(1, DELIVERY_WEEKS_MAX.into()));
            let until = until.flatten().filter(|_| from.is_some());
            Delivery::Rolling {
                from: from.unwrap_or(NaiveDate::MIN),
                until,
                weeks: weeks.unwrap_or(DELIVERY_WEEKS_MAX),
            }
        }
        (true, true) => {
            return value.refuse(r, "it has both fixed dates and rolling starts; make two offerings of it");
        }
        (false, false) => {
            return value.refuse(r, "it says no time; write start and end, or rolling_from and weeks");
        }
    };
    f.finish(r);
    Some(read)
}

fn fee_again(fee: &Fee) -> String {
    format!("a fee for funding source {} stands before this one; keep one of the two", fee.funding)
}

fn fee(r: &mut Reader<'_>, value: Value<'_>) -> Option<Fee> {
    let mut f = Fields::of(r, &value)?;
    let funding = f.required(r, "funding", code);
    let price = f.required(r, "price", aud);
    f.finish(r);
    Some(Fee { funding: funding?, price: price.unwrap_or(Aud::ZERO) })
}
