//! Every kind of entry as a table of a catalogue file: the reverse of the readers in `format`.

use registry_core::catalogue::CatalogueParts;
use registry_core::course::{
    Course, CourseSuccessor, CourseVersion, Credit, DaysFrom, Delivery, Offering, OfferingOf, VersionStatus,
};
use registry_core::credit::{CreditBasis, CreditExchange, CreditRule, CreditScheme};
use registry_core::money::Aud;
use registry_core::provider::{AmountPer, FundingSource, PaysFor, Provider, Region, SupportCommitment, Tag};
use registry_core::qualification::{Packaging, PointsPackaging, Qualification, RecognitionLimits};
use registry_core::requisite::{Gate, Requisite, RequisiteExpr};
use registry_core::role::{Role, Workforce};
use registry_core::source::{Provenance, SourceDocument};
use registry_core::tier::{ReadinessTierDefinition, Tier, TierDefinition};
use semver::VersionReq;

use super::tree::{Keys, Node};

/// The lists of a catalogue file in the order in which they are written, each with its entries. Empty ones are left
/// out.
pub(crate) fn lists(parts: &CatalogueParts) -> Vec<(&'static str, Vec<Keys>)> {
    fn each<T>(entries: &[T], keys: impl Fn(&T) -> Keys) -> Vec<Keys> {
        entries.iter().map(keys).collect()
    }
    let lists = vec![
        ("documents", each(&parts.documents, document)),
        ("tags", each(&parts.tags, tag)),
        ("regions", each(&parts.regions, region)),
        ("workforces", each(&parts.workforces, workforce)),
        ("tiers", each(&parts.tiers, tier)),
        ("readiness_tiers", each(&parts.readiness_tiers, readiness_tier)),
        ("roles", each(&parts.roles, role)),
        ("providers", each(&parts.providers, provider)),
        ("credit_schemes", each(&parts.credit_schemes, credit_scheme)),
        ("courses", each(&parts.courses, course)),
        ("qualifications", each(&parts.qualifications, qualification)),
        ("credit_rules", each(&parts.credit_rules, credit_rule)),
        ("funding_sources", each(&parts.funding_sources, funding_source)),
        ("support_commitments", each(&parts.support_commitments, support_commitment)),
        ("offerings", each(&parts.offerings, offering)),
    ];
    lists.into_iter().filter(|(_, entries)| !entries.is_empty()).collect()
}

fn keys(write: impl FnOnce(&mut Keys)) -> Keys {
    let mut keys = Keys::default();
    write(&mut keys);
    keys
}

/// `source`, or `assumption` and `note`, or nothing for what is invented.
pub(crate) fn provenance(provenance: &Provenance) -> Keys {
    keys(|k| match provenance {
        Provenance::Assumption { note } => {
            k.put("assumption", true).text("note", note);
        }
        Provenance::Invented => {}
        sourced => {
            k.may("source", source(sourced));
        }
    })
}

/// A source as a table; nothing for what has none.
pub(crate) fn source(provenance: &Provenance) -> Option<Keys> {
    match provenance {
        Provenance::Document { document, place, quote } => Some(keys(|k| {
            k.text("document", document).text("place", place).text("quote", quote);
        })),
        Provenance::External { external, place, confidence } => Some(keys(|k| {
            k.text("external", external).text("place", place).text("confidence", confidence.name());
        })),
        Provenance::Assumption { .. } | Provenance::Invented => None,
    }
}

fn document(e: &SourceDocument) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).text("publisher", &e.publisher).may("year", e.year);
    })
}

fn tag(e: &Tag) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("kind", e.kind.name()).text("title", &e.title);
        k.text("description", &e.description).extend(provenance(&e.provenance));
    })
}

fn region(e: &Region) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).extend(provenance(&e.provenance));
    })
}

fn workforce(e: &Workforce) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).extend(provenance(&e.provenance));
    })
}

fn provider(e: &Provider) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).text("kind", e.kind.name());
        k.extend(provenance(&e.provenance));
    })
}

fn tier_number(tier: &Tier) -> Node {
    tier.number().into()
}

