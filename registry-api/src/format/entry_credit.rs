//! Credit schemes and credit rules.

use registry_core::credit::{CreditExchange, CreditRule, CreditScheme, CreditStanding};

use super::fields::Fields;
use super::provenance::provenance;
use super::reader::Reader;
use super::value::{Value, choice, code, credit_points, set, text, whole};

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
    Some(CreditScheme { code: code?, title: title?, points_per_year: points_per_year?, provenance: provenance? })
}

pub(super) fn credit_rule(r: &mut Reader<'_>, f: &mut Fields<'_>) -> Option<CreditRule> {
    let code_read = f.required(r, "code", code);
    let qualification = f.required(r, "qualification", code);
    let kind = f.required(r, "kind", choice(RULE_KINDS, rule_kind_name));
    let series = f.optional(r, "series", series);
    let block = f.optional(r, "block", block);
    let standing = f.required(r, "standing", choice(&CreditStanding::ALL, CreditStanding::name));
    let provenance = provenance(r, f);
    let exchange = match (kind?, series?, block?) {
        (RuleKind::Series, Some(exchange), None) | (RuleKind::Block, None, Some(exchange)) => exchange,
        (kind, series, block) => {
            let kind = rule_kind_name(kind);
            let given = match (series, block) {
                (None, None) => "neither table",
                (Some(_), None) => "a series table",
                (None, Some(_)) => "a block table",
                (Some(_), Some(_)) => "both tables",
            };
            return f.report(
                r,
                &format!("the kind is \"{kind}\" but there is {given}; write {kind} = {{ … }} and only that"),
            );
        }
    };
    Some(CreditRule {
        code: code_read?,
        qualification: qualification?,
        exchange,
        standing: standing?,
        provenance: provenance?,
    })
}

fn series(r: &mut Reader<'_>, value: Value<'_>) -> Option<CreditExchange> {
    let mut f = Fields::of(r, &value)?;
    let of = f.required(r, "of", set(code));
    let size = f.required(r, "size", whole(1, 10_000));
    let points_each_series = f.required(r, "points_each_series", credit_points);
    f.finish(r);
    Some(CreditExchange::Series { of: of?, size: size?, points_each_series: points_each_series? })
}

fn block(r: &mut Reader<'_>, value: Value<'_>) -> Option<CreditExchange> {
    let mut f = Fields::of(r, &value)?;
    let from = f.required(r, "from", code);
    let points = f.required(r, "points", credit_points);
    f.finish(r);
    Some(CreditExchange::Block { from: from?, points: points? })
}
