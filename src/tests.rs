//! What only holds inside a server and no SQL suite can see: the helpers that run SQL.

#[pgrx::pg_schema]
mod tests {
    use crate::error::Error;
    use crate::spi;
    use pgrx::prelude::*;

    #[pg_test]
    fn a_planner_setting_is_changed_for_its_statements_only() {
        let current = || spi::first("SELECT current_setting('enable_hashagg')", &[], |row| row.get::<String>(1)).unwrap().flatten();
        assert_eq!(current().as_deref(), Some("on"));
        let inside = spi::with_setting("enable_hashagg", "off", || Ok(current())).unwrap();
        assert_eq!(inside.as_deref(), Some("off"));
        assert_eq!(current().as_deref(), Some("on"));
    }

    #[pg_test]
    fn a_stream_reads_more_rows_than_a_batch_holds() {
        let (mut rows, mut sum) = (0, 0);
        spi::stream("SELECT n FROM generate_series(1, 25001) n", &[], |row| {
            rows += 1;
            sum += i64::from(row.get::<i32>(1)?.unwrap_or(0));
            Ok(())
        })
        .unwrap();
        assert_eq!((rows, sum), (25_001, 25_001 * 25_002 / 2));
    }

    #[pg_test]
    fn identifiers_and_literals_are_quoted() {
        let name = "a\"b; drop table x";
        let sql = format!("SELECT {} FROM (SELECT {} AS {}) t", spi::identifier(name), spi::literal("it's \\ fine"), spi::identifier(name));
        let value = spi::first(&sql, &[], |row| row.get::<String>(1)).unwrap().flatten();
        assert_eq!(value.as_deref(), Some("it's \\ fine"));
    }

    #[pg_test]
    fn a_misconfiguration_keeps_its_hint() {
        let report: pgrx::pg_sys::panic::ErrorReport = Error::NoKey { relation: "leads".into() }.into();
        assert!(report.hint().is_some_and(|hint| hint.contains("key =>")));
    }
}
