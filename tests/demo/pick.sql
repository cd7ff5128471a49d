-- Three groups worth looking at: of three or four rows each, written as differently as they come: one whose name stands in two
-- scripts, one Chinese, one western. And within the first, the pair that shares the least.
WITH members AS (
    SELECT d.cluster_id, l.name, l.phone, l.email, d.cluster_size
    FROM crm_hygiene.duplicates d JOIN leads l ON l.id::text = d.row_id
    WHERE d.relation = 'leads'::regclass AND d.cluster_size BETWEEN 3 AND 4
), groups AS (
    SELECT cluster_id,
           count(DISTINCT name) + count(DISTINCT phone) + count(DISTINCT lower(email)) AS spellings,
           count(name) = count(*) AS named,
           bool_or(name ~ '[一-龥]') AS hanzi,
           bool_or(name ~ '[A-Za-z]{3}') AS latin
    FROM members GROUP BY cluster_id
), ranked AS (
    SELECT cluster_id, hanzi, latin,
           row_number() OVER (PARTITION BY hanzi, latin ORDER BY spellings DESC, cluster_id) AS place
    FROM groups WHERE named
)
SELECT string_agg(cluster_id, ',' ORDER BY hanzi AND latin DESC, hanzi DESC) AS groups FROM ranked WHERE place = 1 AND (hanzi OR latin) \gset
