//! Formats numbers and dates in the language of the page. Server and browser use the same functions, so that a page
//! does not change when it becomes live.

use crate::text;
use planning::convert::whole_u32;
use planning::day::Day;
use planning::kpi::Unit;
use planning::periods::Step;

/// No-break space: a number and its unit stay on one line.
const NBSP: &str = "\u{a0}";

/// How a table writes its values.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// Money, with so many decimals.
    Money(u32),
    /// A share, in per cent.
    Percent,
    /// A number with so many decimals.
    Number(u32),
}

impl Form {
    /// A value as people read it.
    pub(crate) fn write(self, currency: &str, value: f64) -> String {
        match self {
            Form::Money(decimals) => money(currency, value, decimals),
            Form::Percent => percent(value, 2),
            Form::Number(decimals) => number(value, decimals),
        }
    }
}

/// A count of things.
pub(crate) fn count(things: impl Into<u64>) -> String {
    number(things.into() as f64, 0)
}

/// Formats with groups of three digits and this many decimals; half is rounded away from zero.
pub(crate) fn number(value: f64, decimals: u32) -> String {
    if !value.is_finite() {
        return text::no_data().to_owned();
    }
    let scale = 10u64.pow(decimals);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates: beyond 1.8e19 the digits would be noise anyway"
    )]
    let scaled = (value.abs() * scale as f64).round() as u64;
    let digits = (scaled / scale).to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 8);
    if value < 0.0 && scaled > 0 {
        text.push('−');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push_str(text::group_mark());
        }
        text.push(digit);
    }
    if decimals > 0 {
        let fraction = (scaled % scale).to_string();
        text.push_str(text::decimal_mark());
        for _ in fraction.len()..decimals as usize {
            text.push('0');
        }
        text.push_str(&fraction);
    }
    text
}

/// Three significant digits, with k, M or bn from a thousand on; by the language, 万 from ten thousand on.
pub(crate) fn compact(value: f64) -> String {
    let size = value.abs();
    let (mut divided, mut suffix) = (value, "");
    for unit in text::compact_units().split(' ') {
        let (zeros, name) = unit.split_once(':').unwrap_or(("0", ""));
        let one = 10_f64.powi(zeros.parse().unwrap_or(0));
        if size >= 0.999_5 * one {
            (divided, suffix) = (value / one, name);
        }
    }
    let decimals = match divided.abs() {
        d if d >= 99.95 || d == 0.0 => 0,
        d if d >= 9.995 => 1,
        d if d >= 0.999_5 => 2,
        // A place more for each zero behind the point: an axis may be about thousandths.
        d => whole_u32((2.0 - d.log10().floor()).min(12.0)),
    };
    let mut text = number(divided, decimals);
    if decimals > 0 {
        text.truncate(text.trim_end_matches('0').trim_end_matches(text::decimal_mark()).len());
    }
    text + suffix
}

fn with_currency(currency: &str, amount: &str) -> String {
    let symbol = match currency {
        "GBP" => "£",
        "EUR" => "€",
        "USD" => "$",
        "JPY" => "¥",
        "INR" => "₹",
        _ => "",
    };
    let (sign, amount) = match amount.strip_prefix('−') {
        Some(amount) => ("−", amount),
        None => ("", amount),
    };
    let money = if symbol.is_empty() {
        text::money_with_code(currency, amount)
    } else {
        text::money_with_symbol(symbol, amount)
    };
    [sign, &money].concat()
}

/// Money with its currency and so many decimals.
pub(crate) fn money(currency: &str, value: f64, decimals: u32) -> String {
    if !value.is_finite() {
        return text::no_data().to_owned();
    }
    with_currency(currency, &number(value, decimals))
}

/// Money in three significant digits, for axes and bars.
pub(crate) fn money_compact(currency: &str, value: f64) -> String {
    if !value.is_finite() {
        return text::no_data().to_owned();
    }
    with_currency(currency, &compact(value))
}

/// A fraction as a percentage.
pub(crate) fn percent(value: f64, decimals: u32) -> String {
    if !value.is_finite() {
        return text::no_data().to_owned();
    }
    text::percent_of(&number(value * 100.0, decimals))
}

/// The text of a size with a plus before it unless it already has a minus or is zero.
pub(crate) fn signed(value: f64, formatted: String) -> String {
    let shows_zero = !formatted.contains(|c: char| c.is_ascii_digit() && c != '0');
    if value > 0.0 && !shows_zero { ["+", &formatted].concat() } else { formatted }
}

/// A key figure's value and its unit, apart, for a tile.
pub(crate) fn kpi(unit: Unit, currency: &str, value: f64) -> (String, String) {
    match unit {
        Unit::Money if value.abs() >= 1e7 => (money_compact(currency, value), String::new()),
        Unit::Money => (money(currency, value, 0), String::new()),
        Unit::Percent => (percent(value, 1), String::new()),
        Unit::TimesPerYear => (number(value, 2), text::unit_times_a_year().to_owned()),
        Unit::Days => (number(value, 1), text::unit_days().to_owned()),
        Unit::MoneyPerMoneyYear => {
            (money(currency, value, 2), text::unit_margin(&with_currency(currency, "1")))
        }
    }
}

