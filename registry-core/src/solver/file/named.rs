//! By which items a requirement may be met.

use semver::VersionReq;

use super::Requirement;
use super::resolve::Names;

impl Names<'_> {
    /// The set of equivalent items that an item is in, if it is in one.
    pub(super) fn set(&self, item: usize) -> Option<&[usize]> {
        self.set_of.get(&item).and_then(|set| self.sets.get(*set)).map(Vec::as_slice)
    }

    /// Calls `visit` with every item by which an id or a range may be met, whether it may be chosen or not. Nothing for
    /// what has operands, and for names that nothing has.
    pub(super) fn visit_meeting(&self, leaf: &Requirement, visit: &mut impl FnMut(usize)) {
        let mut one_of = |item: &usize| self.set(*item).unwrap_or(&[*item]).iter().for_each(|one| visit(*one));
        match leaf {
            Requirement::Item(id) => self.ids.get(id.as_str()).iter().for_each(one_of),
            Requirement::Course { course, range } => {
                let (Ok(range), Some(versions)) = (VersionReq::parse(range), self.courses.get(course.as_str())) else {
                    return;
                };
                versions.iter().filter(|(version, _)| range.matches(version)).for_each(|(_, item)| one_of(item));
            }
            _ => {}
        }
    }

    /// Calls `visit` with every item by which any part of a requirement may be met.
    pub(super) fn visit_named(&self, requirement: &Requirement, visit: &mut impl FnMut(usize)) {
        self.visit_meeting(requirement, visit);
        requirement.operands().iter().for_each(|part| self.visit_named(part, visit));
    }
}
