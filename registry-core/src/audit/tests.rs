//! Whatever is done to a log is found.

use proptest::prelude::*;

use super::*;
use crate::id::ProviderCode;

fn event(number: u64) -> AuditEvent {
    let college: ProviderCode = "college".parse().expect("code");
    AuditEvent {
        at: format!("2027-02-01T09:30:{:02}.000Z", number % 60).parse().expect("time"),
        actor: if number.is_multiple_of(2) { Actor::Program } else { Actor::Token(TokenId::new(number)) },
        action: AuditAction::ALL[number as usize % AuditAction::ALL.len()],
        subject: AuditSubject::Token(TokenId::new(number)),
        provider: number.is_multiple_of(3).then_some(college),
        reason: number.is_multiple_of(5).then(|| format!("reason {number}")),
        details: format!("{{\"n\":{number}}}"),
    }
}

fn log(length: u64) -> Vec<AuditEntry> {
    let mut head = Checkpoint::START;
    (1..=length)
        .map(|number| {
            let entry = head.followed_by(event(number));
            head = entry.checkpoint();
            entry
        })
        .collect()
}

fn head(log: &[AuditEntry]) -> Checkpoint {
    log.last().map_or(Checkpoint::START, AuditEntry::checkpoint)
}

#[test]
fn the_hash_of_an_entry_never_changes() {
    // The same worked out by another program from the description of `chain::hash`.
    assert_eq!(
        log(3)[2].hash.to_string(),
        "0c6048d7f39eb8b92f8037d29cd5ee9a661ebd38939f01c32e9b7c69a11d2238",
        "an entry hashed by a released program must keep its hash"
    );
}

#[test]
fn each_fault_names_its_place() {
    let whole = log(5);
    let check = |change: &dyn Fn(&mut Vec<AuditEntry>), message: &str| {
        let mut changed = whole.clone();
        change(&mut changed);
        let report = verify(&changed, head(&whole));
        assert_eq!(report.fault.map(|fault| fault.to_string()).as_deref(), Some(message));
    };
    check(&|log| drop(log.remove(2)), "entry 3 was removed: entry 4 comes where it should be");
    check(&|log| drop(log.pop()), "the log ends at entry 4, but entry 5 was there");
    check(&|log| log.swap(1, 3), "the entries are in another order: entry 4 comes where entry 2 should be");
    check(&|log| log.insert(2, log[1].clone()), "an entry was inserted: number 2 comes again where entry 3 should be");
    check(&|log| log[1].event.details = "{}".to_owned(), "entry 2 was altered: its hash is not that of what it says");
    check(
        &|log| log[1] = log[0].checkpoint().followed_by(event(9)),
        "entry 2 was altered: entry 3 was written after another",
    );
    check(
        &|log| log[4] = log[3].checkpoint().followed_by(event(9)),
        "the log up to entry 5 was written anew: its hash is not the one that was kept",
    );
}

#[test]
fn a_log_may_grow_after_its_checkpoint() {
    let whole = log(7);
    let report = verify(&whole, whole[3].checkpoint());
    assert_eq!((report.fault, report.after_checkpoint, report.sound_to), (None, 3, head(&whole)));
    assert!(verify(&[], Checkpoint::START).is_sound());
}

#[test]
fn an_entry_reads_back_from_its_json() {
    for entry in log(6) {
        let text = serde_json::to_string(&entry).expect("text");
        assert_eq!(serde_json::from_str::<AuditEntry>(&text).expect(&text), entry);
    }
}

#[test]
fn every_value_of_the_log_has_one_text() {
    let subjects =
        ["catalogue", "course:a", "course-version:a@1.0.0-rc.1", "qualification:b", "credit-rules", "provider:c"];
    for text in subjects.into_iter().chain(["token:t-00000000000000ab"]) {
        assert_eq!(text.parse::<AuditSubject>().expect(text).to_string(), text);
    }
    for action in AuditAction::ALL {
        assert_eq!(action.name().parse(), Ok(*action));
    }
    for text in ["person:7", "course:", "course-version:a", "token:7", "", "catalogue:"] {
        assert!(text.parse::<AuditSubject>().is_err(), "{text}");
    }
    for text in ["t-1", "t-00000000000000AB", "t-+0000000000000ab", "somebody", ""] {
        assert!(text.parse::<Actor>().is_err(), "{text}");
    }
    for text in ["2027-02-01T09:30:00Z", "2027-02-01 09:30:00.000Z", "2027-02-01T09:30:00.0001Z", "yesterday"] {
        assert!(text.parse::<AuditTime>().is_err(), "{text}");
    }
    assert!("AB".repeat(32).parse::<AuditHash>().is_err());
}

