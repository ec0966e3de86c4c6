//! Versions of other tools: what they are called, and how they are ordered.

use std::cmp::Ordering;

/// The version of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    /// As the tool's history table has it.
    pub(super) text: String,
    order: Order,
}

/// How a tool orders its versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    /// Number by number. What fits into a revision's id fits into these.
    Numbers(Vec<u128>),
    /// As text.
    Text(String),
}

impl Version {
    /// A version that the tool stores as a number of 64 bits: `0001` is `1`.
    pub(super) fn number(digits: &str) -> Option<Self> {
        let number = number(digits).filter(|number| i64::try_from(*number).is_ok())?;
        Some(Self {
            text: number.to_string(),
            order: Order::Numbers(vec![number]),
        })
    }

    /// A version that the tool stores as text, and orders as text.
    pub(super) fn text(text: &str) -> Self {
        Self::named(text, text)
    }

    /// A version that the tool stores as text, while it orders by the names of files.
    pub(super) fn named(text: &str, name: &str) -> Self {
        Self {
            text: text.to_owned(),
            order: Order::Text(name.to_owned()),
        }
    }

    /// A version of numbers with dots; `1.0` is as high as `1`.
    pub(super) fn dotted(text: &str) -> Option<Self> {
        let text = text.replace('_', ".");
        let mut order = text.split('.').map(number).collect::<Option<Vec<u128>>>()?;
        while order.len() > 1 && order.last() == Some(&0) {
            order.pop();
        }
        Some(Self {
            text,
            order: Order::Numbers(order),
        })
    }

    /// Tells whether the tool takes both for the same version.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.text == other.text || self.cmp(other) == Ordering::Equal
    }

    /// The tool's order.
    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        self.order.cmp(&other.order)
    }
}

/// Reads digits, without a sign.
fn number(digits: &str) -> Option<u128> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}
