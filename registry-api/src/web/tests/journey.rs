//! Plans made page by page, as somebody makes them.

use std::sync::Arc;

use poem::http::{Method, StatusCode};

use super::{Browser, Page, plain, unescaped};
use crate::ops;
use crate::state::AppState;

/// The answers of somebody who works, has a little money, and wants to be a consumer peer support worker.
pub(super) const WORKER: [(&str, &[(&str, &str)]); 17] = [
    ("goal", &[("goal", "role")]),
    ("which", &[("which", "role:consumer-peer-support-worker")]),
    ("held", &[]),
    ("work", &[("work", "now")]),
    ("experience", &[("years", "0"), ("months", "6")]),
    ("release", &[("release", "no")]),
    ("supervision", &[("supervision", "consumer")]),
    ("start", &[("open", "yes")]),
    ("finish", &[("open", "yes")]),
    ("hours", &[("hours", "6")]),
    ("days", &[("days", "5")]),
    ("money", &[("money", "$1,000")]),
    ("funding", &[("funding", "none")]),
    ("place", &[("place", "melbourne-metro")]),
    ("mode", &[("mode", "online"), ("mode", "in-person")]),
    ("matters", &[("aim", "soonest"), ("peers", "prefer"), ("workforce", "consumer")]),
    ("check", &[]),
];

/// Answers the questions in order, and says which pages came.
pub(super) async fn answered(browser: &Browser, answers: &[(&str, &[(&str, &str)])]) -> Page {
    let mut page = browser.open("/plan/goal").await;
    for (name, fields) in answers {
        let here = page.address.split('?').next().unwrap_or_default().to_owned();
        assert_eq!(here, format!("/plan/{name}"), "{}", plain(&page.text));
        if *name != "check" {
            page = browser.submit(&page, fields).await;
        }
    }
    page
}

pub(super) fn link(page: &Page, part: &str) -> String {
    let links = page.links();
    links.iter().find(|link| link.contains(part)).unwrap_or_else(|| panic!("{part}: {links:?}")).clone()
}

