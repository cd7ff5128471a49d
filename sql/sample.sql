-- Description of the audit by sample.

COMMENT ON FUNCTION crm_sample_audit(regclass, int, bigint, text) IS 'How bad a table roughly is, from a random sample: per column and problem the share of rows that have it, with its 98 % interval. The same seed looks at the same rows; stratum names a column whose values are sampled and told apart';
