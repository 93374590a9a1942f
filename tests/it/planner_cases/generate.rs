//! The strategies: what numbers a question may be made of, and how often.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{
    APART_WEEKS, Asked, Asks, Case, CourseCase, EnrolledCase, LimitsCase, MutualCase, OfferingCase, PersonCase,
    PotCase, RuleCase,
};

/// Any small question.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let catalogue = (
        vec(course(), 2..6),
        vec(offering(), 0..4),
        vec(asked(), 0..2),
        vec(asked(), 0..2),
        asks(),
        vec(asked_of_role(), 2..5),
        vec(rule(), 1..4),
        prop_oneof![3 => vec(pot(), 0), 1 => vec(pot(), 1..3)],
        prop::option::weighted(0.3, mutual()),
    );
    (catalogue, (0u8..15, any::<bool>()), person(), limits()).prop_map(|(catalogue, (goal, a_year), person, limits)| {
        Case {
            a_year,
            courses: catalogue.0,
            taught: catalogue.1,
            entry: catalogue.2,
            tier_entry: catalogue.3,
            completion: catalogue.4,
            preparation: catalogue.5,
            most: limit_of(&catalogue.6),
            rules: catalogue.6,
            pots: catalogue.7,
            mutual: catalogue.8,
            goal,
            person,
            limits,
        }
    })
}

/// Any small question about credit towards an award of somebody who is learning something already.
pub(crate) fn credit_case() -> impl Strategy<Value = Case> {
    let asked = (prop_oneof![Just(7u8), Just(8), Just(13), Just(14)], vec(enrolled(), 1..3));
    (case(), asked).prop_map(|(case, (goal, enrolled))| Case {
        goal,
        person: PersonCase { enrolled, ..case.person },
        ..case
    })
}

/// Any small question about credit for study that counts for a year, where what is taught first may be taught later too, and
/// something else is taught more than a year later only.
pub(crate) fn aging_case() -> impl Strategy<Value = Case> {
    let later = vec(prop::bool::weighted(0.8), 2);
    (credit_case(), later, 1u8..3, 360u16..440).prop_map(|(mut case, late, weeks, window)| {
        case.courses.truncate(3);
        (case.a_year, case.limits.weeks, case.mutual) = (true, APART_WEEKS, None);
        case.most = Some(10);
        for course in &mut case.courses {
            course.versions = 0;
            course.offerings.truncate(1);
        }
        for (course, late) in case.courses.iter_mut().skip(1).zip(late) {
            course.offerings[0].late = late;
        }
        let first = &mut case.courses[0].offerings[0];
        (first.late, first.timing) = (false, Err((weeks, Some(window))));
        case.taught.clear();
        // The first gives some of the points, and what is taught later the others.
        let rule = |of, points| RuleCase { of, size: 1, points, block: false, from: None, until: None };
        case.rules.splice(0..case.rules.len().min(2), [rule(1, 2), rule(6, 3)]);
        case.goal = 14;
        case.person.enrolled.truncate(1);
        case.person.held.truncate(1);
        (case.limits.exclude, case.limits.modes, case.limits.quarters) = (None, 0, case.limits.quarters.max(20));
        case.rules.iter_mut().for_each(|rule| rule.until = None);
        case
    })
}

/// Two in nine awards limit recognition, so tightly that it matters.
fn limit_of(rules: &[RuleCase]) -> Option<u8> {
    let first = rules.first().filter(|rule| (rule.size + rule.points) % 4 == 0)?;
    Some(first.points + u8::try_from(rules.len()).ok()? - 1)
}

fn course() -> impl Strategy<Value = CourseCase> {
    let replaced = prop::option::weighted(0.15, any::<bool>());
    let versions = prop_oneof![24 => Just(0u8), 4 => Just(1), 4 => Just(2), 1 => Just(3)];
    let perspective = prop_oneof![8 => Just(0u8), 1 => Just(2), 1 => Just(3)];
    let next = prop::option::weighted(0.6, prop::bool::weighted(0.7));
    let asks = prop_oneof![3 => vec(asked(), 0), 2 => vec(asked(), 1), 1 => vec(asked(), 2)];
    let is = (versions, asks, perspective, replaced, next);
    (is, vec(offering(), 1..4)).prop_map(|(is, offerings)| CourseCase {
        versions: is.0,
        asks: is.1,
        perspective: is.2,
        replaced: is.3,
        next: is.4,
        offerings,
    })
}

pub(super) fn mutual() -> impl Strategy<Value = MutualCase> {
    let is = (0u8..4, prop::bool::weighted(0.3), prop::bool::weighted(0.4));
    is.prop_map(|(last, three, otherwise)| MutualCase { last, three, otherwise })
}

fn asked() -> impl Strategy<Value = Asked> {
    (prop::bool::weighted(0.75), prop::bool::weighted(0.7), asks()).prop_map(|(required, before, asks)| Asked {
        required,
        before,
        asks,
    })
}

/// What a role asks for: now and then the tier, alone or as one of several ways.
fn asked_of_role() -> impl Strategy<Value = Asked> {
    let of_tier = (asked(), any::<bool>()).prop_map(|(asked, alone)| {
        let asks = if alone { Asks::Tier } else { Asks::Any(vec![Asks::Tier, asked.asks.clone()]) };
        Asked { asks, ..asked }
    });
    prop_oneof![4 => asked(), 1 => of_tier]
}