#[test]
fn a_refused_token_number_is_not_repeated() {
    let error = "mcr_secret".parse::<TokenId>().expect_err("no number");
    assert!(!error.to_string().contains("secret"), "{error}");
}

/// One thing that somebody with the database in hand might do.
#[derive(Debug, Clone)]
enum Tampering {
    Alter { at: usize, field: u8 },
    AlterAndHashAnew { at: usize },
    WriteAnewFrom { at: usize },
    Remove { at: usize },
    Swap { at: usize, with: usize },
    Repeat { at: usize, to: usize },
    Forge { at: usize },
    Cut { to: usize },
}

fn tampering() -> impl Strategy<Value = Tampering> {
    let at = 0..12_usize;
    prop_oneof![
        (at.clone(), 0..10_u8).prop_map(|(at, field)| Tampering::Alter { at, field }),
        at.clone().prop_map(|at| Tampering::AlterAndHashAnew { at }),
        at.clone().prop_map(|at| Tampering::WriteAnewFrom { at }),
        at.clone().prop_map(|at| Tampering::Remove { at }),
        (at.clone(), at.clone()).prop_map(|(at, with)| Tampering::Swap { at, with }),
        (at.clone(), at.clone()).prop_map(|(at, to)| Tampering::Repeat { at, to }),
        at.clone().prop_map(|at| Tampering::Forge { at }),
        at.prop_map(|to| Tampering::Cut { to }),
    ]
}

fn alter(entry: &mut AuditEntry, field: u8) {
    let other = event(entry.sequence + 30);
    let event = &mut entry.event;
    match field {
        0 => entry.sequence += 1,
        1 => event.at = "2027-02-01T09:30:00.999Z".parse().expect("time"),
        2 => event.actor = Actor::Token(TokenId::new(77)),
        3 => event.action = other.action,
        4 => event.subject = other.subject,
        5 => event.provider = event.provider.is_none().then(|| "college".parse().expect("code")),
        6 => event.reason = Some(event.reason.as_deref().map_or(String::new(), |reason| format!("{reason} "))),
        7 => event.details.push(' '),
        8 => entry.previous = entry.hash,
        _ => entry.hash = entry.previous,
    }
}

fn tamper(log: &mut Vec<AuditEntry>, what: Tampering) {
    let length = log.len();
    match what {
        Tampering::Alter { at, field } => alter(&mut log[at % length], field),
        Tampering::AlterAndHashAnew { at } => {
            let entry = &mut log[at % length];
            entry.event.details.push(' ');
            entry.hash = chain::hash(entry.sequence, entry.previous, &entry.event);
        }
        Tampering::WriteAnewFrom { at } => {
            let at = at % length;
            let mut before = at.checked_sub(1).map_or(Checkpoint::START, |before| log[before].checkpoint());
            for entry in &mut log[at..] {
                let mut event = entry.event.clone();
                event.details.push(' ');
                *entry = before.followed_by(event);
                before = entry.checkpoint();
            }
        }
        Tampering::Remove { at } => drop(log.remove(at % length)),
        Tampering::Swap { at, with } => log.swap(at % length, with % length),
        Tampering::Repeat { at, to } => log.insert(to % length, log[at % length].clone()),
        Tampering::Forge { at } => {
            let forged = log[at % length].checkpoint().followed_by(event(99));
            log.insert(at % length + 1, forged);
        }
        Tampering::Cut { to } => log.truncate(to % length),
    }
}

proptest! {
    /// A log is sound exactly where it begins with the log that was kept, and what comes after it is what writing the same
    /// events again would make.
    #[test]
    fn whatever_is_done_to_a_log_is_found(length in 1..12_u64, what in prop::collection::vec(tampering(), 1..3)) {
        let whole = log(length);
        let mut changed = whole.clone();
        for what in what {
            if !changed.is_empty() {
                tamper(&mut changed, what);
            }
        }
        let report = verify(&changed, head(&whole));
        let same = whole.iter().zip(&changed).take_while(|(kept, now)| kept == now).count() as u64;
        let grown = changed.starts_with(&whole)
            && changed.windows(2).all(|pair| pair[1] == pair[0].checkpoint().followed_by(pair[1].event.clone()));
        prop_assert_eq!(report.is_sound(), grown);
        if report.sound_to.sequence < same {
            prop_assert!(false, "entries that are as they were are doubted: {report:?}");
        }
    }
}
