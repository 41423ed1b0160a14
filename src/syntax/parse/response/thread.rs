//! THREAD (RFC 5256 §5).

use crate::syntax::parse::core::{nz_number, octet, sp};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::types::Thread;

/// ```abnf
/// thread-data = "THREAD" [SP 1*thread-list]
/// ```
/// Behind the name.
pub fn thread_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<Thread>> {
    if i.at(b'\r') {
        return Ok((i, Vec::new()));
    }
    let (i, ()) = sp(i, "thread-data")?;
    let (mut i, first) = thread_list(i)?;
    let mut threads = vec![first];
    while i.at(b'(') {
        let (rest, next) = thread_list(i)?;
        threads.push(next);
        i = rest;
    }
    Ok((i, threads))
}

/// ```abnf
/// thread-list    = "(" (thread-members / thread-nested) ")"
/// thread-members = nz-number *(SP nz-number) [SP thread-nested]
/// ```
fn thread_list<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Thread> {
    const RULE: &str = "thread-list";
    i.nested(RULE, |i| {
        let (mut i, ()) = octet(b'(', RULE)(i)?;
        let mut thread = Thread { chain: Vec::new(), branches: Vec::new() };
        if i.at(b'(') {
            (i, thread.branches) = thread_nested(i)?;
        } else {
            loop {
                let (rest, number) = nz_number(i)?;
                thread.chain.push(number);
                i = rest;
                match i.octets {
                    [b' ', b'(', ..] => {
                        (i, thread.branches) = thread_nested(i.skip(1))?;
                        break;
                    }
                    [b' ', ..] => i = i.skip(1),
                    _ => break,
                }
            }
        }
        let (i, ()) = octet(b')', RULE)(i)?;
        Ok((i, thread))
    })
}

/// ```abnf
/// thread-nested = 2*thread-list
/// ```
fn thread_nested<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<Thread>> {
    let (i, first) = thread_list(i)?;
    if !i.at(b'(') {
        return i.fail("thread-nested", "\"(\": a second branch");
    }
    let mut branches = vec![first];
    let mut i = i;
    while i.at(b'(') {
        let (rest, next) = thread_list(i)?;
        branches.push(next);
        i = rest;
    }
    Ok((i, branches))
}
