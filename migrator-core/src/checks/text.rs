//! What came of a walk as text, so that another process can read it.

use serde_json::{Map, Value, json};

use super::verdict::{Seen, Verdict, Walked};
use crate::script::RevisionCheck;

/// Writes it down.
#[must_use]
pub fn write(walked: &Walked) -> String {
    let revisions = walked.revisions.iter().map(|(id, seen)| {
        let verdicts = seen.verdicts.iter();
        let verdicts: Map<String, Value> = verdicts
            .map(|(check, it)| (check.keyword().to_owned(), verdict(it)))
            .collect();
        let notes = seen.notes.iter();
        let notes: Vec<Value> = notes
            .map(|(check, text)| json!([check.keyword(), text]))
            .collect();
        (id.clone(), json!({ "verdicts": verdicts, "notes": notes }))
    });
    let revisions: Map<String, Value> = revisions.collect();
    json!({ "from_empty": verdict(&walked.from_empty), "revisions": revisions }).to_string()
}

fn verdict(verdict: &Verdict) -> Value {
    match verdict {
        Verdict::Passed => json!(["passed"]),
        Verdict::PassedOver(why) => json!(["passed over", why]),
        Verdict::Failed(what) => json!(["failed", what]),
        Verdict::Unseen(why) => json!(["unseen", why]),
    }
}

/// Reads it; `None` unless it is exactly what [`write()`] writes.
#[must_use]
pub fn read(text: &str) -> Option<Walked> {
    let value: Value = serde_json::from_str(text).ok()?;
    let revisions = value.get("revisions")?.as_object()?.iter();
    let revisions = revisions.map(|(id, it)| Some((id.clone(), seen(it)?)));
    Some(Walked {
        from_empty: read_verdict(value.get("from_empty")?)?,
        revisions: revisions.collect::<Option<_>>()?,
    })
}

fn seen(value: &Value) -> Option<Seen> {
    let verdicts = value.get("verdicts")?.as_object()?.iter();
    let verdicts = verdicts.map(|(check, it)| Some((RevisionCheck::of(check)?, read_verdict(it)?)));
    let notes = value.get("notes")?.as_array()?.iter();
    let notes = notes.map(|note| match note.as_array()?.as_slice() {
        [check, text] => Some((
            RevisionCheck::of(check.as_str()?)?,
            text.as_str()?.to_owned(),
        )),
        _ => None,
    });
    Some(Seen {
        verdicts: verdicts.collect::<Option<_>>()?,
        notes: notes.collect::<Option<_>>()?,
    })
}

fn read_verdict(value: &Value) -> Option<Verdict> {
    let words = value.as_array()?.iter().map(Value::as_str);
    let words: Vec<&str> = words.collect::<Option<_>>()?;
    Some(match words.as_slice() {
        ["passed"] => Verdict::Passed,
        ["passed over", why] => Verdict::PassedOver((*why).to_owned()),
        ["failed", what] => Verdict::Failed((*what).to_owned()),
        ["unseen", why] => Verdict::Unseen((*why).to_owned()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{read, write};
    use crate::checks::{Seen, Verdict, Walked};
    use crate::script::RevisionCheck;

    #[test]
    fn what_is_written_reads_back_and_nothing_else_does() {
        let mut seen = Seen::default();
        seen.set(RevisionCheck::RoundTrip, Verdict::Failed("a\n\"b\"".into()));
        seen.set(RevisionCheck::Offline, Verdict::PassedOver("c".into()));
        seen.set(RevisionCheck::Downgrade, Verdict::Unseen("d".into()));
        seen.note(RevisionCheck::RoundTrip, "e");
        let walked = Walked {
            from_empty: Verdict::Passed,
            revisions: [("a1".to_owned(), seen)].into(),
        };
        let text = write(&walked);
        assert_eq!(read(&text), Some(walked));
        for end in 0..text.len() {
            assert_eq!(read(&text[..end]), None);
        }
        assert_eq!(read(&text.replace("failed", "fine")), None);
        assert_eq!(read("{}"), None);
    }
}
