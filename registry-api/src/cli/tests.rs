//! Whole command lines, run in process.

use std::ffi::OsString;
use std::path::PathBuf;

use super::{Edge, Exit, run};

/// What a command wrote, and how it ended.
pub(super) struct Ran {
    pub(super) exit: Exit,
    pub(super) out: String,
    pub(super) err: String,
}

pub(super) async fn ran(line: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut edge = Edge {
        out: &mut out,
        err: &mut err,
        now: "2027-02-01T00:00:00Z".parse().expect("time"),
        today: "2027-02-01".parse().expect("date"),
        environment: &|_| None,
    };
    let arguments = ["registry"].iter().chain(line).map(OsString::from);
    let exit = run(arguments, &mut edge).await;
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Ran { exit, out: text(out), err: text(err) }
}

fn person(name: &str) -> String {
    let people = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../seeds/invented/people");
    people.join(format!("{name}.toml")).display().to_string()
}

/// A file of one test; `name` must be used by one test only.
pub(super) fn file(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("registry-cli-{}-{name}", std::process::id()));
    std::fs::write(&path, text).expect("file");
    path.display().to_string()
}

#[tokio::test]
async fn help_and_version_are_answers() {
    let help = ran(&["--help"]).await;
    assert_eq!(help.exit, Exit::Answered);
    assert!(help.out.contains("registry recommend --profile me.toml"), "{}", help.out);
    assert!(help.out.contains("3  answered, and the answer is no"), "{}", help.out);
    for command in [
        "serve",
        "recommend",
        "eligibility",
        "credit",
        "check",
        "import",
        "export",
        "analyse",
        "graph",
        "plan",
        "verify",
        "schema",
        "token",
        "audit",
        "backup",
        "restore",
    ] {
        let help = ran(&[command, "--help"]).await;
        assert!(help.out.contains("Example") && help.err.is_empty(), "{command}: {}", help.out);
        let long = help.out.lines().find(|line| line.chars().count() > 90);
        assert_eq!(long, None, "{command}");
    }
    assert_eq!(ran(&["--version"]).await.exit, Exit::Answered);
}

#[tokio::test]
async fn a_command_line_to_correct_ends_with_two() {
    let cases = [
        (vec!["recommend"], "--profile <FILE>"),
        (vec!["recommned"], "recommend"),
        (vec!["recommend", "--profile", "nothing.toml"], "there is no file nothing.toml; check the name\n"),
        (
            vec!["recommend", "--profile", "x", "--goal", "tier:7"],
            "--goal: 7 is not a tier; the internship model has tiers 1 to 4\n",
        ),
        (
            vec!["recommend", "--profile", "x", "--goal", "tier:x"],
            "--goal: \"tier:x\" is not a tier; tiers are written tier:1 to tier:4\n",
        ),
        (vec!["graph", "--for", "tier:x"], "--for: \"tier:x\" is not a tier; tiers are written tier:1 to tier:4\n"),
        (vec!["graph", "--for", "plumber"], "--for: write course:CODE, qualification:CODE, tier:1 or role:CODE\n"),
        (vec!["graph", "--format", "pdf"], "error: unknown value 'pdf' for '--format <FORMAT>'"),
        (
            vec!["graph", "--for", "role:plumber"],
            "--for names role plumber, which is not in the catalogue; correct the code\n",
        ),
        (vec!["serve", "--listen", "8080"], "\"8080\" (from --listen) is not an address to listen on"),
    ];
    for (line, message) in cases {
        let ran = ran(&line).await;
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::ToCorrect, ""), "{line:?}");
        assert!(ran.err.contains(message), "{line:?}: {}", ran.err);
    }
}

#[tokio::test]
async fn a_profile_is_answered_for_people_and_as_data() {
    let amira = person("amira-interested");
    let text = ran(&["recommend", "--profile", &amira]).await;
    assert!(text.out.starts_with("For Amira (invented)\n\n"), "{}", text.out);
    let data = ran(&["recommend", "--profile", &amira, "--goal", "role:advocate", "--json"]).await;
    let value: serde_json::Value = serde_json::from_str(&data.out).expect("JSON");
    assert_eq!(value["goal"], "role:advocate");
    let answered = if value["answer"] == "pathways" { Exit::Answered } else { Exit::AnsweredNo };
    assert_eq!((data.exit, data.err.as_str()), (answered, ""));
}

