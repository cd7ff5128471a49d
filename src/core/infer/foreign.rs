//! The words of column names in English: compounds taken apart (`Geburtsdatum`, `emailaddress`), and what is German, French,
//! Spanish, Russian … translated.

/// The words, in English.
pub(super) fn in_english(words: &[String]) -> Vec<String> {
    let parts: Vec<&str> = words.iter().flat_map(|word| compound(word).unwrap_or_else(|| vec![word])).collect();
    let mut text = format!(" {} ", parts.join(" "));
    for (phrase, english) in PHRASES {
        text = text.replace(&format!(" {phrase} "), &format!(" {english} "));
    }
    let translated = text.split(' ').filter(|word| !word.is_empty()).map(|word| {
        let own = WORDS.iter().find(|(_, foreign)| foreign.contains(&word));
        own.map_or(word, |(english, _)| english)
    });
    translated.filter(|words| !words.is_empty()).flat_map(|words| words.split(' ')).map(Into::into).collect()
}

/// The fewest parts that a word is made of, where it is none itself and made of nothing else.
fn compound(word: &str) -> Option<Vec<&str>> {
    const LONGEST: usize = 40;
    if !(5..=LONGEST).contains(&word.len()) || !word.is_ascii() || is_part(word) {
        return None;
    }
    // Up to each place, the fewest parts and where the last of them starts.
    let mut ways: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
    ways[0] = Some((0, 0));
    for end in 1..=word.len() {
        for start in 0..end {
            if let (Some((parts, _)), Some(part)) = (ways[start], word.get(start..end))
                && (is_part(part) || start > 0 && end == word.len() && ENDS.contains(&part))
                && ways[end].is_none_or(|(fewest, _)| parts + 1 < fewest)
            {
                ways[end] = Some((parts + 1, start));
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = word.len();
    while end > 0 {
        let (_, start) = ways[end]?;
        parts.push(word.get(start..end)?);
        end = start;
    }
    parts.reverse();
    Some(parts)
}

fn is_part(word: &str) -> bool {
    PARTS.split_whitespace().any(|part| part == word)
}

/// Parts that only stand last.
const ENDS: &[&str] = &["id", "ids", "nm", "no", "nr", "cd", "dt", "on", "by", "ort"];

/// What compounds are made of, and what looks like a compound and is none.
const PARTS: &str = "
    first frst last middle given family full name inst nm loc company customer cust client account acct contact phone telephone mobile cell home work
    business office fax mail email address addr street city town state province country county postal post zip code number num birth yr
    date year month day place job title web site url gender sex type status owner parent legal trade vendor supplier person member user
    house building employer organization organisation org tax vat registration license created modified or of main billing shipping
    mailing residence residential voter school facility provider hospital entity party lead student patient guest passport national area
    region district file contract campaign product host line
    birthday birthplace birthdate website webpage homepage surname forename nickname township cellphone username fullname placebo
    codename domain sitemap company nationality statement location email
    geburts geburt datum jahr firmen firma kunden kunde telefon handy mobil nummer strasse strassen haus leit zahl adresse liefer
    rechnungs steuer handels register bezeichnung anschrift form rechts bundes land kontakt wohn nach vor ansprech partner ruf festnetz
    umsatz familien bedrijfs naam geboorte plaats woon telefoon klant straat huis fodelse foretags namn post for efter";

const PHRASES: &[(&str, &str)] = &[
    ("d o b", "dob"),
    ("mob no", "mobile"),
    ("l entreprise", "company"),
    ("post nummer", "postcode"),
    ("post nr", "postcode"),
    ("post cd", "postcode"),
    ("mail adresse", "email"),
    ("adresse mail", "email"),
    ("open id", "openid"),
    ("union id", "unionid"),
    ("mob number", "mobile"),
    ("эл почта", "email"),
    ("c p", "postcode"),
    ("dt of birth", "dob"),
    ("leit zahl", "code"),
    ("vor name", "forename"),
    ("nach name", "surname"),
    ("familien name", "surname"),
    ("for namn", "forename"),
    ("efter namn", "surname"),
    ("ruf name", "forename"),
    ("ruf nummer", "phone"),
    ("woon plaats", "city"),
    ("wohn ort", "city"),
    ("ansprech partner", "contact person"),
    ("bundes land", "state"),
    ("rechts form", "legal form"),
    ("forme juridique", "legal form"),
    ("forma juridica", "legal form"),
    ("raison sociale", "company"),
    ("razon social", "company"),
    ("razao social", "company"),
    ("ragione sociale", "company"),
    ("nombre comercial", "company"),
    ("nome fantasia", "company"),
    ("юридическое лицо", "company"),
    ("контактное лицо", "contact person"),
    ("наименование организации", "company"),
    ("nazwa firmy", "company"),
    ("nama perusahaan", "company"),
    ("ten cong ty", "company"),
    ("sirket adi", "company"),
    ("ad soyad", "full name"),
    ("adi soyadi", "full name"),
    ("ho va ten", "full name"),
    ("ho ten", "full name"),
    ("nama lengkap", "full name"),
    ("nom et prenom", "full name"),
    ("nom prenom", "full name"),
    ("nombre y apellidos", "full name"),
    ("nombre completo", "full name"),
    ("nome completo", "full name"),
    ("so dien thoai", "phone"),
    ("dien thoai", "phone"),
    ("dia chi", "address"),
    ("ngay sinh", "birth date"),
    ("tanggal lahir", "birth date"),
    ("dogum tarihi", "birth date"),
    ("estado civil", "marital status"),
    ("codice fiscale", "tax id"),
    ("partita iva", "tax id"),
    ("kode pos", "postcode"),
    ("posta kodu", "postcode"),
    ("почтовый индекс", "postcode"),
    ("doing business as", "dba name"),
];

/// English, and the words for it, folded as [`crate::fold::words`] folds.
const WORDS: &[(&str, &[&str])] = &[
    ("name", &["nom", "nombre", "nome", "naam", "namn", "nama", "nazwa", "navn", "nimi", "bezeichnung", "наименование", "название"]),
    ("forename", &["vorname", "prenom", "voornaam", "fornamn", "fornavn", "imie", "adi", "frst", "имя"]),
    (
        "surname",
        &[
            "nachname",
            "familienname",
            "zuname",
            "apellido",
            "apellidos",
            "apelido",
            "sobrenome",
            "cognome",
            "achternaam",
            "efternamn",
            "etternavn",
            "nazwisko",
            "soyadi",
            "soyad",
            "famille",
            "фамилия",
        ],
    ),
    ("middlename", &["отчество"]),
    ("fullname", &["фио"]),
    (
        "company",
        &[
            "firma",
            "firmen",
            "unternehmen",
            "entreprise",
            "societe",
            "empresa",
            "azienda",
            "bedrijf",
            "bedrijfs",
            "foretag",
            "foretags",
            "firmy",
            "denomination",
            "denominazione",
            "компания",
            "компании",
            "организация",
            "организации",
            "предприятие",
            "контрагент",
            "юрлицо",
            "perusahaan",
            "sirket",
        ],
    ),
    ("employer", &["arbeitgeber", "employeur", "empleador", "werkgever", "работодатель"]),
    ("supplier", &["lieferant", "fournisseur", "proveedor", "fornecedor", "fornitore", "leverancier", "поставщик"]),
    ("customer", &["kunde", "kunden", "cliente", "klant", "kund", "klient", "клиент", "клиента", "pelanggan", "musteri"]),
    ("person", &["persona"]),
    ("contact", &["kontakt"]),
    ("contact person", &["ansprechpartner", "kontaktperson", "interlocuteur", "contatto", "contato", "contacto", "contactpersoon"]),
    ("full", &["vollstandiger", "complet", "completo"]),
    (
        "phone",
        &[
            "telefon",
            "telefono",
            "telefone",
            "telefoon",
            "telefonu",
            "telepon",
            "telefax",
            "festnetz",
            "fixe",
            "portable",
            "rufnummer",
            "ph",
            "telno",
            "tlf",
            "телефон",
            "телефона",
            "тел",
            "моб",
            "факс",
        ],
    ),
    ("mobile", &["handy", "mobil", "movil", "celular", "cellulare", "gsm", "мобильныи", "hp"]),
    ("email", &["courriel", "correo", "mailadresse", "posta elettronica", "почта", "elettronica"]),
    (
        "address",
        &[
            "adresse",
            "anschrift",
            "direccion",
            "endereco",
            "indirizzo",
            "domicilio",
            "adres",
            "adress",
            "alamat",
            "logradouro",
            "адрес",
            "add",
        ],
    ),
    (
        "street",
        &["strasse", "strassen", "str", "rue", "voie", "calle", "rua", "ulica", "straat", "улица", "hausnr", "hausnummer", "haus", "дом"],
    ),
    (
        "city",
        &[
            "ort",
            "stadt",
            "ville",
            "ciudad",
            "cidade",
            "citta",
            "localidad",
            "poblacion",
            "municipio",
            "comune",
            "commune",
            "stad",
            "miasto",
            "sehir",
            "kota",
            "город",
            "wohnort",
            "woonplaats",
        ],
    ),
    ("postcode", &["plz", "postleitzahl", "cep", "cap", "cp", "pcode", "postcd", "postnummer", "postnr", "pocztowy", "индекс", "psc"]),
    ("state", &["bundesland", "estado", "etat", "provincia", "departement", "область", "краи", "регион", "bairro"]),
    ("country", &["land", "pays", "pais", "paese", "страна", "cntry", "ctry", "kraj", "ulke", "negara"]),
    (
        "birth",
        &["geburts", "geburt", "geb", "naissance", "nacimiento", "nascimento", "nascita", "geboorte", "fodelse", "urodzenia", "рождения"],
    ),
    ("date", &["datum", "fecha", "data", "дата", "dt"]),
    ("year", &["jahr", "annee", "ano", "anno", "год", "yr"]),
    ("age", &["alter", "edad", "idade", "eta", "leeftijd", "возраст"]),
    ("place", &["lieu", "lugar", "luogo", "место"]),
    ("number", &["nummer", "nr", "numero", "numer", "nomor", "номер", "n", "nbr"]),
    ("code", &["codigo", "codice", "kod", "kode"]),
    ("tax", &["steuer", "umsatzsteuer", "ust", "tva", "iva", "ustid"]),
    ("registration", &["register", "handelsregister", "handels"]),
    (
        "ssn",
        &[
            "dni",
            "nif",
            "nie",
            "cif",
            "cnpj",
            "rfc",
            "curp",
            "rut",
            "siret",
            "siren",
            "pesel",
            "regon",
            "nip",
            "bsn",
            "kvk",
            "cuit",
            "ruc",
            "инн",
            "огрн",
            "снилс",
            "паспорт",
            "gstin",
            "abn",
            "acn",
            "uei",
            "cage",
            "orgnr",
            "cvr",
        ],
    ),
    ("gender", &["geschlecht", "sexe", "sexo", "sesso", "genero", "geslacht", "kon", "plec", "cinsiyet", "пол"]),
    ("salutation", &["anrede", "titel", "civilite", "tratamiento"]),
    (
        "occupation",
        &["beruf", "profesion", "profissao", "professione", "cargo", "puesto", "poste", "fonction", "должность", "occ", "occstr"],
    ),
    ("url", &["webseite", "internet", "sitio", "sito", "pagina", "саит", "webpage", "homepage"]),
    (
        "note",
        &["bemerkung", "notiz", "kommentar", "remarque", "remarques", "observaciones", "observacoes", "notas", "комментарий", "примечание"],
    ),
    ("created", &["erstellt", "angelegt", "geandert", "creation", "creacion", "criacao", "создан", "создания"]),
    ("industry", &["branche", "secteur", "sector", "settore", "отрасль"]),
    ("owner", &["ответственный", "inhaber"]),
    ("department", &["abteilung", "отдел"]),
    ("", &["de", "del", "della", "di", "du", "des", "la", "le", "les", "of", "the", "und", "et", "y", "der", "die", "das"]),
];
