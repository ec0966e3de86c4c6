//! Enumerations, schemas, extensions, and how objects are dropped and replaced.

use crate::ops::{
    Dropping, EnumPlace, EnumValue, Enumeration, Extension, ReplaceEnum, Replacing, Schema,
};
use crate::writing::layout::Expression;
use crate::writing::literal::{name, names, text};

/// Writes an enumeration; its name alone where nothing else was given.
pub(super) fn enumeration_or_name(it: &Enumeration) -> Expression {
    match it.values().is_empty() && !it.is_if_not_exists() {
        true => name(it.name()),
        false => enumeration(it),
    }
}

/// Writes an enumeration.
pub(super) fn enumeration(it: &Enumeration) -> Expression {
    Expression::call(
        "Enumeration::new",
        vec![name(it.name()), names(it.values())],
    )
    .then_if(it.is_if_not_exists(), "if_not_exists")
}

/// Writes a value that is added to an enumeration.
pub(super) fn enum_value(value: &EnumValue) -> Expression {
    if *value == EnumValue::new(value.text()) {
        return text(value.text());
    }
    let made = Expression::call("EnumValue::new", vec![text(value.text())]);
    let made = match value.place() {
        EnumPlace::End => made,
        EnumPlace::Before(other) => made.then("before", vec![text(other)]),
        EnumPlace::After(other) => made.then("after", vec![text(other)]),
    };
    made.then_if(value.is_if_not_exists(), "if_not_exists")
}

/// Writes other values for an enumeration.
pub(super) fn replace_enum(replace: &ReplaceEnum) -> Expression {
    let arguments = vec![name(&replace.name), names(&replace.values)];
    let mut made = Expression::call("ReplaceEnum::new", arguments)
        .then_with("instead_of", replace.former.as_deref().map(names));
    for (from, to) in &replace.mapping {
        made = made.then("map", vec![text(from), text(to)]);
    }
    made
}

/// Writes a schema; its name alone where nothing else was given.
pub(super) fn schema(schema: &Schema) -> Expression {
    if *schema == Schema::new(schema.name()) {
        return text(schema.name());
    }
    Expression::call("Schema::new", vec![text(schema.name())])
        .then_with("owner", schema.role().map(text))
        .then_if(schema.is_if_not_exists(), "if_not_exists")
}

/// Writes an extension; its name alone where nothing else was given.
pub(super) fn extension_or_name(it: &Extension) -> Expression {
    match *it == Extension::new(it.name()) {
        true => text(it.name()),
        false => extension(it),
    }
}

/// Writes an extension.
pub(super) fn extension(it: &Extension) -> Expression {
    Expression::call("Extension::new", vec![text(it.name())])
        .then_with("schema", it.schema_wanted().map(text))
        .then_with("version", it.version_wanted().map(text))
        .then_if(it.is_cascade(), "cascade")
        .then_if(it.is_if_not_exists(), "if_not_exists")
}

/// Writes what replaces an object.
pub(super) fn replacing<T>(
    replacing: &Replacing<T>,
    write: impl Fn(&T) -> Expression,
) -> Expression {
    let former = replacing.former.as_ref().map(&write);
    write(&replacing.object).then_with("instead_of", former)
}

/// Writes what drops an object: the object itself, where nothing else is said.
pub(super) fn dropping<T>(dropping: &Dropping<T>, word: &str, object: Expression) -> Expression {
    if !dropping.if_exists && !dropping.cascade {
        return object;
    }
    Expression::Call(format!("{word}::new"), vec![object])
        .then_if(dropping.if_exists, "if_exists")
        .then_if(dropping.cascade, "cascade")
}
