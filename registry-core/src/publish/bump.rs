//! How far a version number must move.

use std::cmp::Ordering;

use semver::Version;

/// How far a number must move, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Words alone changed: 1.2.3 to 1.2.4.
    Patch,
    /// There is more, and nobody loses: 1.2.3 to 1.3.0.
    Minor,
    /// Somebody may lose: 1.2.3 to 2.0.0.
    Major,
}

impl Bump {
    /// Every bump, the least first.
    pub const ALL: [Bump; 3] = [Self::Patch, Self::Minor, Self::Major];

    /// The name as data and sentences write it: `minor`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What a new version of a course must at least be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredBump {
    /// How far the number must move.
    pub bump: Bump,
    /// The version that the new one was compared with: the newest that is no pre-release, or the newest.
    pub compared_with: Version,
    /// The least number without pre-release that is enough.
    pub least: Version,
}

/// The order of versions as semver.org has it: build metadata counts for nothing.
///
/// ```
/// use registry_core::publish::precedence;
/// use std::cmp::Ordering;
///
/// let version = |text: &str| semver::Version::parse(text).expect("a version");
/// assert_eq!(precedence(&version("1.0.0+a"), &version("1.0.0+b")), Ordering::Equal);
/// assert_eq!(precedence(&version("1.0.0-rc.1"), &version("1.0.0")), Ordering::Less);
/// ```
pub fn precedence(a: &Version, b: &Version) -> Ordering {
    a.cmp_precedence(b)
}

/// The least number without pre-release that is far enough from `old`.
///
/// From 1.0.0 on as semver.org has it. Before 1.0.0 as version ranges read it (`^0.2` is 0.2.x, `^0.0.3` is 0.0.3 alone):
/// the first number that is not 0 moves where somebody may lose, and the last one otherwise. After a pre-release it is the
/// number the pre-release is for. A number at the end of its range stays there.
///
/// ```
/// use registry_core::publish::{Bump, least_after};
///
/// let version = |text: &str| semver::Version::parse(text).expect("a version");
/// assert_eq!(least_after(&version("1.2.3"), Bump::Minor), version("1.3.0"));
/// assert_eq!(least_after(&version("0.2.3"), Bump::Major), version("0.3.0"));
/// assert_eq!(least_after(&version("0.2.3"), Bump::Minor), version("0.2.4"));
/// assert_eq!(least_after(&version("0.0.3"), Bump::Major), version("0.0.4"));
/// assert_eq!(least_after(&version("2.0.0-rc.1"), Bump::Major), version("2.0.0"));
/// ```
pub fn least_after(old: &Version, bump: Bump) -> Version {
    let (major, minor, patch) = (old.major, old.minor, old.patch);
    if !old.pre.is_empty() {
        return Version::new(major, minor, patch);
    }
    match (bump, major, minor) {
        (Bump::Patch, _, _) => Version::new(major, minor, patch.saturating_add(1)),
        (_, 0, 0) | (Bump::Minor, 0, _) => Version::new(0, minor, patch.saturating_add(1)),
        (Bump::Major, 0, _) => Version::new(0, minor.saturating_add(1), 0),
        (Bump::Minor, _, _) => Version::new(major, minor.saturating_add(1), 0),
        (Bump::Major, _, _) => Version::new(major.saturating_add(1), 0, 0),
    }
}

/// Whether `new` is far enough from `old`. It must come after it; and its three numbers, a pre-release left off, must be at
/// least [`least_after`]. So 2.0.0-rc.1 is far enough from 1.4.0 for anything, and whatever comes after 2.0.0-rc.1 from that.
pub fn is_enough(old: &Version, new: &Version, bump: Bump) -> bool {
    let is_after = precedence(new, old) == Ordering::Greater;
    is_after && Version::new(new.major, new.minor, new.patch) >= least_after(old, bump)
}

#[cfg(test)]
mod tests {
    use semver::VersionReq;

    use super::*;
    use crate::sample::read;

