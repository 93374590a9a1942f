//! Whatever of an entry can be read is checked: what is wrong with several values at once is what is wrong with each
//! alone, but for what merely follows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;

use super::*;

/// One value of a fixture, broken. The lines stay where they are.
struct Breakage {
    /// Where in the fixture: the first `old` behind this text.
    behind: &'static str,
    old: &'static str,
    new: &'static str,
    /// What others are called while this is broken: their words, and what stands for them.
    called: (&'static str, &'static str),
    /// What is not said of others while this is broken, since it may merely follow: parts of messages.
    hides: &'static [&'static str],
}

const fn broken(behind: &'static str, old: &'static str, new: &'static str) -> Breakage {
    Breakage { behind, old, new, called: ("", ""), hides: &[] }
}

impl Breakage {
    const fn hiding(self, hides: &'static [&'static str]) -> Self {
        Self { hides, ..self }
    }

    const fn calling(self, words: &'static str, name: &'static str) -> Self {
        Self { called: (words, name), ..self }
    }

    fn span(&self, text: &str) -> std::ops::Range<usize> {
        let from = text.find(self.behind).unwrap_or_else(|| panic!("{} is not in the fixture", self.behind));
        let at = text[from..].find(self.old).unwrap_or_else(|| panic!("{} is not in the fixture", self.old));
        from + at..from + at + self.old.len()
    }

    /// A problem of another value as it is said while this is broken too; `None` when it is not.
    fn bends(&self, problem: &str) -> Option<String> {
        let hidden = self.hides.iter().any(|part| problem.contains(part));
        let said =
            if self.called.0.is_empty() { problem.to_owned() } else { problem.replace(self.called.0, self.called.1) };
        Some(said).filter(|_| !hidden)
    }
}

/// The fixture with all of these broken; `None` when two are the same value.
fn text_with(fixture: &str, breakages: &[&Breakage]) -> Option<String> {
    let mut spans: Vec<_> = breakages.iter().map(|one| (one.span(fixture), one.new)).collect();
    spans.sort_by_key(|(span, _)| span.start);
    if spans.windows(2).any(|pair| pair[0].0.end > pair[1].0.start) {
        return None;
    }
    let mut text = fixture.to_owned();
    for (span, new) in spans.into_iter().rev() {
        text.replace_range(span, new);
    }
    Some(text)
}

/// Breaks values in pairs and in threes; returns how many were tried, and what differs from the union. Values that
/// stand behind different texts only make pairs, and only where one hides something: the others have nothing to do
/// with one another.
fn differences(fixture: &str, all: &[Breakage], say: impl Fn(&str) -> BTreeSet<String>) -> (usize, Vec<String>) {
    let mut different = Vec::new();
    let mut tried = 0;
    let alone: Vec<BTreeSet<String>> = all
        .iter()
        .map(|one| {
            let said = say(&text_with(fixture, &[one]).expect("one value"));
            assert!(!said.is_empty(), "{} for {} is not refused", one.new, one.old);
            said
        })
        .collect();
    let mut check = |chosen: &[usize]| {
        let breakages: Vec<_> = chosen.iter().map(|index| &all[*index]).collect();
        let Some(text) = text_with(fixture, &breakages) else { return };
        tried += 1;
        let others = |index: usize| chosen.iter().filter(move |other| **other != index).map(|other| &all[*other]);
        let expected: BTreeSet<String> = chosen
            .iter()
            .flat_map(|index| alone[*index].iter().map(move |problem| (*index, problem)))
            .filter_map(|(index, problem)| others(index).try_fold(problem.clone(), |said, other| other.bends(&said)))
            .collect();
        let found = say(&text);
        if found != expected {
            let names: Vec<_> = breakages.iter().map(|one| one.new).collect();
            let missing: Vec<_> = expected.difference(&found).collect();
            let more: Vec<_> = found.difference(&expected).collect();
            different.push(format!("{names:?}\n  not said: {missing:#?}\n  said besides: {more:#?}"));
        }
    };
    for first in 0..all.len() {
        for second in first + 1..all.len() {
            let beside = all[first].behind == all[second].behind;
            if beside || !all[first].hides.is_empty() || !all[second].hides.is_empty() {
                check(&[first, second]);
            }
            let together = |third: &usize| beside && all[first].behind == all[*third].behind;
            for third in (second + 1..all.len()).filter(together) {
                check(&[first, second, third]);
            }
        }
    }
    (tried, different)
}

