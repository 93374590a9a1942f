//! Roles, the perspectives they are worked from, and the workforces they belong to.

use serde::{Deserialize, Serialize};

use crate::id::{RoleCode, WorkforceCode};
use crate::requisite::Requisite;
use crate::source::Provenance;

/// Whose experience a worker speaks from. The two are kept apart: one worker works from one perspective
/// (*CMHL tip sheet*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Perspective {
    /// Of people who have used services.
    Consumer,
    /// Of their family, friends and carers.
    FamilyCarer,
}

impl Perspective {
    /// Both perspectives.
    pub const ALL: [Perspective; 2] = [Self::Consumer, Self::FamilyCarer];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::FamilyCarer => "family-carer",
        }
    }

    /// The name as a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::FamilyCarer => "family and carer",
        }
    }
}

/// What kind of work a role is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleFamily {
    /// Being alongside people.
    PeerSupport,
    /// Changing systems: advocacy, consultancy, policy.
    ConsumerPerspective,
    /// Leading and supervising others.
    Leadership,
    /// Teaching and training.
    Education,
    /// Finding out.
    Research,
}

impl RoleFamily {
    /// Every family.
    pub const ALL: [RoleFamily; 5] =
        [Self::PeerSupport, Self::ConsumerPerspective, Self::Leadership, Self::Education, Self::Research];

    /// The name as files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PeerSupport => "peer-support",
            Self::ConsumerPerspective => "consumer-perspective",
            Self::Leadership => "leadership",
            Self::Education => "education",
            Self::Research => "research",
        }
    }
}

/// A role a person can work in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its code.
    pub code: RoleCode,
    /// Its title.
    pub title: String,
    /// What the work is.
    pub description: String,
    /// What kind of work it is.
    pub family: RoleFamily,
    /// The perspectives it exists in; empty: both.
    pub perspectives: Vec<Perspective>,
    /// The workforces it belongs to.
    pub workforces: Vec<WorkforceCode>,
    /// Training for the role. A goal of this role plans all of it, the advised parts too.
    pub preparation: Vec<Requisite>,
    /// Where the role is described.
    pub provenance: Provenance,
}

/// A workforce (*WA framework*: Aboriginal; consumer; family, significant other and carer).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workforce {
    /// Its code.
    pub code: WorkforceCode,
    /// Its name.
    pub title: String,
    /// Where it is described.
    pub provenance: Provenance,
}
