-- Three groups worth looking at: of three or four rows each, tied beyond doubt and yet written as differently as they come: one whose
-- name stands in two scripts, one Chinese, one western.
WITH members AS (
    SELECT d.cluster_id, d.confidence, l.name, l.company, l.phone, l.email
    FROM crm_hygiene.duplicates d JOIN leads l ON l.id::text = d.row_id
    WHERE d.relation = 'leads'::regclass AND d.cluster_size BETWEEN 3 AND 4
), groups AS (
    SELECT cluster_id,
           count(DISTINCT lower(name)) + count(DISTINCT lower(company)) + count(DISTINCT phone) + count(DISTINCT lower(email)) AS spellings,
           bool_or(name ~ '[一-龥]{2}') AS hanzi,
           bool_or(name ~ '[A-Za-z]{3}') AS latin
    FROM members GROUP BY cluster_id
    HAVING min(confidence) > 0.9999 AND count(name) = count(*) AND count(email) + count(phone) > count(*)
), ranked AS (
    SELECT cluster_id, hanzi, latin, row_number() OVER (PARTITION BY hanzi, latin ORDER BY spellings DESC, cluster_id) AS place
    FROM groups
)
SELECT string_agg(quote_literal(cluster_id), ', ' ORDER BY hanzi AND latin DESC, hanzi DESC) AS groups
FROM ranked WHERE place = 1 AND (hanzi OR latin) \gset
