//! The forecast: its method with the reason, its components, its errors from earlier dates, and demand hidden by
//! stockouts.

use super::model::ItemModel;
use super::{more, season_group, units, units_a_period};
use crate::charts::bar;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{BacktestSums, Effect, Influence, MethodWeight};
use planning::forecast::{Notice, Reason};
use planning::panel::HolidayName;
use planning::periods::Step;

/// Methods with less weight are not listed.
const WEIGHT_MIN: f32 = 0.005;

/// All statements and, for several methods, their weights.
pub(super) fn forecast(model: &ItemModel) -> Element {
    let sentences = sentences(model).into_iter().map(|sentence| el("li").child(sentence));
    more("item-forecast", text::item_forecast_title())
        .child(el("ul").children(sentences))
        .child(weights(&model.answer.weights))
}

fn sentences(model: &ItemModel) -> Vec<String> {
    let answer = &model.answer;
    let mut sentences = vec![text::item_method(
        text::method(answer.method.name()).name,
        &units(answer.error_sd_per_period),
        units_a_period(answer.period),
    )];
    sentences.extend(reason(answer.reason));
    sentences.extend(season(model));
    sentences.extend(answer.season.iter().flat_map(|season| season.holidays.iter().map(holiday)));
    sentences.extend(answer.backtest.iter().flat_map(|backtest| accuracy(answer.period, backtest)));
    sentences.extend(stock_hid(model));
    sentences.extend(answer.effects.iter().map(|known| effect(answer.period, known)));
    if answer.effects.iter().any(|effect| effect.influence == Influence::Promotion) {
        sentences.push(text::item_no_promotion().to_owned());
    }
    let is_outlier = |notice: &&Notice| matches!(notice, Notice::Outlier { .. });
    sentences.extend(answer.notices.iter().filter(|notice| !is_outlier(notice)).map(|known| notice(*known)));
    let outliers = answer.notices.iter().filter(is_outlier).count();
    if outliers > 0 {
        sentences.push(text::notice_outliers(&outliers.to_string()));
    }
    sentences.push(text::item_interval_note().to_owned());
    sentences
}

/// What the season of the item's group does to the coming periods.
fn season(model: &ItemModel) -> Option<String> {
    let season = model.answer.season.as_ref()?;
    let (mean, low, high) = season.summary();
    let times = |factor| format::number(factor, 1);
    Some(text::item_season(
        &format::periods(model.step(), season.index.len()),
        &times(mean),
        &times(low),
        &times(high),
        &season_group(&model.answer, season.group),
    ))
}

/// That a holiday moves some of the coming weeks.
fn holiday(name: &HolidayName) -> String {
    match name {
        HolidayName::Event(name) => text::item_season_holiday(name),
        rule => text::item_season_holiday(text::holiday(rule.id().unwrap_or_default()).name),
    }
}

/// Errors from earlier dates beside those of the naive method, with their direction.
fn accuracy(step: Step, backtest: &BacktestSums) -> Vec<String> {
    let BacktestSums { forecast, naive, has_season, .. } = backtest;
    let mut sentences = Vec::new();
    if let Some((ours, theirs)) = forecast.wape().zip(naive.wape()) {
        let percent = |share| format::percent(share, 0);
        let method = if *has_season { text::naive_season() } else { text::naive_last() };
        sentences.push(text::item_accuracy(&percent(ours), format::by_step(step), method, &percent(theirs)));
    }
    let ratio = forecast.rmsse().zip(naive.rmsse()).filter(|(_, naive)| *naive > 0.0);
    if let Some((ours, theirs)) = ratio {
        let added = 1.0 - ours / theirs;
        let size = format::percent(added.abs(), 0);
        sentences.push(if added < 0.0 {
            text::item_value_taken(&size)
        } else {
            text::item_value_added(&size)
        });
    }
    if let Some(bias) = forecast.relative_bias() {
        let size = format::percent(bias.abs(), 0);
        sentences.push(if bias < 0.0 { text::accuracy_low(&size) } else { text::accuracy_high(&size) });
    }
    sentences
}

