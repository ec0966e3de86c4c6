//! Making what was read, by operations and from nothing.

use crate::catalog::{Catalog, Need};
use crate::ops::{Domain, Function, Op, Sequence, View};
use crate::schema::{ObjectKind, ObjectName, Table};

/// What others may need to be there before them.
enum Node<'c> {
    Domain(&'c Domain),
    Function(&'c Function),
    Table(&'c Table),
    View(&'c View),
}

impl Node<'_> {
    fn name(&self) -> ObjectName {
        match self {
            Self::Domain(domain) => ObjectName::new(ObjectKind::Domain, domain.name()),
            Self::Function(function) => ObjectName::new(ObjectKind::Function, function.signature()),
            Self::Table(table) => ObjectName::new(ObjectKind::Table, table.name()),
            Self::View(view) => ObjectName::new(ObjectKind::View, view.name()),
        }
    }

    fn make(&self, op: &mut Op<'_>) {
        match self {
            Self::Domain(domain) => op.create_domain((*domain).clone()),
            Self::Function(function) => op.create_function((*function).clone()),
            Self::Table(table) => op.create_table(alone(table)),
            Self::View(view) => op.create_view((*view).clone()),
        }
    }
}

/// Makes everything that a catalog holds.
pub(super) fn make(op: &mut Op<'_>, catalog: &Catalog) {
    op.execute("SET check_function_bodies = off");
    for schema in &catalog.schemas {
        op.create_schema(schema.clone());
    }
    for extension in &catalog.extensions {
        op.create_extension(extension.clone());
    }
    for enumeration in &catalog.enums {
        op.create_enum(enumeration.clone());
    }
    for sequence in &catalog.sequences {
        op.create_sequence(free(sequence));
    }
    for node in in_order(catalog) {
        node.make(op);
    }
    for sequence in &catalog.sequences {
        if sequence.options().owner.is_some() {
            op.alter_sequence(sequence.clone());
        }
    }
    for index in &catalog.indexes {
        op.create_index(index.clone());
    }
    for table in &catalog.tables {
        for check in table.checks().iter().filter(|check| check.is_not_valid()) {
            op.add_constraint(table.name(), check.clone());
        }
        for key in table.foreign_keys() {
            op.add_constraint(table.name(), key.clone());
        }
    }
    for trigger in &catalog.triggers {
        op.create_trigger(trigger.clone());
    }
}

/// Returns the nodes, each behind those that it needs; all tables behind all domains.
fn in_order(catalog: &Catalog) -> Vec<Node<'_>> {
    let domains = catalog.domains.iter().map(Node::Domain);
    let functions = catalog.functions.iter().map(Node::Function);
    let tables = catalog.tables.iter().map(Node::Table);
    let views = catalog.views.iter().map(Node::View);
    let mut waiting: Vec<Node<'_>> = domains
        .chain(functions)
        .chain(tables)
        .chain(views)
        .collect();
    let mut ready = Vec::new();
    waiting.retain(|node| !is_beyond(catalog, &node.name()));
    while !waiting.is_empty() {
        let names: Vec<ObjectName> = waiting.iter().map(Node::name).collect();
        let waits = |name: &ObjectName| {
            let is_table = name.kind == ObjectKind::Table;
            let of_domain = |it: &ObjectName| it.kind == ObjectKind::Domain;
            is_table && names.iter().any(of_domain)
                || catalog.needs.iter().any(|need| holds(need, name, &names))
        };
        let (later, now): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|node| waits(&node.name()));
        assert!(!now.is_empty(), "these need each other: {names:?}");
        ready.extend(now);
        waiting = later;
    }
    ready
}

/// Tells whether something cannot be made, or needs what cannot.
pub(super) fn is_beyond(catalog: &Catalog, name: &ObjectName) -> bool {
    let object = whole(name);
    let is_named = catalog.beyond.iter().any(|it| it.object == object);
    let needs = catalog.needs.iter().filter(|need| need.who == *name);
    is_named
        || needs
            .map(|need| &need.whom)
            .any(|whom| is_beyond(catalog, whom))
}

/// Tells whether a need of `name` is one of `waiting`.
fn holds(need: &Need, name: &ObjectName, waiting: &[ObjectName]) -> bool {
    let (who, whom) = (whole(&need.who), whole(&need.whom));
    who == *name && whom != who && waiting.contains(&whom)
}

/// Returns the table of a column or a constraint, and anything else itself.
fn whole(name: &ObjectName) -> ObjectName {
    match name.kind {
        ObjectKind::Column | ObjectKind::Constraint => {
            ObjectName::new(ObjectKind::Table, &name.name)
        }
        _ => name.clone(),
    }
}

/// Returns a sequence without its owner, whose table is yet to come.
fn free(sequence: &Sequence) -> Sequence {
    match &sequence.options().owner {
        None => sequence.clone(),
        Some(_) => {
            let free = Sequence::new(sequence.name());
            let kind = sequence.options().kind.clone();
            kind.map_or(free.clone(), |kind| free.of(kind))
        }
    }
}

/// Returns a table without what is added when all tables are there.
fn alone(table: &Table) -> Table {
    let mut alone = Table::new(table.name());
    for column in table.columns() {
        alone = alone.column(column.clone());
    }
    if let Some(key) = table.table_primary_key() {
        alone = alone.primary_key(key.clone());
    }
    for unique in table.uniques() {
        alone = alone.unique(unique.clone());
    }
    for check in table.checks().iter().filter(|check| !check.is_not_valid()) {
        alone = alone.check(check.clone());
    }
    for exclude in table.excludes() {
        alone = alone.exclude(exclude.clone());
    }
    if let Some(key) = table.partition_key() {
        alone = alone.partition_by(key);
    }
    match table.comment_text() {
        Some(comment) => alone.comment(comment),
        None => alone,
    }
}
