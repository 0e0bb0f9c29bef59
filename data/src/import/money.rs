//! The money of an order line: what customers paid for it, without discount and without tax, and the price of one unit.

use super::field::Field;
use super::rows::fitting;
use crate::number::{Fault, divide};
use crate::schema::DECIMAL_ONE;
use crate::source::Reason;

/// Ten-thousandths of a whole.
const ONE: i128 = DECIMAL_ONE as i128;
/// One hundred per cent, in ten-thousandths of a per cent.
const WHOLE: i128 = 100 * ONE;

/// What a line says of its money, in ten-thousandths.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    pub(super) quantity: i64,
    /// Price of one unit.
    pub(super) unit_price: Option<i64>,
    /// The price of all units, instead.
    pub(super) line_total: Option<i64>,
    /// Amount taken off; its sign does not matter.
    pub(super) discount: Option<i64>,
    /// Tax in what is left; its sign does not matter.
    pub(super) tax: Option<i64>,
    /// The same, in per cent of the total without it.
    pub(super) tax_percent: Option<i64>,
}

/// What that means, in ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Money {
    /// Price of one unit, rounded half to even where it was a total.
    pub(super) unit_price: Option<i64>,
    /// What customers paid for the line; absent if it is quantity × price.
    pub(super) total: Option<i64>,
}

impl Said {
    /// The line's total and the price of one unit.
    ///
    /// # Errors
    /// The field whose value contradicts the others, and how.
    pub(super) fn money(self) -> Result<Money, (Field, Reason)> {
        let is_plain =
            [self.line_total, self.discount, self.tax, self.tax_percent].iter().all(Option::is_none);
        if is_plain {
            return Ok(Money { unit_price: self.unit_price, total: None });
        }
        let (of, gross) = match (self.line_total, self.unit_price) {
            (Some(total), _) => (Field::LineTotal, i128::from(total) * ONE),
            (None, Some(price)) => (Field::UnitPrice, i128::from(self.quantity) * i128::from(price)),
            (None, None) => return Ok(Money::default()),
        };
        let too_large = || (of, Reason::from(Fault::TooLarge));
        let left = without(gross, self.discount).ok_or((Field::Discount, Reason::AboveTotal))?;
        let net = without(left, self.tax).ok_or((Field::Tax, Reason::AboveTotal))?;
        let percent = i128::from(self.tax_percent.unwrap_or(0));
        // No tax is below one per cent: such a rate is a share, 0.19 for 19 %.
        if percent != 0 && !(ONE..=WHOLE).contains(&percent) {
            return Err((Field::TaxPercent, Reason::NotBetween("1".into(), "100".into())));
        }
        let net = net.checked_mul(WHOLE).ok_or_else(too_large)?;
        let total = fitting(divide(net, (WHOLE + percent) * ONE)).ok_or_else(too_large)?;
        let unit_price = match (self.quantity, total) {
            (0, 0) => None,
            (0, _) => return Err((of, Reason::WithoutQuantity)),
            (quantity, total) => {
                let signed = i128::from(total) * ONE * i128::from(quantity.signum());
                Some(fitting(divide(signed, i128::from(quantity).abs())).ok_or_else(too_large)?)
            }
        };
        Ok(Money { unit_price, total: Some(total) })
    }
}

/// A value in hundred-millionths without an amount in ten-thousandths; `None` if the amount is larger.
fn without(value: i128, amount: Option<i64>) -> Option<i128> {
    let amount = i128::from(amount.unwrap_or(0)).abs() * ONE;
    (amount <= value.abs()).then(|| value - value.signum() * amount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(quantity: i64, line_total: i64) -> Said {
        Said { quantity: quantity * 10_000, line_total: Some(line_total), ..Said::default() }
    }

    #[test]
    fn a_price_is_a_total_without_discount_and_tax_by_the_quantity() {
        for (said, unit_price, total) in [
            (said(3, 100_000), 33_333, 100_000),
            (said(-3, -100_000), 33_333, -100_000),
            (said(3, -100_000), -33_333, -100_000),
            (Said { discount: Some(10_000), ..said(2, 100_000) }, 45_000, 90_000),
            (Said { discount: Some(-10_000), ..said(-2, -100_000) }, 45_000, -90_000),
            (Said { tax: Some(19_000), ..said(1, 119_000) }, 100_000, 100_000),
            (Said { tax_percent: Some(190_000), ..said(1, 119_000) }, 100_000, 100_000),
            (
                Said { discount: Some(19_000), tax_percent: Some(190_000), ..said(10, 138_000) },
                10_000,
                100_000,
            ),
            // 0.5 × 0.0001 + a discount of nothing: rounded once, half to even.
            (Said { quantity: 5_000, unit_price: Some(3), discount: Some(0), ..Said::default() }, 4, 2),
        ] {
            assert_eq!(
                said.money(),
                Ok(Money { unit_price: Some(unit_price), total: Some(total) }),
                "{said:?}"
            );
        }
        let plain = Said { quantity: 5_000, unit_price: Some(3), ..Said::default() };
        assert_eq!(plain.money(), Ok(Money { unit_price: Some(3), total: None }));
        assert_eq!(said(0, 0).money(), Ok(Money { unit_price: None, total: Some(0) }));
    }

    #[test]
    fn what_contradicts_itself_is_refused_by_its_field() {
        for (said, field, reason) in [
            (said(0, 1), Field::LineTotal, "the quantity is zero"),
            (
                Said { discount: Some(100_001), ..said(1, 100_000) },
                Field::Discount,
                "more than the line's total",
            ),
            (Said { tax: Some(100_001), ..said(1, 100_000) }, Field::Tax, "more than the line's total"),
            (Said { tax_percent: Some(1_900), ..said(1, 1) }, Field::TaxPercent, "not between 1 and 100"),
            (Said { tax_percent: Some(-190_000), ..said(1, 1) }, Field::TaxPercent, "not between 1 and 100"),
            (Said { quantity: 1, ..said(1, 999_999_999_999_999_999) }, Field::LineTotal, "too large"),
        ] {
            let (of, why) = said.money().unwrap_err();
            assert!(of == field && why.to_string().contains(reason), "{said:?}: {} {why}", of.name());
        }
    }

    proptest! {
        /// Revenue adds up to the totals as written; only the price of one unit is rounded.
        #[test]
        fn a_total_stays_what_it_is(quantity in 1_i64..10_000_000, total in -10_000_000_000_i64..10_000_000_000) {
            let money = Said { quantity, line_total: Some(total), ..Said::default() }.money().unwrap();
            prop_assert_eq!(money.total, Some(total));
            let back = i128::from(money.unit_price.unwrap()) * i128::from(quantity);
            prop_assert!((back - i128::from(total) * ONE).abs() * 2 <= i128::from(quantity));
        }
    }
}
