//! Credit: the ledger, several side by side, the nearest, the ladder, and claims of prior learning.

use std::sync::Arc;

use async_graphql::Request;
use chrono::Utc;
use serde_json::{Value, json};

use super::cost::{cost, values};
use super::data;
use crate::graphql::schema::{Today, schema};
use crate::ops;

/// Both courses of the series of two that are worth 12.5 of the 50 points of `gc`.
const BOTH: &str = "held: [
  { course: { code: \"peer-support\", version: \"1.1.0\", completed: \"2026-06-01\" } }
  { course: { code: \"supervision\", version: \"1.0.0\", completed: \"2026-06-01\" } }
  { course: { code: \"writing\", version: \"1.0.0\", completed: \"2026-07-01\" } }]";

#[tokio::test]
async fn a_ledger_says_what_counts_what_does_not_and_what_is_left() {
    let query = format!(
        "{{ creditTowards(input: {{ qualification: \"gc\", learner: {{ {BOTH} }} }}) {{ userErrors {{ message }} ledger {{
            on measure scheme {{ code }} size {{ points units words }} held summary lineCount notCountedCount proved
            lines {{ itemCount items {{ code completed byRpl }} countsFor seriesCount seriesSize seriesEach {{ points }}
              amount {{ points }} uncut {{ points }} eftsl {{ thousandths rounded }} rule {{ code basis form validFrom
                provider {{ code }} group conditions }} form studiedInAward basis standing words }}
            totals {{ guaranteed {{ points }} discretionary {{ points }} ifAllGranted {{ points }} }}
            guaranteedAlone {{ points }} limits {{ kind }}
            notCounted {{ item {{ code }} reason limit words }}
            remaining {{ besidesGuaranteed {{ points }} ifAllGranted {{ points }} core wholePrice {{ least }} words }}
            report {{ basis standing points eftsl {{ thousandths }} words }} }} }} }}"
    );
    let found = data(&query).await;
    let ledger = &found["creditTowards"]["ledger"];
    assert_eq!(found["creditTowards"]["userErrors"], json!([]));
    let summary = "Graduate Certificate takes 50 points. If the provider decides so: 12.5 points. Left to do: 37.5 points \
                   if all of it is granted, 50 points if only what is guaranteed is.";
    assert_eq!((&ledger["summary"], &ledger["on"]), (&json!(summary), &json!("2027-02-01")));
    assert_eq!(ledger["size"], json!({ "points": "50", "units": null, "words": "50 points" }));
    assert_eq!((&ledger["measure"], &ledger["scheme"]), (&json!("POINTS"), &json!({ "code": "melbourne" })));
    let item = |code: &str| json!({ "code": code, "completed": "2026-06-01", "byRpl": false });
    let line = json!({
        "itemCount": 2, "items": [item("peer-support"), item("supervision")], "countsFor": "SERIES",
        "seriesCount": 1, "seriesSize": 2, "seriesEach": { "points": "12.5" }, "amount": { "points": "12.5" },
        "uncut": null, "eftsl": { "thousandths": 125, "rounded": false },
        "rule": { "code": "suite", "basis": "CREDIT_TRANSFER", "form": "UNSPECIFIED", "validFrom": null,
                  "provider": null, "group": null, "conditions": null },
        "form": "UNSPECIFIED", "studiedInAward": false, "basis": "CREDIT_TRANSFER", "standing": "DISCRETIONARY",
        "words": "Peer support and Supervision make one whole series of two, worth 12.5 points. That is 12.5 points, or \
                  0.125 EFTSL. Unspecified credit by credit transfer: if the provider decides so.",
    });
    assert_eq!(ledger["lines"], json!([line]));
    assert_eq!(
        ledger["totals"],
        json!({ "guaranteed": { "points": "0" }, "discretionary": { "points": "12.5" },
                "ifAllGranted": { "points": "12.5" } })
    );
    assert_eq!(
        ledger["notCounted"],
        json!([{ "item": { "code": "writing" }, "reason": "NO_RULE", "limit": null,
                 "words": "Writing: no rule of this award names it." }])
    );
    assert_eq!(ledger["remaining"]["besidesGuaranteed"], json!({ "points": "50" }));
    assert_eq!((&ledger["remaining"]["core"], &ledger["limits"]), (&Value::Null, &json!([])));
    assert_eq!(ledger["report"][0]["eftsl"], json!({ "thousandths": 125 }));
    assert_eq!((&ledger["lineCount"], &ledger["notCountedCount"]), (&json!(1), &json!(1)));
    assert_eq!((&ledger["held"], &ledger["proved"]), (&json!(false), &json!(true)));
}

