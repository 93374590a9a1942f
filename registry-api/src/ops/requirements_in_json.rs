//! What a set of credentials comes to for a role or tier, as JSON.

use registry_core::eligibility::{Standing, Verdict};
use registry_core::requisite::Strength;
use registry_core::verify::{Remaining, RequirementsMet, StillToLearn, WhatRemains};
use serde_json::{Value, json};

/// The answer, what counted for what (numbers of credentials from 0, in the order given), and what did not count and why.
pub fn requirements_in_json(asked: &str, met: &RequirementsMet) -> Value {
    let findings = met.eligibility.findings.iter().zip(&met.counted).map(|(finding, counted)| {
        json!({
            "requirement": finding.requirement,
            "strength": strength(finding.strength),
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
        "remaining": remaining(&met.remaining),
    })
}

/// What the planner says is still to be learned: `nothing`, `training` with its steps, or `no-pathway` and what is in the way.
fn remaining(remaining: &Remaining) -> Value {
    let (answer, training, proved, in_the_way): (_, &[_], _, &[_]) = match &remaining.what {
        WhatRemains::Nothing => ("nothing", &[], None, &[]),
        WhatRemains::Training { steps, proved } => ("training", steps, Some(proved), &[]),
        WhatRemains::NoPathway(why) => ("no-pathway", &[], None, why),
    };
    let step = |step: &StillToLearn| json!({ "title": step.title, "strength": strength(step.strength) });
    json!({
        "goal": remaining.goal.to_string(),
        "answer": answer,
        "training": training.iter().map(step).collect::<Vec<_>>(),
        "provedCheapest": proved,
        "inTheWay": in_the_way,
        "alsoNeeded": remaining.also_needed,
    })
}

fn strength(strength: Strength) -> &'static str {
    if strength == Strength::Advised { "advised" } else { "required" }
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
