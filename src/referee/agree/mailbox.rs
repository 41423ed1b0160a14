//! What SELECT and STATUS say of a mailbox.

use super::known::Said;
use super::{
    Agree, HIGHEST_BACK, HIGHEST_KNOWN, MAILBOX_ID, MAILBOX_ID_SHARED, MESSAGES, NEXT_BACK,
    NEXT_KNOWN, NEXT_STILL, Name, UNSEEN, VALIDITY, VALIDITY_BACK,
};
use crate::referee::bench::Bench;
use crate::referee::effect::Effect;
use crate::referee::rule::Rule;
use crate::referee::scene::{Completed, Scene, show};
use crate::syntax::types::Mailbox;

impl Agree {
    /// Holds it against what anybody was told before.
    pub(super) fn said(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        done: &Completed<'_>,
        mailbox: &Mailbox<'_>,
        said: Said,
    ) {
        let (sent, now) = (done.began.tick, scene.world.now());
        let name = scene.name(mailbox);
        if name.0.is_empty() {
            return;
        }
        if let Some(validity) = said.validity {
            match self.validity.get(&name) {
                Some((before, at))
                    if *before != validity && *at < sent && !scene.world.renamed(&name.1, *at) =>
                {
                    let rule = if validity < *before { &VALIDITY_BACK } else { &VALIDITY };
                    bench.broken(
                        scene,
                        rule,
                        format!(
                            "UIDVALIDITY {validity} of {}, which was {before}",
                            show(&mailbox.0)
                        ),
                    );
                }
                _ => {}
            }
            // What held while the answer was on its way: from when it was asked.
            self.validity.insert(name.clone(), (validity, sent));
        }
        if let Some(id) = said.id {
            self.id(scene, bench, mailbox, &name, id, said.validity);
        }
        let Some(validity) = said.validity.or_else(|| self.validity.get(&name).map(|(v, _)| *v))
        else {
            return;
        };
        // A value of an earlier mailbox of this name is no measure.
        if said.validity.is_none() && scene.world.renamed(&name.1, 0) {
            return;
        }
        let known = self.boxes.entry((name, validity)).or_default();
        let mut wrong = |rule: &Rule, message: String| {
            bench.broken(scene, rule, message);
        };
        let changed =
            |since: u64, effect: Effect| scene.world.anybody(Some(mailbox), since, effect);
        if let Some(next) = said.next {
            if let Some(before) = known.next.before(sent).filter(|&before| u64::from(next) < before)
            {
                wrong(&NEXT_BACK, format!("UIDNEXT {next}, which was {before} before"));
            } else if let Some(uid) = known.uid.before(sent).filter(|&uid| u64::from(next) <= uid) {
                wrong(&NEXT_KNOWN, format!("UIDNEXT {next}, though UID {uid} was told before"));
            } else if let Some((before, since)) = known.last_next
                && before != next
                && !changed(since.min(sent), Effect::ADDS)
            {
                wrong(
                    &NEXT_STILL,
                    format!("UIDNEXT {next}, which was {before}, and no message was added"),
                );
            }
            known.next.tell(next.into(), now);
            known.last_next = Some((next, sent));
        }
        if let Some(messages) = said.messages {
            if let Some((before, since)) = known.messages
                && before != messages
                && !changed(since.min(sent), Effect::COUNT)
            {
                wrong(
                    &MESSAGES,
                    format!(
                        "{messages} messages where there were {before}, and none was added or removed"
                    ),
                );
            }
            known.messages = Some((messages, sent));
        }
        if let Some(unseen) = said.unseen {
            if let Some((before, since)) = known.unseen
                && before != unseen
                && !changed(since.min(sent), Effect::ANY)
            {
                wrong(
                    &UNSEEN,
                    format!("UNSEEN {unseen}, which was {before}, and nothing has changed"),
                );
            }
            known.unseen = Some((unseen, sent));
        }
        if let Some(highest) = said.highest {
            // Without QRESYNC nobody remembers the messages that are gone.
            let remembers = scene.world.told("QRESYNC") || !changed(0, Effect::REMOVES);
            if let Some(before) =
                known.highest.before(sent).filter(|&before| highest < before && remembers)
            {
                wrong(&HIGHEST_BACK, format!("HIGHESTMODSEQ {highest}, which was {before} before"));
            } else if let Some(value) =
                known.mod_seq.before(sent).filter(|&value| highest < value && remembers)
            {
                wrong(
                    &HIGHEST_KNOWN,
                    format!("HIGHESTMODSEQ {highest}, though MODSEQ {value} was told before"),
                );
            }
            known.highest.tell(highest, now);
        }
    }

    fn id(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        mailbox: &Mailbox<'_>,
        name: &Name,
        id: Vec<u8>,
        validity: Option<u32>,
    ) {
        let Some(validity) = validity else { return };
        let renamed = |name: &Name| scene.world.renamed(&name.1, 0);
        if let Some((before, then)) = self.ids.get(name)
            && *then == validity
            && *before != id
        {
            bench.broken(
                scene,
                &MAILBOX_ID,
                format!(
                    "MAILBOXID {} of {}, which was {}",
                    show(&id),
                    show(&mailbox.0),
                    show(before)
                ),
            );
        }
        let other = self.ids.iter().find(|(other, (known, _))| *other != name && *known == id);
        if let Some((other, _)) =
            other.filter(|(other, _)| other.0 == name.0 && !renamed(other) && !renamed(name))
        {
            bench.broken(
                scene,
                &MAILBOX_ID_SHARED,
                format!("{} and {} have one MAILBOXID", show(&mailbox.0), show(&other.1)),
            );
        }
        self.ids.insert(name.clone(), (id, validity));
    }
}