#[track_caller]
fn assert_none((tried, different): (usize, Vec<String>), least: usize) {
    let shown: Vec<_> = different.iter().take(20).map(String::as_str).collect();
    assert!(different.is_empty(), "{} of {tried} differ:\n{}", different.len(), shown.join("\n"));
    assert!(tried >= least, "only {tried} were tried");
}

const COURSE: &str = "code = \"suite-peer-support\"\ntitle";
const OLD_VERSION: &str = "  version = \"1.0.0\"\n  published = \"2026-01-01\"\n  status = \"superseded\"";
const NEW_VERSION: &str = "  version = \"1.1.0\"\n  published = \"2027-01-01\"";
const AWARD: &str = "code = \"CHC43515\"\ntitle";
const RULE: &str = "code = \"suite-credit\"";
const UNITS: &str = "code = \"CHC43315\"";
const POINTS: &str = "code = \"GC-POINTS\"";
const UNIT_RULE: &str = "code = \"unit-exchange\"";
const MAJOR_RULE: &str = "code = \"major-block\"";
const OFFERING: &str = "code = \"peer-support-2027\"";
const ROLE: &str = "code = \"peer-support-worker\"";
const GRANT: &str = "code = \"practice-grant\"";
const TIER: &str = "tier = 3\ntitle";

/// What follows from a number that cannot be read.
const OF_VERSIONS: &[&str] = &["suite-peer-support, whose versions", "asks for suite-peer-support"];

