//! `heads`.

use insta::assert_snapshot;

use crate::support::Place;

#[test]
fn the_application_lists_its_heads() {
    assert_snapshot!(Place::new().migrate("heads"), @r"
    $ migrate heads
    53fffde5ad50 (head)
    ");
}
