//! The verdict in a sentence, and three or four more.

use super::{Shown, percent, points, whole};
use crate::view::{Element, el};
use crate::{format, text};
use contract::{ProofKept, ProofResult, ProofRule};
use planning::periods::Step;

/// Smallest shortfall that counts as missed.
const MISSED_MIN: f64 = 0.01;

/// Promise and service, causes of failed cycles, and the replay.
pub(super) fn summary(shown: Shown<'_>) -> Element {
    let section = el("section")
        .class("summary")
        .attr("aria-labelledby", "summary-title")
        .child(el("h2").attr("id", "summary-title").child(text::in_short()));
    if !shown.proof.is_known {
        return section.child(el("p").class("verdict").child(text::proof_unknown()));
    }
    let [plan, textbook] = [ProofRule::Plan, ProofRule::Textbook].map(|rule| shown.proof.result(rule));
    let sentences = [plan.and_then(|plan| fill(plan, textbook)), causes(shown), Some(replayed(shown))];
    section
        .child(verdict(shown, plan, textbook))
        .child(el("ul").children(sentences.into_iter().flatten().map(|sentence| el("li").child(sentence))))
}

/// The promise, the service kept, its stock, and the textbook's result.
fn verdict(shown: Shown<'_>, plan: Option<&ProofResult>, textbook: Option<&ProofResult>) -> Element {
    let paragraph = |class, said: String| el("p").class(class).child(el("strong").child(said));
    let kept = plan.and_then(|plan| Some((plan, plan.promise?, kept(&plan.kept)?)));
    let Some((plan, promise, kept)) = kept else {
        return paragraph("verdict", text::proof_no_cycles().to_owned());
    };
    let short = plan.kept.short_of(plan.promise, MISSED_MIN);
    let mut said = match short {
        Some(short) => text::proof_missed(&points(short), &percent(promise), &kept),
        None => text::proof_kept(&percent(promise), &kept),
    };
    if let Some(stock) = shown.at_cost(plan.stock_value) {
        said = text::proof_kept_with(&said, &stock);
    }
    if let Some(textbook) = textbook
        && let Some(service) = textbook.kept.service
    {
        said = match shown.at_cost(textbook.stock_value) {
            Some(stock) => text::proof_textbook_with(&said, &percent(service), &stock),
            None => text::proof_textbook(&said, &percent(service)),
        };
    }
    paragraph(if short.is_some() { "verdict apart" } else { "verdict" }, text::ended(&said))
}

fn kept(kept: &ProofKept) -> Option<String> {
    let service = percent(kept.service?);
    let error = kept.standard_error.map(points);
    Some(error.map_or(service.clone(), |error| text::proof_with_error_apart(&service, &error)))
}

fn fill(plan: &ProofResult, textbook: Option<&ProofResult>) -> Option<String> {
    let ours = percent(plan.kept.fill_rate?);
    Some(match textbook.and_then(|textbook| textbook.kept.fill_rate) {
        Some(theirs) => text::proof_fill_both(&ours, &percent(theirs)),
        None => text::proof_fill(&ours),
    })
}

/// Why cycles failed; nothing where none did.
fn causes(shown: Shown<'_>) -> Option<String> {
    let causes = &shown.proof.causes;
    let failed = causes.failed();
    let share = |count: f64| format::percent(count / failed, 0);
    (failed > 0.0)
        .then(|| text::proof_causes(&share(causes.late), &share(causes.large_order), &share(causes.demand)))
}

fn replayed(shown: Shown<'_>) -> String {
    let (proof, step) = (shown.proof, shown.facts.period.step());
    let apart = match step {
        Step::Week => format::periods(step, proof.plan_days as usize / 7),
        Step::Month => format::periods(step, 1),
    };
    text::proof_replayed(
        &format::date(proof.first),
        &format::date(proof.last),
        &whole(proof.replays.into()),
        &whole(proof.plans().into()),
        &apart,
        &whole(proof.item_locations.into()),
    )
}
