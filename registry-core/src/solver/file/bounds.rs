//! What a problem file may hold at most, so that no sum overflows and no file takes a machine down.

/// Items in a file.
pub const ITEMS_MAX: usize = 1_000_000;

/// Terms, and periods, in a file.
pub const TERMS_MAX: usize = 10_000;

/// Operands of all requirements of a file, and ids in `excludes` and `equivalent`, together.
pub const OPERANDS_MAX: usize = 5_000_000;

/// How deep requirements may stand inside one another.
pub const NESTED_MAX: usize = 50;

/// Credit sums and caps in a file.
pub const ROWS_MAX: usize = 1_000;

/// Amounts in all sums together, each item once in every sum over it.
pub const AMOUNTS_MAX: usize = 20_000_000;

/// Parts of one credit sum that count for at most so much: each doubles the number of rows.
pub const CAPPED_MAX: usize = 8;

/// Ways of one item.
pub const WAYS_MAX: usize = 1_000;

/// One cost, limit of money or budget.
pub const COST_MAX: i64 = 1_000_000_000_000;

/// The costs of all items together, each by its dearest way.
pub const COST_SUM_MAX: i64 = 1_000_000_000_000_000;

/// The credit of all items together; one least or greatest sum. A hundred times as much can still be counted with.
pub const CREDIT_SUM_MAX: i64 = 100_000_000_000_000;

/// The credit of one item.
pub const CREDIT_MAX: i64 = 1_000_000_000_000;

/// Hours or days of one item, or of one limit; and all of them together, each item by its greatest way.
pub const LOAD_MAX: i64 = 1_000_000_000;

/// Levels.
pub const LEVEL_MAX: i64 = 1_000_000;

/// Ticks: about 2,700 years of days.
pub const TICK_MAX: i64 = 1_000_000;

/// Bytes of an id, a name of a group or course, a range.
pub const ID_BYTES_MAX: usize = 200;

/// Bytes of a title, a name or a reason.
pub const TITLE_BYTES_MAX: usize = 2_000;
