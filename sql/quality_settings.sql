-- What the user sets about quality: weights, costs, limits, tiers, targets. And what is seen of it over time.

SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE FUNCTION crm_hygiene.check_setting(rel regclass, column_name text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF rel IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed', MESSAGE = 'rel must not be NULL';
    END IF;
    IF NOT COALESCE(has_table_privilege(rel, 'SELECT'), false) THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('permission denied for table %s', rel);
    END IF;
    IF column_name IS NOT NULL AND NOT EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = rel AND a.attname = column_name::name AND a.attnum > 0 AND NOT a.attisdropped) THEN
        RAISE EXCEPTION USING ERRCODE = 'undefined_column', MESSAGE = format('column "%s" of "%s" does not exist', column_name, rel),
            HINT = 'Column names are case-sensitive here and written without quotes.';
    END IF;
END
$$;
COMMENT ON FUNCTION crm_hygiene.check_setting(regclass, text) IS 'Internal: that the caller may read the table, and that it has the column';

SET LOCAL search_path TO @extschema@, pg_temp;

CREATE FUNCTION crm_set_weight(metric text, weight float8) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF metric IS NULL OR NOT EXISTS (SELECT FROM crm_hygiene.score_weights w WHERE w.metric = crm_set_weight.metric) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'there is no such metric',
            HINT = (SELECT 'Metrics are ' || string_agg(w.metric, ', ' ORDER BY w.metric) || '.' FROM crm_hygiene.score_weights w);
    END IF;
    IF NOT COALESCE(weight >= 0 AND weight < 'Infinity', true) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'weight is not a number of at least 0', HINT = 'NULL brings back the built-in weight.';
    END IF;
    DELETE FROM crm_hygiene.quality_weight w WHERE w.metric = crm_set_weight.metric;
    INSERT INTO crm_hygiene.quality_weight SELECT crm_set_weight.metric, crm_set_weight.weight WHERE crm_set_weight.weight IS NOT NULL;
END
$$;
COMMENT ON FUNCTION crm_set_weight(text, float8) IS 'Changes the weight of a metric in the score; NULL brings back the built-in one: crm_set_weight(''validity'', 40)';

CREATE FUNCTION crm_set_unit_cost(kind text, item text, amount float8, units float8 DEFAULT 1) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kind IS NULL OR item IS NULL OR units IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed', MESSAGE = 'kind, item and units must not be NULL';
    END IF;
    IF kind <> 'duplicate' AND NOT EXISTS (SELECT FROM @extschema@.crm_codes() c WHERE c.kind = crm_set_unit_cost.kind) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format('there is no kind "%s"', kind),
            HINT = 'Give a kind, such as phone, email or address, or duplicate.';
    END IF;
    IF NOT COALESCE(amount >= 0 AND amount < 'Infinity', true) OR NOT (units >= 0 AND units < 'Infinity') THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'amount or units is not a number of at least 0',
            HINT = 'An amount of NULL brings back the built-in cost.';
    END IF;
    DELETE FROM crm_hygiene.quality_cost c WHERE c.kind = crm_set_unit_cost.kind AND c.item = crm_set_unit_cost.item;
    INSERT INTO crm_hygiene.quality_cost (kind, item, units, amount)
    SELECT crm_set_unit_cost.kind, crm_set_unit_cost.item, crm_set_unit_cost.units, crm_set_unit_cost.amount WHERE crm_set_unit_cost.amount IS NOT NULL;
END
$$;
COMMENT ON FUNCTION crm_set_unit_cost(text, text, float8, float8) IS 'What one wrong value of a kind, or one duplicate, wastes: crm_set_unit_cost(''phone'', ''sms'', 0.04, units => 2). NULL brings back the built-in cost';

CREATE FUNCTION crm_set_max_age(rel regclass, column_name text, max_age interval) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF column_name IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed', MESSAGE = 'column_name must not be NULL';
    END IF;
    PERFORM crm_hygiene.check_setting(rel, column_name);
    IF max_age <= interval '0' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'max_age is not above 0', HINT = 'NULL removes the limit.';
    END IF;
    DELETE FROM crm_hygiene.quality_age a WHERE a.relation = rel AND a.column_name = crm_set_max_age.column_name::name;
    INSERT INTO crm_hygiene.quality_age SELECT rel, crm_set_max_age.column_name::name, crm_set_max_age.max_age WHERE crm_set_max_age.max_age IS NOT NULL;
END
$$;
COMMENT ON FUNCTION crm_set_max_age(regclass, text, interval) IS 'How old the dates of a column may be, in whole days, for timeliness: crm_set_max_age(rel, ''verified_at'', ''1 year''). NULL removes the limit';

