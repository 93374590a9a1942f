//! A connection as the store uses it. In tests any one statement on it can be made to fail.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sea_orm_migration::async_trait::async_trait;

#[cfg(test)]
pub(crate) use faults::{Faults, When};

/// A connection or transaction.
pub(super) struct Watched<C> {
    inner: C,
    #[cfg(test)]
    faults: std::sync::Arc<Faults>,
}

impl<C> Watched<C> {
    #[cfg(not(test))]
    pub(super) fn new(inner: C, _of: &super::Store) -> Self {
        Self { inner }
    }

    #[cfg(test)]
    pub(super) fn new(inner: C, of: &super::Store) -> Self {
        Self { inner, faults: std::sync::Arc::clone(&of.faults) }
    }

    #[cfg(not(test))]
    async fn step<T>(&self, work: impl Future<Output = Result<T, DbErr>> + Send) -> Result<T, DbErr> {
        work.await
    }

    #[cfg(test)]
    async fn step<T>(&self, work: impl Future<Output = Result<T, DbErr>> + Send) -> Result<T, DbErr> {
        self.faults.step(work).await
    }
}

impl Watched<DatabaseTransaction> {
    /// Makes everything that was written so.
    #[cfg(not(test))]
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        self.inner.commit().await
    }

    #[cfg(test)]
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        self.faults.step(self.inner.commit()).await
    }
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ConnectionTrait for Watched<C> {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.step(self.inner.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.step(self.inner.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.step(self.inner.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.step(self.inner.query_all_raw(statement)).await
    }
}

#[cfg(test)]
mod faults {
    use std::borrow::Cow;
    use std::error::Error;
    use std::sync::{Arc, Mutex};

    use sea_orm::sqlx::error::{DatabaseError, ErrorKind};
    use sea_orm::{DbErr, RuntimeErr, sqlx};

    /// What PostgreSQL says of a transaction that it undoes for the sake of another.
    #[derive(Debug, thiserror::Error)]
    #[error("could not serialize access")]
    struct Undone;

    impl DatabaseError for Undone {
        fn message(&self) -> &str {
            "could not serialize access"
        }

        fn code(&self) -> Option<Cow<'_, str>> {
            Some("40001".into())
        }

        fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
            self
        }

        fn as_error_mut(&mut self) -> &mut (dyn Error + Send + Sync + 'static) {
            self
        }

        fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync + 'static> {
            self
        }

        fn kind(&self) -> ErrorKind {
            ErrorKind::Other
        }
    }

    fn busy() -> DbErr {
        DbErr::Exec(RuntimeErr::SqlxError(Arc::new(sqlx::Error::Database(Box::new(Undone)))))
    }

    /// When a statement fails.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum When {
        /// The database never hears of it.
        Before,
        /// The database does it, and the answer is lost.
        After,
        /// The database undoes the transaction for the sake of another.
        Busy,
    }

    /// How many statements are still well until one fails; then all are well again.
    #[derive(Debug, Default)]
    pub(crate) struct Faults {
        next: Mutex<Option<Planned>>,
    }

    #[derive(Debug, Clone, Copy)]
    struct Planned {
        well: u32,
        when: When,
        times: u8,
    }

    impl Faults {
        /// The statement after `well` others will fail.
        pub(crate) fn plan(&self, well: u32, when: When) {
            *self.next.lock().expect("not poisoned") = Some(Planned { well, when, times: 1 });
        }

        /// The statement after `well` others finds the database busy, and then each that follows, so many in all.
        pub(crate) fn plan_busy(&self, well: u32, times: u8) {
            *self.next.lock().expect("not poisoned") = Some(Planned { well, when: When::Busy, times });
        }

        /// Whether the planned fault is still to come; it is taken away.
        pub(crate) fn is_still_to_come(&self) -> bool {
            self.next.lock().expect("not poisoned").take().is_some()
        }

        fn due(&self) -> Option<When> {
            let mut next = self.next.lock().expect("not poisoned");
            let planned = next.take()?;
            match planned {
                Planned { well: 0, when, times } => {
                    *next = (times > 1).then_some(Planned { times: times - 1, ..planned });
                    Some(when)
                }
                Planned { well, .. } => {
                    *next = Some(Planned { well: well - 1, ..planned });
                    None
                }
            }
        }

        pub(super) async fn step<T>(&self, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
            let broken = || DbErr::Custom("the line broke".to_owned());
            match self.due() {
                None => work.await,
                Some(When::Before) => Err(broken()),
                Some(When::After) => work.await.and_then(|_| Err(broken())),
                Some(When::Busy) => Err(busy()),
            }
        }
    }
}
