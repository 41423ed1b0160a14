//! A corpus of three scenarios, and what is said of it.

use std::sync::Arc;

use super::{Extent, Plan, Proof};
use crate::reference::defect::Defect;
use crate::scenario::{Corpus, Library, Scenario};

const HEAD: &str = "# yaml-language-server: $schema=../schema.json\n";

const STORE: &str = "mailbox: [own]
messages:
  own: |
    a: b

    c
steps:
  - client: SELECT ${mailbox}
  - client: STORE 1 +FLAGS (\\Seen)
  - client: STORE 1 -FLAGS (\\Seen)
    expect: |
      * 1 FETCH (FLAGS ())
      OK
";

fn corpus() -> Vec<Arc<Scenario>> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("t")).unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join("t").join(format!("{name}.yaml"));
        std::fs::write(path, format!("{HEAD}{text}")).unwrap();
    };
    write("store", &format!("title: A flag stays set\nspec: [9051#6.4.6]\n{STORE}"));
    write(
        "excused",
        &format!(
            "title: A flag is said to be proven by none\nspec: [9051#6.4.6]\nunproven: the reference never forgets a flag\n{STORE}"
        ),
    );
    write(
        "noop",
        "title: Nothing happens at all\nspec: [9051#6.1.2]\nsteps:\n  - client: NOOP\n    expect: OK\n",
    );
    let corpus = Corpus::load(&Library::folder(folder.path()).unwrap());
    assert!(corpus.errors.is_empty(), "{:?}", corpus.errors);
    corpus.scenarios
}

fn proof(defects: &[Defect], extent: Extent) -> Proof {
    let defects = defects.to_vec();
    Plan { scenarios: corpus(), defects, when: None, jobs: 2, extent }.run(&|_, _| ()).unwrap()
}

#[test]
fn who_survives_is_the_same_however_much_is_played() {
    let defects = [Defect::StoreRemoveIgnored, Defect::ThreadLosesLast, Defect::LogoutTalks];
    for extent in [Extent::Brief, Extent::Enough, Extent::All] {
        let proof = proof(&defects, extent);
        assert_eq!(proof.survivors(), [Defect::ThreadLosesLast], "{extent:?}");
        assert!(proof.unnamed().is_empty() && proof.unsound.is_empty(), "{extent:?}");
        assert!(!proof.holds());
    }
    let plays = |extent| proof(&defects, extent).plays;
    assert!(plays(Extent::Brief) < plays(Extent::Enough));
    assert!(plays(Extent::Enough) <= plays(Extent::All));
}

#[test]
fn idle_are_those_that_kill_nothing_and_do_not_say_so() {
    for extent in [Extent::Enough, Extent::All] {
        let proof = proof(&[Defect::StoreRemoveIgnored], extent);
        assert_eq!(proof.idle_scenarios, ["t/noop"], "{extent:?}");
        assert!(proof.idle_rules.contains(&"referee/copyuid-count"));
        assert!(!proof.idle_rules.contains(&"referee/flags-store"));
    }
    // Every session ends with LOGOUT, which the referee sees.
    let proof = proof(&[Defect::StoreRemoveIgnored, Defect::LogoutTalks], Extent::All);
    assert!(proof.idle_scenarios.is_empty(), "{:?}", proof.idle_scenarios);
    assert_eq!(proof.not_unproven, ["t/excused"]);
}