fn asks() -> impl Strategy<Value = Asks> {
    let leaf = prop_oneof![
        24 => (0u8..5, 0u8..10).prop_map(|(course, range)| Asks::Course(course, range)),
        1 => Just(Asks::Qualification),
        5 => (0u8..11).prop_map(Asks::Gate),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Asks::All),
            vec(inner, 2..4).prop_map(Asks::Any),
            (2u8..4, vec((prop::bool::weighted(0.1), 0u8..10), 2..4)).prop_map(|(least, of)| Asks::AtLeast(least, of)),
        ]
    })
}

fn offering() -> impl Strategy<Value = OfferingCase> {
    let window = prop::option::weighted(0.8, 7u16..29);
    // A length of nine days ends where the next course's offerings begin.
    let length = prop_oneof![Just(9u8), 1u8..15];
    let timing = prop_oneof![1 => length.prop_map(Ok), 2 => (1u8..3, window).prop_map(Err)];
    let when = ((0u8..4).prop_map(|from| from * 3), prop::bool::weighted(0.5), timing);
    let price = (0u8..5, prop::option::weighted(0.3, 0u8..3));
    let takes = (0u8..3, prop::bool::weighted(0.2), 0u8..29);
    let mode = prop_oneof![6 => Just(0u8), 1 => 1u8..3];
    let rpl = prop::option::weighted(0.1, 0u8..10);
    let place = (mode, prop::bool::weighted(0.2), prop::array::uniform3(prop::bool::weighted(0.7)), rpl);
    (any::<bool>(), when, price, takes, place).prop_map(|(newer, when, price, takes, place)| OfferingCase {
        newer,
        from: when.0,
        late: when.1,
        timing: when.2,
        price: price.0,
        fee: price.1,
        days: takes.0,
        released: takes.1,
        quarters: takes.2,
        mode: place.0,
        region: place.1,
        peer: place.2,
        rpl: place.3,
    })
}

fn rule() -> impl Strategy<Value = RuleCase> {
    let until = prop::option::weighted(0.3, prop_oneof![1 => Just(0u8), 2 => 1u8..50]);
    let odd = (prop::bool::weighted(0.2), prop::option::weighted(0.2, 0u8..50), until);
    (0u8..32, 1u8..4, 2u8..5, odd).prop_map(|(not, size, points, (block, from, until))| RuleCase {
        of: !(not & (not >> 1)),
        size,
        points,
        block,
        from,
        until,
    })
}

pub(super) fn pot() -> impl Strategy<Value = PotCase> {
    let amount = prop_oneof![9 => (1u8..6).prop_map(Some), 1 => Just(None)];
    (1u8..64, amount, any::<bool>(), prop::bool::weighted(0.2)).prop_map(|(of, amount, per_year, employed)| PotCase {
        of,
        amount,
        per_year,
        employed,
    })
}

fn person() -> impl Strategy<Value = PersonCase> {
    let employment = prop_oneof![3 => Just(0u8), 4 => Just(2), 1 => Just(3)];
    let work = (0u16..4, employment, prop::bool::weighted(0.7));
    let some = prop_oneof![4 => Just(0usize), 2 => Just(1), 1 => Just(2)];
    let courses = some.prop_flat_map(|count| vec((0u8..5, any::<bool>()), count));
    let held = (courses, prop_oneof![8 => Just(0u8), 1 => Just(1), 1 => Just(2)]);
    let some = prop_oneof![3 => Just(0usize), 2 => Just(1), 1 => Just(2)];
    let held = (held.0, held.1, some.prop_flat_map(|count| vec(enrolled(), count)));
    (-9i8..3, held, work, 0u8..6, prop::bool::weighted(0.8)).prop_map(|(as_at, held, work, supervision, placement)| {
        PersonCase {
            as_at,
            held: held.0,
            enrolled: held.2,
            qualification: held.1,
            months: work.0,
            employment: work.1,
            released: work.2,
            supervision,
            placement,
        }
    })
}

fn enrolled() -> impl Strategy<Value = EnrolledCase> {
    let ends = prop_oneof![1 => -6i16..0, 6 => 0i16..40, 1 => 40i16..90];
    let of = (0u8..7, any::<bool>(), prop::bool::weighted(0.4));
    (of, ends, 0u8..20, prop_oneof![2 => Just(0u8), 1 => 1u8..4]).prop_map(|(of, ends, quarters, days)| EnrolledCase {
        of: of.0,
        newer: of.1,
        offered: of.2,
        ends,
        quarters,
        days,
    })
}

fn limits() -> impl Strategy<Value = LimitsCase> {
    let time = (0u8..7, prop_oneof![2 => 4u8..7, 6 => 7u8..11, 4 => 54u8..60, 2 => Just(APART_WEEKS)]);
    let quarters = prop_oneof![1 => 0u8..10, 6 => 10u8..33];
    let tight = (quarters, prop::option::weighted(0.5, 1u8..8), prop::option::weighted(0.6, 2u8..12), any::<bool>());
    let place = (
        prop::bool::weighted(0.8),
        prop_oneof![9 => Just(0u8), 1 => 1u8..8],
        prop_oneof![5 => Just(0u8), 1 => 1u8..3],
        prop::option::weighted(0.1, 0u8..5),
    );
    let wish = || prop_oneof![6 => Just(0u8), 1 => Just(1), 1 => Just(2)];
    let wishes = prop_oneof![4 => Just([0u8; 3]), 2 => [wish(), wish(), wish()]];
    (time, tight, place, wishes).prop_map(|(time, tight, place, wishes)| LimitsCase {
        weekday: time.0,
        weeks: time.1,
        quarters: tight.0,
        days: tight.1,
        budget: tight.2,
        funded: tight.3,
        region: place.0,
        modes: place.1,
        perspective: place.2,
        exclude: place.3,
        wishes,
    })
}