/// What the forecast would be if days without stock were days without demand.
fn stock_hid(model: &ItemModel) -> Option<String> {
    let unserved = model.answer.unserved?;
    let days = f64::from(unserved.days);
    let days = format::number(days, if days < 9.95 { 1 } else { 0 });
    let (as_sold, forecast) = (f64::from(unserved.as_sold_per_day), model.record.inputs.demand_per_day);
    Some(text::item_unserved(&days, &format::number(as_sold, 2), &format::number(forecast, 2)))
}

/// What a promotion or an event does.
fn effect(step: Step, effect: &Effect) -> String {
    let factor = format::number(f64::from(effect.factor), 2);
    let periods = format::periods(step, effect.periods as usize);
    match &effect.influence {
        Influence::Promotion => text::item_effect_promotion(&factor, &periods),
        Influence::Event(name) => text::item_effect_event(name, &factor, &periods),
    }
}

fn weights(weights: &[MethodWeight]) -> Option<Element> {
    let largest = weights.first()?.weight.max(f32::MIN_POSITIVE);
    let item = |part: &MethodWeight| {
        let share = f64::from(part.weight);
        el("li")
            .child(el("span").class("name").child(text::method(part.method.name()).name))
            .child(el("span").class("number").child(format::percent(share, 0)))
            .child(bar(share / f64::from(largest)))
    };
    let title = el("h3").attr("id", "weights-title").child(text::item_weights());
    let shown = weights.iter().filter(|part| part.weight >= WEIGHT_MIN);
    Some(
        el("figure")
            .class("bars histogram")
            .child(el("figcaption").child(title))
            .child(el("ul").attr("aria-labelledby", "weights-title").children(shown.map(item))),
    )
}

/// Why that method; nothing where a notice says it.
fn reason(reason: Reason) -> Option<String> {
    match reason {
        Reason::Given => Some(text::reason_given().to_owned()),
        Reason::NoDemand | Reason::ShortHistory | Reason::Constant => None,
        Reason::Class(_) => Some(text::reason_class().to_owned()),
        Reason::BacktestWeights { rmsse, naive_rmsse, origins, largest, weight } => {
            Some(text::reason_weights(
                &origins.to_string(),
                text::method(largest.name()).name,
                &format::percent(weight, 0),
                &format::number(rmsse, 2),
                &format::number(naive_rmsse, 2),
            ))
        }
        Reason::LevelAndSeason { rmsse, naive_rmsse, origins } => Some(text::reason_level_and_season(
            &origins.to_string(),
            &format::number(rmsse, 2),
            &format::number(naive_rmsse, 2),
        )),
        Reason::BacktestWinner { rmsse, naive_rmsse, origins } => Some(text::reason_winner(
            &origins.to_string(),
            &format::number(rmsse, 2),
            &format::number(naive_rmsse, 2),
        )),
    }
}

/// A notice in words; outliers are counted instead.
fn notice(notice: Notice) -> String {
    match notice {
        Notice::ShortHistory => text::notice_short_history().to_owned(),
        Notice::DemandEnded => text::notice_demand_ended().to_owned(),
        Notice::MayHaveEnded { goes_on_percent } => {
            text::notice_may_have_ended(&format::percent(f64::from(goes_on_percent) / 100.0, 0))
        }
        Notice::Constant => text::notice_constant().to_owned(),
        Notice::Outlier { .. } => String::new(),
        Notice::LevelShift { .. } => text::notice_level_shift().to_owned(),
        Notice::Censored { periods } => text::notice_censored(&periods.to_string()),
        Notice::Missing { periods } => text::notice_missing(&periods.to_string()),
        Notice::Borrowed => text::notice_borrowed().to_owned(),
        Notice::OrderedOnDemand { units } => text::notice_ordered_on_demand(&units.to_string()),
    }
}
