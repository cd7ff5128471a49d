-- What phones cost a backend that has just started: the first calls, and its own memory after every region.
-- psql -X -q -f bench/phone/first_call.sql DATABASE, on the server's machine and as its user or root (it reads /proc).
\pset format unaligned
\pset tuples_only on
SELECT pg_backend_pid() AS backend \gset
\setenv BACKEND :backend
SELECT clock_timestamp() AS start \gset
SELECT crm_normalize_phone('13912345670') AS first \gset
SELECT 'first call, library loaded with it, ms: ' || round((1000 * extract(epoch FROM clock_timestamp() - :'start'::timestamptz))::numeric, 2);
SELECT clock_timestamp() AS start \gset
SELECT crm_normalize_phone('+44 20 7946 0958') AS first \gset
SELECT 'first foreign number, ms:                 ' || round((1000 * extract(epoch FROM clock_timestamp() - :'start'::timestamptz))::numeric, 2);
\echo private memory of the backend, kB, before:
\! awk '/^Private/ { kb += $2 } END { print kb }' "/proc/$BACKEND/smaps_rollup"
SELECT count(*) || ' numbers of ' || count(DISTINCT code) || ' regions read, with a normal form: ' || count(crm_normalize_phone(raw, code))
       || ', possible: ' || count(*) FILTER (WHERE info.possible)
FROM unnest(string_to_array('AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW', ' ')) AS regions (code),
     unnest(ARRAY['2025550143', '0123456789', '+12025550143 x12', '800123456', '0049 89 9605646']) AS raw,
     crm_phone_info(raw, code) AS info;
\echo private memory of the backend, kB, after:
\! awk '/^Private/ { kb += $2 } END { print kb }' "/proc/$BACKEND/smaps_rollup"