fn tier(e: &TierDefinition) -> Keys {
    keys(|k| {
        k.put("tier", tier_number(&e.tier)).text("title", &e.title).text("target_group", &e.target_group);
        k.text("structure", &e.structure);
        k.put("content", Node::List(e.content.iter().cloned().map(Node::Text).collect()));
        k.text("outcome", &e.outcome).list("entry", &e.entry, requisite).put("completion", expression(&e.completion));
        match &e.completion_provenance {
            Provenance::Assumption { note } => k.text("completion_assumption", note),
            sourced => k.may("completion_source", source(sourced)),
        };
        k.extend(provenance(&e.provenance));
    })
}

fn readiness_tier(e: &ReadinessTierDefinition) -> Keys {
    keys(|k| {
        k.put("readiness_tier", e.readiness_tier.number()).text("title", &e.title).text("description", &e.description);
        k.extend(provenance(&e.provenance));
    })
}

fn role(e: &Role) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).text("description", &e.description);
        k.text("family", e.family.name());
        k.list("perspectives", &e.perspectives, |perspective| Node::Text(perspective.name().to_owned()));
        k.texts("workforces", &e.workforces).list("preparation", &e.preparation, requisite);
        k.extend(provenance(&e.provenance));
    })
}

/// A requisite.
pub(crate) fn requisite(e: &Requisite) -> Node {
    keys(|k| {
        k.text("kind", e.kind().name()).text("strength", e.strength().name());
        k.put("requires", expression(e.requires())).extend(provenance(e.provenance()));
    })
    .into()
}

fn expression(expr: &RequisiteExpr) -> Node {
    let operands = |of: &[RequisiteExpr]| Node::List(of.iter().map(expression).collect());
    keys(|k| match expr {
        RequisiteExpr::All(of) => {
            k.put("all", operands(of.as_slice()));
        }
        RequisiteExpr::Any(of) => {
            k.put("any", operands(of.as_slice()));
        }
        RequisiteExpr::AtLeast(at_least) => {
            k.put("at_least", at_least.least()).put("of", operands(at_least.of()));
        }
        RequisiteExpr::Course(of) => {
            let range = (of.range != VersionReq::STAR).then_some(&of.range);
            k.text("course", &of.course).may_text("version", range);
        }
        RequisiteExpr::Qualification(code) => {
            k.text("qualification", code);
        }
        RequisiteExpr::Tier(tier) => {
            k.put("tier", tier_number(tier));
        }
        RequisiteExpr::Gate(of) => *k = gate_keys(of),
    })
    .into()
}

/// A gate.
pub(crate) fn gate(gate: &Gate) -> Node {
    gate_keys(gate).into()
}

fn gate_keys(gate: &Gate) -> Keys {
    keys(|k| match gate {
        Gate::ExperienceOver { months } => {
            k.text("gate", "experience-over").put("months", *months);
        }
        Gate::ExperienceAtLeast { months } => {
            k.text("gate", "experience-at-least").put("months", *months);
        }
        Gate::Employed => {
            k.text("gate", "employed");
        }
        Gate::PartnerRelease => {
            k.text("gate", "partner-release");
        }
        Gate::Supervision { perspective } => {
            k.text("gate", "supervision").may_text("perspective", perspective.map(|perspective| perspective.name()));
        }
        Gate::Placement { hours } => {
            k.text("gate", "placement").put("hours", *hours);
        }
        Gate::Attested { statement } => {
            k.text("gate", "attested").text("statement", statement);
        }
    })
}

/// A course with its versions.
pub(crate) fn course(e: &Course) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).may_text("neutral_title", e.neutral_title.as_ref());
        k.text("kind", e.kind.name()).text("description", &e.description).list("tiers", &e.tiers, tier_number);
        k.texts("roles", &e.roles);
        k.list("perspectives", &e.perspectives, |perspective| Node::Text(perspective.name().to_owned()));
        k.texts("tags", &e.tags);
        let alignment = e.aqf_alignment.as_ref().map(|alignment| {
            keys(|k| {
                k.put("level", alignment.level.get()).text("basis", &alignment.basis);
            })
        });
        k.may("aqf_alignment", alignment).may("superseded_by", e.superseded_by.as_ref().map(course_successor));
        k.may_text("publisher", e.publisher.as_ref());
        k.extend(provenance(&e.provenance)).list("versions", &e.versions, |version| course_version(version).into());
    })
}

fn course_successor(e: &CourseSuccessor) -> Keys {
    keys(|k| {
        k.text("course", &e.course).text("equivalence", e.equivalence.name()).extend(provenance(&e.provenance));
    })
}

