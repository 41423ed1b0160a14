//! SORT (RFC 5256 §3, RFC 5957).

use std::cmp::Ordering;

use super::Record;
use super::collation::casemap;
use super::subject::base_subject;
use crate::reference::message::{Message, date, words};
use crate::syntax::types::{Address, SortCriterion, SortKey};

/// The order of the records: their places in `records`, which are in mailbox order.
pub fn sort(criteria: &[SortCriterion], records: &[Record<'_>]) -> Vec<usize> {
    let mut order: Vec<(usize, Vec<Value>)> = records
        .iter()
        .map(|record| {
            let message = Message::parse(record.octets);
            criteria.iter().map(|criterion| value(criterion.key, record, &message)).collect()
        })
        .enumerate()
        .collect();
    // Stable, so that the mailbox order decides between equals, reversed or not.
    order.sort_by(|(_, a), (_, b)| {
        let each = criteria.iter().zip(a.iter().zip(b));
        each.fold(Ordering::Equal, |sofar, (criterion, (a, b))| {
            sofar.then_with(|| if criterion.reverse { b.cmp(a) } else { a.cmp(b) })
        })
    });
    order.into_iter().map(|(place, _)| place).collect()
}

/// What a key looks at; absent text is empty and comes first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(i64),
    Text(Vec<u8>),
}

fn value(key: SortKey, record: &Record<'_>, message: &Message<'_>) -> Value {
    let text = |text: String| Value::Text(casemap(text.as_bytes()));
    match key {
        SortKey::Arrival => Value::Number(date::seconds(record.internal_date)),
        SortKey::Date => Value::Number(sent(record, message)),
        SortKey::Size => Value::Number(i64::try_from(message.size()).unwrap_or(i64::MAX)),
        SortKey::Subject => {
            text(base_subject(&message.header().text("Subject").unwrap_or_default()).text)
        }
        SortKey::From => text(mailbox(message.envelope().from.as_deref())),
        SortKey::To => text(mailbox(message.envelope().to.as_deref())),
        SortKey::Cc => text(mailbox(message.envelope().cc.as_deref())),
        SortKey::DisplayFrom => text(display(message.envelope().from.as_deref())),
        SortKey::DisplayTo => text(display(message.envelope().to.as_deref())),
        // All hits are as good as each other here.
        SortKey::Relevancy => Value::Number(0),
    }
}

/// Sent date in UTC, or the internal date (RFC 5256 §2.2); seconds since the epoch.
pub fn sent(record: &Record<'_>, message: &Message<'_>) -> i64 {
    date::seconds(message.sent_date().unwrap_or(record.internal_date))
}

/// `addr-mailbox` of the first address.
fn mailbox(list: Option<&[Address<'_>]>) -> String {
    let first = list.and_then(<[_]>::first).and_then(|address| address.mailbox.as_ref());
    first.map(|mailbox| words::decode_words(mailbox)).unwrap_or_default()
}

/// The display sort value of the first address (RFC 5957 §3).
fn display(list: Option<&[Address<'_>]>) -> String {
    let Some(first) = list.and_then(<[_]>::first) else { return String::new() };
    let text = |octets: &[u8]| words::decode_words(octets);
    match (&first.name, &first.mailbox, &first.host) {
        (Some(name), ..) if !text(name).is_empty() => text(name),
        (_, Some(mailbox), Some(host)) => format!("{}@{}", text(mailbox), text(host)),
        (_, Some(mailbox), None) => text(mailbox),
        _ => String::new(),
    }
}