#[tokio::test]
async fn a_plan_is_made_from_answers_and_kept() {
    let browser = Browser::new();
    let check = answered(&browser, &WORKER).await;
    assert_eq!(check.heading(), "Check your answers");
    let said = plain(&check.text);
    for part in ["Consumer peer support worker", "6 months", "$1,000", "6 h", "None of these"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let plan = browser.open(&link(&check, "/plan/pathway")).await;
    assert_eq!((plan.status, plan.heading().as_str()), (StatusCode::OK, "Your pathway"));
    assert_eq!(plan.header("cache-control"), "no-store");
    for part in ["class=\"verdict\"", "The steps", "Month by month", "What leads to what", "Keep this pathway", "<svg"]
    {
        assert!(plan.text.contains(part), "{part}");
    }
    assert!(plan.text.len() <= 100 * 1024, "{}", plan.text.len());
    // The first is best at what matters most.
    assert!(plain(&plan.text).contains("Soonest"), "{}", plain(&plan.text));
    let why = browser.open(&link(&plan, "/plan/why")).await;
    assert_eq!((why.status, why.heading().as_str()), (StatusCode::OK, "Ask about this pathway"));
    assert!(plain(&why.text).contains("The best pathway without it: $310 more"), "{}", plain(&why.text));
    let why = browser.open(&format!("{}&course=t1-movement-history", link(&plan, "/plan/why"))).await;
    assert!(plain(&why.text).contains("Why not ") && why.text.contains("selected"), "{}", plain(&why.text));
    let unknown = browser.open(&format!("{}&course=%3Cscript%3E", link(&plan, "/plan/why"))).await;
    assert!(!unknown.text.contains("<script") && plain(&unknown.text).contains("What is each step worth?"));
    let compare = browser.open(&link(&plan, "/plan/compare")).await;
    assert!(compare.text.contains("<th scope=\"row\">You pay</th>"), "{}", compare.text);
    let second = browser.open(&link(&plan, "show=2")).await;
    assert_eq!(second.heading(), "Your pathway");
    let letter =
        browser.open(&format!("{}&show=1", link(&plan, "/plan/pathway?").replace("/pathway", "/letter"))).await;
    assert!(letter_lines(&letter).len() > 6, "{}", letter.text);
    // The email says what the page says, and the way back leads to the pathway it is about.
    let email = link(&letter, "mailto:?subject=Support%20for%20training&body=");
    let line = form_urlencoded::parse(email.split_once('?').expect("fields").1.as_bytes());
    let body = line.filter(|(name, _)| name == "body").map(|(_, text)| text.into_owned()).collect::<String>();
    let shown = letter.text.split("<div class=\"letter\">").nth(1).expect("a letter").split("</div>").next();
    let bare = |text: &str| text.replace("- ", "").split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(bare(&body), bare(&plain(shown.unwrap_or_default())));
    let letter = browser.open(&second.address.replace("/plan/pathway", "/plan/letter")).await;
    assert!(link(&letter, "/plan/pathway?").ends_with("&show=2"), "{:?}", letter.links());
    let calendar = browser.open(&link(&plan, "plan.ics")).await;
    assert!(calendar.text.starts_with("BEGIN:VCALENDAR\r\n") && calendar.text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(calendar.text.matches("BEGIN:VEVENT").count(), plan.text.matches("<dt>When</dt>").count());
    // In a calendar an event ends on the day after its last.
    let shown = browser.open(&link(&plan, "plan.json")).await;
    let shown: serde_json::Value = serde_json::from_str(&shown.text).expect("JSON");
    for step in shown["steps"].as_array().expect("steps") {
        let end: chrono::NaiveDate = step["end"].as_str().and_then(|day| day.parse().ok()).expect("a day");
        let after = end.succ_opt().expect("a day").format("DTEND;VALUE=DATE:%Y%m%d\r\n").to_string();
        assert!(calendar.text.contains(&after), "{after} {}", calendar.text);
    }
    let text = browser.open(&link(&plan, "plan.txt")).await;
    assert!(text.text.contains("Goal: Consumer peer support worker"));
    let data = browser.open(&link(&plan, "plan.json")).await;
    let data: serde_json::Value = serde_json::from_str(&data.text).expect("JSON");
    assert_eq!(data["goal"], "role:consumer-peer-support-worker");
    assert_eq!(data["bestAt"][0], "soonest");
}

#[tokio::test]
async fn the_private_link_stands_in_a_field_to_be_copied_and_opens_the_same_pathway_anywhere() {
    let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
    let address = "https://registry.example".parse().expect("an address");
    let state = Arc::new(AppState::in_memory(snapshot).expect("keys").at_address(Some(address)));
    let browser = Browser::of_state(Arc::clone(&state));
    let check = answered(&browser, &WORKER).await;
    let plan = browser.open(&format!("{}&show=2", link(&check, "/plan/pathway"))).await;
    let field = plan.text.split("<input class=\"long\" type=\"text\" id=\"link\" value=\"").nth(1).expect("a link");
    let private = unescaped(field.split('"').next().unwrap_or_default());
    let path = private.strip_prefix("https://registry.example").expect("a whole address");
    let elsewhere = Browser::of_state(state).open(path).await;
    assert_eq!((elsewhere.heading().as_str(), plain(&elsewhere.text)), ("Your pathway", plain(&plan.text)));
}

/// The entries of the lists of a letter, and its paragraphs.
pub(super) fn letter_lines(letter: &Page) -> Vec<String> {
    let shown = letter.text.split("<div class=\"letter\">").nth(1).and_then(|rest| rest.split("</div>").next());
    let shown = shown.expect("a letter").replace("<li>", "<p>");
    shown.split("<p>").skip(1).map(plain).map(|line| line.trim().to_owned()).collect()
}

/// The letter about the first pathway to a goal, for somebody who has this funding and money.
async fn letter_for(browser: &Browser, kind: &str, goal: &str, money: &str, funding: &[(&str, &str)]) -> (Page, Page) {
    let mut answers = WORKER;
    let kind = [("goal", kind)];
    let which = [("which", goal)];
    let money = [("money", money)];
    for (name, fields) in &mut answers {
        match *name {
            "goal" => *fields = &kind,
            "which" => *fields = &which,
            "money" => *fields = &money,
            "funding" => *fields = funding,
            _ => {}
        }
    }
    let check = answered(browser, &answers).await;
    let plan = browser.open(&link(&check, "/plan/pathway")).await;
    assert_eq!(plan.heading(), "Your pathway", "{}", plain(&plan.text));
    let letter = browser.open(&link(&check, "/plan/pathway").replace("/pathway", "/letter")).await;
    (plan, letter)
}

#[tokio::test]
async fn money_that_a_pathway_counts_on_is_asked_for() {
    let browser = Browser::new();
    let funding = [("funding", "employer-funded")];
    let (plan, letter) = letter_for(&browser, "course", "course:suite-supervision", "0", &funding).await;
    let said = plain(&plan.text);
    assert!(said.contains("Nothing to pay (of $710; $710 paid by: Employer pays)"), "{said}");
    assert!(said.contains("$710 for Supervision, paid by: Employer pays"), "{said}");
    let lines = letter_lines(&letter);
    for line in [
        "$710 for Supervision, from our training budget",
        "With this support, the cost to me would be: nothing to pay.",
    ] {
        assert!(lines.iter().any(|one| one == line), "{line}: {lines:?}");
    }
    let text = browser.open(&plan.address.replace("/plan/pathway", "/plan/plan.txt")).await;
    assert!(text.text.contains("Ask for: $710 for Supervision, paid by: Employer pays"), "{}", text.text);
}

#[tokio::test]
async fn a_letter_tells_nothing_of_who_writes_it() {
    let browser = Browser::new();
    let every = ["employer-funded", "tier-4-brokerage", "cmhl-supervision", "act-scholarship", "free-tafe-vic"];
    let every = every.map(|code| ("funding", code));
    let mut asked = 0;
    for (kind, goal, funding) in [
        ("role", "role:consumer-peer-support-worker", &[("funding", "none")][..]),
        ("role", "role:consumer-peer-support-worker", &every[..]),
        ("role", "role:consumer-peer-support-worker", &every[1..]),
        ("course", "course:suite-supervision", &every[1..2]),
        ("tier", "tier:1", &every[1..]),
    ] {
        let (_, letter) = letter_for(&browser, kind, goal, "$5,000", funding).await;
        let lines = letter_lines(&letter);
        let list = letter.text.split("The training is:").nth(1).and_then(|rest| rest.split("</ul>").next());
        // Titles without a neutral form keep their own words.
        let mut titles: Vec<String> = list.expect("a list").split("<li>").skip(1).map(plain).collect();
        for title in &mut titles {
            let end = [", on ", ", from "].iter().filter_map(|part| title.rfind(part)).max().expect("a day");
            title.truncate(end);
        }
        titles.sort_by_key(|title| std::cmp::Reverse(title.len()));
        for line in &lines {
            let bare = titles.iter().fold(line.clone(), |line, title| line.replace(title, "")).to_lowercase();
            let own =
                "consumer carer family peer lived mental tier perspective experience brokerage scholarship tafe cmhl";
            for word in own.split(' ') {
                assert!(!bare.contains(word), "{word}: {bare}");
            }
            assert!(!bare.contains("not stated") && !bare.contains("nothing is counted"), "{bare}");
        }
        asked +=
            lines.iter().filter(|line| line.contains("outside funding") || line.contains("training budget")).count();
    }
    assert!(asked >= 3, "{asked}");
}

#[tokio::test]
async fn the_list_beside_each_picture_says_what_the_data_says() {
    let browser = Browser::new();
    let check = answered(&browser, &WORKER).await;
    let plan = browser.open(&link(&check, "/plan/pathway")).await;
    let data = browser.open(&link(&plan, "plan.json")).await;
    let data: serde_json::Value = serde_json::from_str(&data.text).expect("JSON");
    let said = plain(&plan.text);
    let steps = data["steps"].as_array().expect("steps");
    assert!(steps.len() >= 3, "{}", data);
    for (index, step) in steps.iter().enumerate() {
        let title = step["title"].as_str().expect("a title");
        let day = |name: &str| {
            let day = step[name].as_str().and_then(|day| day.parse().ok()).expect("a day");
            registry_core::date::in_words(day)
        };
        let row = format!("{}. {title} {} to {}", index + 1, day("start"), day("end"));
        assert!(said.contains(&row) || day("start") == day("end"), "{row}\n{said}");
        for unlocked in step["unlocks"].as_array().expect("a list") {
            let list =
                plan.text.split("id=\"purposes\"").nth(1).and_then(|rest| rest.split("</ol>").next()).expect("a list");
            assert!(plain(list).contains(unlocked.as_str().expect("a title")), "{unlocked}");
        }
    }
    let list = plan.text.split("id=\"purposes\"").nth(1).and_then(|rest| rest.split("</ol>").next()).expect("a list");
    for item in list.split("<li>").skip(1) {
        assert!(item.contains("<br>needed for ") || item.contains("<br>advised for "), "a step for nothing: {item}");
    }
    assert_eq!(plan.text.matches("<rect class=\"bar\"").count(), steps.len());
    assert_eq!(plan.text.matches("<rect class=\"box").count(), steps.len() + 1);
    assert_eq!(
        plan.text.matches("class=\"arrow").count(),
        plan.text.matches("<br>needed for").count() + plan.text.matches("<br>advised for").count()
    );
}

#[tokio::test]
async fn planning_says_that_it_can_start_from_a_record() {
    let page = Browser::new().open("/plan").await;
    let main = page.text.split("<main").nth(1).expect("a main part");
    assert!(main.contains("<a href=\"/record\">"), "{main}");
}

#[tokio::test]
async fn not_sure_is_an_answer_to_every_question() {
    let browser = Browser::new();
    let mut page = browser.open("/plan/goal").await;
    let mut asked = 0;
    while !page.address.starts_with("/plan/check") {
        asked += 1;
        assert!(asked < 25, "{}", page.address);
        page = browser.submit(&page, &[("not-sure", "yes")]).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    assert!(asked > 12 && plain(&page.text).matches("Not sure").count() >= 12, "{asked}");
    let plan = browser.open(&link(&page, "/plan/pathway")).await;
    assert!(plain(&plan.text).contains("Tier 1"), "{}", plain(&plan.text));
    assert_eq!(plan.heading(), "Your pathway");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_the_top_and_beside_the_field_and_nothing_is_lost() {
    let browser = Browser::new();
    let page = answered(&browser, &WORKER[..9]).await;
    for (sent, said) in [
        ("", "Write a number of hours"),
        ("lots", "“lots” is not a number of hours from 0 to 60; write one such as 6 or 2.5"),
        ("61", "“61” is not a number of hours from 0 to 60; write one such as 6 or 2.5"),
        ("-1", "“-1” is not a number of hours from 0 to 60; write one such as 6 or 2.5"),
        ("<b>", "“<b>” is not a number of hours from 0 to 60; write one such as 6 or 2.5"),
    ] {
        let wrong = browser.submit(&page, &[("hours", sent)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent}");
        assert!(wrong.title().starts_with("Error: "), "{}", wrong.title());
        assert_eq!(plain(&wrong.text).matches(said).count(), 2, "{sent}: {}", plain(&wrong.text));
        assert!(
            wrong.text.contains("href=\"#hours\"")
                && wrong.text.contains("aria-describedby=\"hint hours-wrong\" aria-invalid=\"true\"")
        );
        let right = browser.submit(&wrong, &[("hours", "2.5 hours")]).await;
        assert!(right.address.starts_with("/plan/days?a="), "{}", right.address);
    }
    let first = browser.open("/plan/goal").await;
    let wrong = browser.submit(&first, &[]).await;
    assert!(plain(&wrong.text).contains("There is a problem Choose what you want to reach"));
}

#[tokio::test]
async fn an_answer_is_changed_from_the_list_and_leads_back_to_it() {
    let browser = Browser::new();
    let check = answered(&browser, &WORKER).await;
    let hours = browser.open(&link(&check, "/plan/hours")).await;
    assert!(hours.text.contains("value=\"6\""), "{}", hours.text);
    let back = browser.submit(&hours, &[("hours", "2")]).await;
    assert_eq!((back.heading().as_str(), plain(&back.text).contains("2 h")), ("Check your answers", true));
    // Another sort of goal has to be named before there is a plan again.
    let goal = browser.open(&link(&back, "/plan/goal")).await;
    let which = browser.submit(&goal, &[("goal", "tier")]).await;
    assert!(which.address.starts_with("/plan/which?a="), "{}", which.address);
    let again = browser.submit(&which, &[("which", "tier:1")]).await;
    assert_eq!(again.heading(), "Check your answers", "what was answered already is not asked again");
    // Somebody who starts work later is asked when.
    let work = browser.open(&link(&check, "/plan/work")).await;
    let starting = browser.submit(&work, &[("work", "starting")]).await;
    assert!(starting.address.starts_with("/plan/starting?a="), "{}", starting.address);
}

#[tokio::test]
async fn what_is_held_is_searched_for_ticked_and_dated() {
    let browser = Browser::new();
    let page = answered(&browser, &WORKER[..3]).await;
    let page = browser.open(&page.address.replace("/plan/work", "/plan/held")).await;
    assert!(
        page.text.contains("value=\"suite-peer-support\"") && plain(&page.text).contains("These bear on your goal")
    );
    let found = browser.submit(&page, &[("search", "advocasy"), ("held", "CHC43515"), ("find", "yes")]).await;
    assert!(found.address.starts_with("/plan/held?a=") && !found.address.contains("advoc"), "{}", found.address);
    assert!(found.text.contains("value=\"suite-advocacy\"") && found.text.contains("value=\"CHC43515\" checked"));
    let when = browser.submit(&found, &[("held", "CHC43515"), ("held", "suite-advocacy")]).await;
    assert!(when.address.starts_with("/plan/when?a="), "{}", when.address);
    let work = browser.submit(&when, &[("year-CHC43515", "2022"), ("year-suite-advocacy", "")]).await;
    assert!(work.address.starts_with("/plan/work?a="));
    let again = browser.open(&work.address.replace("/plan/work", "/plan/when")).await;
    assert!(again.text.contains("<option value=\"2022\" selected>"), "{}", again.text);
}

#[tokio::test]
async fn where_nothing_fits_each_change_is_one_click_and_opens_a_plan() {
    let browser = Browser::new();
    let mut answers = WORKER;
    answers[11] = ("money", &[("money", "0")]);
    answers[9] = ("hours", &[("hours", "0")]);
    answers[10] = ("days", &[("days", "0")]);
    let check = answered(&browser, &answers).await;
    let none = browser.open(&link(&check, "/plan/pathway")).await;
    assert_eq!((none.status, none.heading().as_str()), (StatusCode::OK, "No pathway fits yet"));
    let said = plain(&none.text);
    assert!(said.contains("It says nothing about you"), "{said}");
    let tries: Vec<String> = none.links().into_iter().filter(|link| link.starts_with("/plan/pathway?a=")).collect();
    assert!(!tries.is_empty(), "{said}");
    for address in tries {
        assert_eq!(browser.open(&address).await.heading(), "Your pathway", "{said}");
    }
}

#[tokio::test]
async fn a_tier_that_needs_work_is_answered_with_what_would_open_it() {
    let browser = Browser::new();
    let held = browser.open("/plan/from?goal=tier:2").await;
    assert!(held.address.starts_with("/plan/held?a="), "{}", held.address);
    let mut page = held;
    while !page.address.starts_with("/plan/check") {
        page = browser.submit(&page, &[("not-sure", "yes")]).await;
    }
    let none = browser.open(&link(&page, "/plan/pathway")).await;
    let said = plain(&none.text);
    assert_eq!(none.heading(), "No pathway fits yet", "{said}");
    assert!(said.contains("What stands in the way") && said.contains("What your goal asks for"), "{said}");
    let tried = browser.open(&link(&none, "/plan/pathway?a=")).await;
    assert_eq!(tried.heading(), "Your pathway", "{}", plain(&tried.text));
}

/// The page of a pathway, or of none, for somebody who is not sure of anything but the goal.
async fn unsure(browser: &Browser, goal: &str) -> Page {
    let mut page = browser.open(&format!("/plan/from?goal={goal}")).await;
    while !page.address.starts_with("/plan/check") {
        page = browser.submit(&page, &[("not-sure", "yes")]).await;
    }
    browser.open(&link(&page, "/plan/pathway")).await
}

#[tokio::test]
async fn where_no_limit_helps_another_answer_is_tried_with_one_click_or_the_page_says_what_to_do() {
    let browser = Browser::new();
    let none = unsure(&browser, "tier:4").await;
    let said = plain(&none.text);
    assert_eq!(none.heading(), "No pathway fits yet", "{said}");
    assert!(said.contains("Experience: 5 years and 1 month Try this"), "{said}");
    let tried = browser.open(&link(&none, "/plan/pathway?a=")).await;
    assert_eq!(tried.heading(), "Your pathway", "{}", plain(&tried.text));
    let none = unsure(&browser, "qualification:CHC42912").await;
    let said = plain(&none.text);
    assert!(said.contains("We found no answer that would open a pathway to this goal."), "{said}");
    let goal = browser.open(&link(&none, "/plan/goal?a=")).await;
    assert_eq!(goal.heading(), "What do you want to reach?");
}

#[tokio::test]
async fn an_address_of_another_registry_or_a_broken_one_is_answered_kindly() {
    let browser = Browser::new();
    for address in
        ["/plan/hours?a=abc", "/plan/pathway?a=abc", "/plan/check?a=%00", "/plan/plan.ics?a=x", "/plan/compare?a=--"]
    {
        let page = browser.open(address).await;
        assert_eq!(
            (page.status, page.heading().as_str()),
            (StatusCode::BAD_REQUEST, "We cannot open that pathway"),
            "{address}"
        );
    }
    // Without any answers the first question comes.
    assert!(browser.open("/plan/pathway").await.address.starts_with("/plan/goal"));
    assert!(browser.open("/plan/check").await.address.starts_with("/plan/goal"));
    assert_eq!(browser.open("/plan/nothing").await.status, StatusCode::NOT_FOUND);
    let from = browser.send(Method::GET, "/plan/from?goal=role:nobody", &[], String::new()).await;
    let held = browser.follow(from).await;
    assert!(held.address.starts_with("/plan/"), "{}", held.address);
}
