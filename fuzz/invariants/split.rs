//! SQL text, cut into statements: nothing is lost, and what is one statement stays one.

use migrator_core::base::Dialect;
use migrator_core::script::{Kind, Piece, ignored_in_transaction, placeholders, spans, split};
use migrator_core::script::{SqlError, variables};

use super::at;

/// Splits a text for every database.
pub(crate) fn check(text: &str) {
    for dialect in Dialect::ALL {
        check_spans(dialect, text);
        match split(dialect, text) {
            Ok(pieces) => check_pieces(dialect, text, &pieces),
            Err(error) => check_error(text, &error),
        }
        let _ = ignored_in_transaction(dialect, text);
    }
    let places = variables(text).into_iter().chain(placeholders(text));
    places.for_each(|it| assert!(text.get(it.place.clone()).is_some(), "{it:?}"));
}

/// Tokens lie end to end, up to the end of the text or a fault.
fn check_spans(dialect: Dialect, text: &str) {
    let (mut end, mut is_faulty) = (0, false);
    for span in spans(dialect, text) {
        assert!(!is_faulty, "a fault is the last item");
        match span {
            Ok((kind, span)) => {
                assert_eq!(span.start, end, "{kind:?}");
                assert!(
                    text.get(span.clone())
                        .is_some_and(|token| !token.is_empty())
                );
                end = span.end;
            }
            Err(_) => is_faulty = true,
        }
    }
    assert!(is_faulty || end == text.len());
}

fn check_pieces(dialect: Dialect, text: &str, pieces: &[Piece<'_>]) {
    let mut end = 0;
    for piece in pieces {
        check_gap(dialect, &text[end..piece.offset]);
        end = piece.offset + piece.sql.len();
        assert_eq!(&text[piece.offset..end], piece.sql);
        let place = at(text, piece.line, piece.column).expect("a place in the text");
        let first = piece.sql.split('\n').next().unwrap_or_default();
        assert!(place.starts_with(first), "{piece:?} is not at {place:?}");
        check_piece(dialect, piece);
    }
    check_gap(dialect, &text[end..]);
    // Written down again, they are the same statements.
    let joined: Vec<_> = pieces.iter().map(|piece| piece.sql).collect();
    let joined = joined.join("\n;\n");
    let again = split(dialect, &joined).expect("statements in a row split");
    assert!(
        again
            .iter()
            .map(|it| it.sql)
            .eq(pieces.iter().map(|it| it.sql))
    );
}

/// Between statements there is nothing that a database would read.
fn check_gap(dialect: Dialect, gap: &str) {
    for span in spans(dialect, gap) {
        let (kind, span) = span.expect("no quote is open between statements");
        let is_nothing = matches!(
            kind,
            Kind::Blank | Kind::LineComment | Kind::BlockComment | Kind::Semicolon
        );
        assert!(is_nothing, "{:?} is lost", &gap[span]);
    }
}

fn check_piece(dialect: Dialect, piece: &Piece<'_>) {
    let again = split(dialect, piece.sql).expect("a statement splits");
    let again: Vec<_> = again.iter().map(|it| (it.sql, it.offset)).collect();
    assert_eq!(again, [(piece.sql, 0)]);
    let kinds: Vec<_> = spans(dialect, piece.sql).flatten().collect();
    // Only what is created has a body.
    let creates = piece
        .sql
        .get(..6)
        .is_some_and(|word| word.eq_ignore_ascii_case("create"));
    let has_semicolon = kinds.iter().any(|(kind, _)| *kind == Kind::Semicolon);
    assert!(creates || !has_semicolon, "{:?}", piece.sql);
}

fn check_error(text: &str, error: &SqlError) {
    assert!(at(text, error.line, error.column).is_some(), "{error:?}");
    assert!(!error.to_string().is_empty());
    assert_ne!(error.help().as_deref(), Some(""));
}