CREATE FUNCTION crm_set_tiers(rel regclass, tier_column text DEFAULT NULL, closed_column text DEFAULT NULL, closed_values text[] DEFAULT NULL,
                              activity_column text DEFAULT NULL, recent interval DEFAULT '90 days') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM crm_hygiene.check_setting(rel, tier_column);
    PERFORM crm_hygiene.check_setting(rel, closed_column);
    PERFORM crm_hygiene.check_setting(rel, activity_column);
    IF closed_column IS NOT NULL AND COALESCE(cardinality(closed_values), 0) = 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'closed_values names no value',
            HINT = 'Name the values that tell a customer who has bought: closed_values => ''{won}''.';
    END IF;
    IF activity_column IS NOT NULL AND NOT COALESCE(recent > interval '0', false) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'recent is not above 0';
    END IF;
    DELETE FROM crm_hygiene.quality_tier t WHERE t.relation = rel;
    INSERT INTO crm_hygiene.quality_tier (relation, tier_column, closed_column, closed_values, activity_column, recent)
    SELECT rel, crm_set_tiers.tier_column, crm_set_tiers.closed_column, crm_set_tiers.closed_values, crm_set_tiers.activity_column, crm_set_tiers.recent
    WHERE COALESCE(crm_set_tiers.tier_column, crm_set_tiers.closed_column, crm_set_tiers.activity_column) IS NOT NULL;
END
$$;
COMMENT ON FUNCTION crm_set_tiers(regclass, text, text, text[], text, interval) IS 'Which rows matter most: a column that names the tier, or closed for rows whose closed_column has one of closed_values, recent for those active lately, dormant for the rest. Without columns, tiers are dropped';

CREATE FUNCTION crm_set_target(rel regclass, metric text, column_name text, goal float8) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM crm_hygiene.check_setting(rel, column_name);
    IF metric IS NULL OR metric <> 'score' AND NOT EXISTS (SELECT FROM crm_hygiene.score_weights w WHERE w.metric = crm_set_target.metric) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'there is no such metric',
            HINT = (SELECT 'Metrics are score, ' || string_agg(w.metric, ', ' ORDER BY w.metric) || '.' FROM crm_hygiene.score_weights w);
    END IF;
    IF metric IN ('score', 'consistency', 'clean_rows') AND column_name IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format('%s is a metric of whole rows', metric), HINT = 'Give NULL as the column.';
    END IF;
    IF NOT COALESCE(goal BETWEEN 0 AND CASE metric WHEN 'score' THEN 100 ELSE 1 END, true) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'goal is out of its range',
            HINT = 'A goal is from 0 to 1, that of the score from 0 to 100. NULL removes the target.';
    END IF;
    DELETE FROM crm_hygiene.quality_target t
    WHERE t.relation = rel AND t.metric = crm_set_target.metric AND t.column_name = COALESCE(crm_set_target.column_name, '');
    INSERT INTO crm_hygiene.quality_target (relation, metric, column_name, goal)
    SELECT rel, crm_set_target.metric, COALESCE(crm_set_target.column_name, ''), crm_set_target.goal WHERE crm_set_target.goal IS NOT NULL;
END
$$;
COMMENT ON FUNCTION crm_set_target(regclass, text, text, float8) IS 'What a metric of a table or of one of its columns should reach: crm_set_target(rel, ''validity'', ''phone'', 0.98). NULL removes the target; a NULL column means the whole table';

SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE VIEW crm_hygiene.targets WITH (security_invoker = true) AS
SELECT t.relation, t.metric, NULLIF(t.column_name, '') AS column_name, t.goal, v.value, v.value >= t.goal AS met, v.value - t.goal AS gap, v.measured_at
FROM crm_hygiene.quality_target t
LEFT JOIN LATERAL (
    SELECT m.value, m.measured_at FROM crm_hygiene.quality_metrics m
    WHERE m.relation = t.relation AND m.metric = t.metric AND m.grouping IS NULL AND COALESCE(m.column_name, '') = t.column_name
    UNION ALL
    SELECT s.score, s.measured_at FROM crm_hygiene.quality_summary s WHERE s.relation = t.relation AND t.metric = 'score') v ON true;
