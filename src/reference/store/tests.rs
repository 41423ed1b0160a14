use super::*;

fn store() -> Store {
    let mut store = Store::default();
    store.log_in("anna", Now::from_unix_ms(1_000_000)).unwrap();
    store
}

fn names(store: &Store) -> Vec<&str> {
    store.account("anna").unwrap().names.keys().map(String::as_str).collect()
}

#[test]
fn create_makes_the_names_above() {
    let mut store = store();
    let now = Now::from_unix_ms(1_000_000);
    store.create("anna", "a/b/c", now).unwrap();
    assert_eq!(names(&store), ["INBOX", "a", "a/b", "a/b/c"]);
    assert_eq!(store.create("anna", "a/b", now), Err(StoreError::Exists));
    assert_eq!(store.delete("anna", "a/b"), Ok(()));
    assert_eq!(store.find("anna", "a/b"), None);
    assert_eq!(store.delete("anna", "a/b"), Err(StoreError::HasChildren));
    assert_eq!(store.delete("anna", "a/b/c"), Ok(()));
    assert_eq!(store.delete("anna", "a/b"), Ok(()));
    assert_eq!(names(&store), ["INBOX", "a"]);
    assert_eq!(store.delete("anna", "INBOX"), Err(StoreError::Cannot));
}

#[test]
fn rename_takes_children_along_and_never_lets_a_validity_go_back() {
    let mut store = store();
    let now = Now::from_unix_ms(1_000_000);
    let a = store.create("anna", "a/b", now).unwrap();
    let old = store.mailbox(a).unwrap().uid_validity;
    store.create("anna", "ab", now).unwrap();
    store.rename("anna", "a", "x/y", now).unwrap();
    assert_eq!(names(&store), ["INBOX", "ab", "x", "x/y", "x/y/b"]);
    assert_eq!(store.mailbox(a).unwrap().uid_validity, old);
    assert_eq!(store.rename("anna", "x", "x/z", now), Err(StoreError::Cannot));
    assert_eq!(store.rename("anna", "x", "ab", now), Err(StoreError::Exists));
    // The name that had a greater one must get a greater one still.
    store.delete("anna", "ab").unwrap();
    store.rename("anna", "x/y/b", "ab", now).unwrap();
    assert!(store.mailbox(a).unwrap().uid_validity > old + 1);
}

#[test]
fn memory_is_given_back() {
    let mut store = store();
    let content = store.content(vec![0; 1000]).unwrap();
    let copy = content.clone();
    drop(content);
    assert_eq!(store.memory.octets(), 1000);
    drop(copy);
    assert_eq!(store.memory.octets(), 0);
    assert!(store.content(vec![0; limits::OCTETS + 1]).is_none());
}

#[test]
fn other_users_see_what_they_may() {
    let mut store = store();
    let now = Now::from_unix_ms(1);
    store.log_in("bob", now).unwrap();
    let id = store.create("anna", "work", now).unwrap();
    assert_eq!(store.find("bob", "Other Users/anna/work"), None);
    store.mailbox_mut(id).unwrap().acl.insert(b"bob".to_vec(), b"lr".to_vec());
    assert_eq!(store.find("bob", "Other Users/anna/work"), Some(id));
    assert_eq!(store.names_for("bob").len(), 2);
    assert!(store.mailbox(id).unwrap().allows("bob", Right::Read));
    assert!(!store.mailbox(id).unwrap().allows("bob", Right::Write));
    assert!(store.mailbox(id).unwrap().allows("anna", Right::Write));
}

#[test]
fn records_are_counted_as_long_as_they_are_there() {
    let mut store = store();
    let content = store.content(b"A: b\r\n".to_vec()).unwrap();
    let slot = content.slot();
    let copy = slot.clone();
    assert_eq!(store.memory.messages(), 2);
    drop((slot, copy));
    assert_eq!(store.memory.messages(), 0);
    assert!(store.has_room_for(limits::RECORDS) && !store.has_room_for(limits::RECORDS + 1));
}