const CATALOGUE: &[Breakage] = &[
    broken(COURSE, "suite-peer-support", "suite peer support")
        .calling("course suite-peer-support:", "course number 2 of this file:")
        .hiding(&["names course", "suite-peer-support, whose versions", "asks for suite-peer-support"]),
    broken(COURSE, "title = \"Peer support\"", "#"),
    broken(COURSE, "kind = \"micro-credential\"", "kind = \"micro\"").hiding(&["is not assessed"]),
    broken(COURSE, "tiers = [3]", "tiers = [9]"),
    broken(COURSE, "roles = [\"peer-support-worker\"]", "roles = [\"nobody\", \"no body\"]"),
    broken(COURSE, "perspectives = [\"consumer\"]", "perspectives = \"consumer\""),
    broken(COURSE, "tags = [\"value-hope\"]", "tags = [\"value-hope\", \"value-hope\", \"value-love\"]"),
    broken(COURSE, "level = 8", "level = 11"),
    broken(COURSE, "basis = \"The suite is aligned to graduate study.\"", "basis = 3"),
    broken(COURSE, "course = \"suite-supervision\"", "course = \"nowhere\""),
    broken(COURSE, "\"not-equivalent\"", "\"same\""),
    broken(COURSE, "document = \"leading-the-change\"", "document = \"nowhere\""),
    broken(COURSE, "place = \"Suite\"", "place = \" \""),
    broken(COURSE, "quote = \"Peer support\"", "quote = \"P\""),
    broken(OLD_VERSION, "\"1.0.0\"", "\"1.0\"").calling("version 1.0.0 ", "versions#1 ").hiding(OF_VERSIONS),
    broken(OLD_VERSION, "published = \"2026-01-01\"", "published = \"2026-02-30\""),
    broken(OLD_VERSION, "status = \"superseded\"", "status = \"old\""),
    broken(OLD_VERSION, "outcomes = [\"Listen\"]", "outcomes = \"Listen\""),
    broken(OLD_VERSION, "volume_of_learning_hours = 37.5", "volume_of_learning_hours = 0"),
    broken(OLD_VERSION, "volume_of_learning_hours = 37.5", "volume_of_learning_hours = -1"),
    broken(OLD_VERSION, "assessed = true", "assessed = false"),
    broken(OLD_VERSION, "assessed = true", "assessed = \"yes\""),
    broken(OLD_VERSION, "credit_points = \"3.125\"", "credit_points = 3.125"),
    broken(OLD_VERSION, "credit_points = \"3.125\"", "#"),
    broken(OLD_VERSION, "credit_scheme = \"melbourne\"", "credit_scheme = \"nowhere\""),
    broken(OLD_VERSION, "sessions = [", "sesions = ["),
    broken(NEW_VERSION, "\"1.1.0\"", "\"1.1\"").calling("version 1.1.0 ", "versions#2 ").hiding(OF_VERSIONS),
    broken(NEW_VERSION, "volume_of_learning_hours = 40", "volume_of_learning_hours = 0.25"),
    broken(NEW_VERSION, "kind = \"corequisite\"", "kind = \"co\""),
    broken(NEW_VERSION, "{ gate = \"employed\" }", "{ course = \"somewhere\" }"),
    broken(NEW_VERSION, "{ gate = \"partner-release\" }", "{ gate = \"partner\" }"),
    broken(NEW_VERSION, "{ gate = \"supervision\" }", "{ course = \"workshop-values\", version = \"^9\" }"),
    broken(NEW_VERSION, "strength = \"advised\"", "strength = \"required\""),
    broken(NEW_VERSION, "any = [", "at_least = 4, of = [").calling(".any#", ".of#"),
    broken(NEW_VERSION, "months = 24", "months = 2400"),
    broken(NEW_VERSION, "hours = 80", "tier = 2"),
    broken(NEW_VERSION, "confidence = \"low\"", "confidence = \"none\"")
        .hiding(&["versions#2.requisites#2: a required requisite rests on"]),
    broken(AWARD, "\"certificate-iv\"", "\"certificate-4\""),
    broken(AWARD, "volume_of_learning_hours = 1200", "volume_of_learning_hours = \"1200\""),
    broken(AWARD, "qualification = \"GC-MH\"", "qualification = \"nowhere\""),
    broken(AWARD, "\"not-stated\"", "\"same\""),
    broken(AWARD, "requires = { gate = \"placement\", hours = 80 }", "requires = { tier = 2, course = \"nowhere\" }"),
    broken("leads_to", "qualification = \"GC-MH\"", "qualification = \"no where\""),
    broken("leads_to", "confidence = \"medium\"", "confidence = \"sure\""),
    broken("leads_to", "core = 8", "core = -8"),
    broken("leads_to", "electives = 7", "electives = \"seven\"").hiding(&["from elsewhere = "]),
    broken("leads_to", "electives_listed_min = 5", "electives_listed_min = 6"),
    broken("leads_to", "code = \"group-a\"", "code = \"group a\""),
    broken("leads_to", "units = [\"suite-peer-support\"]", "units = [\"nowhere\"]"),
    broken("leads_to", "kind = \"specialisation\"", "kind = \"special\""),
    broken("code = \"GC-MH\"", "credit_points = \"50\"", "credit_points = 50").hiding(&["towards an award of"]),
    broken("code = \"GC-MH\"", "credit_scheme = \"melbourne\"", "credit_scheme = \"nowhere\""),
    broken(UNITS, "most_percent = 60", "most_percent = 160"),
    broken(UNITS, "study_years_max = 10", "study_years_max = \"ten\""),
    broken(UNITS, "core = 1", "core = \"one\""),
    broken(UNITS, "electives = 3", "electives = \"three\""),
    broken(UNITS, "code = \"list\"", "code = \"the list\"")
        .calling("group list", "packaging.groups#2")
        .hiding(&["which no group of CHC43315 lists"]),
    broken(UNITS, "kind = \"listed\"", "kind = \"list\""),
    broken(UNITS, "least = 1, ", "least = -1, ").hiding(&["group list asks", "packaging.groups#2 asks"]),
    broken(UNITS, "most = 2", "most = 0"),
    broken(UNITS, "[\"suite-supervision\"]", "[\"suite-supervision\", \"suite-peer-support\"]"),
    broken(POINTS, "credit_points = \"60\"", "credit_points = 60")
        .hiding(&["no whole number", "points, but there are"]),
    broken(POINTS, "subject_points = \"15\"", "subject_points = \"16\""),
    broken(POINTS, "subject_points = \"15\"", "subject_points = 15"),
    broken(POINTS, "code = \"major\"", "code = \"the major\"")
        .calling("group major", "points_packaging.groups#1")
        .hiding(&["group names"]),
    broken(POINTS, "most = \"45\"", "most = \"15\""),
    broken(POINTS, "[\"suite-supervision\"]", "[\"suite supervision\"]"),
    broken(POINTS, "least = \"15\"", "least = \"45\""),
    broken(POINTS, "  most_percent = 50", "  most_percent = 150"),
    broken(POINTS, "rpl_most_percent = 25", "rpl_most_percent = \"25\""),
    broken(POINTS, "residency_least_percent = 50", "residency_least_percent = -50"),
    broken(POINTS, "study_years_max = 5", "study_years_max = 0"),
    broken(UNIT_RULE, "from = \"workshop-values\"", "from = \"work shop\""),
    broken(UNIT_RULE, "unit = \"suite-peer-support\"", "unit = \"suite-supervisio\""),
    broken(UNIT_RULE, "basis = \"rpl\"", "basis = \"work\""),
    broken(UNIT_RULE, "standing = \"by-application\"", "standing = \"sure\""),
    broken(UNIT_RULE, "provider = \"example-institute\"", "provider = \"nobody\""),
    broken(MAJOR_RULE, "group = \"major\"", "group = \"minor\""),
    broken(MAJOR_RULE, "valid_from = \"2026-01-01\"", "valid_from = \"2026-02-30\"")
        .hiding(&["rule major-block: it ends"]),
    broken(MAJOR_RULE, "valid_until = \"2029-12-31\"", "valid_until = \"2025-12-31\""),
    broken(MAJOR_RULE, "from_provider = \"example-institute\"", "from_provider = \"no body\""),
    broken(MAJOR_RULE, "conditions = \"Within two years of the Certificate IV.\"", "conditions = \" \""),
    broken("[[credit_schemes]]", "\"melbourne\"", "\"mel bourne\"")
        .calling("credit scheme melbourne:", "credit scheme number 1 of this file:")
        .hiding(&["names credit scheme"]),
    broken("[[credit_schemes]]", "points_per_year = \"100\"", "points_per_year = \"0\""),
    broken(RULE, "qualification = \"GC-MH\"", "qualification = \"nowhere\""),
    broken(RULE, "kind = \"series\"", "kind = \"block\""),
    broken(RULE, "of = [\"suite-peer-support\"", "of = [\"nowhere\""),
    broken(RULE, "\"suite-supervision\"]", "\"suite supervision\"]"),
    broken(RULE, "size = 2", "size = 3"),
    broken(RULE, "points_each_series = \"12.5\"", "points_each_series = 12.5"),
    broken(RULE, "standing = \"discretionary\"", "standing = \"likely\""),
    broken("code = \"block-credit\"", "points = \"12.5\"", "points = \"62.5\""),
    broken("code = \"block-credit\"", "from = \"CHC43515\"", "from = \"nowhere\""),
    broken("code = \"block-credit\"", "note = \"Made up for the test.\"", "note = \"x\""),
    broken(OFFERING, "course = \"suite-peer-support\"", "course = \"nowhere\"").hiding(&["it teaches version"]),
    broken(OFFERING, "version = \"1.1.0\"", "version = \"1.2.0\""),
    broken(OFFERING, "version = \"1.1.0\"", "version = \"1.1\""),
    broken(OFFERING, "provider = \"example-institute\"", "provider = \"nowhere\""),
    broken(OFFERING, "mode = \"in-person\"", "mode = \"there\"").hiding(&["names no region"]),
    broken(OFFERING, "region = \"melbourne-metro\"", "#"),
    broken(OFFERING, "end = \"2027-03-05\"", "end = \"2027-02-05\"").hiding(&["offering peer-support-2027: it takes"]),
    broken(OFFERING, "start = \"2027-03-01\"", "start = \"soon\"")
        .hiding(&["offering peer-support-2027: it ends", "offering peer-support-2027: it takes"]),
    broken(OFFERING, "price = \"420.00\"", "price = 420"),
    broken(OFFERING, "funding = \"free-tafe-vic\"", "funding = \"nowhere\""),
    broken(OFFERING, "price = \"0.00\"", "price = \"free\""),
    broken(OFFERING, "days = 5", "days = 6"),
    broken(OFFERING, "days = 5", "days = 2.5"),
    broken(OFFERING, "own_time_hours = 4", "own_time_hours = -4"),
    broken(OFFERING, "capacity = 20", "capacity = 0"),
    broken(OFFERING, "peer_led = true", "peer_led = 1"),
    broken("code = \"certificate-rolling\"", "rolling_until = \"2029-12-31\"", "rolling_until = \"2026-12-31\""),
    broken("code = \"certificate-rolling\"", "weeks = 52", "weeks = 520")
        .hiding(&["offering certificate-rolling: it takes"]),
    broken("code = \"certificate-rolling\"", "days = 0", "days = 400"),
    broken("code = \"certificate-rolling\"", "qualification = \"CHC43515\"", "qualification = \"nowhere\""),
    broken(TIER, "structure = \"Professional development\"", "structure = \" \""),
    broken(TIER, "months = 12", "months = -12"),
    broken(TIER, "{ course = \"suite-peer-support\" }", "{ course = \"nowhere\" }"),
    broken(TIER, "{ course = \"suite-supervision\" }", "{ course = \"suite supervision\" }"),
    broken(
        TIER,
        "completion_assumption = \"The figure names no number to complete.\"",
        "completion_assumption = \"x\"",
    ),
    broken(ROLE, "family = \"peer-support\"", "family = \"support\""),
    broken(ROLE, "\"family-carer\"]", "\"carer\"]"),
    broken(ROLE, "workforces = [\"consumer\"]", "workforces = [\"nobody\"]"),
    broken(ROLE, "strength = \"advised\"", "strength = \"required\""),
    broken(ROLE, "tier = 1", "tier = 9"),
    broken(ROLE, "at_least = 1", "at_least = 5"),
    broken(ROLE, "qualification = \"CHC43515\"", "qualification = \"nowhere\""),
    broken(ROLE, "version = \"^1\"", "version = \"one\""),
    broken(ROLE, "version = \"^1\"", "version = \"^9\""),
    broken(ROLE, "note = \"Nobody says what comes first.\"", "note = 1")
        .calling("\"assumption: Nobody says what comes first.\"", "an assumption"),
    broken(GRANT, "kind = \"grant\"", "kind = \"gift\""),
    broken(GRANT, "amount = \"900.00\"", "amount = 900"),
    broken(GRANT, "amount = \"900.00\"", "#"),
    broken(GRANT, "per = \"year\"", "per = \"month\""),
    broken(GRANT, "courses = [\"suite-peer-support\"]", "courses = [\"nowhere\"]"),
    broken(GRANT, "qualifications = [\"CHC43515\"]", "qualifications = [\"no where\"]"),
    broken(GRANT, "kinds = [\"workshop\"]", "kinds = [\"party\"]"),
    broken(GRANT, "providers = [\"example-institute\"]", "providers = [\"nowhere\"]"),
    broken(GRANT, "places = 10", "places = 0"),
    broken(GRANT, "{ gate = \"employed\" }", "{ gate = \"sometimes\" }"),
    broken(GRANT, "perspectives = [\"consumer\"]", "perspectives = [\"nobody\"]"),
    broken("code = \"value-hope\"", "kind = \"value\"", "kind = \"worth\""),
    broken("code = \"value-hope\"", "document = \"leading-the-change\"", "document = \"nowhere\""),
];

