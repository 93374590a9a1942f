//! What a set of credentials comes to for a role or tier, as JSON.

use registry_core::eligibility::{Standing, Verdict};
use registry_core::verify::RequirementsMet;
use serde_json::{Value, json};

/// The answer, what counted for what (numbers of credentials from 0, in the order given), and what did not count and why.
pub fn requirements_in_json(asked: &str, met: &RequirementsMet) -> Value {
    let findings = met.eligibility.findings.iter().zip(&met.counted).map(|(finding, counted)| {
        json!({
            "requirement": finding.requirement,
            "strength": if finding.strength == registry_core::requisite::Strength::Advised { "advised" } else { "required" },
            "standing": standing(finding.standing),
            "counted": counted,
            "notes": finding.notes,
        })
    });
    let left_out = met.left_out.iter().map(|(number, why)| json!({ "credential": number, "why": why.words() }));
    json!({
        "for": asked,
        "verdict": verdict(met.eligibility.verdict),
        "findings": findings.collect::<Vec<_>>(),
        "leftOut": left_out.collect::<Vec<_>>(),
        "differentNames": met.names,
    })
}

/// The verdict in a word: `yes`, `not-yet`, `not-said`, `no`.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::NotYet { .. } => "not-yet",
        Verdict::NotSaid => "not-said",
        Verdict::No => "no",
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Met => "met",
        Standing::MetFrom(_) => "met-from",
        Standing::NotSaid => "not-said",
        Standing::Missing => "missing",
    }
}
