//! The way back of a changed column, from what it was.

use crate::schema::{AlterColumn, Change, Column, Identity, IdentityChange};

impl AlterColumn {
    /// Returns the change that undoes this one; `None` if [`was`](Self::was) does not tell what
    /// the column was before.
    ///
    /// What does not change is left alone, whatever the former definition says of it. The way back is
    /// reversible in its turn.
    ///
    /// ```
    /// # use migrator_core::schema::{AlterColumn, Column, text};
    /// let change = AlterColumn::new("age").not_null().default(0);
    /// assert_eq!(change.reversed(), None);
    /// let back = change.was(Column::new("age", text())).reversed();
    /// assert_eq!(back.and_then(|it| it.nullability()), Some(true));
    /// ```
    #[must_use]
    pub fn reversed(&self) -> Option<Self> {
        let was = self.0.was.as_ref()?;
        let mut back = Self::new(self.name());
        let data = &mut back.0;
        data.kind = self.0.kind.as_ref().map(|_| was.kind().clone());
        data.using = self.0.using_back.clone();
        data.using_back = self.0.using.clone();
        data.nullable = self.0.nullable.map(|_| was.is_nullable());
        let default = was.default_value().cloned();
        data.default = self.0.default.as_ref().map(|_| set_or_drop(default));
        let comment = was.comment_text().map(str::to_owned);
        data.comment = self.0.comment.as_ref().map(|_| set_or_drop(comment));
        let collation = was.collation().map(str::to_owned);
        data.collation = self.0.collation.as_ref().map(|_| set_or_drop(collation));
        data.identity = self.0.identity.map(|change| counted(change, was));
        let generated = was.generated().cloned();
        data.generated = self.0.generated.as_ref().map(|_| set_or_drop(generated));
        data.was = Some(changed(was, self));
        Some(back)
    }
}

/// Returns a column as a change leaves it.
fn changed(was: &Column, change: &AlterColumn) -> Column {
    let mut column = was.clone();
    let data = &mut column.0;
    if let Some(kind) = change.new_kind() {
        data.kind = kind.clone();
    }
    data.nullable = change.nullability().unwrap_or(data.nullable);
    set(&mut data.default, change.new_default());
    set(&mut data.comment, change.new_comment());
    set(&mut data.collation, change.new_collation_change());
    set(&mut data.computed, change.new_generated());
    data.identity = match change.new_identity() {
        None => data.identity,
        Some(IdentityChange::Add(identity) | IdentityChange::Set(identity)) => Some(identity),
        Some(IdentityChange::Drop) => None,
    };
    column
}

fn set<T: Clone>(part: &mut Option<T>, change: Option<&Change<T>>) {
    match change {
        None => {}
        Some(Change::Set(value)) => *part = Some(value.clone()),
        Some(Change::Drop) => *part = None,
    }
}

fn set_or_drop<T>(value: Option<T>) -> Change<T> {
    value.map_or(Change::Drop, Change::Set)
}

/// Returns how the column counted before.
fn counted(change: IdentityChange, was: &Column) -> IdentityChange {
    // A key that counts by itself need not say how.
    let identity = was.identity_options().unwrap_or(Identity::by_default());
    match change {
        IdentityChange::Add(_) => IdentityChange::Drop,
        IdentityChange::Set(_) => IdentityChange::Set(identity),
        IdentityChange::Drop => IdentityChange::Add(identity),
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::{AlterColumn, Column, Identity, integer, text};

    fn check(change: AlterColumn, was: Column, expect: AlterColumn) {
        let change = change.was(was);
        let back = change.reversed().unwrap();
        let now = back.former().cloned().unwrap();
        assert_eq!(back, expect.was(now));
        assert_eq!(back.reversed().unwrap(), change);
    }

    fn n() -> AlterColumn {
        AlterColumn::new("n")
    }

    fn column() -> Column {
        Column::new("n", integer())
    }

    #[test]
    fn a_change_without_a_former_definition_has_no_way_back() {
        assert_eq!(n().not_null().reversed(), None);
    }

    #[test]
    fn only_what_changes_goes_back() {
        let rich = || column().not_null().default(1).comment("c").collate("C");
        check(n().nullable(), rich(), n().not_null());
        check(n().kind(text()), rich(), n().kind(integer()));
        check(n().default(2), rich(), n().default(1));
        check(n().drop_default(), rich(), n().default(1));
        check(n().comment("d"), rich(), n().comment("c"));
        check(n().drop_comment(), rich(), n().comment("c"));
        check(n().collate("D"), rich(), n().collate("C"));
        check(n().drop_collation(), rich(), n().collate("C"));
    }

    #[test]
    fn what_was_not_there_is_dropped() {
        check(n().not_null(), column(), n().nullable());
        check(n().default_expr("f()"), column(), n().drop_default());
        check(n().comment("d"), column(), n().drop_comment());
        check(n().collate("D"), column(), n().drop_collation());
        let change = n().generated_stored("a + b");
        check(
            change,
            column().generated_stored("a"),
            n().generated_stored("a"),
        );
    }

    #[test]
    fn each_way_has_its_conversion() {
        check(
            n().kind(text()).using("n::text").using_back("n::integer"),
            column(),
            n().kind(integer())
                .using("n::integer")
                .using_back("n::text"),
        );
    }

    #[test]
    fn counting_begins_and_ends() {
        let by_ten = Identity::always().increment(10);
        check(n().add_identity(by_ten), column(), n().drop_identity());
        check(
            n().drop_identity(),
            column().identity(by_ten),
            n().add_identity(by_ten),
        );
        let set = n().set_identity(Identity::always());
        check(set, column().identity(by_ten), n().set_identity(by_ten));
    }
}