COMMENT ON VIEW crm_hygiene.targets IS 'Targets, met or missed: one row per table, metric and column';
COMMENT ON COLUMN crm_hygiene.targets.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.targets.metric IS 'The metric, or score';
COMMENT ON COLUMN crm_hygiene.targets.column_name IS 'The column; NULL for the whole table';
COMMENT ON COLUMN crm_hygiene.targets.goal IS 'What it should reach: 0 to 1, the score 0 to 100';
COMMENT ON COLUMN crm_hygiene.targets.value IS 'What it is; NULL where it has not been measured';
COMMENT ON COLUMN crm_hygiene.targets.met IS 'Whether the goal is reached';
COMMENT ON COLUMN crm_hygiene.targets.gap IS 'value - goal: below 0 by how much it is missed';
COMMENT ON COLUMN crm_hygiene.targets.measured_at IS 'When it was measured';

CREATE VIEW crm_hygiene.quality_history WITH (security_invoker = true) AS
SELECT v.relation, v.measured_at, v.grouping, v.group_value, v.column_name, v.metric, v.value, lag(v.value) OVER earlier AS previous,
       v.value - lag(v.value) OVER earlier AS change, v.run_id
FROM (SELECT r.relation, r.measured_at, f.grouping, f.group_value, f.column_name, f.metric, f.good::float8 / f.total AS value, r.run_id
      FROM crm_hygiene.quality_run r JOIN crm_hygiene.quality_figure f ON f.run_id = r.run_id
      UNION ALL
      SELECT r.relation, r.measured_at, f.grouping, f.group_value, NULL, 'score', 100 * sum(w.weight * f.good / f.total) / NULLIF(sum(w.weight), 0), r.run_id
      FROM crm_hygiene.quality_run r JOIN crm_hygiene.quality_figure f ON f.run_id = r.run_id JOIN crm_hygiene.score_weights w USING (metric)
      WHERE f.column_name IS NULL
      GROUP BY r.relation, r.measured_at, f.grouping, f.group_value, r.run_id) v
WINDOW earlier AS (PARTITION BY v.relation, v.grouping, v.group_value, v.column_name, v.metric ORDER BY v.measured_at);
COMMENT ON VIEW crm_hygiene.quality_history IS 'Figures over time: one row per snapshot (and the newest measurement), group, column and metric';
COMMENT ON COLUMN crm_hygiene.quality_history.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.quality_history.measured_at IS 'When it was measured';
COMMENT ON COLUMN crm_hygiene.quality_history.grouping IS 'The column by whose values rows were counted; NULL for all rows';
COMMENT ON COLUMN crm_hygiene.quality_history.group_value IS 'The value that these rows have in it';
COMMENT ON COLUMN crm_hygiene.quality_history.column_name IS 'The column; NULL for the whole row';
COMMENT ON COLUMN crm_hygiene.quality_history.metric IS 'The metric, or score';
COMMENT ON COLUMN crm_hygiene.quality_history.value IS '0 to 1, the score 0 to 100';
COMMENT ON COLUMN crm_hygiene.quality_history.previous IS 'What it was the time before';
COMMENT ON COLUMN crm_hygiene.quality_history.change IS 'value - previous';
COMMENT ON COLUMN crm_hygiene.quality_history.run_id IS 'The measurement';

CREATE VIEW crm_hygiene.alerts WITH (security_invoker = true) AS
SELECT a.relation, r.measured_at AS raised_at, a.column_name, a.metric, a.value, a.previous, a.value - a.previous AS change, a.normal_drop, a.run_id
FROM crm_hygiene.quality_alert a JOIN crm_hygiene.quality_run r ON r.run_id = a.run_id;
COMMENT ON VIEW crm_hygiene.alerts IS 'Drops beyond normal variation: one row per snapshot, column and metric';
COMMENT ON COLUMN crm_hygiene.alerts.relation IS 'The user''s table';
COMMENT ON COLUMN crm_hygiene.alerts.raised_at IS 'When the drop was measured';
COMMENT ON COLUMN crm_hygiene.alerts.column_name IS 'The column; NULL for the whole table';
COMMENT ON COLUMN crm_hygiene.alerts.metric IS 'The metric that dropped';
COMMENT ON COLUMN crm_hygiene.alerts.value IS 'What it is, 0 to 1';
COMMENT ON COLUMN crm_hygiene.alerts.previous IS 'What it was in the snapshot before';
COMMENT ON COLUMN crm_hygiene.alerts.change IS 'value - previous';
COMMENT ON COLUMN crm_hygiene.alerts.normal_drop IS 'The largest drop that would have been normal: three standard deviations of its last twelve changes, at least 0.005; 0.03 while fewer than four are known';
COMMENT ON COLUMN crm_hygiene.alerts.run_id IS 'The snapshot';

SET LOCAL search_path TO @extschema@, pg_temp;

COMMENT ON FUNCTION crm_quality_snapshot(regclass) IS 'Measures a table and keeps the figures for quality_history; a drop beyond normal variation becomes an entry in alerts';
