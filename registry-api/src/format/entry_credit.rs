//! Credit schemes and credit rules.

use registry_core::credit::{CreditExchange, CreditPoints, CreditRule, CreditScheme, CreditStanding};

use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::stand_in;
use super::value::{Value, choice, code, counted_codes, credit_points, text, whole};

/// The two kinds of rule as files name them.
#[derive(Clone, Copy, PartialEq)]
enum RuleKind {
    Series,
    Block,
}

const RULE_KINDS: &[RuleKind] = &[RuleKind::Series, RuleKind::Block];

fn rule_kind_name(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Series => "series",
        RuleKind::Block => "block",
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
    let kind = f.required(r, "kind", choice(RULE_KINDS, rule_kind_name));
    let given = (f.has("series"), f.has("block"));
    let series = f.optional(r, "series", series).flatten();
    let block = f.optional(r, "block", block).flatten();
    let standing = f.required(r, "standing", choice(&CreditStanding::ALL, CreditStanding::name));
    let provenance = provenance(r, f);
    if let Some(kind) = kind.filter(|kind| given != (*kind == RuleKind::Series, *kind == RuleKind::Block)) {
        let kind = rule_kind_name(kind);
        let given = match given {
            (false, false) => "neither table",
            (true, false) => "a series table",
            (false, true) => "a block table",
            (true, true) => "both tables",
        };
        f.refuse(r, &format!("the kind is \"{kind}\" but there is {given}; write {kind} = {{ … }} and only that"));
    }
    let exchange = if kind == Some(RuleKind::Block) { block.or(series) } else { series.or(block) };
    let unread =
        |r: &mut Reader<'_>| Some(CreditExchange::Block { from: r.stand_ins.code()?, points: CreditPoints::ZERO });
    Some(CreditRule {
        code: code_read.or_else(|| r.own_code())?,
        qualification: qualification.or_else(|| r.stand_ins.code())?,
        exchange: exchange.or_else(|| unread(r))?,
        standing: standing.unwrap_or(CreditStanding::Assumption),
        provenance,
    })
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