/// A version of a course.
pub(crate) fn course_version(e: &CourseVersion) -> Keys {
    keys(|k| {
        k.text("version", &e.version).text("published", e.published);
        k.may_text("status", (e.status != VersionStatus::Published).then(|| e.status.name()));
        k.put("outcomes", Node::List(e.outcomes.iter().cloned().map(Node::Text).collect()));
        k.put("volume_of_learning_hours", e.volume_of_learning).put("assessed", e.assessed);
        credit(k, e.credit.as_ref());
        k.list("requisites", &e.requisites, requisite).texts("sessions", &e.sessions);
    })
}

fn credit(k: &mut Keys, credit: Option<&Credit>) {
    k.may_text("credit_points", credit.map(|credit| credit.points));
    k.may_text("credit_scheme", credit.map(|credit| &credit.scheme));
}

fn qualification(e: &Qualification) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).text("aqf_type", e.aqf_type.name());
        k.may("volume_of_learning_hours", e.volume_of_learning);
        k.may("volume_assumed", e.volume_of_learning_assumed.then_some(true)).text("currency", e.currency.name());
        let successor = e.superseded_by.as_ref().map(|next| {
            keys(|k| {
                k.text("qualification", &next.qualification).text("equivalence", next.equivalence.name());
                k.extend(provenance(&next.provenance));
            })
        });
        k.may("superseded_by", successor).list("entry", &e.entry, requisite);
        credit(k, e.credit.as_ref());
        k.list("leads_to", &e.leads_to, |rung| {
            keys(|k| {
                k.text("qualification", &rung.qualification).may_text("through", rung.through.as_ref());
                k.extend(provenance(&rung.provenance));
            })
            .into()
        });
        k.may_text("publisher", e.publisher.as_ref()).extend(provenance(&e.provenance));
        k.may("packaging", e.packaging.as_ref().map(packaging));
        k.may("points_packaging", e.points_packaging.as_ref().map(points_packaging));
        k.may("recognition", e.recognition.as_ref().map(recognition));
    })
}

fn packaging(e: &Packaging) -> Keys {
    keys(|k| {
        k.put("core", e.core).put("electives", e.electives).may("electives_listed_min", e.electives_listed_min);
        k.may("electives_elsewhere_max", e.electives_elsewhere_max).may("work_hours_min", e.work_hours_min);
        k.list("groups", &e.groups, |group| {
            keys(|k| {
                k.text("code", &group.code).text("title", &group.title).text("kind", group.kind.name());
                k.may("least", group.least).may("most", group.most).texts("units", &group.units);
            })
            .into()
        });
        k.extend(provenance(&e.provenance));
    })
}

fn points_packaging(e: &PointsPackaging) -> Keys {
    keys(|k| {
        k.text("subject_points", e.subject_points);
        k.list("groups", &e.groups, |group| {
            keys(|k| {
                k.text("code", &group.code).text("title", &group.title);
                k.may_text("least", group.least).may_text("most", group.most).texts("subjects", &group.subjects);
            })
            .into()
        });
        k.list("levels", &e.levels, |level| {
            keys(|k| {
                k.put("level", level.level.get()).may_text("least", level.least).may_text("most", level.most);
                k.may_text("least_and_above", level.least_and_above);
                k.texts("subjects", &level.subjects);
            })
            .into()
        });
        k.extend(provenance(&e.provenance));
    })
}

fn recognition(e: &RecognitionLimits) -> Keys {
    keys(|k| {
        k.may("most_percent", e.most.map(|share| share.get()))
            .may("rpl_most_percent", e.rpl_most.map(|share| share.get()));
        k.may("residency_least_percent", e.residency_least.map(|share| share.get()));
        k.may("study_years_max", e.study_years_max).extend(provenance(&e.provenance));
    })
}

fn credit_scheme(e: &CreditScheme) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).text("points_per_year", e.points_per_year);
        k.extend(provenance(&e.provenance));
    })
}

