//! Lists.

use super::super::input::{In, Res};
use super::{octet, sp};

/// `item *(SP item)`
#[inline]
pub fn sp_list1<'a, 'c, T>(
    mut i: In<'a, 'c>,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    // Grown from empty, a vector has room for four at once.
    let mut items = Vec::new();
    loop {
        let (rest, next) = item(i)?;
        items.push(next);
        match rest.at(b' ') {
            true => i = rest.skip(1),
            false => return Ok((rest, items)),
        }
    }
}

/// `*(SP item)`
#[inline]
pub fn sp_items0<'a, 'c, T>(
    mut i: In<'a, 'c>,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let mut items = Vec::new();
    while i.at(b' ') {
        let (rest, next) = item(i.skip(1))?;
        items.push(next);
        i = rest;
    }
    Ok((i, items))
}

/// `1*(SP item)`
pub fn sp_items1<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let (i, ()) = sp(i, rule)?;
    sp_list1(i, item)
}

/// `"(" item *(SP item) ")"`
#[inline]
pub fn paren_list1<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let (i, ()) = octet(b'(', rule)(i)?;
    let (i, items) = sp_list1(i, item)?;
    close_list(i, rule, items)
}

/// `"(" [item *(SP item)] ")"`
#[inline]
pub fn paren_list0<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let (i, ()) = octet(b'(', rule)(i)?;
    if i.at(b')') {
        return Ok((i.skip(1), Vec::new()));
    }
    let (i, items) = sp_list1(i, item)?;
    close_list(i, rule, items)
}

#[inline]
fn close_list<'a, 'c, T>(i: In<'a, 'c>, rule: &'static str, items: Vec<T>) -> Res<'a, 'c, Vec<T>> {
    if i.at(b')') {
        return Ok((i.skip(1), items));
    }
    let _: Res<'_, '_, ()> = i.fail(rule, "SP");
    i.fail(rule, "\")\"")
}

/// `"(" 1*item ")"`: nothing between the items (`address`, `body`).
#[inline]
pub fn paren_run1<'a, 'c, T>(
    i: In<'a, 'c>,
    rule: &'static str,
    item: impl Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Res<'a, 'c, Vec<T>> {
    let (i, ()) = octet(b'(', rule)(i)?;
    let (mut i, first) = item(i)?;
    let mut items = vec![first];
    while i.at(b'(') {
        let (rest, next) = item(i)?;
        items.push(next);
        i = rest;
    }
    let (i, ()) = octet(b')', rule)(i)?;
    Ok((i, items))
}