    /// Whether a number is enough for a patch, a minor and a major change.
    #[track_caller]
    fn check(old: &str, new: &str, enough: [bool; 3]) {
        assert_eq!(Bump::ALL.map(|bump| is_enough(&read(old), &read(new), bump)), enough, "{old} to {new}");
    }

    #[test]
    fn from_one_on_the_three_numbers_stand_for_the_three_bumps() {
        check("1.2.3", "1.2.3", [false, false, false]);
        check("1.2.3", "1.2.2", [false, false, false]);
        check("1.2.3", "1.2.4", [true, false, false]);
        check("1.2.3", "1.3.0", [true, true, false]);
        check("1.2.3", "1.2.99", [true, false, false]);
        check("1.2.3", "2.0.0", [true, true, true]);
        check("1.2.3", "4.1.7", [true, true, true]);
    }

    #[test]
    fn before_one_the_first_number_that_is_not_nought_stands_for_a_loss() {
        check("0.2.3", "0.2.4", [true, true, false]);
        check("0.2.3", "0.3.0", [true, true, true]);
        check("0.0.3", "0.0.4", [true, true, true]);
        check("0.2.3", "1.0.0", [true, true, true]);
    }

    #[test]
    fn a_pre_release_is_as_far_as_what_it_is_for() {
        check("1.4.0", "2.0.0-rc.1", [true, true, true]);
        check("1.4.0", "1.5.0-rc.1", [true, true, false]);
        check("1.4.0", "1.4.0-rc.1", [false, false, false]);
        check("2.0.0-rc.1", "2.0.0-rc.2", [true, true, true]);
        check("2.0.0-rc.1", "2.0.0", [true, true, true]);
    }

    #[test]
    fn build_metadata_does_not_move_a_number() {
        check("1.0.0+a", "1.0.0+b", [false, false, false]);
    }

    #[test]
    fn a_number_at_the_end_of_its_range_goes_no_further_and_does_not_panic() {
        let end = Version::new(u64::MAX, u64::MAX, u64::MAX);
        assert!(Bump::ALL.into_iter().all(|bump| !is_enough(&end, &least_after(&end, bump), bump)));
    }

    #[test]
    fn the_least_number_is_enough_and_none_before_it() {
        for (old, steps) in [("1.2.3", 4), ("0.2.3", 4), ("0.0.3", 4), ("1.0.0-a", 2)] {
            let old: Version = read(old);
            for bump in Bump::ALL {
                let least = least_after(&old, bump);
                assert!(is_enough(&old, &least, bump), "{old} {}", bump.name());
                let mut all = Vec::new();
                for major in 0..=steps {
                    for minor in 0..=steps {
                        all.extend((0..=steps).map(|patch| Version::new(major, minor, patch)));
                    }
                }
                let smaller = all.iter().filter(|version| **version < least);
                assert!(smaller.into_iter().all(|version| !is_enough(&old, version, bump)), "{old} {}", bump.name());
            }
        }
    }
    /// By what those rely on who name a range: `^` admits what takes nothing away, `~` what adds nothing. Before 1.0.0 `~0.2.3` admits
    /// more to come, so there only `^` says something.
    #[test]
    fn a_number_is_enough_where_the_ranges_that_promise_less_admit_it_no_more() {
        let numbers = |most: u64| {
            (0..=most).flat_map(move |major| {
                (0..=most).flat_map(move |minor| (0..=most).map(move |patch| Version::new(major, minor, patch)))
            })
        };
        let admits =
            |sign: &str, old: &Version, new: &Version| read::<VersionReq>(&format!("{sign}{old}")).matches(new);
        let mut asked = 0;
        for old in numbers(3) {
            for new in numbers(4).filter(|new| *new > old) {
                asked += 1;
                assert!(is_enough(&old, &new, Bump::Patch), "{old} {new}");
                assert_eq!(
                    is_enough(&old, &new, Bump::Minor),
                    old.major == 0 || !admits("~", &old, &new),
                    "{old} {new}"
                );
                assert_eq!(is_enough(&old, &new, Bump::Major), !admits("^", &old, &new), "{old} {new}");
            }
        }
        assert!(asked > 1_000, "{asked}");
    }
}
