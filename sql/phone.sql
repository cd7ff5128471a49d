-- Telephone numbers: the ranges that a DBA adds, and the descriptions of the functions.

SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE TABLE crm_hygiene.phone_range (
    region      text        NOT NULL CHECK (region ~ '^[A-Z]{2}$'),
    prefix      text        NOT NULL CHECK (prefix ~ '^[0-9]{1,15}$'),
    length      int         NOT NULL CHECK (length BETWEEN 4 AND 15 AND length >= pg_catalog.length(prefix)),
    number_type text        NOT NULL CHECK (number_type ~ '^[a-z_]+$'),
    operator    text        CHECK (operator !~ '[#[:cntrl:]]'),
    note        text,
    added_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (region, prefix, length)
);
COMMENT ON TABLE crm_hygiene.phone_range IS 'Number ranges newer than those compiled in: see crm_add_phone_range';
COMMENT ON COLUMN crm_hygiene.phone_range.region IS 'ISO 3166-1 country that gave them out';
COMMENT ON COLUMN crm_hygiene.phone_range.prefix IS 'First digits of the national number';
COMMENT ON COLUMN crm_hygiene.phone_range.length IS 'Digits of the national number';
COMMENT ON COLUMN crm_hygiene.phone_range.number_type IS 'mobile, fixed_line, toll_free …';
COMMENT ON COLUMN crm_hygiene.phone_range.operator IS 'Who was given the range';
COMMENT ON COLUMN crm_hygiene.phone_range.note IS 'Why it is here, for people';
COMMENT ON COLUMN crm_hygiene.phone_range.added_at IS 'When it was added';
SELECT pg_catalog.pg_extension_config_dump('crm_hygiene.phone_range', '');

SET LOCAL search_path TO @extschema@, pg_temp;

COMMENT ON FUNCTION crm_normalize_phone(text, text, text, text) IS
'Phone number in E.164, an extension as ;ext=: crm_normalize_phone(raw, region, city, ranges). NULL where it is none. city supplies the area code of a Chinese fixed line that lacks it; ranges are those of crm_phone_ranges.';
COMMENT ON FUNCTION crm_phone_info(text, text, text, text) IS
'Every part of a phone number: E.164, extension, region, country code, type, whether it is valid and possible, national writing, for China operator (a hint: numbers move), province and city, how many numbers the field holds, and the code of what is wrong. E.164 is given even where the number cannot exist; crm_normalize_phone is NULL there. city and ranges as with crm_normalize_phone.';
COMMENT ON FUNCTION crm_phones(text, text, text, text) IS
'Every number in a field that may hold several, in normal form and in order, without repetitions: crm_phones(raw, region, city, ranges)';
COMMENT ON FUNCTION crm_phone_ranges() IS
'The number ranges that were added, one a line, as crm_normalize_phone, crm_phone_info and crm_phones take them. NULL where there are none';
COMMENT ON FUNCTION crm_add_phone_range(text, text, int, text, text, text) IS
'Adds numbers newer than the data compiled in: crm_add_phone_range(region, prefix, length, number_type, operator, note), prefix and length those of the national number. False where it replaces the same range. Guards know it at once, profiling and deduplication from their next run on';
COMMENT ON FUNCTION crm_remove_phone_range(text, text, int) IS 'Forgets a range: crm_remove_phone_range(region, prefix, length). False where it was not there';
