//! Documents of `serde_json`.

use super::{FromValue, Value};

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        Self::Text(value.to_string())
    }
}

impl FromValue for serde_json::Value {
    const WANTED: &'static str = "a JSON document";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => serde_json::from_str(text).ok(),
            _ => None,
        }
    }
}
