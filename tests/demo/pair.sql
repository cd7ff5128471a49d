-- The pair of those groups that was the hardest to see: the weakest one that still counts as a duplicate.
SELECT row_a, row_b FROM crm_hygiene.pairs p
JOIN crm_hygiene.duplicates d ON d.relation = p.relation AND d.row_id = p.row_a
WHERE p.relation = 'leads'::regclass AND p.decision = 'duplicate' AND d.cluster_id = ANY (string_to_array(:'groups', ','))
ORDER BY p.weight, p.row_a, p.row_b LIMIT 1 \gset