#[tokio::test]
async fn everything_wrong_with_a_question_of_credit_is_said_at_once() {
    let query = "{ creditTowards(input: { qualification: \"CHC43516\", at: \"2027-02-30\", learner: { rpl: [
        { course: \"peer-suport\", version: \"1.0.0\", status: CLAIMED, on: \"2027-01-01\" }
        { course: \"peer-support\", version: \"9.0.0\", status: GRANTED }
        { course: \"writing\", version: \"1.0.0\", status: PLANNED, on: \"2027-01-01\", evidence: [
          { artefact: { reference: \"a long story\" } }
          { work: { role: \"peer-worke\", hours: -1, from: \"2026-01-01\", until: \"2026-02-01\" } }
          { supervisorStatement: { on: \"2026-01-01\", reference: \"statement-1\", outcomes: [0, 7] } }] }] } }) {
        ledger { held } userErrors { code field message } } }";
    let found = data(query).await;
    assert_eq!(found["creditTowards"]["ledger"], Value::Null);
    let errors = found["creditTowards"]["userErrors"].as_array().expect("a list");
    let shown: Vec<String> = errors
        .iter()
        .map(|error| {
            let field: Vec<&str> =
                error["field"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
            format!(
                "{} {}: {}",
                error["code"].as_str().expect("code"),
                field.join("."),
                error["message"].as_str().expect("text")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "UNKNOWN_CODE qualification: Qualification CHC43516 is not in the catalogue. The nearest is CHC43515.",
            "INVALID_DATE at: The text \"2027-02-30\" is not a date; write YYYY-MM-DD.",
            "MISSING learner.rpl.1.on: Give the day, since the claim is more than planned.",
            "CONTRADICTION learner.rpl.2.on: Leave the day out while a claim is only planned, or say how far it has come.",
            "INVALID_REFERENCE learner.rpl.2.evidence.0.artefact.reference: The text \"a long story\" is not a reference; write 1 to 40 letters, digits, hyphens, full stops or underscores, such as \"statement-2026-03\", and nothing about health.",
            "INVALID_HOURS learner.rpl.2.evidence.1.work.hours: The amount of -1 hours is negative; it must be 0 or more.",
            "OUT_OF_RANGE learner.rpl.2.evidence.2.supervisorStatement.outcomes.0: Outcomes are counted from 1, and 0 is none of them.",
            "UNKNOWN_CODE learner.rpl.0.course: Rpl names peer-suport, a course that is not in the catalogue. The nearest is peer-support.",
            "UNKNOWN_VERSION learner.rpl.1.version: A claim names version 9.0.0 of peer-support, whose versions are 1.0.0, 1.1.0.",
            "OUT_OF_RANGE learner.rpl.2.evidence.0: Evidence is for outcome 7, and version 1.0.0 of writing has 0; correct the number.",
        ]
    );
}

#[tokio::test]
async fn claims_that_contradict_what_is_held_or_one_another_are_placed() {
    let query = "{ closestQualifications(input: { learner: {
        held: [{ course: { code: \"writing\", version: \"1.0.0\", completed: \"2026-07-01\" } }]
        rpl: [
          { course: \"writing\", version: \"1.0.0\", status: PLANNED }
          { course: \"supervision\", version: \"1.0.0\", status: CLAIMED, on: \"2027-03-01\" }
          { course: \"supervision\", version: \"1.0.0\", status: PLANNED }] } }) {
        closestCount closest { creditedPermille } userErrors { code field message } } }";
    let found = data(query).await;
    let errors = json!([
        { "code": "COMPLETED_LATER", "field": ["learner", "rpl", "1"],
          "message": "The answer of the claim of supervision is on 2027-03-01, after 2027-02-01, the day this is said for; correct one of the two." },
        { "code": "CONTRADICTION", "field": ["learner", "rpl", "0", "course"],
          "message": "The course writing is held and claimed; take the claim away." },
        { "code": "HELD_TWICE", "field": ["learner", "rpl", "2", "course"],
          "message": "The list claims supervision twice; give one claim with all its evidence." },
    ]);
    assert_eq!(found["closestQualifications"], json!({ "closestCount": 0, "closest": [], "userErrors": errors }));
}

#[tokio::test]
async fn a_granted_claim_counts_as_held_everywhere_and_an_open_one_nowhere() {
    for (claim, standing, credit) in [
        ("GRANTED, on: \"2027-01-10\"", "MET", "12.5"),
        ("CLAIMED, on: \"2027-01-10\"", "MISSING", "12.5"),
        ("REFUSED, on: \"2027-01-10\"", "MISSING", "0"),
    ] {
        let rpl = format!("rpl: [{{ course: \"peer-support\", version: \"1.1.0\", status: {claim} }}]");
        let held = "held: [{ course: { code: \"supervision\", version: \"1.0.0\", completed: \"2026-06-01\" } }]";
        let found = data(&format!(
            "{{ eligibility(for: {{ course: \"supervision\" }}, learner: {{ experienceMonths: 13, {rpl} }}) {{
                eligibility {{ findings {{ standing }} }} }}
              creditTowards(input: {{ qualification: \"gc\", learner: {{ {held}, {rpl} }} }}) {{ ledger {{
                totals {{ guaranteed {{ points }} ifAllGranted {{ points }} }} lines {{ items {{ byRpl completed }} basis }} }} }}
              recommendPathways(input: {{ goal: {{ course: \"peer-support\" }}, learner: {{ {rpl} }},
                limits: {{ hoursPerWeek: 4 }} }}) {{ outcome {{ ... on Pathways {{ pathways {{ steps {{ title }} }} }} }} }} }}"
        ))
        .await;
        assert_eq!(found["eligibility"]["eligibility"]["findings"][0]["standing"], standing, "{claim}");
        let totals = &found["creditTowards"]["ledger"]["totals"];
        assert_eq!(totals["ifAllGranted"]["points"], credit, "{claim}");
        assert_eq!(totals["guaranteed"]["points"], "0", "{claim}");
        let steps = found["recommendPathways"]["outcome"]["pathways"][0]["steps"].as_array().expect("a plan");
        assert_eq!(steps.is_empty(), standing == "MET", "{claim}");
    }
}

/// The diploma of a ladder is claimed as a whole: once granted it opens what asks for it, and before that it may only count.
#[tokio::test]
async fn a_whole_qualification_can_be_claimed() {
    let built_in = Arc::new(ops::built_in_catalogue().expect("built-in catalogue"));
    for (claim, open, by_rpl) in [
        ("GRANTED, on: \"2027-01-10\"", "0", true),
        ("CLAIMED, on: \"2027-01-10\"", "120", true),
        ("REFUSED, on: \"2027-01-10\"", "0", false),
    ] {
        let evidence = "evidence: [{ artefact: { reference: \"portfolio-1\" } }]";
        let query = format!(
            "{{ creditTowards(input: {{ qualification: \"federation-bachelor-community-human-services\", at: \"2027-02-01\",
                learner: {{ rpl: [{{ qualification: \"CHC53315\", status: {claim}, {evidence} }}] }} }}) {{
                userErrors {{ message }} ledger {{ lines {{ items {{ code byRpl }} }}
                  totals {{ byApplication {{ points }} ifAllGranted {{ points }} }} }} }} }}"
        );
        let asked = Request::new(&query).data(Arc::clone(&built_in)).data(Today::at(Utc::now()));
        let answer = schema().execute(asked).await;
        assert_eq!(answer.errors, [], "{query}");
        let found = answer.data.into_json().expect("JSON");
        let ledger = &found["creditTowards"]["ledger"];
        assert_eq!(found["creditTowards"]["userErrors"], json!([]), "{claim}");
        let lines = if by_rpl { json!([{ "items": [{ "code": "CHC53315", "byRpl": true }] }]) } else { json!([]) };
        assert_eq!(ledger["lines"], lines, "{claim}");
        let all = if by_rpl { "120" } else { "0" };
        let totals = json!({ "byApplication": { "points": open }, "ifAllGranted": { "points": all } });
        assert_eq!(ledger["totals"], totals, "{claim}");
    }
}

#[tokio::test]
async fn a_claim_is_of_a_course_or_of_a_qualification_and_of_one_that_exists() {
    let query = "{ ladder(input: { learner: { rpl: [
        { qualification: \"CHC43515\", course: \"writing\", version: \"1.0.0\", status: PLANNED }
        { qualification: \"CHC43516\", status: PLANNED }
        { qualification: \"gc\", status: PLANNED, evidence: [{ artefact: { reference: \"plan-1\", outcomes: [1] } }] }
        { status: PLANNED }] } }) { userErrors { code field message } } }";
    let found = data(query).await;
    let errors = found["ladder"]["userErrors"].as_array().expect("a list");
    let shown: Vec<String> = errors
        .iter()
        .map(|error| {
            let field = error["field"].as_array().expect("a list").iter().filter_map(Value::as_str);
            let field: Vec<&str> = field.collect();
            let [code, message] = ["code", "message"].map(|key| error[key].as_str().expect("text"));
            format!("{} {code}: {message}", field.join("."))
        })
        .collect();
    let either =
        "A claim is of a course in a version, or of a qualification; give course and version, or qualification alone.";
    assert_eq!(
        shown,
        [
            format!("learner.rpl.0 CONTRADICTION: {either}"),
            format!("learner.rpl.3 CONTRADICTION: {either}"),
            "learner.rpl.2.evidence CONTRADICTION: Evidence of the claim of gc is for outcome 1, and a qualification has none here; leave the outcomes out, and it is for all of it.".to_owned(),
            "learner.rpl.1.qualification UNKNOWN_CODE: Rpl names CHC43516, a qualification that is not in the catalogue. The nearest is CHC43515.".to_owned(),
        ]
    );
}

#[tokio::test]
async fn qualifications_stand_side_by_side_in_the_order_given() {
    let ask = |codes: &str| {
        format!(
            "{{ compareQualifications(input: {{ qualifications: {codes}, learner: {{ {BOTH} }} }}) {{
                qualifications {{ qualification {{ code aqfLevel volumeOfLearningHours recognition {{ mostPercent }}
                    pointsPackaging {{ subjectPoints }} }}
                  entry {{ verdict findings {{ requirement }} }}
                  ledger {{ totals {{ ifAllGranted {{ words }} }} remaining {{ wholePrice {{ least most }} }} }} }}
                userErrors {{ code field message }} }} }}"
        )
    };
    let found = data(&ask("[\"gc\", \"CHC43515\"]")).await;
    let one = |code: &str, level: u8, credit: &str| {
        json!({
            "qualification": { "code": code, "aqfLevel": level, "volumeOfLearningHours": null, "recognition": null,
                               "pointsPackaging": null },
            "entry": { "verdict": "YES", "findings": [] },
            "ledger": { "totals": { "ifAllGranted": { "words": credit } }, "remaining": { "wholePrice": null } },
        })
    };
    assert_eq!(
        found["compareQualifications"]["qualifications"],
        json!([one("gc", 8, "12.5 points"), one("CHC43515", 4, "0 points")])
    );
    let found = data(&ask("[\"gc\", \"gd\", \"gc\"]")).await;
    assert_eq!(found["compareQualifications"]["qualifications"], Value::Null);
    assert_eq!(
        found["compareQualifications"]["userErrors"],
        json!([
            { "code": "UNKNOWN_CODE", "field": ["qualifications", "1"],
              "message": "Qualification gd is not in the catalogue. The nearest is gc." },
            { "code": "HELD_TWICE", "field": ["qualifications", "2"], "message": "The list has gc twice; give it once." },
        ])
    );
    for (codes, message) in [
        ("[]".to_owned(), "The list is empty; give the codes of 1 to 10 qualifications."),
        (format!("{:?}", ["gc"; 11]), "The list has 11 codes; at most 10 are compared."),
    ] {
        let found = data(&ask(&codes)).await;
        assert_eq!(found["compareQualifications"]["userErrors"][0]["message"], message);
    }
}

#[tokio::test]
async fn the_nearest_award_has_the_largest_share_and_the_ladder_of_no_rungs_is_empty() {
    let found = data(&format!(
        "{{ closestQualifications(input: {{ learner: {{ {BOTH} }} }}) {{ closestCount closest(first: 1) {{
            creditedPermille qualification {{ code }} ledger {{ lineCount }} }} userErrors {{ message }} }}
          ladder(input: {{ learner: {{ {BOTH} }} }}) {{ rungCount rungs {{ height }} userErrors {{ message }} }} }}"
    ))
    .await;
    assert_eq!(
        found["closestQualifications"],
        json!({ "closestCount": 2, "userErrors": [], "closest": [
            { "creditedPermille": 250, "qualification": { "code": "gc" }, "ledger": { "lineCount": 1 } }] })
    );
    assert_eq!(found["ladder"], json!({ "rungCount": 0, "rungs": [], "userErrors": [] }));
}

