//! Credit schemes and credit rules.

use registry_core::credit::{
    CreditBasis, CreditExchange, CreditPoints, CreditRule, CreditScheme, CreditStanding, Validity,
};

use super::entry_packaging::{group_code, mention, subject_level};
use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::stand_in;
use super::value::{Value, choice, code, counted_codes, credit_points, date, text, whole};

/// The kinds of rule. Each has a table of the same name.
#[derive(Clone, Copy, PartialEq)]
enum RuleKind {
    Series,
    Block,
    Unit,
}

impl RuleKind {
    const ALL: &[RuleKind] = &[Self::Series, Self::Block, Self::Unit];

    fn name(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Block => "block",
            Self::Unit => "unit",
        }
    }
}

pub(super) fn credit_scheme(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<CreditScheme> {
    let code = f.required(r, "code", code);
    let title = f.required(r, "title", text);
    let points_per_year = f.required(r, "points_per_year", credit_points);
    let provenance = provenance(r, f);
    Some(CreditScheme {
        code: code.or_else(|| r.own_code())?,
        title: title.unwrap_or_else(stand_in::text),
        points_per_year: points_per_year.unwrap_or_else(stand_in::points_max),
        provenance,
    })
}

pub(super) fn credit_rule(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<CreditRule> {
    let code_read = f.required(r, "code", code);
    let qualification = f.required(r, "qualification", code);
    let exchange = exchange(r, f);
    let basis = f.or_default(r, "basis", choice(&CreditBasis::ALL, CreditBasis::name));
    let standing = f.required(r, "standing", choice(&CreditStanding::ALL, CreditStanding::name));
    let provider = f.optional(r, "provider", code);
    let from_provider = f.optional(r, "from_provider", code);
    let valid = validity(r, f);
    let group = f.optional(r, "group", |r, value| {
        mention(r, &value, "group");
        group_code(r, value)
    });
    let level = f.optional(r, "level", |r, value| {
        mention(r, &value, "level");
        subject_level(r, value)
    });
    let conditions = f.optional(r, "conditions", text);
    let provenance = provenance(r, f);
    Some(CreditRule {
        code: code_read.or_else(|| r.own_code())?,
        qualification: qualification.or_else(|| r.stand_ins.code())?,
        exchange: exchange?,
        basis: basis.unwrap_or_default(),
        standing: standing.unwrap_or(CreditStanding::Assumption),
        provider: provider.flatten(),
        from_provider: from_provider.flatten(),
        valid,
        group: group.flatten(),
        level: level.flatten(),
        conditions: conditions.flatten(),
        provenance,
    })
}

/// Reads the kind of a rule and the table that says what is exchanged.
fn exchange(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<CreditExchange> {
    let kind = f.required(r, "kind", choice(RuleKind::ALL, RuleKind::name));
    let given: Vec<RuleKind> = RuleKind::ALL.iter().copied().filter(|kind| f.has(kind.name())).collect();
    let series = f.optional(r, "series", series).flatten();
    let block = f.optional(r, "block", block).flatten();
    let unit = f.optional(r, "unit", unit).flatten();
    if let Some(kind) = kind.filter(|kind| given != [*kind]) {
        let name = kind.name();
        let given = match given.as_slice() {
            [] => "no such table".to_owned(),
            [other] => format!("a {} table", other.name()),
            _ => "more than one table".to_owned(),
        };
        f.refuse(r, &format!("the kind is \"{name}\" but there is {given}; write {name} = {{ … }} and only that"));
    }
    let read = match kind {
        Some(RuleKind::Block) => block.or(series).or(unit),
        Some(RuleKind::Unit) => unit.or(series).or(block),
        Some(RuleKind::Series) | None => series.or(block).or(unit),
    };
    let unread =
        |r: &mut Reader<'_>| Some(CreditExchange::Block { from: r.stand_ins.code()?, points: CreditPoints::ZERO });
    read.or_else(|| unread(r))
}

fn series(r: &mut Reader<'_>, value: Value<'_>) -> Option<CreditExchange> {
    let mut f = Fields::of(r, &value)?;
    let of = f.required(r, "of", counted_codes);
    let size = f.required(r, "size", whole(1, 10_000));
    let points_each_series = f.required(r, "points_each_series", credit_points).unwrap_or_default();
    f.finish(r);
    Some(match of {
        // Too small is said of a list and a size that both are known.
        Some(of) => CreditExchange::Series { size: size.unwrap_or(u32::from(!of.is_empty())), of, points_each_series },
        None => CreditExchange::Series { of: vec![r.stand_ins.code()?], size: 1, points_each_series },
    })
}

fn block(r: &mut Reader<'_>, value: Value<'_>) -> Option<CreditExchange> {
    let mut f = Fields::of(r, &value)?;
    let from = f.required(r, "from", code);
    let points = f.required(r, "points", credit_points).unwrap_or_default();
    f.finish(r);
    Some(CreditExchange::Block { from: from.or_else(|| r.stand_ins.code())?, points })
}

fn unit(r: &mut Reader<'_>, value: Value<'_>) -> Option<CreditExchange> {
    let mut f = Fields::of(r, &value)?;
    let from = f.required(r, "from", code);
    let unit = f.required(r, "unit", code);
    f.finish(r);
    let (from, unit) = (from.or_else(|| r.stand_ins.code())?, unit.or_else(|| r.stand_ins.code())?);
    Some(CreditExchange::Unit { from, unit })
}

fn validity(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Validity {
    let from = f.optional(r, "valid_from", date).flatten();
    let until = f.optional(r, "valid_until", |r, value| {
        mention(r, &value, "valid_until");
        date(r, value)
    });
    Validity { from, until: until.flatten() }
}
