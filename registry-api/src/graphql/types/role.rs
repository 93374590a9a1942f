//! Roles, perspectives and workforces.

use async_graphql::{Enum, Object, SimpleObject};
use registry_core::role as core;

use super::requisite::Requisite;
use super::source::{Provenance, is_invented};
use super::{each, found};
use crate::snapshot::Snapshot;

/// Whose experience a worker speaks from. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Perspective")]
pub(crate) enum Perspective {
    /// Of people who have used services.
    Consumer,
    /// Of their family, friends and carers.
    FamilyCarer,
}

/// What kind of work a role is. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::RoleFamily")]
pub(crate) enum RoleFamily {
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

/// A role a person can work in.
#[derive(Clone, Copy)]
pub(crate) struct Role<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) entry: &'a core::Role,
}

/// A role a person can work in.
#[Object]
impl<'a> Role<'a> {
    /// Its code.
    async fn code(&self) -> &'a str {
        self.entry.code.as_str()
    }

    /// Its title.
    async fn title(&self) -> &'a str {
        &self.entry.title
    }

    /// What the work is.
    async fn description(&self) -> &'a str {
        &self.entry.description
    }

    /// What kind of work it is.
    async fn family(&self) -> RoleFamily {
        self.entry.family.into()
    }

    /// The perspectives it exists in, at most 2; empty: both.
    async fn perspectives(&self) -> Vec<Perspective> {
        each(&self.entry.perspectives)
    }

    /// The workforces it belongs to; at most three today.
    async fn workforces(&self) -> async_graphql::Result<Vec<Workforce<'a>>> {
        let workforce = |code| {
            let entry = found(self.at.catalogue().workforce(code), code.as_str())?;
            Ok(Workforce::new(self.at, entry))
        };
        self.entry.workforces.iter().map(workforce).collect()
    }

    /// Training for the role; at most a dozen. A goal of this role plans all of it, the advised parts too.
    async fn preparation(&self) -> Vec<Requisite<'a>> {
        Requisite::all(self.at, &self.entry.preparation)
    }

    /// Where the role is described.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.provenance)
    }

    /// Whether it is made up to show how the registry works.
    async fn invented(&self) -> bool {
        is_invented(&self.entry.provenance)
    }
}

/// A workforce: Aboriginal; consumer; family, significant other and carer.
#[derive(SimpleObject)]
pub(crate) struct Workforce<'a> {
    /// Its code.
    code: &'a str,
    /// Its name.
    title: &'a str,
    /// Where it is described.
    provenance: Provenance<'a>,
    /// Whether it is made up to show how the registry works.
    invented: bool,
}

impl<'a> Workforce<'a> {
    pub(crate) fn new(at: &'a Snapshot, entry: &'a core::Workforce) -> Self {
        Self {
            code: entry.code.as_str(),
            title: &entry.title,
            provenance: Provenance::new(at, &entry.provenance),
            invented: is_invented(&entry.provenance),
        }
    }
}
