//! What the names of columns say of their rows.

/// Words of columns that say who somebody is or how to reach them.
const OF_PERSONS: [&str; 34] = [
    "phone",
    "telephone",
    "telefone",
    "telefono",
    "tel",
    "mobile",
    "cellphone",
    "celular",
    "whatsapp",
    "msisdn",
    "imei",
    "email",
    "mail",
    "surname",
    "apellido",
    "apellidos",
    "sobrenome",
    "prenom",
    "firstname",
    "lastname",
    "fullname",
    "enumerator",
    "interviewer",
    "surveyor",
    "interviewee",
    "respondent",
    "username",
    "deviceid",
    "subscriberid",
    "passport",
    "signature",
    "photo",
    "selfie",
    "contact",
];

/// Words that with `name` beside them are about persons.
const NAMED: [&str; 12] = [
    "first",
    "last",
    "full",
    "family",
    "given",
    "head",
    "respondent",
    "owner",
    "contact",
    "leader",
    "person",
    "tenant",
];

/// Words of columns that say that each row is a household or a person.
const OF_HOUSEHOLDS: [&str; 8] =
    ["hh", "hhid", "hh_id", "household_id", "householdid", "id_household", "person_id", "respondent_id"];

/// The words of a name: `Head.firstName` is `head`, `first`, `name`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && was_lower {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a column is about persons, by its name.
pub(super) fn is_of_persons(name: &str) -> bool {
    let words = words(name);
    let last = words.last().map_or("", String::as_str);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // `respondent_would_buy` is an answer, `respondent` is somebody
    let plain = words.iter().filter(|w| OF_PERSONS.contains(&w.as_str())).any(|w| words.len() <= 2 || w == last);
    let number_of = has(&["national", "identity", "id"]) && has(&["card", "national", "passport"]);
    plain || has(&NAMED) && has(&["name", "names"]) || number_of
}

/// Whether a column says that each row is a household or a person, by its name.
pub(super) fn is_of_households(name: &str) -> bool {
    let joined = words(name).join("_");
    OF_HOUSEHOLDS.contains(&joined.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_about_persons_are_known_however_they_are_written() {
        for name in
            ["Telephone", "respondent_name", "head.firstName", "CONTACT_PHONE", "e_mail", "nationalIdCard", "Photo"]
        {
            assert!(is_of_persons(name), "{name}");
        }
        for name in
            ["name", "ROAD_NAME", "osm_id", "respondent_would_use_to_prepare_rice", "capacity", "Owner", "tells"]
        {
            assert!(!is_of_persons(name), "{name}");
        }
    }

    #[test]
    fn columns_that_number_households_are_known() {
        assert!(["HH_ID", "household_id", "hhid", "HouseholdId"].iter().all(|name| is_of_households(name)));
        assert!(["households", "household_size", "id"].iter().all(|name| !is_of_households(name)));
    }
}