#[tokio::test]
async fn what_a_provider_assesses_says_what_it_asks_and_is_planned_once_that_holds() {
    let built_in = Arc::new(ops::built_in_catalogue().expect("built-in catalogue"));
    let plan = |employment: &str| {
        format!(
            "recommendPathways(input: {{ goal: {{ course: \"CHCPWK004\" }},
               learner: {{ experienceMonths: 36, employment: {employment} }}, limits: {{ earliestStart: \"2027-02-01\", hoursPerWeek: 6 }} }}) {{
               outcome {{ ... on Pathways {{ pathways {{ steps {{ byRpl offering {{ code rplAsks }} }} }} }} }} }}"
        )
    };
    for (employment, by_rpl) in [("EMPLOYED", true), ("NOT_EMPLOYED", false)] {
        let query = format!("{{ {} }}", plan(employment));
        let asked = Request::new(&query).data(Arc::clone(&built_in)).data(Today::at(Utc::now()));
        let answer = schema().execute(asked).await;
        assert_eq!(answer.errors, [], "{query}");
        let found = answer.data.into_json().expect("JSON");
        let pathways = found["recommendPathways"]["outcome"]["pathways"].as_array().expect("pathways").clone();
        let steps = pathways.iter().flat_map(|pathway| pathway["steps"].as_array().cloned().unwrap_or_default());
        let assessed: Vec<Value> = steps.filter(|step| step["byRpl"] == true).collect();
        assert_eq!(!assessed.is_empty(), by_rpl, "{found}");
        for step in assessed {
            let asks = ["more than 2 years of experience as a consumer worker", "employment as a consumer worker"];
            assert_eq!(step["offering"], json!({ "code": "CHCPWK004-rpl", "rplAsks": asks }));
        }
    }
}

