//! GENURLAUTH and URLFETCH (RFC 4467 §9, RFC 5524 §5).

use super::body::body;
use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{is_name_char, octet, sp, sp_items1, upper};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::{astring, nstring, nstring_or_literal8};
use crate::syntax::parse::words::fail_name;
use crate::syntax::types::{Octets, Untagged, UrlData, UrlItem};

/// ```abnf
/// genurlauth-data = "*" SP "GENURLAUTH" 1*(SP url-full)
/// url-full        = astring
/// ```
/// Behind the name.
pub fn genurlauth_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    sp_items1(i, "genurlauth-data", astring).map(|(i, urls)| (i, Untagged::GenUrlAuth(urls)))
}

/// ```abnf
/// urlfetch-data  = "*" SP "URLFETCH" 1*(SP url-full SP nstring)
/// urlfetch-data  = "*" SP "URLFETCH" 1*(urldata-simple / urldata-ext)   ; RFC 5524
/// urldata-simple = SP url-full SP nstring
/// urldata-ext    = SP url-full url-metadata
/// url-metadata   = 1*(SP "(" url-metadata-el ")")
/// ```
/// Behind the name.
pub fn urlfetch_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Untagged<'a>> {
    sp_items1(i, "urlfetch-data", url_data).map(|(i, all)| (i, Untagged::UrlFetch(all)))
}

fn url_data<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, (Octets<'a>, UrlData<'a>)> {
    let (i, url) = astring(i)?;
    let (rest, ()) = sp(i, "urlfetch-data")?;
    if !rest.at(b'(') {
        return nstring(rest).map(|(i, data)| (i, (url, UrlData::Plain(data))));
    }
    rest.need(Extension::UrlAuthBinary, "url-metadata")?;
    let mut i = i;
    let mut items = Vec::new();
    while let [b' ', b'(', ..] = i.octets {
        let (rest, item) = url_metadata_el(i.skip(2))?;
        items.push(item);
        (i, ()) = octet(b')', "url-metadata")(rest)?;
    }
    Ok((i, (url, UrlData::Items(items))))
}

/// ```abnf
/// url-metadata-el     = url-meta-bodystruct / url-meta-body / url-meta-binary
/// url-meta-bodystruct = "BODYPARTSTRUCTURE" SP body
/// url-meta-binary     = "BINARY" SP ( nstring / literal8 )
/// url-meta-body       = "BODY" SP nstring
/// ```
fn url_metadata_el<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, UrlItem<'a>> {
    const RULE: &str = "url-metadata-el";
    let (rest, word) = i.split(i.run(is_name_char));
    match upper(word, &mut [0; 32]) {
        b"BODYPARTSTRUCTURE" => {
            body(sp(rest, RULE)?.0).map(|(i, body)| (i, UrlItem::BodyPartStructure(body)))
        }
        b"BODY" => nstring(sp(rest, RULE)?.0).map(|(i, data)| (i, UrlItem::Body(data))),
        b"BINARY" => {
            nstring_or_literal8(sp(rest, RULE)?.0, RULE).map(|(i, data)| (i, UrlItem::Binary(data)))
        }
        _ => {
            const NAMES: [&str; 3] = ["BODYPARTSTRUCTURE", "BODY", "BINARY"];
            fail_name(i, word, &NAMES, RULE, "BODYPARTSTRUCTURE, BODY or BINARY")
        }
    }
}
