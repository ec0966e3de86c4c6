//! Texts with a marker in the place of what a literal cannot hold as it is.

/// Returns a text literal without a carriage return at the end of a line.
pub(super) fn without_returns(literal: &str) -> String {
    let marker = unused("<CRLF>", literal);
    let marked = literal.replace("\r\n", &marker);
    format!("replace({marked}, '{marker}', char(13, 10))")
}

/// Returns a marker that a text does not hold.
pub(super) fn unused(marker: &str, text: &str) -> String {
    let mut marker = marker.to_owned();
    while text.contains(&marker) {
        marker.insert(0, '<');
        marker.push('>');
    }
    marker
}
