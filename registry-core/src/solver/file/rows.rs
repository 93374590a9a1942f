//! Sums of credit, caps and exclusions as rows over the items of a file.

use super::bounds::{
    AMOUNTS_MAX, CAPPED_MAX, CREDIT_MAX, CREDIT_SUM_MAX, ID_BYTES_MAX, LEVEL_MAX, ROWS_MAX, TITLE_BYTES_MAX,
};
use super::fault::{FileFault, Found, Place};
use super::resolve::{Names, Standing};
use super::{CapEntry, CreditEntry, ProblemFile, Selection};
use crate::solver::problem::Row;

/// Rows in the making. Amounts are over items of the file that may be chosen; what is held is in `least` already.
#[derive(Debug)]
pub(super) struct Sums<'n, 'a> {
    file: &'a ProblemFile,
    names: &'n mut Names<'a>,
    rows: Vec<Row>,
    amounts: usize,
}

/// Every row of a file: credit, caps, exclusions, sets of equivalent items.
pub(super) fn rows<'a>(file: &'a ProblemFile, names: &mut Names<'a>, found: &mut Found) -> Vec<Row> {
    let top = Place::File;
    let mut sums = Sums { file, names, rows: Vec::new(), amounts: 0 };
    sums.check_items(found);
    if file.credit.len() + file.caps.len() > ROWS_MAX {
        let count = file.credit.len() + file.caps.len();
        found.push(
            &top.key("credit"),
            FileFault::TooMany { what: "credit sums and caps", found: count, most: ROWS_MAX },
        );
        return Vec::new();
    }
    let (credit, caps) = (top.key("credit"), top.key("caps"));
    for (index, entry) in file.credit.iter().enumerate() {
        sums.credit(&credit.at(index), entry, found);
    }
    for (index, entry) in file.caps.iter().enumerate() {
        sums.cap(&caps.at(index), entry, found);
    }
    if sums.amounts > AMOUNTS_MAX {
        let (what, count) = ("amounts in all sums", sums.amounts);
        found.push(&top.key("credit"), FileFault::TooMany { what, found: count, most: AMOUNTS_MAX });
    }
    sums.one_at_most();
    sums.rows
}

/// The rows of one sum of credit alone.
pub(super) fn of_credit<'a>(file: &'a ProblemFile, names: &mut Names<'a>, index: usize) -> Vec<Row> {
    let mut sums = Sums { file, names, rows: Vec::new(), amounts: 0 };
    let (top, mut found) = (Place::File, Found::default());
    if let Some(entry) = file.credit.get(index) {
        sums.credit(&top.key("credit").at(index), entry, &mut found);
    }
    sums.rows
}

impl Sums<'_, '_> {
    fn check_items(&mut self, found: &mut Found) {
        let top = Place::File;
        let (items, mut sum) = (top.key("items"), 0_i128);
        for (index, item) in self.file.items.iter().enumerate() {
            let place = items.at(index);
            sum += i128::from(found.number(&place.key("credit"), item.credit, 0, CREDIT_MAX));
            if let Some(level) = item.level {
                found.number(&place.key("level"), level, 0, LEVEL_MAX);
            }
        }
        if sum > i128::from(CREDIT_SUM_MAX) {
            found.push(&items, FileFault::SumTooLarge { what: "credits", sum, most: CREDIT_SUM_MAX });
        }
    }

    /// The items that a sum is over, in order, each once.
    fn selected(&mut self, place: &Place<'_>, selection: &Selection, found: &mut Found) -> Vec<usize> {
        let (groups, items) = (place.key("groups"), place.key("items"));
        let mut of_groups = Vec::new();
        for (at, group) in selection.groups.iter().enumerate() {
            of_groups.extend(self.names.group(&groups.at(at), group, found));
        }
        of_groups.sort_unstable();
        of_groups.dedup();
        let mut listed = Vec::new();
        for (at, id) in selection.items.iter().enumerate() {
            listed.extend(self.names.item(&items.at(at), id, found));
        }
        listed.sort_unstable();
        listed.dedup();
        if let Some(levels) = selection.levels {
            let levels_place = place.key("levels");
            let from = levels.from.map(|from| found.number(&levels_place.key("from"), from, 0, LEVEL_MAX));
            let to = levels.to.map(|to| found.number(&levels_place.key("to"), to, 0, LEVEL_MAX));
            if let (Some(from), Some(to)) = (from, to)
                && to < from
            {
                let fault = FileFault::Backwards { first: "from", after: from, second: "to", found: to };
                found.push(&levels_place, fault);
            }
        }
        let file = self.file;
        let fits = |item: &usize| {
            selection.selects_kind(&file.items[*item])
                && (selection.groups.is_empty() || of_groups.binary_search(item).is_ok())
                && (selection.items.is_empty() || listed.binary_search(item).is_ok())
        };
        match (selection.items.is_empty(), selection.groups.is_empty()) {
            (false, _) => listed.iter().copied().filter(fits).collect(),
            (true, false) => of_groups.iter().copied().filter(fits).collect(),
            (true, true) => (0..file.items.len()).filter(fits).collect(),
        }
    }

