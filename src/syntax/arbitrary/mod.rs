//! `arbitrary` for every type of the grammar, for fuzz targets and property tests.
//!
//! A value is in the grammar by construction, so that printing it loses nothing: numbers that
//! must not be 0 never are, lists have an element where the grammar wants one, and a name that
//! nobody knows begins with `X-`. Generation never fails: where the random octets run out, the
//! first and smallest choice is taken each time, which ends any recursion. Variants are drawn
//! evenly, and depth is bounded by [`DEPTH`].
//!
//! One file a subject, as in `types`. To add a variant: an arm in its `match` and one more side to
//! the die above it.

mod body;
mod code;
mod command;
mod common;
mod fetch;
mod list;
mod mailboxes;
mod octets;
mod response;
mod search;
mod style;

use std::ops::RangeInclusive;

use arbitrary::{Arbitrary, Result, Unstructured};

use super::types;

/// Deepest nesting of bodies, threads, search keys and values.
const DEPTH: u8 = 4;

/// A source of decisions.
struct Gen<'g, 'u> {
    random: &'g mut Unstructured<'u>,
    depth: u8,
    /// A value is right in one revision as a whole: this one.
    rev2: bool,
}

impl<'g, 'u> Gen<'g, 'u> {
    fn new(random: &'g mut Unstructured<'u>) -> Self {
        let mut new = Self { random, depth: DEPTH, rev2: false };
        new.rev2 = new.flip();
        new
    }

    /// A number of this range; the first when the random octets are used up.
    fn int<T: arbitrary::unstructured::Int>(&mut self, range: RangeInclusive<T>) -> T {
        let first = *range.start();
        self.random.int_in_range(range).unwrap_or(first)
    }

    /// A die of so many sides, from 0.
    fn die(&mut self, sides: u8) -> u8 {
        self.int(0..=sides.saturating_sub(1))
    }

    fn flip(&mut self) -> bool {
        self.die(2) == 1
    }

    /// One of these; there must be one.
    fn one_of<T: Copy>(&mut self, choices: &[T], first: T) -> T {
        let last = choices.len().saturating_sub(1);
        let at = self.int(0..=last);
        choices.get(at).copied().unwrap_or(first)
    }

    fn option<T>(&mut self, some: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flip().then(|| some(self))
    }

    /// A few, at least `least`; seldom many.
    fn few<T>(&mut self, least: usize, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let more = match self.die(16) {
            15 => self.int(4..=20),
            n => usize::from(n % 4),
        };
        (0..least + more).map(|_| one(self)).collect()
    }

    /// One level deeper; `leaf` where it can't go deeper.
    fn deeper<T>(
        &mut self,
        leaf: impl FnOnce(&mut Self) -> T,
        inner: impl FnOnce(&mut Self) -> T,
    ) -> T {
        match self.depth.checked_sub(1) {
            None => leaf(self),
            Some(depth) => {
                let before = std::mem::replace(&mut self.depth, depth);
                let made = inner(self);
                self.depth = before;
                made
            }
        }
    }

    /// `number`
    fn number(&mut self) -> u32 {
        match self.die(4) {
            0 => self.int(0..=9),
            1 => self.int(0..=99_999),
            2 => u32::MAX,
            _ => self.int(0..=u32::MAX),
        }
    }

    /// `nz-number`
    fn nz_number(&mut self) -> u32 {
        self.number().max(1)
    }

    /// `number64`: 63 bits (RFC 9051 §9).
    fn number64(&mut self) -> u64 {
        match self.die(3) {
            0 => u64::from(self.number()),
            1 => u64::MAX >> 1,
            _ => self.int(0..=u64::MAX >> 1),
        }
    }

    /// `number64` in IMAP4rev2, `number` in IMAP4rev1.
    fn size(&mut self) -> u64 {
        if self.rev2 { self.number64() } else { self.number().into() }
    }

    /// `mod-sequence-value`
    fn mod_sequence(&mut self) -> u64 {
        self.number64().max(1)
    }
}

macro_rules! arbitrary {
    ($($name:ident $(<$life:lifetime>)? by $method:ident),* $(,)?) => {
        $(
            impl<'u $(, $life)?> Arbitrary<'u> for types::$name $(<$life>)? {
                fn arbitrary(random: &mut Unstructured<'u>) -> Result<Self> {
                    Ok(Gen::new(random).$method())
                }
            }
        )*
    };
}

arbitrary! {
    Address<'v> by address,
    AppendData<'v> by append_data,
    AppendMessage<'v> by append_message,
    Body<'v> by body,
    Capability<'v> by capability,
    CatPart<'v> by cat_part,
    Code<'v> by code,
    Command<'v> by command,
    CommandBody<'v> by command_body,
    Continuation<'v> by continuation,
    Date by date,
    DateTime by date_time,
    Disposition<'v> by disposition,
    EntryType by entry_type,
    Envelope<'v> by envelope,
    Esearch<'v> by esearch,
    EsearchItem<'v> by esearch_item,
    Event<'v> by event,
    EventGroup<'v> by event_group,
    FetchAtt<'v> by fetch_att,
    FetchModifier<'v> by fetch_modifier,
    FilterMailboxes<'v> by filter_mailboxes,
    Flag<'v> by flag,
    InProgress<'v> by in_progress,
    Language<'v> by language,
    ListData<'v> by list_data,
    ListReturn<'v> by list_return,
    ListSelect<'v> by list_select,
    Location<'v> by location,
    Mailbox<'v> by mailbox,
    MetadataDepth by metadata_depth,
    MetadataEntry<'v> by metadata_entry,
    MsgAtt<'v> by msg_att,
    MultiExtension<'v> by multi_extension,
    MultiPart<'v> by multi_part,
    NamespaceData<'v> by namespaces,
    NamespaceItem<'v> by namespace,
    Notify<'v> by notify,
    PartialRange by partial_range,
    QuotaResource<'v> by quota_resource,
    RespText<'v> by resp_text,
    Response<'v> by response,
    ReturnOption<'v> by return_option,
    Search<'v> by search,
    SearchKey<'v> by search_key,
    Section<'v> by section,
    SectionText<'v> by section_text,
    SelectParam<'v> by select_param,
    SeqNumber by seq_number,
    SeqRange by seq_range,
    SequenceSet by sequence_set,
    SingleExtension<'v> by single_extension,
    SinglePart<'v> by single_part,
    SortCriterion by sort_criterion,
    SortKey by sort_key,
    Status by status,
    StatusAtt by status_att,
    StatusItem<'v> by status_item,
    StoreAction by store_action,
    Tagged<'v> by tagged,
    Thread by thread,
    Untagged<'v> by untagged,
    UrlData<'v> by url_data,
    UrlItem<'v> by url_item,
    Value<'v> by tagged_value,
}

#[cfg(test)]
mod tests;
