//! The RFCs that scenarios may stand on.

/// Number and short title.
const RFCS: [(&str, &str); 84] = [
    ("2045", "MIME: format of message bodies"),
    ("2046", "MIME: media types"),
    ("2047", "MIME: encoded words"),
    ("2087", "QUOTA (1997)"),
    ("2088", "LITERAL+ (1997)"),
    ("2177", "IDLE"),
    ("2180", "Multi-accessed mailbox practice"),
    ("2193", "Mailbox referrals"),
    ("2221", "Login referrals"),
    ("2231", "MIME: parameter values"),
    ("2342", "NAMESPACE"),
    ("2595", "TLS with IMAP and POP3"),
    ("2683", "Implementation recommendations"),
    ("2971", "ID"),
    ("3348", "CHILDREN"),
    ("3501", "IMAP4rev1"),
    ("3502", "MULTIAPPEND"),
    ("3516", "BINARY"),
    ("3691", "UNSELECT"),
    ("4314", "ACL"),
    ("4315", "UIDPLUS"),
    ("4422", "SASL"),
    ("4466", "Collected extensions to the ABNF"),
    ("4467", "URLAUTH"),
    ("4469", "CATENATE"),
    ("4505", "SASL ANONYMOUS"),
    ("4616", "SASL PLAIN"),
    ("4731", "ESEARCH"),
    ("4752", "SASL GSSAPI"),
    ("4790", "Collation registry"),
    ("4959", "SASL-IR"),
    ("4978", "COMPRESS=DEFLATE"),
    ("5032", "WITHIN"),
    ("5051", "i;unicode-casemap"),
    ("5161", "ENABLE"),
    ("5182", "SEARCHRES"),
    ("5234", "ABNF"),
    ("5255", "LANGUAGE and I18NLEVEL"),
    ("5256", "SORT and THREAD"),
    ("5257", "ANNOTATE"),
    ("5258", "LIST-EXTENDED"),
    ("5259", "CONVERT"),
    ("5267", "ESORT and CONTEXT"),
    ("5322", "Internet Message Format"),
    ("5464", "METADATA"),
    ("5465", "NOTIFY"),
    ("5466", "FILTERS"),
    ("5530", "Response codes"),
    ("5593", "URL access identifiers"),
    ("5788", "Keyword registry"),
    ("5802", "SASL SCRAM-SHA-1"),
    ("5819", "LIST-STATUS"),
    ("5957", "SORT=DISPLAY"),
    ("6154", "SPECIAL-USE"),
    ("6203", "SEARCH=FUZZY"),
    ("6532", "Internationalized headers"),
    ("6851", "MOVE"),
    ("6855", "UTF8=ACCEPT"),
    ("7162", "CONDSTORE and QRESYNC"),
    ("7377", "MULTISEARCH"),
    ("7405", "Case-sensitive strings in ABNF"),
    ("7628", "SASL OAUTHBEARER"),
    ("7677", "SASL SCRAM-SHA-256"),
    ("7817", "TLS server identity"),
    ("7888", "LITERAL+ and LITERAL-"),
    ("7889", "APPENDLIMIT"),
    ("8314", "Cleartext considered obsolete"),
    ("8437", "UNAUTHENTICATE"),
    ("8438", "STATUS=SIZE"),
    ("8440", "LIST-MYRIGHTS"),
    ("8457", "$Important and \\Important"),
    ("8474", "OBJECTID"),
    ("8508", "REPLACE"),
    ("8514", "SAVEDATE"),
    ("8970", "PREVIEW"),
    ("9051", "IMAP4rev2"),
    ("9208", "QUOTA"),
    ("9394", "PARTIAL"),
    ("9585", "INPROGRESS"),
    ("9586", "UIDONLY"),
    ("9590", "LIST-METADATA"),
    ("9698", "JMAPACCESS"),
    ("9738", "MESSAGELIMIT"),
    ("9755", "UTF8=ACCEPT (2025)"),
];

/// Short title of an RFC, if it is one of these.
pub fn title(number: &str) -> Option<&'static str> {
    let found = RFCS.binary_search_by_key(&number, |(known, _)| known).ok()?;
    RFCS.get(found).map(|(_, title)| *title)
}

/// All numbers, ascending.
pub(super) fn numbers() -> impl Iterator<Item = &'static str> {
    RFCS.iter().map(|(number, _)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascending() {
        assert!(RFCS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(title("9051"), Some("IMAP4rev2"));
        assert_eq!(title("9999"), None);
    }
}
