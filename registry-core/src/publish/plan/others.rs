//! Successors, qualifications, credit rules and providers.

use super::requisites::not_there;
use super::version::put;
use super::{Drafted, Judge};
use crate::catalogue::{CatalogueParts, EntryRef};
use crate::course::{CourseSuccessor, Equivalence};
use crate::credit::CreditRule;
use crate::id::CourseCode;
use crate::provider::Provider;
use crate::publish::change::Publisher;
use crate::publish::delta::Delta;
use crate::publish::violation::Fault;
use crate::qualification::Qualification;

impl Judge<'_> {
    pub(super) fn supersede(&mut self, code: &CourseCode, by: &CourseSuccessor) -> Option<Drafted> {
        let catalogue = self.catalogue;
        let next = catalogue.course(&by.course);
        if next.is_none() {
            let known = catalogue.courses().map(|entry| entry.code.as_str());
            self.report(&["by", "course"], not_there(EntryRef::new("course", &by.course), by.course.as_str(), known));
        }
        let Some(course) = catalogue.course(code).filter(|course| self.owns(course.publisher.as_ref())) else {
            self.not_found(&["course"], "course", code);
            return None;
        };
        let next = next?;
        if by.equivalence == Equivalence::Equivalent && !self.owns(next.publisher.as_ref()) {
            let (held, by) = (EntryRef::new("course", code), EntryRef::new("course", &by.course));
            self.report(&["by", "equivalence"], Fault::EquivalenceNotYours { held, by });
        }
        if let Some(before) = &course.superseded_by {
            // What nobody had said may be said later; what was said stays.
            let is_said_now = before.course == by.course && before.equivalence == Equivalence::NotStated;
            if before.course == by.course && before.equivalence == by.equivalence {
                let what = format!("course {code} is superseded by {} already", by.course);
                self.report(&[], Fault::NothingToChange { what });
            } else if !is_said_now {
                let fault = Fault::SupersededAlready { course: code.clone(), by: before.course.clone() };
                self.report(&["course"], fault);
            }
        }
        let mut course = course.clone();
        course.superseded_by = Some(by.clone());
        Some(put(course).into())
    }

    pub(super) fn publish_qualification(&mut self, qualification: &Qualification) -> Option<Drafted> {
        let code = &qualification.code;
        self.requisites(&["entry"], "qualification", code.as_str(), &qualification.entry);
        let catalogue = self.catalogue;
        let before = catalogue.qualification(code);
        if before.is_none() {
            self.unlike(&["code"], code.as_str(), catalogue.qualifications().map(|entry| entry.code.as_str()));
        }
        let asked = qualification.publisher.as_ref();
        let publisher = self.publisher(asked, before.and_then(|entry| entry.publisher.as_ref()));
        if before.is_some_and(|before| !self.owns(before.publisher.as_ref())) {
            self.report(&["code"], Fault::CodeTaken { kind: "a qualification", code: code.to_string() });
            return None;
        }
        if let Some(by) = qualification.superseded_by.as_ref().filter(|by| by.equivalence == Equivalence::Equivalent) {
            let was_said = before.is_some_and(|before| before.superseded_by.as_ref() == Some(by));
            let next = self.catalogue.qualification(&by.qualification);
            if !was_said && next.is_some_and(|next| !self.owns(next.publisher.as_ref())) {
                let (held, by) =
                    (EntryRef::new("qualification", code), EntryRef::new("qualification", &by.qualification));
                self.report(&["superseded_by", "equivalence"], Fault::EquivalenceNotYours { held, by });
            }
        }
        let after = Qualification { publisher, ..qualification.clone() };
        if before == Some(&after) {
            let what = format!("qualification {code} is published so already");
            self.report(&[], Fault::NothingToChange { what });
        }
        let put = CatalogueParts { qualifications: vec![after], ..CatalogueParts::default() };
        Some(Delta { put, ..Delta::default() }.into())
    }

    pub(super) fn publish_credit_rules(&mut self, rules: &[CreditRule]) -> Option<Drafted> {
        for (place, rule) in rules.iter().enumerate() {
            self.credit_rule(place, rule);
        }
        let before = |rule: &CreditRule| self.catalogue.credit_rule(&rule.code);
        let changed: Vec<_> = rules.iter().filter(|rule| before(rule) != Some(*rule)).cloned().collect();
        if changed.is_empty() {
            let what = if rules.is_empty() {
                "no credit rule is given"
            } else {
                "these credit rules are published so already"
            };
            self.report(&[], Fault::NothingToChange { what: what.to_owned() });
        }
        let put = CatalogueParts { credit_rules: changed, ..CatalogueParts::default() };
        Some(Delta { put, ..Delta::default() }.into())
    }

    fn credit_rule(&mut self, place: usize, rule: &CreditRule) {
        let catalogue = self.catalogue;
        let place = place.to_string();
        if catalogue.credit_rule(&rule.code).is_none() {
            let known = catalogue.credit_rules().map(|entry| entry.code.as_str());
            self.unlike(&["rules", &place, "code"], rule.code.as_str(), known);
        }
        let Publisher::Provider(own) = self.by else { return };
        if rule.provider.as_ref() != Some(own) {
            let named = rule.provider.as_ref().map_or("nobody".to_owned(), ToString::to_string);
            let fault = Fault::RuleOfAnother { rule: rule.code.to_string(), named, own: own.clone() };
            self.report(&["rules", &place, "provider"], fault);
        }
        let before = self.catalogue.credit_rule(&rule.code);
        if before.is_some_and(|before| before.provider.as_ref() != Some(own)) {
            let fault = Fault::CodeTaken { kind: "a credit rule", code: rule.code.to_string() };
            self.report(&["rules", &place, "code"], fault);
        }
        // Whose award it is decides what counts towards it; an award of nobody is a national one, which many award. Another's
        // and none have one answer.
        let award = self.catalogue.qualification(&rule.qualification);
        if award.is_none_or(|award| award.publisher.as_ref().is_some_and(|whose| whose != own)) {
            self.not_found(&["rules", &place, "qualification"], "qualification", &rule.qualification);
        }
    }

    pub(super) fn register(&mut self, provider: &Provider) -> Option<Drafted> {
        if *self.by != Publisher::Operator {
            self.report(&[], Fault::OperatorOnly { what: "register a provider" });
            return None;
        }
        let code = &provider.code;
        let catalogue = self.catalogue;
        match catalogue.provider(code) {
            None => self.unlike(&["code"], code.as_str(), catalogue.providers().map(|entry| entry.code.as_str())),
            Some(before) if before == provider => {
                let what = format!("provider {code} is registered so already");
                self.report(&[], Fault::NothingToChange { what });
            }
            Some(_) => self.report(&["code"], Fault::CodeTaken { kind: "a provider", code: code.to_string() }),
        }
        let put = CatalogueParts { providers: vec![provider.clone()], ..CatalogueParts::default() };
        Some(Delta { put, ..Delta::default() }.into())
    }
}
