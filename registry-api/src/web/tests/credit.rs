//! Credit as a goal: points towards an award, and the rest of an award at the least cost.

use poem::http::StatusCode;

use super::{Browser, Page, plain};

/// From the sort of goal to the list of answers; everything else is *I'm not sure*, but work and experience.
async fn from_goal(browser: &Browser, kind: &str, which: &str) -> Page {
    let page = browser.open("/plan/goal").await;
    let page = browser.submit(&page, &[("goal", kind)]).await;
    browser.submit(&page, &[("which", which)]).await
}

async fn to_the_list(browser: &Browser, mut page: Page) -> Page {
    while !page.address.starts_with("/plan/check") {
        let answer: &[(&str, &str)] = match page.address.split('?').next().unwrap_or_default() {
            "/plan/work" => &[("work", "now")],
            "/plan/experience" => &[("years", "3")],
            "/plan/hours" => &[("hours", "6")],
            _ => &[("not-sure", "yes")],
        };
        page = browser.submit(&page, answer).await;
    }
    page
}

fn link(page: &Page, part: &str) -> String {
    let links = page.links();
    links.iter().find(|link| link.contains(part)).unwrap_or_else(|| panic!("{part}: {links:?}")).clone()
}

#[tokio::test]
async fn some_credit_towards_an_award_is_a_goal_like_any_other() {
    let browser = Browser::new();
    let points = from_goal(&browser, "credit", "credit:12.5@graduate-certificate").await;
    assert_eq!(points.heading(), "How many credit points do you want?");
    let said = plain(&points.text);
    assert!(said.contains("The least that you can get is 12.5. All of it is 50."), "{said}");
    for (sent, why) in [
        ("", "Write a number of credit points"),
        ("lots", "“lots” is not a number of credit points above 0; write one such as 12.5"),
        ("0", "“0” is not a number of credit points above 0; write one such as 12.5"),
        ("-3", "“-3” is not a number of credit points above 0; write one such as 12.5"),
        ("60", "60 is more than the 50 credit points of all of it; write 50 or less"),
    ] {
        let wrong = browser.submit(&points, &[("points", sent)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent}");
        assert_eq!(plain(&wrong.text).matches(why).count(), 2, "{sent}: {}", plain(&wrong.text));
    }
    let held = browser.submit(&points, &[("points", "25 points")]).await;
    assert!(held.address.starts_with("/plan/held?a="), "{}", held.address);
    let check = to_the_list(&browser, held).await;
    let said = plain(&check.text);
    for part in ["Credit towards a qualification", "Goal Graduate Certificate", "Credit points 25 credit points"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let pathway = browser.open(&link(&check, "/plan/pathway")).await;
    let said = plain(&pathway.text);
    assert_eq!(pathway.heading(), "Your pathway", "{said}");
    for part in [
        "Goal: 25 credit points towards Graduate Certificate",
        "Credit it may give you",
        "25 of the 25 points asked for count if all of it is granted.",
        "The provider decides each time.",
        "What it leads to",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(pathway.links().contains(&"/qualifications/masters-degree".to_owned()), "{:?}", pathway.links());
    // Fewer points are one change away, and the list comes back.
    let fewer = browser.open(&link(&check, "/plan/points")).await;
    assert!(fewer.text.contains("value=\"25\""), "{}", fewer.text);
    let check = browser.submit(&fewer, &[("points", "12,5")]).await;
    assert!(plain(&check.text).contains("Credit points 12.5 credit points"), "{}", plain(&check.text));
}

#[tokio::test]
async fn who_is_not_sure_how_much_credit_plans_for_the_least_there_is() {
    let browser = Browser::new();
    let points = from_goal(&browser, "credit", "credit:12.5@graduate-certificate").await;
    let more = browser.submit(&points, &[("points", "50")]).await;
    let again = browser.open(&more.address.replace("/plan/held", "/plan/points")).await;
    let held = browser.submit(&again, &[("not-sure", "yes")]).await;
    let check = browser.open(&held.address.replace("/plan/held", "/plan/check")).await;
    let said = plain(&check.text);
    assert!(said.contains("Not sure. We plan for the least credit that there is."), "{said}");
    let pathway = browser.open(&link(&check, "/plan/pathway")).await;
    assert!(plain(&pathway.text).contains("Goal: 12.5 credit points towards"), "{}", plain(&pathway.text));
}

#[tokio::test]
async fn points_are_asked_again_when_they_are_towards_another_award() {
    let browser = Browser::new();
    let points = from_goal(&browser, "credit", "credit:12.5@graduate-certificate").await;
    let held = browser.submit(&points, &[("points", "25")]).await;
    let check = to_the_list(&browser, held).await;
    let which = browser.open(&link(&check, "/plan/which")).await;
    assert!(which.text.contains("value=\"credit:25@graduate-certificate\" selected"), "{}", which.text);
    let same = browser.submit(&which, &[("which", "credit:25@graduate-certificate")]).await;
    assert!(same.address.starts_with("/plan/check"), "{}", same.address);
    let other = browser.submit(&which, &[("which", "credit:60@federation-bachelor-arts")]).await;
    assert!(other.address.starts_with("/plan/points?a="), "{}", other.address);
    assert!(plain(&other.text).contains("The least that you can get is 60."), "{}", plain(&other.text));
    let back = browser.submit(&other, &[("points", "60")]).await;
    assert_eq!(back.heading(), "Check your answers", "one change does not ask everything again");
    // What is not of the sort that was chosen is not taken.
    let wrong = browser.submit(&which, &[("which", "qualification:graduate-certificate")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn to_finish_an_award_is_to_finish_it_at_the_least_cost() {
    let browser = Browser::new();
    let chosen = |page: &Page, id: &str| page.text.contains(&format!("name=\"aim\" value=\"{id}\" checked"));
    let held = from_goal(&browser, "finish", "qualification:CHC43515").await;
    assert!(held.address.starts_with("/plan/held?a="), "{}", held.address);
    let matters = browser.open(&held.address.replace("/plan/held", "/plan/matters")).await;
    assert!(chosen(&matters, "least-cost"), "{}", matters.text);
    let check = to_the_list(&browser, held.clone()).await;
    assert!(plain(&check.text).contains("The rest of a qualification"), "{}", plain(&check.text));
    // Another goal does not keep what only this one stood for.
    let goal = browser.open(&held.address.replace("/plan/held", "/plan/goal")).await;
    let which = browser.submit(&goal, &[("goal", "qualification")]).await;
    assert!(which.text.contains("value=\"qualification:CHC43515\" selected"), "{}", which.text);
    let matters = browser.open(&which.address.replace("/plan/which", "/plan/matters")).await;
    assert!(!chosen(&matters, "least-cost"), "{}", matters.text);
}

#[tokio::test]
async fn an_award_that_counts_points_offers_to_plan_for_some() {
    let browser = Browser::new();
    let award = browser.open("/qualifications/graduate-certificate").await;
    let points = browser.open(&link(&award, "/plan/from?goal=credit:")).await;
    assert_eq!(points.heading(), "How many credit points do you want?");
    assert!(points.text.contains("value=\"12.5\""), "{}", points.text);
    let units = browser.open("/qualifications/CHC43515").await;
    assert!(!units.text.contains("goal=credit"), "{}", units.text);
}
