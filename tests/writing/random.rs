//! Operations that nobody would think of, from a seed.

use migrator::prelude::*;
use migrator_core::ops::{DropColumn, DropConstraint, Operation};

use crate::recorded::recorded;
use crate::support::random::Random;

/// What names and texts are like.
#[derive(Clone, Copy)]
pub(crate) struct Taste {
    is_hostile: bool,
}

/// Names as people give them.
pub(crate) fn plain() -> Taste {
    Taste { is_hostile: false }
}

/// Names of all lengths, in all scripts, with all signs.
pub(crate) fn hostile() -> Taste {
    Taste { is_hostile: true }
}

/// Returns so many operations.
pub(crate) fn operations(taste: Taste, seed: u64, n: usize) -> Vec<Operation> {
    let mut dice = Dice {
        random: Random::new(seed),
        taste,
    };
    recorded(|op| (0..n).for_each(|_| dice.operation(op)))
}

const WORDS: [&str; 24] = [
    "a",
    "id",
    "of",
    "name",
    "users",
    "order",
    "table",
    "type",
    "email",
    "amount",
    "roles",
    "kind",
    "created",
    "updated",
    "customer",
    "organization",
    "description",
    "shipping",
    "address",
    "line",
    "number",
    "reference",
    "subscription",
    "fulfillment",
];

const ODD: [&str; 16] = [
    "\"", "\\", "'", "#", "\"#", "表", "ü", "🦀", "\u{301}", "\n", "\t", "\r", "\u{202e}", "한글",
    "{}", " ",
];

const CONDITIONS: [&str; 8] = [
    "a > 0",
    "length(name) < 80",
    "status IN ('new', 'paid', 'sent', 'done')",
    "\"order\" <> 'x'",
    "email ~ '^[^@]+@[^@\\s]+$'",
    "(amount > 0 AND currency IS NOT NULL) OR (amount = 0 AND currency IS NULL)",
    "starts_on < ends_on",
    "coalesce(first_name, last_name) IS NOT NULL AND length(first_name || last_name) BETWEEN 1 AND 200",
];

const QUERIES: [&str; 4] = [
    "SELECT 1",
    "SELECT name, count(*) FROM users WHERE active GROUP BY name ORDER BY 2 DESC LIMIT 10",
    "SELECT users.name,\n    orders.amount\n   FROM users\n     JOIN orders ON orders.user_id = users.id",
    "SELECT \"name\",\n    'a\\b' AS x\n   FROM users\n  WHERE name ~ 'a very long condition that no line of a hundred columns can bear, whatever is done to it'",
];

const ACTIONS: [Action; 5] = [
    Action::NoAction,
    Action::Restrict,
    Action::Cascade,
    Action::SetNull,
    Action::SetDefault,
];

