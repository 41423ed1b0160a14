//! The sections that the RFCs have: a place that a scenario stands on must be there to be read.
//!
//! `sections.txt` has a line an RFC: its number, then those of its sections. An RFC without a line is
//! one whose text nobody has looked through; any section of it is taken.

const TABLE: &str = include_str!("sections.txt");

/// Sections of an RFC, in its order, where they are known.
fn of(rfc: &str) -> Option<impl Iterator<Item = &'static str> + Clone> {
    TABLE.lines().map(|line| line.split(' ')).find_map(|mut words| {
        let number = words.next()?;
        (number == rfc).then_some(words)
    })
}

/// Whether `9051#6.3.1` is there, as far as is known.
pub fn exists(spec: &str) -> bool {
    let Some((rfc, section)) = spec.split_once('#') else { return false };
    of(rfc).is_none_or(|mut known| known.any(|one| one == section))
}

/// One that is there and may be meant: for `9051#6.4.55` it is `9051#6.4.5`.
pub fn nearest(spec: &str) -> Option<String> {
    let (rfc, section) = spec.split_once('#')?;
    let known = of(rfc)?;
    // The start of what was written, as far as it names a section.
    let starts = (1..section.len()).rev().filter_map(|end| section.get(..end));
    let mut starts = starts.filter(|start| known.clone().any(|one| one == *start));
    starts.next().map(|start| format!("{rfc}#{start}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referee::rules;
    use crate::reference::defect::Defect;

    #[test]
    fn what_is_there_is_known() {
        for spec in ["9051#6.4.5", "9051#E", "3501#2.3.1.1", "5322#A.1.1", "9586#77"] {
            assert!(exists(spec), "{spec}");
        }
        for spec in ["9051#6.4.55", "9051#G", "3502#1", "9051"] {
            assert!(!exists(spec), "{spec}");
        }
        assert_eq!(nearest("9051#6.4.55").as_deref(), Some("9051#6.4.5"));
        assert_eq!(nearest("9051#6.9.1").as_deref(), Some("9051#6"));
        assert_eq!(nearest("9051#Z"), None);
    }

    #[test]
    fn the_table_is_in_order() {
        let numbers: Vec<&str> = TABLE.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(numbers.is_sorted());
        for line in TABLE.lines() {
            let mut sections: Vec<&str> = line.split(' ').skip(1).collect();
            let count = sections.len();
            sections.sort_unstable();
            sections.dedup();
            assert!(count > 0 && count == sections.len(), "{line}");
        }
    }

    /// Where the texts are at hand: each section has its heading.
    #[test]
    fn the_table_is_what_the_texts_have() {
        let texts = std::path::Path::new("/work/shared/rfc");
        if !texts.is_dir() {
            eprintln!("skipped: the texts of the RFCs are not here");
            return;
        }
        for line in TABLE.lines() {
            let (rfc, sections) = line.split_once(' ').unwrap();
            let text = std::fs::read_to_string(texts.join(format!("rfc{rfc}.txt"))).unwrap();
            let heads = |line: &str, section: &str| {
                let line = line.trim_start();
                let line = line.strip_prefix("Appendix ").unwrap_or(line);
                line.strip_prefix(section).is_some_and(|rest| {
                    rest.trim_start_matches(['.', ':']).starts_with([' ', '\t'])
                })
            };
            for section in sections.split(' ') {
                assert!(text.lines().any(|line| heads(line, section)), "{rfc}#{section}");
            }
        }
    }

    /// Rules and defects stand on sections that are there, too.
    #[test]
    fn rules_and_defects_name_what_is_there() {
        let rules = rules().iter().flat_map(|rule| rule.spec.iter().map(|s| (*s, rule.id)));
        let defects = Defect::ALL
            .iter()
            .flat_map(|defect| defect.spec().split(' ').map(|s| (s, defect.name())));
        let wrong: Vec<_> = rules.chain(defects).filter(|(spec, _)| !exists(spec)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
