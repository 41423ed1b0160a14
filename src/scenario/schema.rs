//! `scenarios/schema.json`: what editors know of the language (JSON Schema 2020-12).
//!
//! It is made from the reader's own tables, so that both know the same words; it completes and
//! warns while somebody types. What only the reader can tell (names, patterns, placeholders) is
//! left to `imapspec check`.

use serde_json::{Map, Value, json};

use super::read::{CLIENT_KEYS, FEATURES, ITEM_KEYS, KEYS, RESPONSES, Takes, VERBS};

/// The schema as text, as it is committed.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// The schema.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://imapspec.dev/scenario.json",
        "title": "imapspec scenario",
        "type": "object",
        "properties": head(),
        "required": ["title", "spec", "steps"],
        "additionalProperties": false,
        "$defs": {
            "name": { "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$" },
            "spec": {
                "type": "array",
                "items": { "type": "string", "pattern": "^[0-9]{3,5}#([0-9]+|[A-Z])(\\.([0-9]+|[A-Z]))*$" },
                "minItems": 1,
                "uniqueItems": true,
            },
            "duration": { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?(ms|s|m)$" },
            "text": { "type": ["string", "number", "boolean", "null"] },
            "texts": { "anyOf": [
                { "$ref": "#/$defs/text" },
                { "type": "array", "items": { "$ref": "#/$defs/text" } },
            ] },
            "flag": { "enum": ["yes", "no", true, false] },
            "client": client(),
            "mailbox": mailbox(),
            "block": {
                "type": "string",
                "description": "Lines: `* …`, `+ …`, `OK …`, `NO|BAD …`, `closed`. In lists `...` is any others, `_` any value, `A|B` either; `${set name}` captures",
            },
            "outcome": { "anyOf": [
                { "$ref": "#/$defs/block" },
                described(closed([("warn", reference("block"))], &["warn"]), "Accepted, but it breaks a SHOULD"),
            ] },
            "expect": { "anyOf": [
                { "$ref": "#/$defs/outcome" },
                { "type": "array", "items": { "$ref": "#/$defs/outcome" }, "minItems": 1 },
            ] },
            "compared": { "type": ["number", "string"], "description": "A number, `_`, `\"> 3\"`, `\"${value}\"` or `\"${set name}\"`" },
            "flags": { "type": "array", "items": { "type": "string" }, "description": "The exact set; with `...` others too; '!\\Seen' must not be there" },
            "message": closed([
                ("flags", reference("flags")),
                ("uid", reference("compared")),
                ("modseq", reference("compared")),
                ("gone", reference("flag")),
            ], &[]),
            "view": view(),
            "check": reference("texts"),
            "steps": { "type": "array", "items": { "$ref": "#/$defs/step" }, "minItems": 1 },
            "step": step(),
        },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn described(mut schema: Value, description: &str) -> Value {
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), description.into());
    }
    schema
}

/// A mapping with these keys and no others.
fn closed<const N: usize>(properties: [(&str, Value); N], required: &[&str]) -> Value {
    let properties: Map<String, Value> =
        properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn head() -> Value {
    let of = |key: &str| match key {
        "title" => described(
            json!({ "type": "string" }),
            "What a correct server does, one sentence without a full stop",
        ),
        "note" => described(json!({ "type": "string" }), "Why, for the reader"),
        "unproven" => described(
            json!({ "type": "string" }),
            "Why no defect of the reference can break it (imapspec prove); very few need it",
        ),
        "spec" => described(reference("spec"), "Sections that it stands on: 9051#6.3.1"),
        "requires" => {
            let features: Vec<&str> = FEATURES.iter().map(|(name, _)| *name).collect();
            described(
                json!({ "type": "array", "items": { "anyOf": [
                    { "enum": features },
                    { "type": "string", "examples": ["IDLE", "CONDSTORE|QRESYNC", "!UIDONLY", "rev2"] },
                ] } }),
                "What the target must have: capabilities after log-in, and features",
            )
        }
        "clients" => json!({
            "description": "Connections: a list of names, or a mapping from name to settings",
            "anyOf": [
                { "type": "array", "items": reference("name"), "minItems": 1 },
                { "type": "object", "additionalProperties": reference("client"), "minProperties": 1 },
            ],
        }),
        "mailbox" => described(
            reference("mailbox"),
            "Messages that ${mailbox} starts with; [] is an empty mailbox",
        ),
        "mailboxes" => json!({
            "description": "More mailboxes: `archive: [plain]` makes ${archive}",
            "type": "object",
            "additionalProperties": reference("mailbox"),
        }),
        "messages" => json!({
            "description": "Messages of the scenario's own; line ends become CRLF",
            "type": "object",
            "additionalProperties": { "type": ["string", "null"] },
        }),
        "values" => json!({
            "description": "Constants: `a: text` makes ${a}",
            "type": "object",
            "additionalProperties": reference("text"),
        }),
        "timeout" => {
            described(reference("duration"), "For the whole scenario; 30s where nothing is said")
        }
        _ => reference("steps"),
    };
    Value::Object(KEYS.iter().map(|key| ((*key).to_owned(), of(key))).collect())
}

fn client() -> Value {
    let of = |key: &str| match key {
        "user" => json!({ "anyOf": [
            { "enum": ["first", "second", "third"] },
            { "type": "string", "pattern": "^quota [0-9]+K$" },
        ] }),
        "tls" => json!({ "enum": ["implicit", "none", "starttls"] }),
        _ => reference("flag"),
    };
    let properties: Map<String, Value> =
        CLIENT_KEYS.iter().map(|key| ((*key).to_owned(), of(key))).collect();
    json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false })
}