/// Three years of peer work, and a unit that nobody has granted: it is assessed, and no course is taken to fill a gap.
#[tokio::test]
async fn experience_counts_without_a_filler_course_where_a_provider_assesses_it() {
    let mina = person("mina-prior-learning");
    let text = ran(&["recommend", "--profile", &mina]).await;
    assert!(text.out.contains("How         recognition of prior learning: nothing is taught"), "{}", text.out);
    let data = ran(&["recommend", "--profile", &mina, "--json"]).await;
    let value: serde_json::Value = serde_json::from_str(&data.out).expect("JSON");
    let steps = value["pathways"][0]["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 1, "{value}");
    assert_eq!((&steps[0]["offering"], &steps[0]["by_rpl"]), (&"CHCPWK004-rpl".into(), &true.into()));
    assert_eq!(steps[0]["invented"], true);
}

#[tokio::test]
async fn a_mistyped_goal_names_the_option_and_the_nearest_code() {
    let amira = person("amira-interested");
    let ran = ran(&["recommend", "--profile", &amira, "--goal", "role:advocat"]).await;
    let message = "--goal names role advocat, which is not in the catalogue; did you mean advocate?\n";
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::ToCorrect, message));
}

#[tokio::test]
async fn a_profile_to_correct_is_answered_with_every_line() {
    let path = file("profile.toml", "[profile]\ngoal = \"tier:1\"\nhours_per_week = -1\nregions = [\"moon base\"]\n");
    let ran = ran(&["recommend", "--profile", &path]).await;
    assert_eq!(ran.exit, Exit::ToCorrect);
    assert!(ran.err.contains(&format!("{path}:3: ")) && ran.err.contains(&format!("{path}:4: ")), "{}", ran.err);
}

#[tokio::test]
async fn what_the_catalogue_lacks_is_said_with_every_other_problem() {
    let text = "[profile]\ngoal = \"job:advocate\"\nexperience_months = 0\nemployment = \"not-employed\"\n\
        hours_per_week = -1\nregions = [\"nowhere-at-all\", \"moon base\"]\nfunding = [\"zzzzzzzz\"]\n\
        exclude = [\"qqqqqqqq\"]\nheld = [\n  { course = \"qqqqqqqq\", version = \"one\", completed = \"2026-01-01\" },\n  \
        { qualification = \"XXXXXXXX\" },\n]\n";
    let path = file("at-once.toml", text);
    let goal = format!(
        "{path}:2: profile: goal: \"job:advocate\" is not a goal; write role:CODE, tier:1, course:CODE, \
         qualification:CODE or credit:POINTS@QUALIFICATION\n"
    );
    let rest = [
        "5: profile: hours_per_week: -1 hours is negative; it must be 0 or more",
        "6: profile: regions#2: the code \"moon base\" has ' ' as character 5; use ASCII letters, digits, hyphens and full stops, and begin with a letter or digit",
        "6: regions names nowhere-at-all, a region that is not in the catalogue; correct the code",
        "7: funding names zzzzzzzz, a funding source that is not in the catalogue; correct the code",
        "8: exclude names qqqqqqqq, a course that is not in the catalogue; correct the code",
        "10: held names qqqqqqqq, a course that is not in the catalogue; correct the code",
        "10: profile: held#1.version: \"one\" is not a version; write one such as \"1.0.0\"",
        "11: held names XXXXXXXX, a qualification that is not in the catalogue; correct the code",
        "11: profile: held#2.completed is missing; add it",
    ];
    let rest: String = rest.iter().map(|line| format!("{path}:{line}\n")).collect();
    let checked = ran(&["check", &path]).await;
    assert_eq!((checked.exit, checked.out), (Exit::ToCorrect, format!("{goal}{rest}1 file, 10 problems\n")));
    let asked = ran(&["recommend", "--profile", &path]).await;
    assert_eq!((asked.exit, asked.err), (Exit::ToCorrect, format!("{goal}{rest}")));
    let asked = ran(&["eligibility", "--profile", &path, "--for", "role:advocat"]).await;
    let option = "--for names role advocat, which is not in the catalogue; did you mean advocate?\n";
    assert_eq!((asked.exit, asked.err), (Exit::ToCorrect, format!("{option}{rest}")));
}

