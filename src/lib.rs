//! crm_hygiene: customer data hygiene inside PostgreSQL.

::pgrx::pg_module_magic!(name, version);