fn mailbox() -> Value {
    let of = |key: &str| match key {
        "message" => json!({ "type": "string" }),
        "flags" => json!({ "type": "array", "items": { "type": "string" } }),
        "date" => described(json!({ "type": "string" }), "01-Jan-2020 10:00:00 +0000"),
        _ => json!({ "type": "integer", "minimum": 1, "maximum": 10_000 }),
    };
    let properties: Map<String, Value> =
        ITEM_KEYS.iter().map(|key| ((*key).to_owned(), of(key))).collect();
    json!({
        "type": ["array", "null"],
        "items": { "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": properties, "required": ["message"], "additionalProperties": false },
        ] },
    })
}

fn view() -> Value {
    let numbers = ["exists", "recent", "uidnext", "uidvalidity", "highestmodseq"];
    let mut properties: Map<String, Value> =
        numbers.iter().map(|key| ((*key).to_owned(), reference("compared"))).collect();
    properties.insert("gone".to_owned(), reference("texts"));
    properties.insert("alert".to_owned(), reference("flag"));
    json!({
        "type": "object",
        "properties": properties,
        "patternProperties": { "^(uid )?([0-9]+|\\$\\{.*\\})$": reference("message") },
        "additionalProperties": false,
        "minProperties": 1,
    })
}

fn step() -> Value {
    // The name of a client, or a parameter of a shared file.
    let who = "([a-z][a-z0-9_-]*|\\$\\{[A-Za-z0-9_-]+\\})";
    let mut actions = Map::new();
    let mut phrases = Vec::new();
    for (verb, takes) in VERBS {
        let value = match takes {
            Takes::Nothing => {
                phrases.push(verb);
                json!({ "type": "null" })
            }
            Takes::Command | Takes::Line | Takes::Octets => reference("text"),
            Takes::Commands => {
                json!({ "type": "array", "items": reference("text"), "minItems": 2 })
            }
            Takes::Duration => reference("duration"),
            Takes::View => reference("view"),
        };
        // `phone: CMD` would fit any other key of one word: it is told apart below.
        if !verb.is_empty() {
            actions.insert(format!("^{who} {verb}$"), value);
        }
    }
    let words = "race|check|each|use|set|expect|never|within|grade|spec|exactly|when|because|outcomes|do|with";
    actions.insert(format!("^(?!({words})$){who}$"), reference("text"));
    json!({
        "anyOf": [
            {
                "type": "string",
                "description": "A phrase: `phone idles`",
                "pattern": format!("^{who} ({})$", phrases.join("|")),
            },
            {
                "type": "object",
                "description": "The first key is the action",
                "properties": modifiers(),
                "patternProperties": actions,
                "additionalProperties": false,
                "minProperties": 1,
            },
        ],
    })
}

/// The actions that no client does, and what may stand behind an action.
fn modifiers() -> Value {
    let by_client = |value: Value| json!({ "type": "object", "additionalProperties": value });
    let names: Vec<&str> = RESPONSES.iter().copied().filter(|name| *name != "search").collect();
    json!({
        "race": described(by_client(reference("text")), "Commands sent at once: client → command"),
        "check": described(reference("check"), "Comparisons: \"${a} < ${b} + 1\""),
        "each": {
            "description": "Rows: a list of mappings, or a table with ` | ` between columns",
            "anyOf": [
                { "type": "array", "items": { "type": "object", "additionalProperties": reference("text") } },
                { "type": "string" },
            ],
        },
        "use": described(json!({ "type": "string", "pattern": "^shared/" }), "Steps of a shared file"),
        "set": described(by_client(reference("text")), "Names values"),
        "expect": described(reference("expect"), "What must come: a block, or a list of accepted ones"),
        "never": described(reference("block"), "What must not come during this step"),
        "within": described(reference("duration"), "Limit of the step's waiting"),
        "grade": described(json!({ "enum": ["must", "should", "may"] }), "How binding the expectation is"),
        "spec": described(reference("spec"), "Sections for this step"),
        "in order": described(reference("flag"), "Untagged lines must come in the order written"),
        "exactly": described(json!({ "type": "array", "items": { "enum": names } }), "No other responses of these kinds"),
        "when": described(reference("texts"), "Only if these capabilities are advertised: IDLE, \"!IDLE\", A|B, A and B"),
        "because": described(json!({ "type": "string" }), "What a correct server does, shown on failure"),
        "outcomes": {
            "description": "Of a race: exactly one of these must hold",
            "type": "array",
            "items": by_client(json!({ "anyOf": [reference("block"), by_client(reference("block"))] })),
        },
        "do": described(reference("steps"), "Steps for each row"),
        "with": described(by_client(reference("text")), "Parameters of the shared file"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_schema_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, text()).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            committed == text(),
            "scenarios/schema.json is old: run `UPDATE_SCHEMA=1 cargo test --lib schema`"
        );
    }

    #[test]
    fn knows_every_key_of_the_reader() {
        let properties = modifiers();
        for key in super::super::read::MODIFIERS.iter().chain(&super::super::read::CONTROLS) {
            assert!(properties.get(*key).is_some(), "the schema does not know `{key}`");
        }
    }
}
