//! A model taken apart where no row binds its components together: the best of the whole is the best of each.

use super::rows::{Model, Rows, TooLarge};

/// One component of a model, with what its variables and rows were there.
#[derive(Debug)]
pub(crate) struct Component {
    pub(crate) model: Model,
    pub(crate) variables: Vec<u32>,
    pub(crate) rows: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

/// A component with this part of the variables is not worth taking out: the rest is soon settled beside it.
const NEARLY_ALL: (usize, usize) = (7, 8);

/// The components of a model, smallest first, each with base 0; `None`: one has all variables, or nearly all.
///
/// # Errors
/// Sums that cannot be counted with; not of a model that could be.
pub(crate) fn components(model: &Model) -> Result<Option<Vec<Component>>, TooLarge> {
    // A row that nothing can meet belongs to no component.
    if (0..model.rows.len()).any(|row| model.rows.of(row).is_empty()) {
        return Ok(None);
    }
    let mut place = vec![NOWHERE; model.variables()];
    let mut row_seen = vec![false; model.rows.len()];
    let mut components = Vec::new();
    for first in 0..model.variables() as u32 {
        if place[first as usize] != NOWHERE {
            continue;
        }
        let (variables, rows) = bound_to(model, first, &mut place, &mut row_seen);
        if variables.len() * NEARLY_ALL.1 >= model.variables() * NEARLY_ALL.0 {
            return Ok(None);
        }
        components.push(component(model, variables, rows, &place)?);
    }
    components.sort_by_key(|component| component.variables.len());
    Ok((components.len() > 1).then_some(components))
}

/// What rows bind to a variable, and these rows; gives each its place in the component.
fn bound_to(model: &Model, first: u32, place: &mut [u32], row_seen: &mut [bool]) -> (Vec<u32>, Vec<u32>) {
    let (mut variables, mut rows) = (vec![first], Vec::new());
    place[first as usize] = 0;
    let mut next = 0;
    while let Some(&variable) = variables.get(next) {
        next += 1;
        for &(row, _) in model.columns.of(variable as usize) {
            if std::mem::replace(&mut row_seen[row as usize], true) {
                continue;
            }
            rows.push(row);
            for &(other, _) in model.rows.of(row as usize) {
                if place[other as usize] == NOWHERE {
                    place[other as usize] = 0;
                    variables.push(other);
                }
            }
        }
    }
    variables.sort_unstable();
    rows.sort_unstable();
    for (at, &variable) in variables.iter().enumerate() {
        place[variable as usize] = at as u32;
    }
    (variables, rows)
}

fn component(model: &Model, variables: Vec<u32>, rows: Vec<u32>, place: &[u32]) -> Result<Component, TooLarge> {
    let mut written = Rows::with_room(rows.len(), rows.iter().map(|&row| model.rows.of(row as usize).len()).sum());
    for &row in &rows {
        let amounts = model.rows.of(row as usize).iter();
        written
            .add(amounts.map(|&(variable, amount)| (place[variable as usize], amount)), model.least[row as usize])?;
    }
    let weight = variables.iter().map(|&variable| model.weight[variable as usize]).collect();
    let origin = variables.iter().map(|&variable| model.origin[variable as usize]).collect();
    let (model, kept) = Model::of(weight, origin, 0, written)?;
    let rows = kept.into_iter().map(|row| rows[row as usize]).collect();
    Ok(Component { model, variables, rows })
}