    /// Adds a row of the items' credit, each as often as it is given, ≥ `least`. Items in order, no item twice.
    fn add(&mut self, of: impl Iterator<Item = (usize, i64)>, least: i64) {
        let mut row = Row { amounts: Vec::new(), least };
        for (item, times) in of {
            let amount = self.file.items[item].credit * times;
            match self.names.standing[item] {
                Standing::Held => row.least -= amount,
                Standing::Open if amount != 0 => row.amounts.push((item, amount)),
                Standing::Open | Standing::Closed => {}
            }
        }
        self.amounts += row.amounts.len();
        if self.amounts <= AMOUNTS_MAX && !is_met_by_all(&row) {
            self.rows.push(row);
        }
    }

    fn credit(&mut self, place: &Place<'_>, entry: &CreditEntry, found: &mut Found) {
        found.text(&place.key("name"), &entry.name, 0, TITLE_BYTES_MAX);
        let least = found.number(&place.key("least"), entry.least, 0, CREDIT_SUM_MAX);
        let of = self.selected(&place.key("of"), &entry.of, found);
        let list = place.key("counting_at_most");
        if entry.counting_at_most.len() > CAPPED_MAX {
            let (count, what) = (entry.counting_at_most.len(), "parts that count for at most so much");
            found.push(&list, FileFault::TooMany { what, found: count, most: CAPPED_MAX });
            return;
        }
        // Which capped part each item of the sum is in.
        let mut part_of: Vec<Option<usize>> = vec![None; of.len()];
        let mut most = Vec::new();
        for (number, part) in entry.counting_at_most.iter().enumerate() {
            let here = list.at(number);
            most.push(found.number(&here.key("most"), part.most, 0, CREDIT_SUM_MAX));
            for item in self.selected(&here.key("of"), &part.of, found) {
                let Ok(at) = of.binary_search(&item) else {
                    continue;
                };
                if let Some(first) = part_of[at] {
                    let id = self.file.items[item].id.chars().take(ID_BYTES_MAX).collect();
                    found.push(&here.key("of"), FileFault::Overlap { id, first });
                }
                part_of[at] = Some(number);
            }
        }
        // Σ over parts of the lesser of what is chosen and what counts is at least `least` when, whichever parts are
        // put at what counts, the rest is enough.
        for filled in 0..1_usize << most.len() {
            let is_filled = |part: &Option<usize>| part.is_some_and(|part| filled >> part & 1 == 1);
            let counted: i64 =
                most.iter().enumerate().filter(|(part, _)| filled >> part & 1 == 1).map(|(_, most)| most).sum();
            let rest = of.iter().zip(&part_of).filter(|(_, part)| !is_filled(part)).map(|(item, _)| (*item, 1));
            self.add(rest, least - counted);
        }
    }

    fn cap(&mut self, place: &Place<'_>, entry: &CapEntry, found: &mut Found) {
        found.text(&place.key("name"), &entry.name, 0, TITLE_BYTES_MAX);
        let of = self.selected(&place.key("of"), &entry.of, found);
        match (entry.most, entry.most_percent) {
            (Some(_), Some(_)) => {
                found.push(place, FileFault::Together { first: "most", second: "most_percent" });
            }
            (None, None) => {
                let why = "a cap says how much there may be at most";
                found.push(place, FileFault::Missing { key: "most or most_percent", why });
            }
            (Some(most), None) => {
                if entry.within.is_some() {
                    found.push(place, FileFault::Together { first: "most", second: "within" });
                }
                let most = found.number(&place.key("most"), most, 0, CREDIT_SUM_MAX);
                self.add(of.into_iter().map(|item| (item, -1)), -most);
            }
            (None, Some(percent)) => {
                let percent = found.number(&place.key("most_percent"), percent, 0, 100);
                let everything = Selection::default();
                let within = self.selected(&place.key("within"), entry.within.as_ref().unwrap_or(&everything), found);
                let mut of = of.into_iter().peekable();
                let mut times: Vec<(usize, i64)> = Vec::new();
                for item in within {
                    while let Some(before) = of.next_if(|other| *other < item) {
                        times.push((before, -100));
                    }
                    let both = of.next_if_eq(&item).is_some();
                    times.push((item, if both { percent - 100 } else { percent }));
                }
                times.extend(of.map(|item| (item, -100)));
                self.add(times.into_iter(), 0);
            }
        }
    }

    /// Of items that exclude one another, and of equivalent ones, at most one.
    fn one_at_most(&mut self) {
        let open = |item: &usize| self.names.standing[*item] == Standing::Open;
        let pairs = self.names.excluded.iter().filter(|(a, b)| open(a) && open(b)).map(|(a, b)| vec![*a, *b]);
        let sets = self.names.sets.iter().map(|set| set.iter().copied().filter(open).collect::<Vec<usize>>());
        let rows = pairs.chain(sets).filter(|of| of.len() > 1);
        let rows: Vec<Row> = rows
            .map(|mut of| {
                of.sort_unstable();
                Row { amounts: of.into_iter().map(|item| (item, -1)).collect(), least: -1 }
            })
            .collect();
        self.rows.extend(rows);
    }
}

/// Whether any choice at all fulfils a row.
pub(super) fn is_met_by_all(row: &Row) -> bool {
    let worst: i128 = row.amounts.iter().map(|(_, amount)| i128::from((*amount).min(0))).sum();
    worst >= i128::from(row.least)
}
