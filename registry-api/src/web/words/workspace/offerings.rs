//! Words about offerings, and about files that are imported.

use registry_core::words::counted;

use crate::web::workspace::Named;

pub(in crate::web) const SET_OFFERINGS: &str = "Your offerings";
pub(in crate::web) const OFFER: &str = "Offer a course or a qualification";
pub(in crate::web) const OFFER_LEAD: &str = "You may teach what others publish.";
pub(in crate::web) const OFFER_CODE: Named =
    ("code", "The code of the course or qualification", "Such as suite-advocacy or CHC43515. Its page says it.");
pub(in crate::web) const OFFER_NEXT: &str = "Continue";
pub(in crate::web) const OFFERED_NOW: &str = "What you offer now";
pub(in crate::web) const NO_OFFERINGS: &str = "You have none of it yet.";
pub(in crate::web) const CHANGE_ONE: &str = "Open one to change it.";
pub(in crate::web) const TAKE_AWAY: Named = ("away", "Which are no longer offered?", "");
pub(in crate::web) const TAKE_AWAY_BUTTON: &str = "Take offerings away";
pub(in crate::web) const ADD_OFFERING: &str = "Add an offering";
pub(in crate::web) const ADD_LEAD: &str =
    "One delivery on fixed days, or one that starts on any Monday. An offering of the same code is replaced.";
pub(in crate::web) const ADD_BUTTON: &str = "Add this offering";
pub(in crate::web) const CHANGE_OFFERING: &str = "Change an offering";
pub(in crate::web) const CHANGE_BUTTON: &str = "Change this offering";
pub(in crate::web) const CHOOSE_OFFERING: &str = "Choose what is no longer offered";
pub(in crate::web) const OFFERING_CODE: Named = ("offering", "A code for it", "Such as advocacy-may-2027.");
pub(in crate::web) const MODE: Named = ("mode", "How is it taught?", "");
pub(in crate::web) const ONLINE: &str = "Online";
pub(in crate::web) const IN_PERSON: &str = "In person";
pub(in crate::web) const BLENDED: &str = "Partly online, partly in person";
pub(in crate::web) const REGION: Named = ("region", "Where?", "Not needed where it is online.");
pub(in crate::web) const STARTS: Named = ("starts", "When does it start?", "");
pub(in crate::web) const ON_ONE_DAY: &str = "On one day";
pub(in crate::web) const ON_ANY_MONDAY: &str = "On any Monday";
pub(in crate::web) const START: Named = (
    "start",
    "First day",
    "Day, month and year, such as 3/5/2027. If it starts on any Monday: the first day on which it may start.",
);
pub(in crate::web) const END: Named = (
    "end",
    "Last day",
    "Such as 4/5/2027. If it starts on any Monday: the last day on which it may start, or nothing where there is no end.",
);
pub(in crate::web) const WEEKS: Named = ("weeks", "How many weeks does it take?", "Only if it starts on any Monday.");
pub(in crate::web) const NO_WEEKS: &str = "Leave the weeks empty, or choose that it starts on any Monday";
pub(in crate::web) const PRICE: Named =
    ("price", "Price in dollars", "What a person without funding pays, such as 420.00.");
pub(in crate::web) const FEES: Named = (
    "fees",
    "Prices with funding",
    "One on each line: the code of the funding, then what is left to pay. Such as free-tafe-vic 0.",
);
pub(in crate::web) const FUNDING_CODES: &str = "Codes of funding";
pub(in crate::web) const DAYS: Named = ("days", "Working days away from work", "0 where none are needed.");
pub(in crate::web) const RELEASE: Named = ("release", "Who gives these days?", "");
pub(in crate::web) const RELEASE_AGREEMENT: &str = "An agreement with partners to release their workers covers them";
pub(in crate::web) const OWN_TIME: Named = ("own-time", "Hours in a person’s own time", "Over the whole delivery.");
pub(in crate::web) const CAPACITY: Named = ("capacity", "Places", "You may leave it empty.");
pub(in crate::web) const PEERS: Named = ("peers", "What of it is in peers’ hands?", "");
pub(in crate::web) const PEERS_LED: &str = "Peers lead it";
pub(in crate::web) const PEERS_DEVELOPED: &str = "Peers developed it";
pub(in crate::web) const PEERS_DELIVERED: &str = "Peers deliver it";
pub(in crate::web) const CHOOSE_MODE: &str = "Choose how it is taught";
pub(in crate::web) const CHOOSE_REGION: &str = "Choose where it is taught";
pub(in crate::web) const NOT_A_DAY: &str = "Write a day such as 3/5/2027 or 2027-05-03";
pub(in crate::web) const END_BEFORE_START: &str = "The last day is before the first; correct one of them";

