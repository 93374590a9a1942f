//! What there is to do for a new version, as a list of tasks; and the beginning of a new course.

use registry_core::id::CourseCode;

use super::draft::{Draft, Section};
use super::sheet::{Field, Part, Sheet, Wrong};
use super::{Desk, enter, enter_form, later, not_yours};
use crate::access::Scope;
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::workspace as words;

/// Asks for the code of a new course.
pub(super) fn new<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        Ok(new_sheet(&desk, "", Vec::new()))
    })
}

fn new_sheet(desk: &Desk<'_>, code: &str, wrong: Vec<Wrong>) -> Answer {
    let form = desk.form("/workspace/new", vec![Field::short(words::CODE, code)], words::CONTINUE);
    Sheet::new(words::NEW_COURSE).back("/workspace", words::BACK_HOME).wrong(wrong).with(Part::Form(form)).answer()
}

/// Begins the draft of a new course; of a course that is there, of its new version.
pub(super) fn begin<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let sent = asked.form.one(words::CODE.0);
        match CourseCode::new(sent) {
            Ok(code)
                if asked
                    .at
                    .catalogue()
                    .course(&code)
                    .is_some_and(|one| one.publisher.as_ref() != Some(desk.code())) =>
            {
                // Whose it is, is not said: to another provider a code is only one that cannot be used.
                Ok(new_sheet(&desk, sent, vec![Wrong::field(words::CODE.0, words::code_taken(&code))]))
            }
            Ok(code) => Ok(Answer::See(Draft::of(desk.code(), &code).address(asked, "draft")?)),
            Err(error) => Ok(new_sheet(&desk, sent, vec![Wrong::field(words::CODE.0, error.to_string())])),
        }
    })
}

/// The tasks of a draft.
pub(super) fn tasks<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        let draft = Draft::sent(&desk)?;
        let catalogue = asked.at.catalogue();
        let course = catalogue.course(&draft.code);
        if course.is_some_and(|course| course.publisher.as_ref() != Some(desk.code())) {
            return Err(not_yours());
        }
        let mut tasks = Vec::new();
        for section in Section::ALL {
            let state = match (draft.says(section), course.is_some(), section.is_needed()) {
                (true, ..) => words::TASK_DONE,
                (false, true, _) => words::TASK_AS_NOW,
                (false, false, true) => words::TASK_OPEN,
                (false, false, false) => words::TASK_MAY,
            };
            let address = draft.address(asked, &format!("draft/{}", section.name()))?;
            tasks.push((Link::to(words::section(section).0, address), state));
        }
        let missing = draft.missing(catalogue);
        let (heading, lead, back) = match course {
            Some(course) => (words::NEW_VERSION, words::TASKS_LEAD, format!("/workspace/courses/{}", course.code)),
            None => (words::NEW_COURSE, words::TASKS_NEW_LEAD, "/workspace".to_owned()),
        };
        let sheet = Sheet::new(draft.title(catalogue)).back(back, words::BACK);
        let sheet = sheet.with(Part::Lead(heading.to_owned())).text(lead).with(Part::Tasks(tasks));
        let sheet = if missing.is_empty() {
            sheet.with(Part::Button(draft.address(asked, "check")?, words::CHECK_AND_PUBLISH))
        } else {
            sheet.with(Part::Note(words::still_open(&missing)))
        };
        Ok(sheet.text(words::KEEP_DRAFT).answer())
    })
}
