//! The frozen steps of the index's form.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::LibraryError;

/// One file a step; a step that was released is never changed.
const MIGRATIONS: [&str; 1] = [include_str!("../../sql/0001_initial.sql")];

/// The first SQLite without the WAL-reset corruption bug.
const SQLITE_OLDEST: i32 = 3_051_003;

/// The SQLite linked in is new enough.
pub(super) fn check_version() -> Result<(), LibraryError> {
    if rusqlite::version_number() < SQLITE_OLDEST {
        return Err(LibraryError::SqliteTooOld {
            found: rusqlite::version().to_owned(),
        });
    }
    Ok(())
}

/// Takes the index to the newest form, each step whole or not at all.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), LibraryError> {
    let supported = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    loop {
        let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > supported {
            return Err(LibraryError::Newer { found, supported });
        }
        let Some(step) = MIGRATIONS.get(found as usize) else {
            return Ok(());
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", found + 1)?;
        transaction.commit()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_of_a_newer_program_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert_eq!(
            migrate(&mut connection).unwrap_err().code(),
            "library_newer"
        );
    }

    #[test]
    fn released_steps_are_frozen() {
        let hashes = MIGRATIONS.map(|step| {
            blake3::hash(step.replace("\r\n", "\n").as_bytes())
                .to_hex()
                .to_string()
        });
        assert_eq!(
            hashes,
            ["60a11ccfd0da8a3f7b9a46cbbe6006bab84a4d0f3220bb8dce4fc7c3b98fbb46"]
        );
    }
}
