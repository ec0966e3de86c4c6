//! a table with every type comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("t")
            .column(Column::new("a", small_integer()))
            .column(Column::new("b", integer()))
            .column(Column::new("c", big_integer()))
            .column(Column::new("d", float()))
            .column(Column::new("e", double()))
            .column(Column::new("f", numeric()))
            .column(Column::new("g", decimal(8, 2)))
            .column(Column::new("h", varchar()))
            .column(Column::new("i", string(9)))
            .column(Column::new("j", char(3)))
            .column(Column::new("k", text()))
            .column(Column::new("l", blob()))
            .column(Column::new("m", date()))
            .column(Column::new("n", time()))
            .column(Column::new("o", custom("time with time zone")))
            .column(Column::new("p", timestamp()))
            .column(Column::new("q", timestamp_with_time_zone()))
            .column(Column::new("r", custom("timestamp(3) without time zone")))
            .column(Column::new("s", interval()))
            .column(Column::new(
                "u",
                ColumnType::Interval(Some(migrator::sea_query::PgInterval::YearToMonth), None),
            ))
            .column(Column::new("v", boolean()))
            .column(Column::new("w", uuid()))
            .column(Column::new("x", json()))
            .column(Column::new("y", json_binary()))
            .column(Column::new("z", custom("xml")))
            .column(Column::new("aa", inet()))
            .column(Column::new("ab", cidr()))
            .column(Column::new("ac", mac_addr()))
            .column(Column::new("ad", custom("macaddr8")))
            .column(Column::new("ae", bit(3)))
            .column(Column::new("af", var_bit(9)))
            .column(Column::new("ag", custom("point")))
            .column(Column::new("ah", custom("box")))
            .column(Column::new("ai", custom("int4range")))
            .column(Column::new("aj", custom("tstzrange")))
            .column(Column::new("ak", custom("tsvector")))
            .column(Column::new("al", money()))
            .column(Column::new("am", array(integer())))
            .column(Column::new("an", array(array(text()))))
            .column(Column::new("ao", custom("pg_lsn")))
            .column(Column::new("ap", custom("oid")))
            .column(Column::new("aq", custom("name"))),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Drops data: the rows of t.
    op.drop_table("t");
    Ok(())
}
