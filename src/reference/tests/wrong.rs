//! Defects of what is read from messages: each must show, at the place that its line names.

use super::*;
use crate::reference::defect::{Defect as D, DefectSet};

/// A server, with corpus messages in INBOX, in the order given, each a day younger than the last.
fn served(defect: Option<D>, messages: &[&str]) -> (Play, SessionId) {
    let defects = defect.map(DefectSet::only).unwrap_or_default();
    let mut play = Play::with(Options { defects, ..Options::default() });
    let id = play.select();
    for (name, day) in messages.iter().zip((10..28).rev()) {
        let path = format!("{}/scenarios/messages/{name}.eml", env!("CARGO_MANIFEST_DIR"));
        let octets = std::fs::read(path).unwrap();
        let date = format!("{day}-Apr-2023 00:00:00 +0000");
        let head = format!("t APPEND INBOX \"{date}\" {{{}+}}\r\n", octets.len());
        let said = play.raw(id, &[head.as_bytes(), &octets, b"\r\n"].concat());
        assert!(said.contains("t OK"), "{name}: {said}");
    }
    (play, id)
}

#[test]
fn every_defect_of_reading_shows() {
    let sorted = "SORT (DATE) UTF-8 ALL";
    let mut hidden = Vec::new();
    for (defect, messages, commands) in [
        (D::EnvelopeSenderNil, &["plain"][..], &["FETCH 1 ENVELOPE"][..]),
        (D::EnvelopeReplyToNil, &["plain"], &["FETCH 1 ENVELOPE"]),
        (D::EnvelopeDecodes, &["encoded-words"], &["FETCH 1 ENVELOPE"]),
        (D::EnvelopeSubjectFolded, &["long-header"], &["FETCH 1 ENVELOPE"]),
        (D::EnvelopeDateWithoutZone, &["plain"], &["FETCH 1 ENVELOPE"]),
        (D::EnvelopeGroupsFlat, &["groups"], &["FETCH 1 ENVELOPE"]),
        (D::EnvelopeFirstOnly, &["long-header"], &["FETCH 1 ENVELOPE"]),
        (D::EnvelopeQuotesKept, &["dates-1"], &["FETCH 1 ENVELOPE"]),
        (D::InnerEnvelopeOuter, &["rfc822"], &["FETCH 1 BODYSTRUCTURE"]),
        (D::StructureDigestText, &["digest"], &["FETCH 1 BODYSTRUCTURE"]),
        (D::StructurePartsReversed, &["multipart"], &["FETCH 1 BODYSTRUCTURE"]),
        (D::StructureParamsLost, &["plain"], &["FETCH 1 BODYSTRUCTURE"]),
        (D::StructureOctetsDecoded, &["attachment"], &["FETCH 1 BODYSTRUCTURE"]),
        (D::StructureDispositionLost, &["attachment"], &["FETCH 1 BODYSTRUCTURE"]),
        (D::StructureLinesOff, &["plain"], &["FETCH 1 BODYSTRUCTURE"]),
        (D::StructureExtensionMissing, &["attachment"], &["FETCH 1 BODYSTRUCTURE"]),
        (D::HeaderFieldsFirst, &["long-header"], &["FETCH 1 BODY[HEADER.FIELDS (X-MULTI)]"]),
        (D::MimeNoBlank, &["multipart"], &["FETCH 1 BODY[1.MIME]"]),
        (D::PartKeepsLineEnd, &["multipart"], &["FETCH 1 BODY[1]"]),
        (D::UnknownCteRaw, &["unknown-cte"], &["FETCH 1 BINARY[1]"]),
        (D::BinaryPartialEncoded, &["base64-text"], &["FETCH 1 BINARY[1]<2.5>"]),
        (D::PreviewNil, &["plain"], &["FETCH 1 PREVIEW"]),
        (D::PreviewMarkup, &["html"], &["FETCH 1 PREVIEW"]),
        (D::PreviewLong, &["big"], &["FETCH 1 PREVIEW"]),
        (
            D::EmailIdPerMailbox,
            &["plain"],
            &["CREATE x", "COPY 1 x", "SELECT x", "FETCH 1 EMAILID"],
        ),
        (D::SaveDateIsInternal, &["plain"], &["FETCH 1 SAVEDATE"]),
        (
            D::SortSecondIgnored,
            &["dates-2", "dates-1", "dates-1", "tiny"],
            &["SORT (CC DATE) UTF-8 ALL"],
        ),
        (D::SortReverseIgnored, &["dates-1", "dates-2"], &["SORT (REVERSE DATE) UTF-8 ALL"]),
        (D::SortFromByName, &["dates-1", "dates-2"], &["SORT (FROM) UTF-8 ALL"]),
        (D::SortDateLocal, &["dates-1", "dates-2", "dates-3"], &[sorted]),
        (D::SortDateInternal, &["dates-1", "dates-2"], &[sorted]),
        (D::SortSubjectRaw, &["dates-1", "dates-2"], &["SORT (SUBJECT) UTF-8 ALL"]),
        (
            D::ThreadReferencesIgnored,
            &["reply-chain-1", "reply-chain-2", "reply-chain-3"],
            &["THREAD REFERENCES UTF-8 ALL"],
        ),
        (
            D::ThreadInReplyToIgnored,
            &["reply-chain-1", "reply-other-subject"],
            &["THREAD REFERENCES UTF-8 ALL"],
        ),
        (D::ThreadSubjectIgnored, &["plain", "plain"], &["THREAD REFERENCES UTF-8 ALL"]),
        (D::SearchBodyEncoded, &["base64-text"], &["SEARCH BODY pomegranate"]),
        (D::SearchWordsEncoded, &["encoded-words"], &["SEARCH SUBJECT aus"]),
        (D::SearchInnerSkipped, &["rfc822"], &["SEARCH BODY walnuts"]),
        (D::SearchHeaderEmpty, &["plain"], &["SEARCH HEADER SUBJECT \"\""]),
        (D::SearchSavedEmpty, &["plain"], &["SEARCH RETURN (SAVE) ALL", "SEARCH $"]),
        (D::SearchWithinMinutes, &["plain"], &["SEARCH OLDER 1000000"]),
        (D::SearchModSeqExclusive, &["plain"], &["SEARCH MODSEQ 2"]),
        (D::SearchSavedIsInternal, &["plain"], &["SEARCH SAVEDBEFORE 1-Jun-2023"]),
        (D::PartialFirstLost, &["plain", "html"], &["SEARCH RETURN (PARTIAL 1:2) ALL"]),
    ] {
        let answers = [None, Some(defect)].map(|defect| {
            let (mut play, id) = served(defect, messages);
            commands.iter().map(|command| play.say(id, command)).collect::<Vec<_>>()
        });
        if answers[0] == answers[1] {
            hidden.push((defect, answers));
        }
    }
    assert!(hidden.is_empty(), "do not show: {hidden:#?}");
}
