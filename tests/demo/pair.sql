-- Of the pairs in those groups, one whose names are written differently, with as much evidence as there is.
SELECT p.row_a, p.row_b
FROM crm_hygiene.pairs p
JOIN crm_hygiene.duplicates d ON d.relation = p.relation AND d.row_id = p.row_a
JOIN leads a ON a.id::text = p.row_a
JOIN leads b ON b.id::text = p.row_b
WHERE p.relation = 'leads'::regclass AND p.decision = 'duplicate' AND d.cluster_id IN (:groups)
ORDER BY ((a.name ~ '[一-龥]') <> (b.name ~ '[一-龥]')) DESC, (lower(a.name) <> lower(b.name)) DESC, p.weight DESC, p.row_a, p.row_b
LIMIT 1 \gset
