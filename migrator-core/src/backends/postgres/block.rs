//! `DO` blocks: what has to look at the catalogue while it runs, and works in a script too.

/// Returns a statement that runs a block of PL/pgSQL.
pub(super) fn block(body: &str) -> String {
    // The quote must not occur in the names and expressions that the body holds.
    let mut quote = "$$".to_owned();
    let mut number = 0_u32;
    while body.contains(&quote) {
        number += 1;
        quote = format!("$block{number}$");
    }
    format!("DO {quote}\n{}\n{quote}", body.trim_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::block;

    #[test]
    fn a_body_cannot_end_its_block() {
        assert_eq!(block("BEGIN END"), "DO $$\nBEGIN END\n$$");
        assert_eq!(
            block("'$$ $block1$'"),
            "DO $block2$\n'$$ $block1$'\n$block2$"
        );
    }
}