struct Dice {
    random: Random,
    taste: Taste,
}

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.random.below(n)
    }

    /// True once in `n` times.
    fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }

    fn name(&mut self) -> String {
        let n = if self.once_in(6) { 5 } else { 3 };
        let mut words = Vec::new();
        for _ in 0..=self.below(n) {
            words.push(self.one_of(&WORDS).to_owned());
        }
        let mut name = words.join("_");
        if self.taste.is_hostile {
            for _ in 0..self.below(4) {
                name += self.one_of(&ODD);
            }
            if self.once_in(20) {
                name = name.repeat(10);
            }
        }
        name
    }

    fn names(&mut self, most: u64) -> Vec<String> {
        (0..=self.below(most)).map(|_| self.name()).collect()
    }

    fn table(&mut self) -> migrator::TableName {
        match self.once_in(5) {
            true => (self.name().as_str(), self.name().as_str()).into(),
            false => self.name().into(),
        }
    }

    fn condition(&mut self) -> String {
        let condition = self.one_of(&CONDITIONS).to_owned();
        match self.taste.is_hostile && self.once_in(3) {
            true => condition + self.one_of(&ODD),
            false => condition,
        }
    }

    fn kind(&mut self) -> ColumnType {
        match self.below(16) {
            0 => text(),
            1 => string(self.below(300) as u32),
            2 => integer(),
            3 => big_integer(),
            4 => boolean(),
            5 => timestamp_with_time_zone(),
            6 => decimal(10, 2),
            7 => array(text()),
            8 => array(array(integer())),
            9 => enumeration(self.name(), self.names(6)),
            10 => enumeration(self.name(), self.names(2)).existing(),
            11 => custom(self.name()),
            12 => uuid(),
            13 => json_binary(),
            14 => double(),
            _ => date(),
        }
    }

    fn value(&mut self) -> Value {
        match self.below(7) {
            0 => Value::Null,
            1 => self.once_in(2).into(),
            2 => (self.below(1000) as i64 - 500).into(),
            3 => (self.below(1 << 62) as i64 - (1 << 61)).into(),
            4 => (self.below(1000) as f64 / 8.0 - 50.0).into(),
            5 => self.name().into(),
            _ => self.name().into_bytes().into(),
        }
    }

    fn identity(&mut self) -> Identity {
        let mut identity = match self.once_in(2) {
            true => Identity::always(),
            false => Identity::by_default(),
        };
        if self.once_in(2) {
            identity = identity.start(self.below(1 << 50) as i64).increment(-3);
        }
        if self.once_in(3) {
            identity = identity.min(1).max(99).cache(10).cycle();
        }
        identity
    }

    fn column(&mut self) -> Column {
        let mut column = Column::new(self.name(), self.kind());
        if self.once_in(6) {
            column = column.primary_key();
        }
        if self.once_in(12) {
            column = column.primary_key_named(self.name()).no_generated();
        }
        if self.once_in(2) {
            column = column.not_null();
        }
        if self.once_in(6) {
            column = column.unique();
        }
        if self.once_in(12) {
            column = column.unique_named(self.name());
        }
        match self.below(6) {
            0 => column = column.default(self.value()),
            1 => column = column.default_expr(self.condition()),
            _ => {}
        }
        if self.once_in(9) {
            column = column.comment(self.name()).collate(self.name());
        }
        if self.once_in(15) {
            column = column.generated_stored(self.condition());
        }
        if self.once_in(15) {
            column = column.identity(self.identity());
        }
        if self.once_in(6) {
            column = column.check(self.check());
        }
        if self.once_in(6) {
            column = column.references(self.table(), self.name());
            if self.once_in(2) {
                column = column.on_delete(self.one_of(&ACTIONS));
            }
            if self.once_in(3) {
                column = column
                    .references_named(self.name())
                    .on_update(self.one_of(&ACTIONS));
            }
        }
        column
    }

    fn check(&mut self) -> Check {
        let check = Check::new(self.condition());
        match self.once_in(2) {
            true => check.named(self.name()),
            false => check,
        }
    }

    fn unique(&mut self) -> Unique {
        let mut unique = Unique::new(self.names(3));
        if self.once_in(2) {
            unique = unique.named(self.name());
        }
        if self.once_in(5) {
            unique = unique.include(self.names(2)).nulls_not_distinct();
        }
        if self.once_in(5) {
            unique = unique.deferrable(Deferrable::InitiallyDeferred);
        }
        unique
    }

    fn foreign_key(&mut self) -> ForeignKey {
        let mut key = ForeignKey::new(self.names(2)).references(self.table(), self.names(2));
        if self.once_in(2) {
            key = key.named(self.name());
        }
        if self.once_in(2) {
            key = key.on_delete(self.one_of(&ACTIONS));
        }
        if self.once_in(4) {
            key = key
                .on_delete_columns(self.names(2))
                .on_update(self.one_of(&ACTIONS));
        }
        if self.once_in(4) {
            key = key
                .match_full()
                .not_valid()
                .deferrable(Deferrable::InitiallyImmediate);
        }
        key
    }

    fn exclude(&mut self) -> Exclude {
        let mut exclude = Exclude::using("gist").column(self.name(), "=");
        if self.once_in(2) {
            exclude = exclude
                .expression(self.condition(), "&&")
                .filter(self.condition());
        }
        exclude.named(self.name())
    }

    fn constraint(&mut self) -> Constraint {
        match self.below(5) {
            0 => PrimaryKey::new(self.names(3)).named(self.name()).into(),
            1 => self.unique().into(),
            2 => self.check().into(),
            3 => self.foreign_key().into(),
            _ => self.exclude().into(),
        }
    }

    fn whole_table(&mut self) -> Table {
        let mut table = Table::new(self.table());
        for _ in 0..self.below(7) {
            table = table.column(self.column());
        }
        if self.once_in(4) {
            table = table.primary_key(self.names(3));
        }
        if self.once_in(3) {
            table = table.unique(self.unique());
        }
        if self.once_in(3) {
            table = table.foreign_key(self.foreign_key());
        }
        if self.once_in(3) {
            table = table.check(self.check());
        }
        if self.once_in(6) {
            table = table.exclude(self.exclude());
        }
        if self.once_in(6) {
            table = table.comment(self.name()).strict();
        }
        table
    }

    fn part(&mut self) -> IndexPart {
        let mut part = match self.once_in(2) {
            true => IndexPart::column(self.name()),
            false => IndexPart::expression(self.condition()),
        };
        if self.once_in(2) {
            part = part.desc().nulls_last();
        }
        if self.once_in(4) {
            part = part.collate(self.name()).opclass("text_pattern_ops");
        }
        part
    }

    fn index(&mut self) -> Index {
        let index = Index::new(self.name());
        let mut index = match self.once_in(3) {
            true => {
                let parts: Vec<_> = (0..=self.below(3)).map(|_| self.part()).collect();
                index.on(self.table(), parts)
            }
            false => index.on(self.table(), self.names(4)),
        };
        if self.once_in(3) {
            index = index.unique();
        }
        if self.once_in(4) {
            index = index.filter(self.condition());
        }
        if self.once_in(5) {
            index = index
                .using("gin")
                .include(self.names(2))
                .with("fillfactor = 70");
        }
        index
    }

    fn alter_column(&mut self) -> AlterColumn {
        let mut alter = AlterColumn::new(self.name());
        if self.once_in(2) {
            alter = alter.kind(self.kind());
        }
        if self.once_in(3) {
            alter = alter.using(self.condition());
        }
        if self.once_in(3) {
            alter = alter.not_null();
        }
        match self.below(5) {
            0 => alter = alter.default(self.value()),
            1 => alter = alter.default_expr(self.condition()),
            2 => alter = alter.drop_default(),
            _ => {}
        }
        if self.once_in(5) {
            alter = alter.comment(self.name());
        }
        if self.once_in(8) {
            alter = alter.set_identity(self.identity());
        }
        if self.once_in(3) {
            alter = alter.was(self.column());
        }
        alter
    }

    fn query(&mut self) -> Sql {
        let query = self.one_of(&QUERIES);
        match self.once_in(4) {
            true => Sql::sqlite(query).postgres(self.condition()),
            false => Sql::new(query),
        }
    }

    fn operation(&mut self, op: &mut Op<'_>) {
        match self.below(20) {
            0..=4 => op.create_table(self.whole_table()),
            5 | 6 => op.create_index(self.index()),
            7 => op.add_column(self.table(), self.column()),
            8 => op.alter_column(self.table(), self.alter_column()),
            9 => op.add_constraint(self.table(), self.constraint()),
            10 => self.drops(op),
            11 | 12 => self.changes(op),
            13 => op.create_view(View::new(self.table()).as_(self.query())),
            14 => self.replaces(op),
            15 => self.objects(op),
            16 => op.execute(self.query()),
            17 => self.rows(op),
            18 => op.drop_constraint(self.table(), self.constraint()),
            _ => self.renames(op),
        }
    }

    fn changes(&mut self, op: &mut Op<'_>) {
        let n = self.below(5) + 2;
        op.alter_table(self.table(), |table| {
            for _ in 0..n {
                match self.below(7) {
                    0 | 1 => table.add_column(self.column()),
                    2 => table.drop_column(DropColumn::new(self.name())),
                    3 => table.alter_column(self.alter_column()),
                    4 => table.add_constraint(self.constraint()),
                    5 => table.drop_constraint(DropConstraint::new(self.name())),
                    _ => table.rename_column(self.name(), self.name()),
                };
            }
        });
    }

    fn drops(&mut self, op: &mut Op<'_>) {
        match self.below(6) {
            0 => op.drop_table(self.table()),
            1 => op.drop_table(self.whole_table()),
            2 => op.drop_index(self.index()),
            3 => op.drop_column(self.table(), self.column()),
            4 => op.drop_column(
                self.table(),
                DropColumn::new(self.name()).if_exists().cascade(),
            ),
            _ => op.drop_view(DropView::new(View::materialized(self.table())).if_exists()),
        }
    }

    fn replaces(&mut self, op: &mut Op<'_>) {
        let table = self.table();
        let view = View::new(table.clone()).as_(self.query());
        op.replace_view(view.instead_of(View::new(table).as_(self.query())));
        let signature = self.name();
        let function = Function::new(&signature, self.query());
        op.replace_function(function.instead_of(Function::new(&signature, self.query())));
    }

    fn objects(&mut self, op: &mut Op<'_>) {
        match self.below(6) {
            0 => op.create_enum(Enumeration::new(self.table(), self.names(8))),
            1 => op.replace_enum(
                ReplaceEnum::new(self.table(), self.names(4))
                    .instead_of(self.names(4))
                    .map(self.name(), self.name()),
            ),
            2 => op.create_domain(Domain::new(self.table(), self.kind()).check(self.check())),
            3 => op.create_trigger(Trigger::new(self.name(), self.table(), self.query())),
            4 => op.create_sequence(
                Sequence::new(self.table())
                    .start(5)
                    .owned_by(self.table(), "id"),
            ),
            _ => op.add_enum_value(self.table(), EnumValue::new(self.name()).after(self.name())),
        }
    }

    fn renames(&mut self, op: &mut Op<'_>) {
        match self.below(4) {
            0 => op.rename_table(self.table(), self.table()),
            1 => op.rename_column(self.table(), self.name(), self.name()),
            2 => op.rename_constraint(self.table(), self.name(), self.name()),
            _ => op.rename_index(self.table(), self.name()),
        }
    }

    fn rows(&mut self, op: &mut Op<'_>) {
        let columns = self.names(5);
        let n = self.below(6);
        let rows: Vec<Vec<Value>> = (0..n)
            .map(|_| columns.iter().map(|_| self.value()).collect())
            .collect();
        op.bulk_insert(self.table(), columns, rows);
    }
}
