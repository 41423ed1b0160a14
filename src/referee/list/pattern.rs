//! Patterns of LIST.

/// Whether the name matches; letters in any case, since a server may know no case.
pub(in crate::referee) fn matches(pattern: &[u8], name: &[u8], delimiter: Option<u8>) -> bool {
    // For each length of the name, whether the pattern so far can match it.
    let mut reached: Vec<bool> = vec![false; name.len() + 1];
    reached[0] = true;
    for &octet in pattern {
        let mut next = vec![false; name.len() + 1];
        let mut open = false;
        for at in 0..=name.len() {
            match octet {
                b'*' | b'%' => {
                    if at > 0 && octet == b'%' && Some(name[at - 1]) == delimiter {
                        open = false;
                    }
                    open |= reached[at];
                    next[at] = open;
                }
                _ => {
                    next[at] =
                        at > 0 && reached[at - 1] && name[at - 1].eq_ignore_ascii_case(&octet);
                }
            }
        }
        reached = next;
    }
    // A name may be given with its delimiter at the end where it is a level of hierarchy.
    let level = name.len().checked_sub(1).filter(|&last| Some(name[last]) == delimiter);
    reached[name.len()] || level.is_some_and(|last| reached[last])
}