fn credit_rule(e: &CreditRule) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("qualification", &e.qualification);
        match &e.exchange {
            CreditExchange::Series { of, size, points_each_series } => k.text("kind", "series").put(
                "series",
                keys(|k| {
                    k.put("of", Node::List(of.iter().map(|code| Node::Text(code.to_string())).collect()));
                    k.put("size", *size).text("points_each_series", points_each_series);
                }),
            ),
            CreditExchange::Block { from, points } => k.text("kind", "block").put(
                "block",
                keys(|k| {
                    k.text("from", from).text("points", points);
                }),
            ),
            CreditExchange::Unit { from, unit } => k.text("kind", "unit").put(
                "unit",
                keys(|k| {
                    k.text("from", from).text("unit", unit);
                }),
            ),
        };
        k.may_text("basis", (e.basis != CreditBasis::default()).then(|| e.basis.name()));
        k.text("standing", e.standing.name()).may_text("provider", e.provider.as_ref());
        k.may_text("from_provider", e.from_provider.as_ref()).may_text("valid_from", e.valid.from);
        k.may_text("valid_until", e.valid.until).may_text("group", e.group.as_ref());
        k.may("level", e.level.map(|level| level.get()));
        k.may_text("conditions", e.conditions.as_ref()).extend(provenance(&e.provenance));
    })
}

fn funding_source(e: &FundingSource) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).text("kind", e.kind.name());
        k.may_text("amount", e.amount.map(money));
        k.may_text("per", (e.per != AmountPer::default()).then(|| e.per.name()));
        k.may("pays_for", (e.pays_for != PaysFor::default()).then(|| pays_for(&e.pays_for)));
        k.may("places", e.places).list("requires", &e.requires, gate);
        k.list("perspectives", &e.perspectives, |perspective| Node::Text(perspective.name().to_owned()));
        k.may_text("conditions", e.conditions.as_ref()).extend(provenance(&e.provenance));
    })
}

fn pays_for(e: &PaysFor) -> Keys {
    keys(|k| {
        k.texts("courses", &e.courses).texts("qualifications", &e.qualifications);
        k.list("kinds", &e.kinds, |kind| Node::Text(kind.name().to_owned())).texts("providers", &e.providers);
    })
}

fn support_commitment(e: &SupportCommitment) -> Keys {
    keys(|k| {
        k.text("code", &e.code).text("title", &e.title).text("kind", e.kind.name());
        k.text("description", &e.description).may_text("frequency", e.frequency.as_ref());
        k.list("tiers", &e.tiers, tier_number).extend(provenance(&e.provenance));
    })
}

/// An offering.
pub(crate) fn offering(e: &Offering) -> Keys {
    keys(|k| {
        k.text("code", &e.code);
        match &e.of {
            OfferingOf::Course { course, version } => k.text("course", course).text("version", version),
            OfferingOf::Qualification(code) => k.text("qualification", code),
        };
        k.text("provider", &e.provider).text("mode", e.mode.name()).may_text("region", e.region.as_ref());
        k.put("delivery", delivery(&e.delivery)).text("price", money(e.price));
        k.may("price_source", e.price_provenance.as_ref().and_then(source));
        k.list("fees", &e.fees, |fee| {
            keys(|k| {
                k.text("funding", &fee.funding).text("price", money(fee.price));
            })
            .into()
        });
        k.put("days", e.days).may("days_released", (e.days_from == DaysFrom::ReleaseAgreement).then_some(true));
        k.put("own_time_hours", e.own_time).may("capacity", e.capacity);
        k.list("rpl_asks", e.rpl.as_ref().map(|rpl| rpl.asks.as_slice()).unwrap_or_default(), gate);
        k.put("peer_led", e.peer.led).put("peer_developed", e.peer.developed).put("peer_delivered", e.peer.delivered);
        k.extend(provenance(&e.provenance));
    })
}

fn delivery(delivery: &Delivery) -> Keys {
    keys(|k| match delivery {
        Delivery::Dated { start, end } => {
            k.text("start", start).text("end", end);
        }
        Delivery::Rolling { from, until, weeks } => {
            k.text("rolling_from", from).may_text("rolling_until", *until).put("weeks", *weeks);
        }
    })
}

/// Dollars and cents as files write them: `420.00`.
fn money(amount: Aud) -> String {
    format!("{}.{:02}", amount.cents() / 100, amount.cents() % 100)
}

/// Whether anything of an entry is invented, so that a file with it must say so.
pub(crate) fn is_invented(parts: &CatalogueParts) -> bool {
    serde_json::to_string(parts).is_ok_and(|data| data.contains("\"invented\""))
}
