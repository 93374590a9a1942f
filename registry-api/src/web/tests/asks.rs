//! What a goal asks for beside training: in the letter to a manager, and where there is no pathway.

use registry_core::catalogue::Catalogue;
use registry_core::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use registry_core::role::Perspective;
use registry_core::source::{Confidence, Provenance};

use super::journey::{WORKER, answered, letter_lines, link};
use super::{Browser, Page, plain};
use crate::ops;
use crate::snapshot::Snapshot;

fn supervision(perspective: Perspective) -> RequisiteExpr {
    RequisiteExpr::Gate(Gate::Supervision { perspective: Some(perspective) })
}

/// The pages of the pathway and of the letter of [`WORKER`], who has supervision from the consumer perspective and no release,
/// where their role asks for this as well.
async fn asked(requires: RequisiteExpr) -> (Page, Vec<String>) {
    let mut parts = ops::built_in_catalogue().expect("the built-in catalogue").catalogue().to_parts();
    let role = parts.roles.iter_mut().find(|role| role.code.as_str() == "consumer-peer-support-worker");
    let (kind, strength) = (RequisiteKind::Prerequisite, Strength::Required);
    let provenance = Provenance::external("example.org", "Role description", Confidence::High).expect("a source");
    let requisite = Requisite::new(RequisiteParts { kind, strength, requires, provenance }).expect("sound");
    role.expect("a role").preparation.push(requisite);
    let browser = Browser::of(Snapshot::new(Catalogue::build(parts).expect("sound"), 0));
    let check = answered(&browser, &WORKER).await;
    let pathway = browser.open(&link(&check, "/plan/pathway")).await;
    assert_eq!(pathway.heading(), "Your pathway", "{}", plain(&pathway.text));
    let letter = browser.open(&link(&check, "/plan/pathway").replace("/pathway", "/letter")).await;
    (pathway, letter_lines(&letter))
}

#[tokio::test]
async fn a_letter_offers_a_choice_where_one_of_several_will_do() {
    let release = RequisiteExpr::Gate(Gate::PartnerRelease);
    let any = RequisiteExpr::any(vec![supervision(Perspective::FamilyCarer), release]).expect("sound");
    let (pathway, lines) = asked(any).await;
    let choice = "One of these: regular supervision; or release for the training";
    assert!(lines.iter().any(|line| line == choice), "{lines:?}");
    assert!(lines.iter().all(|line| line != "Regular supervision" && line != "Release for the training"), "{lines:?}");
    let said = plain(&pathway.text);
    assert!(said.contains("Any of: regular supervision from the family and carer perspective; an employer"), "{said}");
}

#[tokio::test]
async fn a_letter_asks_for_all_that_is_missing_and_for_nothing_that_is_there() {
    let release = RequisiteExpr::Gate(Gate::PartnerRelease);
    let consumer = supervision(Perspective::Consumer);
    let all = RequisiteExpr::all(vec![consumer.clone(), supervision(Perspective::FamilyCarer), release.clone()]);
    let (pathway, lines) = asked(all.expect("sound")).await;
    for line in ["Regular supervision", "Release for the training"] {
        assert_eq!(lines.iter().filter(|one| *one == line).count(), 1, "{line}: {lines:?}");
    }
    let support = pathway.text.split("<h2>Support to ask for</h2>").nth(1).and_then(|rest| rest.split("</ul>").next());
    let support = plain(support.expect("a list"));
    assert!(support.starts_with("Regular supervision from the family and carer perspective An employer"), "{support}");
    // The supervision is there already, so the release alone is asked for.
    let (_, lines) = asked(RequisiteExpr::all(vec![consumer, release]).expect("sound")).await;
    assert!(lines.iter().any(|line| line == "Release for the training"), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("supervision")), "{lines:?}");
}

#[tokio::test]
async fn where_there_is_no_pathway_what_will_do_stands_in_a_list_with_links() {
    let browser = Browser::new();
    let mut answers = WORKER;
    answers[9] = ("hours", &[("hours", "0")]);
    answers[11] = ("money", &[("money", "0")]);
    let check = answered(&browser, &answers).await;
    let none = browser.open(&link(&check, "/plan/pathway")).await;
    let asks =
        none.text.split("<h2>What your goal asks for</h2>").nth(1).and_then(|rest| rest.split("<p class=").next());
    let asks = asks.expect("what it asks for");
    assert!(plain(asks).starts_with("Not yet. Needed first. Any one of these:"), "{}", plain(asks));
    assert!(asks.matches("<li class=\"source\">").count() > 10, "{asks}");
    assert!(
        asks.contains("<li class=\"source\"><a href=\"/courses/suite-peer-support\">Peer support</a></li>"),
        "{asks}"
    );
    assert!(!plain(asks).contains(';'), "{}", plain(asks));
    assert!(plain(asks).contains("You have this. Needed first"), "{}", plain(asks));
}