/// "Consumer workers who have been working for over one year" (Leading the Change, Figure 6, tier 3).
#[tokio::test]
async fn twelve_months_are_not_over_one_year_yet() {
    let grace = person("grace-twelve-months");
    let ran = ran(&["eligibility", "--profile", &grace, "--for", "tier:3"]).await;
    assert_eq!(ran.exit, Exit::AnsweredNo);
    let start = "Not yet: from 2 February 2027 you meet everything that is required for Tier 3:";
    assert!(ran.out.starts_with(start), "{}", ran.out);
    assert!(!ran.out.contains("holds from"), "{}", ran.out);
}

#[tokio::test]
async fn files_are_checked_together_and_counted() {
    let (amira, ben) = (person("amira-interested"), person("ben-sole-worker"));
    let sound = ran(&["check", &amira, &ben]).await;
    assert_eq!((sound.exit, sound.out.as_str()), (Exit::Answered, "2 files, 2 entries, no problems\n"));
    let broken =
        file("broken.toml", "[[workforces]]\ncode = \"a b\"\ntitle = \"A\"\nassumption = true\nnote = \"For show.\"\n");
    let unread = ran(&["check", &amira, &broken, "nothing.toml"]).await;
    assert_eq!(unread.exit, Exit::ToCorrect);
    assert!(unread.out.starts_with("there is no file nothing.toml; check the name\n"), "{}", unread.out);
    assert!(unread.out.contains(&format!("{broken}:2: ")), "{}", unread.out);
    assert!(unread.out.ends_with("3 files, 2 problems\n"), "{}", unread.out);
}

#[tokio::test]
async fn a_fee_that_is_no_less_than_the_price_is_noted_on_its_line() {
    let text = "\
        invented = true\n\
        [[funding_sources]]\ncode = \"fund\"\ntitle = \"Fund\"\nkind = \"scholarship\"\n\
        [[offerings]]\ncode = \"dear\"\ncourse = \"t1-consumer-values\"\nversion = \"1.0.0\"\n\
        provider = \"quandong-peak\"\nmode = \"online\"\ndelivery = { start = \"2027-03-01\", end = \"2027-03-02\" }\n\
        price = \"50.00\"\ndays = 0\nown_time_hours = 1\npeer_led = false\npeer_developed = false\n\
        peer_delivered = false\nfees = [\n  { funding = \"fund\", price = \"60.00\" },\n]\n";
    let file = file("dear-fee.toml", text);
    let noted = ran(&["check", &file]).await;
    let note = "note: offering dear: the fee with funding source fund, $60, is no less than the price, $50, so it changes \
                nothing; check both\n1 file, 2 entries, no problems, 1 note\n";
    assert!(noted.out.ends_with(note), "{}{}", noted.out, noted.err);
    assert_eq!((noted.exit, noted.out.lines().count()), (Exit::Answered, 2));
}

#[tokio::test]
async fn what_the_command_line_alone_asks_is_named_as_it_is_written() {
    let ben = format!("{}/../seeds/invented/people/ben-sole-worker.toml", env!("CARGO_MANIFEST_DIR"));
    let asked = ran(&["recommend", "--profile", &ben, "--why-not", "zzz"]).await;
    assert_eq!(asked.exit, Exit::ToCorrect);
    assert_eq!(asked.err, "--why-not names zzz, a course that is not in the catalogue\n");
}

#[tokio::test]
async fn an_unusual_volume_of_learning_is_noted_on_its_line_and_refuses_nothing() {
    let text = "invented = true\n\n[[qualifications]]\ncode = \"short\"\ntitle = \"Short\"\n\
                aqf_type = \"graduate-certificate\"\nvolume_of_learning_hours = 480\ncurrency = \"current\"\n\n\
                [[courses]]\ncode = \"long\"\ntitle = \"Long\"\nkind = \"micro-credential\"\ndescription = \"Long.\"\n\
                aqf_alignment = { level = 8, basis = \"Graduate study.\" }\n\n  [[courses.versions]]\n\
                version = \"1.0.0\"\npublished = \"2026-01-01\"\noutcomes = []\nvolume_of_learning_hours = 600\nassessed = true\n";
    let file = file("volumes.toml", text);
    let noted = ran(&["check", &file]).await;
    let expected = format!(
        "{file}:3: note: qualification short: its volume of learning is 480 h, less than the usual 600 to 1200 h (0.5 to 1 year of 1200 h) of award type Graduate Certificate\n\
         {file}:18: note: course long: version 1.0.0 takes 600 h, no less than the shortest award of AQF level 8, to which it is aligned: Graduate Certificate, 600 h (0.5 years of 1200 h)\n\
         1 file, 2 entries, no problems, 2 notes\n"
    );
    assert_eq!((noted.exit, noted.out), (Exit::Answered, expected));
}