#[test]
fn what_is_wrong_with_several_values_is_what_is_wrong_with_each() {
    let say = |text: &str| lines(&check_catalogue(&[file(text)], None)).into_iter().collect();
    assert_none(differences(EVERYTHING, CATALOGUE, say), 2_500);
}

const PROFILE: &str = "[profile]";

const CLAIM: &str = "rpl = [";
const ENROLLED: &str = "enrolled = [";

const ANSWERS: &[Breakage] = &[
    broken(PROFILE, "goal = \"tier:3\"", "goal = \"course:workshop-values\""),
    broken(PROFILE, "goal = \"tier:3\"", "goal = \"role:nobody\""),
    broken(PROFILE, "earliest_start = \"2027-02-01\"", "earliest_start = \"2027-02-30\"").hiding(&[
        "earliest start 2027-02-01",
        "after 2027-02-01",
        "before 2027-02-01",
    ]),
    broken(PROFILE, "deadline = \"2029-12-31\"", "deadline = \"2026-12-31\""),
    broken(PROFILE, "experience_months = 6", "experience_months = -6"),
    broken(PROFILE, "employment = \"starting\"", "employment = \"not-employed\"").hiding(&["work starts on"]),
    broken(PROFILE, "employment_from = \"2027-06-01\"", "employment_from = \"2027-01-01\"")
        .calling("employment_from is 2027-06-01", "employment_from is 2027-01-01"),
    broken(PROFILE, "employment_from = \"2027-06-01\"", "employment_from = \"2027-02-30\"")
        .calling("employment_from is 2027-06-01", "employment_from is \"2027-02-30\""),
    broken(PROFILE, "supervision = [\"consumer\"]", "supervision = [\"consumer\", \"nobody\"]"),
    broken(PROFILE, "placement_hours = 80", "placement_hours = 80.1"),
    broken(PROFILE, "hours_per_week = 5.5", "hours_per_week = 61"),
    broken(PROFILE, "days_per_year = 3", "days_per_year = 400"),
    broken(PROFILE, "budget_per_year = \"500.00\"", "budget_per_year = 500"),
    broken(PROFILE, "funding = [\"free-tafe-vic\"]", "funding = [\"gold\", \"free tafe\"]"),
    broken(PROFILE, "regions = [\"melbourne-metro\"]", "regions = [\"moon\", \"moon\"]"),
    broken(PROFILE, "modes = [\"online\", ", "modes = [\"on-line\", "),
    broken(PROFILE, "peer_led = \"prefer\"", "peer_led = \"always\""),
    broken(PROFILE, "exclude = [\"workshop-values\"]", "exclude = [\"workshop-values\", \"nothing\", \"no thing\"]"),
    broken(PROFILE, "course = \"suite-peer-support\"", "course = \"suite peer\"")
        .calling("suite-peer-support was completed", "held#1 was completed")
        .hiding(&["held names version", "is both held"]),
    broken(PROFILE, "version = \"1.0.0\"", "version = \"1.0\""),
    broken(PROFILE, "version = \"1.0.0\"", "version = \"9.0.0\""),
    broken(PROFILE, "version = \"1.0.0\"", "version = \"1.1.0\""),
    broken(PROFILE, "completed = \"2024-05-01\"", "completed = \"2028-05-01\""),
    broken(PROFILE, "qualification = \"CHC43515\"", "qualification = \"nowhere\"")
        .calling("CHC43515 was completed", "nowhere was completed"),
    broken(PROFILE, "completed = \"2023-11-30\"", "completed = \"2029-11-30\""),
    broken(CLAIM, "course = \"suite-supervision\"", "course = \"suite super\"")
        .calling("the claim of suite-supervision", "the claim of rpl#1")
        .hiding(&["rpl names version", "rpl names outcome"]),
    broken(CLAIM, "version = \"1.0.0\"", "version = \"1.0\"").hiding(&["rpl names outcome"]),
    broken(CLAIM, "version = \"1.0.0\"", "version = \"3.0.0\"").hiding(&["rpl names outcome"]),
    broken(CLAIM, "status = \"claimed\"", "status = \"asked\"").hiding(&["the answer of the claim"]),
    broken(CLAIM, "on = \"2026-12-01\"", "on = \"2028-12-01\""),
    broken(CLAIM, "role = \"peer-support-worker\"", "role = \"nobody\""),
    broken(CLAIM, "hours = 400", "hours = -400"),
    broken(CLAIM, "until = \"2026-11-27\"", "until = \"2024-11-27\""),
    broken(CLAIM, "from = \"2025-01-06\"", "from = \"2025-02-30\"").hiding(&["before it begins"]),
    broken(CLAIM, "outcomes = [1] },\n    { kind = \"supervisor", "outcomes = [4] },\n    { kind = \"supervisor"),
    broken(CLAIM, "on = \"2026-11-30\"", "on = \"2028-11-30\""),
    broken(CLAIM, "reference = \"statement-2026-11\"", "reference = \"statement of Kim\""),
    broken(CLAIM, "status = \"planned\"", "status = \"granted\""),
    broken(ENROLLED, "offering = \"peer-support-2027\"", "offering = \"elsewhere\"")
        .calling("peer-support-2027 ended", "elsewhere ended")
        .hiding(&["peer-support-2027 starts on", "is both held"]),
    broken(ENROLLED, "offering = \"peer-support-2027\"", "offering = \"no where\"")
        .calling("peer-support-2027 ended", "enrolled#1 ended")
        .hiding(&["peer-support-2027 starts on", "is both held"]),
    broken(ENROLLED, "ends = \"2027-03-05\"", "ends = \"2027-02-15\""),
    broken(ENROLLED, "ends = \"2027-03-05\"", "ends = \"2027-01-05\""),
    broken(ENROLLED, "ends = \"2027-03-05\"", "ends = \"soon\""),
    broken(ENROLLED, "course = \"suite-supervision\"", "course = \"nowhere\"").hiding(&["enrolled names version"]),
    broken(ENROLLED, "\"1.0.0\", ends", "\"9.0.0\", ends"),
    broken(ENROLLED, "ends = \"2027-06-30\"", "ends = \"2027-06-31\""),
    broken(ENROLLED, "hours_per_week = 1.5", "hours_per_week = -1"),
    broken(ENROLLED, "days = 1 }", "days = 400 }"),
    broken(ENROLLED, "qualification = \"GC-MH\"", "qualification = \"no where\"")
        .calling("GC-MH ended", "enrolled#3 ended"),
    broken(ENROLLED, "ends = \"2028-11-30\"", "ends = \"2026-11-30\""),
];

#[test]
fn what_is_wrong_with_several_answers_is_what_is_wrong_with_each() {
    let catalogue = Catalogue::build(everything()).expect("sound");
    let today = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day");
    let say = |text: &str| {
        let problems = read_known_profile(&file(text), today, None, &catalogue).expect_err("broken").of_file;
        lines(&problems).into_iter().collect()
    };
    assert_none(differences(PERSON, ANSWERS, say), 1_000);
}
