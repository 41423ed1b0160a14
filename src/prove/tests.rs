//! A corpus of three scenarios, and what is said of it.

use std::sync::Arc;

use super::{Extent, Plan, Proof};
use crate::reference::defect::Defect;
use crate::scenario::{Corpus, Library, Scenario};

const HEAD: &str = "# yaml-language-server: $schema=../schema.json\n";

fn scenario(folder: &std::path::Path, name: &str, text: &str) {
    std::fs::write(folder.join("t").join(format!("{name}.yaml")), format!("{HEAD}{text}")).unwrap();
}

fn corpus() -> Vec<Arc<Scenario>> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("t")).unwrap();
    let flags = "title: A flag stays set\nspec: [9051#6.4.6]\nmailbox: [plain]\nmessages:\n  own: |\n    a: b\n\n    c\n";
    let flags = flags.replace("[plain]", "[own]");
    scenario(
        folder.path(),
        "store",
        &format!(
            "{flags}steps:\n  - client: SELECT ${{mailbox}}\n  - client: STORE 1 +FLAGS (\\Seen)\n  - client: STORE 1 -FLAGS (\\Seen)\n    expect: |\n      * 1 FETCH (FLAGS ())\n      OK\n"
        ),
    );
    scenario(
        folder.path(),
        "idle",
        "title: Nothing happens at all\nspec: [9051#6.1.2]\nsteps:\n  - client: NOOP\n    expect: OK\n",
    );
    scenario(
        folder.path(),
        "excused",
        "title: A flag is said to be proven by none\nspec: [9051#6.4.6]\nunproven: the reference is thought never to forget a flag\nmailbox: [own]\nmessages:\n  own: |\n    a: b\n\n    c\nsteps:\n  - client: SELECT ${mailbox}\n  - client: STORE 1 +FLAGS (\\Seen)\n  - client: STORE 1 -FLAGS (\\Seen)\n    expect: |\n      * 1 FETCH (FLAGS ())\n      OK\n",
    );
    let corpus = Corpus::load(&Library::folder(folder.path()).unwrap());
    assert!(corpus.errors.is_empty(), "{:?}", corpus.errors);
    corpus.scenarios
}

fn proof(extent: Extent) -> Proof {
    let defects = vec![Defect::StoreRemoveIgnored, Defect::ThreadLosesLast, Defect::LogoutTalks];
    Plan { scenarios: corpus(), defects, jobs: 2, extent }.run(&|_, _| ()).unwrap()
}

#[test]
fn who_survives_is_the_same_however_much_is_played() {
    for extent in [Extent::Brief, Extent::Enough, Extent::All] {
        let proof = proof(extent);
        assert_eq!(proof.survivors(), [Defect::ThreadLosesLast], "{extent:?}");
        assert!(proof.unnamed().is_empty() && proof.unsound.is_empty(), "{extent:?}");
        assert!(!proof.holds());
    }
    assert!(proof(Extent::Enough).plays <= proof(Extent::All).plays);
}

#[test]
fn idle_are_those_that_kill_nothing_and_do_not_say_so() {
    for extent in [Extent::Enough, Extent::All] {
        let proof = proof(extent);
        // Every session ends with LOGOUT: the referee sees to it that nobody is idle for its sake.
        assert!(proof.idle_scenarios.is_empty(), "{:?}", proof.idle_scenarios);
        assert!(proof.idle_rules.contains(&"referee/copyuid-count"));
        assert!(!proof.idle_rules.contains(&"referee/flags-store"));
    }
    let proof = proof(Extent::All);
    assert_eq!(proof.not_unproven, ["referee/end-after", "t/excused"].map(str::to_owned)[1..]);
}