#[tokio::test]
async fn a_database_is_read_only_where_there_is_one() {
    let amira = person("amira-interested");
    let ran = ran(&["recommend", "--profile", &amira, "--database", "/nowhere/registry.db"]).await;
    assert_eq!(ran.exit, Exit::ToCorrect);
    assert!(ran.err.starts_with("there is no database /nowhere/registry.db; start the registry"), "{}", ran.err);
}

#[tokio::test]
async fn a_server_that_cannot_start_is_a_fault() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("port");
    let address = listener.local_addr().expect("address").to_string();
    let taken = ran(&["serve", "--listen", &address]).await;
    assert_eq!((taken.exit, taken.out.as_str()), (Exit::Fault, ""));
    assert!(taken.err.contains("is in use by another program"), "{}", taken.err);
    let folder = std::env::temp_dir().display().to_string();
    let folder = ran(&["--listen", "127.0.0.1:0", "--database", &folder]).await;
    assert_eq!(folder.exit, Exit::Fault);
    assert!(folder.err.ends_with("is a folder; give the path of a file with --database\n"), "{}", folder.err);
}

#[tokio::test]
async fn a_drawing_of_what_leads_to_a_tier_holds_only_that() {
    let ran = ran(&["graph", "--for", "tier:1", "--format", "json"]).await;
    let value: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let nodes = value["nodes"].as_array().expect("nodes");
    assert!(nodes.iter().any(|node| node["name"] == "tier:1") && nodes.len() < 20, "{}", ran.out);
}

#[tokio::test]
async fn an_unknown_code_is_told_alike_by_every_command() {
    let amira = person("amira-interested");
    for (code, hint) in [("role:advocat", "; did you mean advocate?"), ("course:zzzzzzzz", "; correct the code")] {
        let drawn = ran(&["graph", "--for", code]).await;
        let named = code.replace(':', " ");
        let message = format!("--for names {named}, which is not in the catalogue{hint}\n");
        assert_eq!((drawn.exit, &drawn.err), (Exit::ToCorrect, &message));
        let asked = ran(&["eligibility", "--profile", &amira, "--for", code]).await;
        assert_eq!((asked.exit, asked.err), (Exit::ToCorrect, message));
    }
}

#[tokio::test]
async fn a_file_with_nothing_in_it_is_a_problem() {
    let (empty, bare) = (file("empty.toml", ""), file("bare.toml", "invented = true\n# nothing yet\n"));
    let why = "there is nothing in this file; write entries such as [[courses]], or answers under [profile], or leave \
               the file out";
    let amira = person("amira-interested");
    let checked = ran(&["check", &empty, &amira, &bare]).await;
    assert_eq!(checked.exit, Exit::ToCorrect);
    assert_eq!(checked.out, format!("{bare}: {why}\n{empty}: {why}\n3 files, 2 problems\n"));
    let broken = file("broken-alone.toml", "[[regions]\n");
    let checked = ran(&["check", &broken]).await;
    assert!(checked.out.contains("this is not TOML") && !checked.out.contains(why), "{}", checked.out);
}

