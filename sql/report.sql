-- The report's figures, gathered from what is stored.

CREATE FUNCTION crm_hygiene.report_data(rel regclass) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object(
        'relation', rel::text, 'measured_at', to_char(s.measured_at, 'YYYY-MM-DD HH24:MI'), 'row_count', s.row_count, 'score', s.score, 'cost', s.cost,
        'clean_rows', s.clean_rows, 'issues', s.issues, 'new_issues', s.new_issues, 'resolved_issues', s.resolved_issues,
        'duplicate_rows', s.duplicate_rows,
        'trend', (SELECT COALESCE(jsonb_agg(jsonb_build_object('day', to_char(h.measured_at, 'YYYY-MM-DD'), 'score', h.value) ORDER BY h.measured_at), '[]')
                  FROM (SELECT measured_at, value FROM crm_hygiene.quality_history
                        WHERE relation = rel AND metric = 'score' AND grouping IS NULL AND value IS NOT NULL ORDER BY measured_at DESC LIMIT 30) h),
        'metrics', (SELECT COALESCE(jsonb_agg(jsonb_build_object('metric', q.metric, 'value', q.value, 'weight', q.weight, 'points', q.points, 'change', h.change)
                                              ORDER BY q.weight DESC, q.metric), '[]')
                    FROM crm_hygiene.quality_score q
                    LEFT JOIN crm_hygiene.quality_history h ON h.relation = rel AND h.metric = q.metric AND h.grouping IS NULL AND h.column_name IS NULL
                                                            AND h.measured_at = q.measured_at
                    WHERE q.relation = rel),
        'problems', (SELECT COALESCE(jsonb_agg(to_jsonb(p) ORDER BY p.cost DESC, p.rows DESC, p.column_name, p.code), '[]')
                     FROM (SELECT column_name, check_name, code, severity, sum(rows)::bigint AS rows, sum(cost) AS cost
                           FROM crm_hygiene.issue_counts WHERE relation = rel
                           GROUP BY 1, 2, 3, 4 ORDER BY sum(cost) DESC, sum(rows) DESC, 1, 3 LIMIT 12) p),
        'columns', (SELECT COALESCE(jsonb_agg(to_jsonb(c) ORDER BY c.ordinal), '[]')
                    FROM (SELECT column_name, COALESCE(kind, 'text') AS kind, ordinal, completeness, validity, standardisation, uniqueness
                          FROM crm_hygiene.quality_by_column WHERE relation = rel ORDER BY ordinal LIMIT 100) c),
        'cluster_sizes', (SELECT COALESCE(jsonb_agg(jsonb_build_object('label', c.label, 'count', c.clusters) ORDER BY c.least), '[]')
                          FROM (SELECT CASE WHEN size < 5 THEN size::text WHEN size < 10 THEN '5–9' ELSE '10+' END AS label, min(size) AS least, count(*) AS clusters
                                FROM (SELECT count(*) AS size FROM crm_hygiene.cluster_member WHERE relation = rel GROUP BY cluster_id) m GROUP BY 1) c),
        'sources', (SELECT COALESCE(jsonb_agg(to_jsonb(g) ORDER BY g.score, g.group_value), '[]')
                    FROM (SELECT grouping, group_value, row_count, score, duplicate_rows FROM crm_hygiene.quality_by_source
                          WHERE relation = rel AND score IS NOT NULL AND grouping <> 'priority tier' ORDER BY score, group_value LIMIT 12) g),
        'tiers', (SELECT COALESCE(jsonb_agg(to_jsonb(g) ORDER BY g.score, g.group_value), '[]')
                  FROM (SELECT grouping, group_value, row_count, score, duplicate_rows FROM crm_hygiene.quality_by_source
                        WHERE relation = rel AND score IS NOT NULL AND grouping = 'priority tier' ORDER BY score, group_value LIMIT 12) g),
        'operators', (SELECT COALESCE(jsonb_agg(to_jsonb(o) ORDER BY o.numbers DESC, o.group_value), '[]')
                      FROM (SELECT group_value, sum(numbers)::bigint AS numbers, (sum(valid) / sum(numbers))::float8 AS validity
                            FROM crm_hygiene.phone_quality WHERE relation = rel AND grouping = 'phone operator' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) o),
        'areas', (SELECT COALESCE(jsonb_agg(to_jsonb(a) ORDER BY a.numbers DESC, a.group_value), '[]')
                  FROM (SELECT group_value, sum(numbers)::bigint AS numbers, (sum(valid) / sum(numbers))::float8 AS validity
                        FROM crm_hygiene.phone_quality WHERE relation = rel AND grouping = 'phone area' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) a),
        'targets', (SELECT COALESCE(jsonb_agg(to_jsonb(t) ORDER BY t.metric, t.column_name), '[]')
                    FROM (SELECT metric, column_name, goal, value, met FROM crm_hygiene.targets WHERE relation = rel) t),
        'alerts', (SELECT COALESCE(jsonb_agg(to_jsonb(a) ORDER BY a.raised_at DESC, a.column_name, a.metric), '[]')
                   FROM (SELECT raised_at, to_char(raised_at, 'YYYY-MM-DD') AS day, metric, column_name, previous, value
                         FROM crm_hygiene.alerts WHERE relation = rel ORDER BY raised_at DESC LIMIT 5) a))
    FROM crm_hygiene.quality_summary s WHERE s.relation = rel
$$;
COMMENT ON FUNCTION crm_hygiene.report_data(regclass) IS 'Internal: the figures of the report; NULL for a table that has not been measured';
COMMENT ON FUNCTION crm_report(regclass, text) IS 'The state of a table as one HTML page that needs nothing else, in ''en'' or ''zh'': psql -XAt -c "SELECT crm_report(''leads'')" > report.html. Measures the table where that has not been done';
