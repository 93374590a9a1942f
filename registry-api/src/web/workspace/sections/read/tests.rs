//! Whatever a course has survives its form.

use registry_core::course::Course;
use registry_core::id::ProviderCode;
use registry_core::source::Confidence;

use super::*;
use crate::ops;

fn own() -> Provenance {
    Provenance::external("A college", "as published in this registry", Confidence::High).expect("a source")
}

fn draft(course: &Course) -> Draft {
    Draft::of(&ProviderCode::new("a-college").expect("a code"), &course.code)
}

/// The fields as a browser sends them: every line ends with two characters, boxes come in the order of the page.
fn sent(shown: &Fields) -> Fields {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in shown.pairs().rev() {
        form.append_pair(name, &value.replace('\n', "\r\n"));
    }
    Fields::read(form.finish().as_bytes())
}

#[test]
fn every_task_of_every_course_sent_back_as_it_was_shown_changes_nothing() {
    let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
    let catalogue = snapshot.catalogue();
    let mut values = 0;
    for course in catalogue.courses() {
        let nothing = draft(course);
        for section in Section::ALL {
            let shown = written(catalogue, section, &nothing.so_far(catalogue));
            values += shown.pairs().count();
            let read = read(&sent(&shown), catalogue, &own(), section, &nothing);
            assert_eq!(read.as_ref().ok(), Some(&nothing), "{} {section:?}", course.code);
        }
    }
    assert!(values > 1_000, "{values}");
}

/// One more outcome, say: what the form reads besides is what was there, in its order. So nothing rests on the form being
/// sent back untouched.
#[test]
fn what_is_changed_in_a_task_leaves_the_rest_of_it_as_it_was() {
    let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
    let catalogue = snapshot.catalogue();
    for course in catalogue.courses() {
        let nothing = draft(course);
        let now = nothing.so_far(catalogue);
        let changed = |section, name: &str, value: &str| {
            let mut fields = Fields::default();
            let shown = sent(&written(catalogue, section, &now));
            let mut told = false;
            for (known, text) in shown.pairs() {
                let text = if known == name && !told { format!("{text}{value}") } else { text.to_owned() };
                told |= known == name;
                fields.add(known, &text);
            }
            if !told {
                fields.add(name, value.trim_start());
            }
            let read = read(&fields, catalogue, &own(), section, &nothing);
            assert!(read.is_ok(), "{} {section:?}", course.code);
            read.unwrap_or_else(|_| nothing.clone()).so_far(catalogue)
        };
        let mut about = now.about.clone().expect("a course says what it is");
        about.title.push_str(" more");
        assert_eq!(changed(Section::About, words::COURSE_TITLE.0, " more").about, Some(about));
        let mut outcomes = now.outcomes.clone().expect("a course has outcomes");
        outcomes.outcomes.push("Something more".to_owned());
        assert_eq!(changed(Section::Outcomes, words::OUTCOMES.0, "\nSomething more").outcomes, Some(outcomes));
        let before = changed(Section::Before, "needed-before", "\nplacement of 4.25 hours").before;
        assert_eq!(
            (&before[..now.before.len()], before.len()),
            (&now.before[..], now.before.len() + 1),
            "{}",
            course.code
        );
        let new = catalogue.tags().find(|tag| !now.tags.contains(&tag.code)).expect("a tag it does not have");
        let mut fields = sent(&written(catalogue, Section::Tags, &now));
        fields.add(words::tags(new.kind).0, new.code.as_str());
        let tags = read(&fields, catalogue, &own(), Section::Tags, &nothing).ok().and_then(|draft| draft.tags);
        assert_eq!(tags, Some([&now.tags[..], std::slice::from_ref(&new.code)].concat()), "{}", course.code);
        let credit = changed(Section::Level, words::BASIS.0, if now.level.aqf.is_some() { " more" } else { "" }).level;
        assert_eq!((&credit.credit, credit.aqf.is_some()), (&now.level.credit, now.level.aqf.is_some()));
    }
}

#[test]
fn a_form_that_is_refused_leaves_the_draft_as_it_was_and_names_each_field() {
    let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
    let catalogue = snapshot.catalogue();
    let course = catalogue.courses().next().expect("a course");
    let form = Fields::read(b"title=&description=&kind=nothing");
    let wrong = read(&form, catalogue, &own(), Section::About, &draft(course)).expect_err("three fields");
    let expected = [
        Wrong::field("title", "Write a title"),
        Wrong::field("description", "Write a description"),
        Wrong::field("kind", words::CHOOSE_KIND),
    ];
    assert_eq!(wrong, expected);
}