/// A key figure's value with its unit in few characters, for axes, bars and tables.
pub(crate) fn kpi_short(unit: Unit, currency: &str, value: f64) -> String {
    match unit {
        Unit::Money => money_compact(currency, value),
        Unit::Percent => percent(value, 1),
        Unit::TimesPerYear => [&number(value, 2), "×"].concat(),
        Unit::Days => [&number(value, 1), NBSP, text::unit_days_short()].concat(),
        Unit::MoneyPerMoneyYear => money(currency, value, 2),
    }
}

/// `9 Dec 2011`.
pub(crate) fn date(day: Day) -> String {
    let (year, month, day) = day.ymd();
    text::date_of(&day.to_string(), month_name(month), &year.to_string())
}

/// So many weeks or months.
pub(crate) fn periods(step: Step, count: usize) -> String {
    let count = number(count as f64, 0);
    match step {
        Step::Week => text::count_weeks(&count),
        Step::Month => text::count_months(&count),
    }
}

/// Step by step.
#[cfg(feature = "ssr")]
pub(crate) fn by_step(step: Step) -> &'static str {
    match step {
        Step::Week => text::week_by_week(),
        Step::Month => text::month_by_month(),
    }
}

/// `Dec 2011`.
pub(crate) fn month(day: Day) -> String {
    let (year, month, _) = day.ymd();
    text::month_of(month_name(month), &year.to_string())
}

/// `9 Dec`.
pub(crate) fn day_of_month(day: Day) -> String {
    let (_, month, day) = day.ymd();
    text::day_of(&day.to_string(), month_name(month))
}

fn month_name(month: u32) -> &'static str {
    text::months().split(' ').nth(month as usize - 1).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_rounded_away_from_zero() {
        for (value, decimals, expected) in [
            (0.0, 0, "0"),
            (1_234_567.5, 0, "1,234,568"),
            (-1_234.005, 2, "−1,234.01"),
            (999.995, 2, "1,000.00"),
            (0.05, 1, "0.1"),
            (-0.001, 1, "0.0"),
            (12.0, 2, "12.00"),
            (f64::NAN, 1, "no data"),
        ] {
            assert_eq!(number(value, decimals), expected);
        }
    }

    #[test]
    fn compact_numbers_have_three_digits() {
        for (value, expected) in [
            (0.0, "0"),
            (0.254, "0.254"),
            (0.075, "0.075"),
            (-0.002_5, "−0.0025"),
            (0.000_123_4, "0.000123"),
            (1e-20, "0"),
            (9.5, "9.5"),
            (87.26, "87.3"),
            (999.4, "999"),
            (999.6, "1k"),
            (1_234.0, "1.23k"),
            (-45_678.0, "−45.7k"),
            (999_600.0, "1M"),
            (12_300_000.0, "12.3M"),
            (4.2e9, "4.2bn"),
        ] {
            assert_eq!(compact(value), expected, "{value}");
        }
    }

    #[test]
    fn money_carries_its_currency() {
        assert_eq!(money("GBP", -12.5, 2), "−£12.50");
        assert_eq!(money("CHF", 1_000.0, 0), "CHF\u{a0}1,000");
        assert_eq!(money_compact("EUR", 1_500.0), "€1.5k");
    }

    #[test]
    fn signs_are_shown_for_changes_only() {
        assert_eq!(signed(0.031, percent(0.031, 1)), "+3.1\u{a0}%");
        assert_eq!(signed(-0.031, percent(-0.031, 1)), "−3.1\u{a0}%");
        assert_eq!(signed(0.0001, percent(0.0001, 1)), "0.0\u{a0}%");
    }

    #[test]
    fn dates_are_written_out() {
        let day: Day = "2011-12-09".parse().expect("a date");
        assert_eq!(date(day), "9\u{a0}Dec\u{a0}2011");
        assert_eq!((month(day), day_of_month(day)), ("Dec\u{a0}2011".into(), "9\u{a0}Dec".into()));
    }

    #[test]
    fn every_language_writes_them_its_own_way() {
        use crate::language::{Language, within};
        let day: Day = "2011-12-09".parse().expect("a date");
        let written = |language| {
            within(language, || {
                let (sum, whole) = (money("GBP", -1_234.5, 2), money_compact("EUR", 23_456_000.0));
                [sum, whole, compact(9_600.0), percent(0.055, 1), date(day), month(day), day_of_month(day)]
            })
            .map(|text| text.replace('\u{a0}', "_"))
        };
        let german =
            ["−1.234,50_£", "23,5_Mio._€", "9,6_Tsd.", "5,5_%", "9._Dez._2011", "Dez._2011", "9._Dez."];
        assert_eq!(written(Language::De), german);
        let chinese = ["−£1,234.50", "€2,346万", "9,600", "5.5%", "2011年12月9日", "2011年12月", "12月9日"];
        assert_eq!(written(Language::ZhCn), chinese);
    }
}
