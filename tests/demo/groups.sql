SELECT d.cluster_id AS customer, l.id, l.name, l.company, l.phone, l.email, l.city
FROM crm_hygiene.duplicates d
JOIN leads l ON l.id::text = d.row_id
WHERE d.relation = 'leads'::regclass AND d.cluster_id IN (:groups)
ORDER BY d.cluster_id, l.id;
