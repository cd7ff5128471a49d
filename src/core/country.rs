//! Codes of countries and regions: ISO 3166-1 alpha-2, and the few others that numbering plans use.

/// Sorted, two letters each. AC, TA and XK (Ascension, Tristan da Cunha, Kosovo) are not of ISO 3166-1 but have telephones.
const CODES: &str = "ACADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDO\
    DZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLC\
    LILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSC\
    SDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTATCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

/// The code that `text` is, in capitals: `cn` is CN, and UK is GB, as the Kingdom itself writes it.
pub fn find(text: &str) -> Option<&'static str> {
    let &[first, second] = text.trim().as_bytes() else { return None };
    let wanted = match [first.to_ascii_uppercase(), second.to_ascii_uppercase()] {
        [b'U', b'K'] => *b"GB",
        wanted => wanted,
    };
    let (mut low, mut high) = (0, CODES.len() / 2);
    while low < high {
        let middle = low + (high - low) / 2;
        let code = CODES.get(2 * middle..2 * middle + 2)?;
        match code.as_bytes().cmp(&wanted[..]) {
            std::cmp::Ordering::Equal => return Some(code),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_code_in_any_case() {
        let codes: Vec<&str> = CODES.as_bytes().chunks(2).map(|code| std::str::from_utf8(code).unwrap()).collect();
        assert!(codes.is_sorted() && codes.len() == 252, "{}", codes.len());
        for code in codes {
            assert_eq!(find(code), Some(code));
            assert_eq!(find(&format!(" {} ", code.to_lowercase())), Some(code));
        }
        assert_eq!(find("uk"), Some("GB"));
        for text in ["", "C", "XX", "CHN", "86", "中", "中国", "ZZ", "\0\0", "C N"] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
