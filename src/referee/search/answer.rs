//! ESEARCH responses: whether they agree with themselves, and with what was asked.

use super::{AGREE, MISSING, NOTHING, PARTIAL, SINGLE};
use crate::client::view::Numbers;
use crate::referee::bench::Bench;
use crate::referee::scene::{Completed, Scene};
use crate::syntax::types::{Esearch, EsearchItem, PartialRange, ReturnOption, Search, Untagged};

/// What one ESEARCH response says of itself.
pub(super) fn results(scene: &Scene<'_>, bench: &mut Bench, answer: &Esearch<'_>, sorted: bool) {
    let (mut min, mut max, mut count, mut all) = (None, None, None, None);
    for item in &answer.items {
        match item {
            EsearchItem::Min(n) => min = Some(*n),
            EsearchItem::Max(n) => max = Some(*n),
            EsearchItem::Count(n) => count = Some(*n),
            EsearchItem::All(set) => all = Some(Numbers::of(set, u32::MAX)),
            _ => {}
        }
    }
    let found = min.is_some() || max.is_some() || all.is_some();
    if count == Some(0) && found {
        bench.broken(scene, &NOTHING, "MIN, MAX or ALL where COUNT is 0");
        return;
    }
    let mut wrong = |why: String| {
        bench.broken(scene, &AGREE, why);
    };
    if sorted {
        (min, max) = (None, None);
    }
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        wrong(format!("MIN {min} is greater than MAX {max}"));
    }
    if let Some(all) = &all {
        if let Some(count) = count
            && u64::from(count) != all.len()
        {
            wrong(format!("COUNT {count} where ALL has {}", all.len()));
        }
        for (name, value, edge) in [("MIN", min, all.first()), ("MAX", max, all.last())] {
            if let Some(value) = value
                && edge != Some(value)
            {
                wrong(format!("{name} {value} is not the end of ALL {all}"));
            }
        }
    } else if let (Some(count), Some(min), Some(max)) = (count, min, max) {
        let most = u64::from(max.saturating_sub(min)) + 1;
        let least = if min == max { 1 } else { 2 };
        if u64::from(count) > most || u64::from(count) < least {
            wrong(format!("COUNT {count} between MIN {min} and MAX {max}"));
        }
    }
}

/// Whether what was asked is there.
pub(super) fn returned(
    scene: &Scene<'_>,
    bench: &mut Bench,
    done: &Completed<'_>,
    search: &Search<'_>,
) {
    let Some(options) = &search.returns else { return };
    let answers: Vec<&Esearch<'_>> = done
        .untagged()
        .filter_map(|u| match u {
            Untagged::Esearch(answer)
                if answer.tag.as_ref().is_none_or(|tag| *tag == done.pending.tag) =>
            {
                Some(answer)
            }
            _ => None,
        })
        .collect();
    let dynamic = options.iter().any(|o| {
        matches!(o, ReturnOption::Update(_) | ReturnOption::Context | ReturnOption::Extension(..))
    });
    if answers.len() > 1 && !dynamic {
        bench.broken(scene, &SINGLE, format!("{} ESEARCH responses to one command", answers.len()));
        return;
    }
    let [answer] = answers.as_slice() else { return };
    let count = answer.items.iter().find_map(|item| match item {
        EsearchItem::Count(n) => Some(*n),
        _ => None,
    });
    let has = |test: fn(&EsearchItem<'_>) -> bool| answer.items.iter().any(test);
    let min = has(|item| matches!(item, EsearchItem::Min(_)));
    let max = has(|item| matches!(item, EsearchItem::Max(_)));
    let all = has(|item| matches!(item, EsearchItem::All(_)));
    let something = min || max || all || count.is_some_and(|n| n > 0);
    for option in options {
        let missing = match option {
            ReturnOption::Count if count.is_none() => "COUNT",
            ReturnOption::Min if something && !min => "MIN",
            ReturnOption::Max if something && !max => "MAX",
            ReturnOption::All if something && !all => "ALL",
            ReturnOption::Partial(asked) => {
                partial(scene, bench, answer, *asked);
                continue;
            }
            _ => continue,
        };
        bench.broken(scene, &MISSING, format!("ESEARCH without {missing}, which was asked for"));
    }
}

fn partial(scene: &Scene<'_>, bench: &mut Bench, answer: &Esearch<'_>, asked: PartialRange) {
    for item in &answer.items {
        let EsearchItem::Partial(range, set) = item else { continue };
        let ends = |r: PartialRange| (r.from.min(r.to), r.from.max(r.to));
        let (first, last) = ends(asked);
        let most = last.abs_diff(first).saturating_add(1);
        let told = set.as_ref().map_or(0, |set| Numbers::of(set, u32::MAX).len());
        if ends(*range) != (first, last) {
            bench.broken(
                scene,
                &PARTIAL,
                format!(
                    "PARTIAL {}:{} where {}:{} was asked for",
                    range.from, range.to, asked.from, asked.to
                ),
            );
        } else if told > most {
            bench.broken(
                scene,
                &PARTIAL,
                format!("{told} messages where the range asked for holds {most}"),
            );
        }
    }
}