pub(in crate::web) fn not_weeks(most: u16) -> String {
    format!("Write how many weeks it takes, from 1 to {most}")
}

pub(in crate::web) fn not_a_fee(line: &str) -> String {
    format!("Write a code of funding and an amount, such as free-tafe-vic 0, in place of “{line}”")
}

pub(in crate::web) fn nothing_to_offer(code: &str) -> String {
    format!("No course and no qualification has the code “{code}”; look it up on its page")
}

pub(in crate::web) fn no_funding(code: &str) -> String {
    format!("No funding has the code “{code}”; take one of the codes below the form")
}

pub(in crate::web) fn offering(when: &str, place: &str, price: &str) -> String {
    format!("{when}. {place}. {price}")
}

// Files.

pub(in crate::web) const IMPORT_LEAD: [&str; 2] = [
    "Take the tables of courses, versions and offerings, in CSV. JSON and TOML will do as well. All files together hold at most 2 MB.",
    "Nothing is written before you have seen what would happen.",
];
pub(in crate::web) const EMPTY_TABLES: &str = "Tables to fill in";
pub(in crate::web) const EMPTY_TABLES_LEAD: &str =
    "Each has its columns and two examples. Put your rows in place of the examples, and save as CSV UTF-8.";
pub(in crate::web) const QUALIFICATION_FILE: &str = "Qualifications and credit rules";
pub(in crate::web) const QUALIFICATION_FILE_LEAD: [&str; 2] = [
    "They come in a file of text (TOML), as no table can hold them. Save this one and put yours in place of the examples.",
    "Then choose it above, as you choose tables.",
];
pub(in crate::web) const FILES: Named = ("files", "Your files", "You may choose several at once.");
pub(in crate::web) const LOOK: &str = "Look at the files";
pub(in crate::web) const NO_FILE: &str = "Choose at least one file";
pub(in crate::web) const IMPORT_WOULD: &str = "What would happen";
pub(in crate::web) const OTHER_FILES: &str = "Choose other files";
pub(in crate::web) const IMPORT_NOW: &str = "Import";
pub(in crate::web) const IMPORTED: &str = "Imported";
pub(in crate::web) const ALL_THERE: &str = "Everything in these files is there already. Nothing would change.";
pub(in crate::web) const CHOOSE_AGAIN: &str =
    "These files are too large for this page to carry. Choose the same files again.";
pub(in crate::web) const FATES: &str = "What becomes of the entries";
pub(in crate::web) const FATE_COLUMNS: [&str; 4] = ["Entries", "New", "Changed", "There already"];
pub(in crate::web) const PROBLEM_COLUMNS: [&str; 4] = ["File", "Row", "Column", "What to do"];

pub(in crate::web) fn and_more(count: usize) -> String {
    format!("and {count} more")
}

pub(in crate::web) fn problems(count: usize, most: usize) -> String {
    let all = counted(count as u64, "problem", "problems");
    if count > most { format!("{all}, of which these are the first {most}") } else { all }
}

pub(in crate::web) fn nothing_written(count: usize) -> String {
    format!(
        "Nothing was written: the files have {}; correct them and choose the files again",
        counted(count as u64, "problem", "problems")
    )
}
