//! Domains that say more of their values.

use super::super::work::Work;
use super::shown;
use crate::ops::Domain;
use crate::schema::Check;

impl Work<'_> {
    /// Returns what may stop that a domain changes.
    pub(in super::super) fn domain_cautions(&self, from: &Domain, to: &Domain) -> Vec<String> {
        let (was, is) = (self.now.domain(from), self.same.domain(to));
        let name = to.name();
        let mut cautions = Vec::new();
        if was.is_nullable() && !is.is_nullable() {
            cautions.push(format!("fails if a value of {name} is NULL"));
        }
        let held = |it: &Check| {
            let mut held = was.checks().iter().filter(|it| !it.is_not_valid());
            held.any(|former| former.expression() == it.expression())
        };
        // What is shown is as it was written.
        for (check, original) in is.checks().iter().zip(to.checks()) {
            if !check.is_not_valid() && !held(check) {
                let expression = shown(original.expression());
                cautions.push(format!(
                    "fails if a value of {name} does not meet {expression}"
                ));
            }
        }
        cautions
    }
}
