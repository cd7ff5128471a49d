-- Measuring by the clock: pg_cron does it where it is installed.

CREATE FUNCTION crm_schedule(rel regclass, task text, every text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    called text := CASE task WHEN 'snapshot' THEN 'crm_quality_snapshot' WHEN 'quality' THEN 'crm_quality' WHEN 'dedupe' THEN 'crm_dedupe' END;
    cron_time text := CASE every WHEN 'hourly' THEN '5 * * * *' WHEN 'nightly' THEN '10 2 * * *' WHEN 'weekly' THEN '10 3 * * 0'
                                 WHEN 'monthly' THEN '10 4 1 * *' WHEN 'quarterly' THEN '10 4 1 1,4,7,10 *' END;
    job text;
    command text;
BEGIN
    PERFORM crm_hygiene.check_setting(rel, NULL);
    IF called IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'there is no such task', HINT = 'Tasks are snapshot, quality and dedupe.';
    END IF;
    SELECT format('crm_hygiene %s %I.%I', task, n.nspname, c.relname), format('SELECT @extschema@.%I(%L::regclass)', called, format('%I.%I', n.nspname, c.relname))
    INTO job, command
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = rel;
    IF every ~ '^\d{4}-\d\d-\d\d$' THEN
        -- Once, in the small hours of that day: the job removes itself.
        cron_time := to_char(every::date, '"30 1" FMDD FMMM "*"');
        command := command || format('; SELECT cron.unschedule(%L)', job);
    ELSIF cron_time IS NULL AND every ~ '^([0-9*/,-]+ +){4}[0-9*/,-]+$' THEN
        cron_time := every;
    END IF;
    IF cron_time IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'every is no time that is understood',
            HINT = 'Give hourly, nightly, weekly, monthly, quarterly, a day such as 2027-03-01 (once, that night), or the five fields of a crontab.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_cron') THEN
        RAISE EXCEPTION USING ERRCODE = 'undefined_object', MESSAGE = 'pg_cron is not installed in this database',
            DETAIL = format('It would have run at %s: %s', quote_literal(cron_time), command),
            HINT = format(E'Install the package postgresql-%s-cron, set shared_preload_libraries = ''pg_cron'' and cron.database_name = %L, restart, and run CREATE EXTENSION pg_cron. Or let any other scheduler run it: psql -d %s -c %L',
                          current_setting('server_version_num')::int / 10000, current_database(), quote_ident(current_database()), command);
    END IF;
    EXECUTE 'SELECT cron.schedule($1, $2, $3)' USING job, cron_time, command;
    RETURN job;
END
$$;
COMMENT ON FUNCTION crm_schedule(regclass, text, text) IS 'Runs a task by the clock with pg_cron: crm_schedule(rel, ''snapshot'', ''nightly''). Tasks: snapshot, quality, dedupe. Times: hourly, nightly, weekly, monthly, quarterly, a day (once), or the five fields of a crontab. Returns the job''s name';

CREATE FUNCTION crm_unschedule(rel regclass, task text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_job text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_cron') THEN
        RETURN false;
    END IF;
    EXECUTE 'SELECT j.jobname FROM cron.job j JOIN pg_class c ON c.oid = $1 JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE j.jobname = format(''crm_hygiene %s %I.%I'', $2, n.nspname, c.relname)'
    INTO found_job USING rel, task;
    IF found_job IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE 'SELECT cron.unschedule($1)' USING found_job;
    RETURN true;
END
$$;
COMMENT ON FUNCTION crm_unschedule(regclass, text) IS 'Stops a scheduled task. False where there was none';
