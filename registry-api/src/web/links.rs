//! Addresses of our pages. Codes hold only letters, digits, hyphens and full stops, so they stand in an address as
//! they are.

use registry_core::graph::NodeKey;
use registry_core::id::{CourseCode, ProviderCode, QualificationCode, RoleCode};
use registry_core::tier::Tier;

pub(super) fn course(code: &CourseCode) -> String {
    format!("/courses/{code}")
}

pub(super) fn qualification(code: &QualificationCode) -> String {
    format!("/qualifications/{code}")
}

pub(super) fn role(code: &RoleCode) -> String {
    format!("/roles/{code}")
}

pub(super) fn provider(code: &ProviderCode) -> String {
    format!("/providers/{code}")
}

pub(super) fn tier(tier: Tier) -> String {
    format!("/tiers/{}", tier.number())
}

/// The page of whatever a node of the requisite graph stands for.
pub(super) fn node(key: &NodeKey) -> String {
    match key {
        NodeKey::Course(code) => course(code),
        NodeKey::Qualification(code) => qualification(code),
        NodeKey::Tier(number) => tier(*number),
        NodeKey::Role(code) => role(code),
    }
}
