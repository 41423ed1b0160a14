//! BODY and BODYSTRUCTURE (RFC 9051 §7.5.2).

use bounded_static::ToStatic;
use serde::Serialize;

use super::{Envelope, Octets, Value};

/// `body-fld-param`: attribute and value pairs.
pub type Params<'a> = Vec<(Octets<'a>, Octets<'a>)>;

/// `body`
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum Body<'a> {
    /// `body-type-1part`
    Single(Box<SinglePart<'a>>),
    /// `body-type-mpart`
    Multi(Box<MultiPart<'a>>),
}

/// `body-type-1part`
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct SinglePart<'a> {
    /// Media type, as sent.
    pub media_type: Octets<'a>,
    /// Media subtype, as sent.
    pub media_subtype: Octets<'a>,
    /// `body-fld-param`; `None` is NIL.
    pub params: Option<Params<'a>>,
    /// `body-fld-id`
    pub id: Option<Octets<'a>>,
    /// `body-fld-desc`
    pub description: Option<Octets<'a>>,
    /// `body-fld-enc`
    pub encoding: Octets<'a>,
    /// `body-fld-octets`: size in the transfer encoding.
    pub octets: u64,
    /// What message/rfc822 (and message/global) and text add.
    pub kind: SingleKind<'a>,
    /// `body-ext-1part`: absent in BODY.
    pub extension: Option<SingleExtension<'a>>,
}

/// What the media type adds to a single part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum SingleKind<'a> {
    /// `body-type-basic`
    Basic,
    /// `body-type-text`
    Text {
        /// `body-fld-lines`
        lines: u64,
    },
    /// `body-type-msg`
    Message {
        /// Envelope of the message within.
        envelope: Box<Envelope<'a>>,
        /// Its body.
        body: Box<Body<'a>>,
        /// `body-fld-lines`
        lines: u64,
    },
}

/// `body-ext-1part`
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct SingleExtension<'a> {
    /// `body-fld-md5`
    pub md5: Option<Octets<'a>>,
    /// What follows; each only if the one before is there.
    pub tail: Option<Disposition<'a>>,
}

/// `body-type-mpart`
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct MultiPart<'a> {
    /// At least one part.
    pub parts: Vec<Body<'a>>,
    /// Media subtype.
    pub media_subtype: Octets<'a>,
    /// `body-ext-mpart`: absent in BODY.
    pub extension: Option<MultiExtension<'a>>,
}

/// `body-ext-mpart`
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct MultiExtension<'a> {
    /// `body-fld-param`
    pub params: Option<Params<'a>>,
    /// What follows.
    pub tail: Option<Disposition<'a>>,
}

/// `body-fld-dsp` and what may follow it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct Disposition<'a> {
    /// Disposition type and parameters; `None` is NIL.
    pub disposition: Option<(Octets<'a>, Option<Params<'a>>)>,
    /// What follows.
    pub tail: Option<Language<'a>>,
}

/// `body-fld-lang` and what may follow it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct Language<'a> {
    /// Language tags; `None` is NIL.
    pub languages: Option<Vec<Octets<'a>>>,
    /// What follows.
    pub tail: Option<Location<'a>>,
}

/// `body-fld-loc` and any further `body-extension`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct Location<'a> {
    /// Content-Location.
    pub location: Option<Octets<'a>>,
    /// `body-extension`: numbers and atoms as `Value::Atom`, NIL as atom.
    pub extensions: Vec<Value<'a>>,
}