/// What is printed, on one line.
fn on_one_line(ran: &Ran) -> String {
    ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_page_without_a_pathway_says_that_its_figures_rest_on_what_is_invented() {
    let ben = person("ben-sole-worker");
    let asked = ran(&["recommend", "--profile", &ben, "--goal", "qualification:CHC43515"]).await;
    let page = on_one_line(&asked);
    assert_eq!(asked.exit, Exit::AnsweredNo, "{page}");
    assert!(page.contains("rest on offerings that are (invented): nobody offers them."), "{page}");
    assert!(!page.contains("placement"), "somebody employed does the work that is asked for: {page}");
}

#[tokio::test]
async fn a_superseded_goal_names_what_has_replaced_it() {
    let ben = person("ben-sole-worker");
    let asked = ran(&["recommend", "--profile", &ben, "--goal", "qualification:CHC42912"]).await;
    let next = "CHC43515 Certificate IV in Mental Health Peer Work has replaced it; plan for that instead.";
    assert!(on_one_line(&asked).contains(next), "{}", asked.out);
}

#[tokio::test]
async fn where_nothing_is_required_eligibility_says_so() {
    let ben = person("ben-sole-worker");
    let asked = ran(&["eligibility", "--profile", &ben, "--for", "role:lived-experience-educator"]).await;
    assert!(asked.out.starts_with("Yes: nothing is required before you "), "{}", asked.out);
    let amira = person("amira-interested");
    let asked = ran(&["eligibility", "--profile", &amira, "--for", "tier:1"]).await;
    assert!(on_one_line(&asked).contains("consumer worker.") && !asked.out.contains("worker.."), "{}", asked.out);
}

#[tokio::test]
async fn a_placement_that_was_not_told_is_asked_for() {
    let text = "[profile]\nexperience_months = 13\nemployment = \"not-employed\"\nhours_per_week = 4\n\
                earliest_start = \"2027-02-01\"\n";
    let asked =
        ran(&["eligibility", "--profile", &file("unplaced.toml", text), "--for", "qualification:CHC43515"]).await;
    let told = "- a placement, or work, of 80 hours: we cannot tell yet\n  Not said: how many hours of placement, or work, you can \
                secure; tell it with\n  placement_hours.\n";
    assert!(asked.exit == Exit::AnsweredNo && asked.out.contains(told), "{}", asked.out);
    assert!(
        asked.out.starts_with("We cannot tell yet: whether you meet what is required for Certificate IV"),
        "{}",
        asked.out
    );
    let some = format!("{text}placement_hours = 40\n");
    let asked =
        ran(&["eligibility", "--profile", &file("placed.toml", &some), "--for", "qualification:CHC43515"]).await;
    assert!(asked.out.contains("- a placement, or work, of 80 hours: missing\n"), "{}", asked.out);
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_without_an_end_is_given_up() {
    let endless = ran(&["check", "/dev/zero"]).await;
    let message = "/dev/zero has more than 8388608 bytes; at most that many are read\n1 file, 1 problem\n";
    assert_eq!((endless.exit, endless.out.as_str()), (Exit::ToCorrect, message));
}

/// The file that was given is named, not the one in which it was looked at.
#[tokio::test]
async fn a_copy_that_is_not_whole_is_refused_by_its_name() {
    let place = file("not-whole-place.db", "");
    std::fs::remove_file(&place).expect("removed");
    let database = file("not-whole-database.db", "");
    let copy = file("not-whole-copy.db", "");
    std::fs::remove_file(&copy).expect("removed");
    let made = ran(&["backup", &copy, "--database", &database]).await;
    assert_eq!(made.exit, Exit::Answered, "{}", made.err);
    let bytes = std::fs::read(&copy).expect("bytes");
    std::fs::write(&copy, &bytes[..bytes.len() / 2]).expect("cut");
    let text = file("not-whole.txt", "a backup, it says");
    for broken in [&copy, &text] {
        let ran = ran(&["restore", broken, "--database", &place]).await;
        assert_eq!(ran.exit, Exit::ToCorrect, "{}", ran.err);
        let said = format!("{broken} is not a whole backup; give a file that registry backup has written to its end\n");
        assert!(ran.err.ends_with(&said), "{}", ran.err);
    }
    [copy, database, text].iter().for_each(|path| drop(std::fs::remove_file(path)));
}

#[tokio::test]
async fn nothing_to_verify_is_something_to_correct() {
    let empty = file("no-credential.json", "[]\n");
    for line in [vec!["verify", &empty], vec!["verify", &empty, "--json"]] {
        let ran = ran(&line).await;
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::ToCorrect, ""), "{line:?}");
        assert!(ran.err.contains("holds no credential"), "{}", ran.err);
    }
    let log = file("no-entry.jsonl", "");
    let ran = ran(&["audit", "verify", &log]).await;
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::ToCorrect, ""));
    assert!(ran.err.contains("is empty"), "{}", ran.err);
    [empty, log].iter().for_each(|path| drop(std::fs::remove_file(path)));
}
