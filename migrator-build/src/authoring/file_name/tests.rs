//! File names from templates and messages.

use super::{FileRole, Moment, Named, file_name, slug};

#[test]
fn slugs_are_alembics() {
    let check = |message: &str, expect: &str| assert_eq!(slug(message, 40), expect, "{message}");
    check("Create users", "create_users");
    check("", "");
    check("--- !", "");
    check("don't; DROP TABLE x", "don_t_drop_table_x");
    check("ÄNDERE Straße №5", "ändere_straße_5");
    check("a_b __c", "a_b___c");
    let long = "add a column for the date of the last order that was paid";
    check(long, "add_a_column_for_the_date_of_the_last_");
    check(&"x".repeat(40), &"x".repeat(40));
    check(&"x".repeat(41), &format!("{}_", "x".repeat(40)));
}

const MOMENT: Moment = Moment {
    year: 2026,
    month: 3,
    day: 9,
    hour: 7,
    minute: 5,
    second: 2,
    epoch: 1_773_039_902,
};

fn check(template: &str, expect: &str) {
    let named = Named {
        id: "ae10",
        slug: "add_x",
        moment: MOMENT,
    };
    let shown = match file_name(template, named, FileRole::Rust) {
        Ok(name) => name,
        Err(error) => format!("{error}\n{}", error.help().unwrap_or_default()),
    };
    assert_eq!(shown, expect, "{template}");
}

#[test]
fn templates_are_alembics() {
    check("%(rev)s_%(slug)s", "ae10_add_x.rs");
    check(
        "%(rev)s_%(year)d%(month).2d%(day)02d-%(hour)s%(minute)2d%(second)d_%(epoch)s",
        "ae10_20260309-7 52_1773039902.rs",
    );
    check("%(rev)s-100%%", "ae10-100%.rs");
    check("%(rev)s", "ae10.rs");
}

#[test]
fn what_a_template_cannot_be_is_said() {
    check(
        "%(year)d_%(rev)s_%(slug)s",
        "the file template `%(year)d_%(rev)s_%(slug)s` gives `2026_ae10_add_x.rs`, which does not \
         begin with the revision's id, and by that the compiler knows a revision's file\n\
         begin the template with `%(rev)s_`; files sort by date if the ids begin with it, as with \
         `--rev-id 20260309_ae10`",
    );
    check(
        "%(rev)s_%(sluk)s",
        "the file template `%(rev)s_%(sluk)s` has a token `%(sluk)` that does not exist\n\
         did you mean `%(slug)s`? the tokens are rev, slug, epoch, year, month, day, hour, minute, second",
    );
    let wrong = |template: &str, part: &str| {
        let expect = format!(
            "the file template `{template}` is not understood at `{part}`\n\
             write tokens as `%(rev)s` or `%(month).2d`, and a percent sign as `%%`"
        );
        check(template, &expect);
    };
    wrong("%(rev)s_%", "%");
    wrong("%(rev)s_%(slug", "%");
    wrong("%(rev)x", "%(rev)x");
    wrong("%(rev)", "%(rev)");
    wrong("%(rev)d", "%(rev)d");
    wrong("%(rev)s%(month)999999d", "%(month)999999d");
    wrong("%(rev)s%(month)1.1.1d", "%(month)1.1.1d");
    wrong("%(rev)sä%(slug)ä", "%(slug)ä");
    let illegal = |template: &str, expect: &str| {
        check(
            template,
            &format!("{expect}\nchoose another id, message or file template"),
        );
    };
    illegal(
        "%(rev)s/%(slug)s",
        "no file can be called `ae10/add_x.rs`: a migration in a subfolder is not collected",
    );
    illegal(
        "%(rev)s?",
        "no file can be called `ae10?.rs`: Windows takes no '?' in the name of a file",
    );
    illegal(
        "~%(rev)s",
        "no file can be called `~ae10.rs`: the compiler takes such a file for no migration",
    );
    illegal(
        "mod",
        "no file can be called `mod.rs`: the compiler takes such a file for no migration",
    );
    illegal(
        "aux.%(rev)s",
        "no file can be called `aux.ae10.rs`: Windows keeps `AUX` for a device",
    );
    illegal(
        "com1",
        "no file can be called `com1.rs`: Windows keeps `COM1` for a device",
    );
    let long = "x".repeat(260);
    illegal(
        &long,
        &format!("no file can be called `{long}.rs`: it has 263 bytes, and most systems take 255"),
    );
}
