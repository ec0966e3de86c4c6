//! What counts as a row of values.

use crate::base::Value;

/// A row as callers write it: a tuple of up to sixteen values of any kinds, or an
/// array or a vector of values of one kind.
///
/// A wider row of mixed kinds is a `Vec<Value>`:
///
/// ```
/// # use migrator_core::{base::Value, ops::Op};
/// fn upgrade(op: &mut Op) {
///     let row: Vec<Value> = vec![1.into(), "admin".into(), None::<bool>.into()];
///     op.bulk_insert("roles", ["id", "name", "active"], [row]);
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row of values",
    note = "write a row as a tuple of up to sixteen values such as `(1, \"admin\")`, or as a \
            `Vec<Value>` such as `vec![1.into(), \"admin\".into()]`",
    note = "dates, UUIDs, documents and decimals are values with the features `chrono`, `time`, \
            `uuid`, `serde_json` and `rust_decimal`"
)]
pub trait IntoRow {
    /// Returns the values in the order of the columns.
    fn into_row(self) -> Vec<Value>;
}

impl<T: Into<Value>, const N: usize> IntoRow for [T; N] {
    fn into_row(self) -> Vec<Value> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<T: Into<Value>> IntoRow for Vec<T> {
    fn into_row(self) -> Vec<Value> {
        self.into_iter().map(Into::into).collect()
    }
}

/// A tuple is a row if each of its values is one. By hand it would be four hundred lines.
macro_rules! tuples {
    ($($value:ident)+) => {
        impl<$($value: Into<Value>),+> IntoRow for ($($value,)+) {
            #[expect(non_snake_case, reason = "each value is called like its type")]
            fn into_row(self) -> Vec<Value> {
                let ($($value,)+) = self;
                vec![$($value.into()),+]
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J K);
tuples!(A B C D E F G H I J K L);
tuples!(A B C D E F G H I J K L M);
tuples!(A B C D E F G H I J K L M N);
tuples!(A B C D E F G H I J K L M N O);
tuples!(A B C D E F G H I J K L M N O P);
