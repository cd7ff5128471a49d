//! crm_hygiene: customer data hygiene inside PostgreSQL.
//!
//! A table of contents. What is known about values lives in the crate `crm_hygiene_core`; the modules here convert,
//! call it and map errors; what is set-shaped or declarative is in `sql/`.

use pgrx::prelude::*;

::pgrx::pg_module_magic!(name, version);

mod address;
mod assess;
mod blocking;
mod bulk;
mod check;
mod company;
mod credit_code;
mod date;
mod dedupe;
mod email;
mod engine;
mod error;
mod explain;
mod guard;
mod lock;
mod matching;
mod national_id;
mod person_name;
mod phone;
mod postcode;
mod profile;
mod progress;
mod quality;
mod raw;
mod regclass;
mod register;
mod relation;
mod report;
mod rule;
mod sample;
mod setting;
mod spi;
mod standardize;
#[cfg(any(test, feature = "pg_test"))]
mod tests;
mod unlogged;
mod url;
mod value;
mod version;

extension_sql_file!("../sql/catalogue.sql", name = "catalogue", bootstrap);
extension_sql_file!("../sql/views.sql", name = "views", requires = ["catalogue", norm_version]);
extension_sql_file!("../sql/engine.sql", name = "engine", requires = [record, record_keys, pairs, expect_levels, refer, stands_behind]);
extension_sql_file!(
    "../sql/value.sql",
    name = "value",
    requires = [
        crm_normalize,
        crm_normalize_email,
        crm_normalize_name,
        crm_normalize_company,
        crm_normalize_address,
        crm_normalize_credit_code,
        crm_issues,
        crm_match_keys,
        crm_similarity,
        crm_mask,
        crm_codes,
        crm_version
    ]
);
extension_sql_file!("../sql/address.sql", name = "address", requires = [crm_address_info]);
extension_sql_file!("../sql/company.sql", name = "company", requires = [crm_company_info]);
extension_sql_file!("../sql/credit_code.sql", name = "credit_code", requires = [crm_credit_code_info]);
extension_sql_file!("../sql/date.sql", name = "date", requires = [crm_date_info]);
extension_sql_file!("../sql/email.sql", name = "email", requires = [crm_email_info]);
extension_sql_file!("../sql/national_id.sql", name = "national_id", requires = [crm_national_id_info]);
extension_sql_file!("../sql/person_name.sql", name = "person_name", requires = [crm_name_info]);
extension_sql_file!(
    "../sql/phone.sql",
    name = "phone",
    requires =
        ["catalogue", crm_normalize_phone, crm_phone_info, crm_phones, crm_phone_ranges, crm_add_phone_range, crm_remove_phone_range]
);
extension_sql_file!("../sql/postcode.sql", name = "postcode", requires = [crm_postcode_info]);
extension_sql_file!("../sql/url.sql", name = "url", requires = [crm_url_info]);
extension_sql_file!("../sql/register.sql", name = "register", requires = [crm_profile, crm_register, crm_unregister, is_valid]);
extension_sql_file!("../sql/dedupe.sql", name = "dedupe", requires = [crm_dedupe, crm_dedupe_changes, crm_train, crm_explain]);
extension_sql_file!("../sql/blocking.sql", name = "blocking", requires = [crm_blocking, key_fields]);
extension_sql_file!("../sql/matching.sql", name = "matching", requires = [crm_match]);
extension_sql_file!("../sql/rule.sql", name = "rule", requires = [crm_add_rule, crm_drop_rule]);
extension_sql_file!("../sql/store.sql", name = "store", requires = ["catalogue", set_member]);
extension_sql_file!(
    "../sql/check.sql",
    name = "check",
    requires = ["catalogue", crm_add_check, crm_drop_check, row_issues, unique_keys, check_query]
);
extension_sql_file!(
    "../sql/guard.sql",
    name = "guard",
    requires = ["check", crm_protect, crm_unprotect, regroup, note_rewrite, forget_dropped]
);
extension_sql_file!("../sql/standardize.sql", name = "standardize", requires = ["catalogue", crm_standardize, crm_undo, row_changes]);
extension_sql_file!("../sql/quality.sql", name = "quality", requires = ["catalogue"]);
extension_sql_file!(
    "../sql/quality_views.sql",
    name = "quality_views",
    requires = ["quality", crm_quality, assess, assessed_facets, assessed_issues]
);
extension_sql_file!(
    "../sql/quality_settings.sql",
    name = "quality_settings",
    requires = ["quality_views", crm_quality_snapshot, crm_codes]
);
extension_sql_file!("../sql/schedule.sql", name = "schedule", requires = ["quality_settings"]);
extension_sql_file!("../sql/report.sql", name = "report", requires = ["quality_settings", crm_report]);
extension_sql_file!("../sql/sample.sql", name = "sample", requires = [crm_sample_audit]);
extension_sql_file!("../sql/access.sql", name = "access", finalize);

/// Called when the library is loaded.
#[pg_guard]
pub extern "C-unwind" fn _PG_init() {
    setting::register();
}

/// The schema of internal functions; `sql/catalogue.sql` creates it first.
#[pg_schema]
mod crm_hygiene {}

#[cfg(test)]
pub mod pg_test {
    //! What `cargo pgrx test` asks for.

    pub fn setup(_options: Vec<&str>) {}

    pub fn postgresql_conf_options() -> Vec<&'static str> {
        vec![]
    }
}