/// All there is to say of the built-in catalogue's ladder, and of one ledger.
const WHOLE_LEDGER: &str = "fragment Sum on LedgerAmount { points units words }
  fragment Whole on Ledger { on measure held summary lineCount notCountedCount proved size { ...Sum }
    guaranteedAlone { ...Sum } totals { guaranteed { ...Sum } byApplication { ...Sum } discretionary { ...Sum }
      assumption { ...Sum } ifAllGranted { ...Sum } }
    lines(first: 5) { itemCount items(first: 10) { code title completed byRpl } countsFor group amount { ...Sum } words }
    limits { kind most { ...Sum } used { ...Sum } effect words }
    notCounted(first: 5) { item { code } reason words } specialisations { title held units complete }
    remaining { core electives missing { code } estimatedHours wholePrice { least most } words }
    report { basis standing points words } }";

#[tokio::test]
async fn an_answer_about_credit_has_no_more_values_than_it_costs() {
    let built_in = Arc::new(ops::built_in_catalogue().expect("built-in catalogue"));
    let suite = ["peer-support", "counselling-and-interviewing", "advocacy", "supervision"].map(|code| {
        format!("{{ course: {{ code: \"suite-{code}\", version: \"1.0.0\", completed: \"2026-06-01\" }} }}")
    });
    let learner = format!(
        "learner: {{ held: [{} {{ qualification: {{ code: \"CHC53315\", completed: \"2026-06-01\" }} }}] }}",
        suite.concat()
    );
    for question in [
        format!(
            "creditTowards(input: {{ qualification: \"graduate-certificate\", {learner} }}) {{ ledger {{ ...Whole }} }}"
        ),
        format!(
            "compareQualifications(input: {{ qualifications: [\"graduate-certificate\", \"CHC43515\"], {learner} }}) {{
               qualifications {{ ledger {{ ...Whole }} entry {{ verdict findings {{ requirement notes }} }} }} }}"
        ),
        format!(
            "closestQualifications(input: {{ {learner} }}) {{ closestCount closest(first: 5) {{ ledger {{ ...Whole }} }} }}"
        ),
        format!(
            "ladder(input: {{ {learner} }}) {{ rungCount rungs(first: 10) {{ height from {{ qualification {{ code }} }}
               ledger {{ ...Whole }} entry {{ verdict findings {{ requirement }} }} }} }}"
        ),
    ] {
        let query = format!("{{ {question} }} {WHOLE_LEDGER}");
        let asked = Request::new(&query).data(Arc::clone(&built_in)).data(Today::at(Utc::now()));
        let answer = schema().execute(asked).await;
        assert_eq!(answer.errors, [], "{query}");
        let has = values(&answer.data.into_json().expect("JSON"));
        let cost = cost(&query, json!({})).expect(&query);
        assert!(has > 20 && has <= cost && cost <= 25_000, "{has} values for {cost} points: {query}");
    }
}
