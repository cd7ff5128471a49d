COMMENT ON FUNCTION crm_address_info(text, text) IS
    'Every part of a postal address: Chinese ones read against the divisions of GB/T 2260 (adcode), with levels that were left out filled in; ambiguous where a division of that name exists in several places; reason is the code of crm_codes() that makes it invalid';
