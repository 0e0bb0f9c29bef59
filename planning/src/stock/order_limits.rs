//! Limits that supplier, shelf life and room set on an order.

/// The smallest number of whole packs that is at least `quantity`, in units; `pack_size` is above 0. Quantities and
/// packs may come from derived files in single precision, so a rounding error above a whole number of packs does not
/// add a pack.
pub fn whole_packs(quantity: f64, pack_size: f64) -> f64 {
    const SLACK: f64 = 1.0 - 2.0 * f32::EPSILON as f64;
    libm::ceil(quantity / pack_size * SLACK) * pack_size
}

/// The least units of at least `wanted` that a supplier delivers: its smallest order, in whole packs of `pack_size`, or
/// whole units where that is not positive; nothing where nothing is wanted.
pub fn orderable(wanted: f64, minimum: f64, pack_size: f64) -> f64 {
    if wanted > 0.0 {
        whole_packs(wanted.max(minimum), if pack_size > 0.0 { pack_size } else { 1.0 })
    } else {
        0.0
    }
}

/// Limits of one order; `None` where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OrderLimits {
    /// Smallest order, units.
    pub minimum: Option<f64>,
    /// Units per pack; orders are whole packs.
    pub pack_size: Option<f64>,
    /// Largest order, units, because of room, money or the supplier.
    pub maximum: Option<f64>,
    /// Days from receipt until a unit can no longer be sold.
    pub shelf_life_days: Option<f64>,
}

/// A limit that changed an order, or could not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitNotice {
    /// Raised to the smallest order.
    Minimum,
    /// Rounded to whole packs.
    PackSize,
    /// Lowered to the largest order.
    Maximum,
    /// Lowered to what sells before it expires.
    ShelfLife,
    /// The smallest order in whole packs is more than the largest.
    MaximumExceeded,
    /// The smallest order in whole packs is more than sells before it expires.
    ShelfLifeExceeded,
}

/// An order within its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitedOrder {
    /// Units.
    pub order_quantity: f64,
    /// The limits that applied, in the order in which they did.
    pub notices: Vec<LimitNotice>,
}

impl OrderLimits {
    /// The order nearest to `wanted` units that the limits allow.
    ///
    /// Units are sold in the order of their receipt, these behind `stock_on_arrival` units (the safety stock, on
    /// average), at `demand` units per day: what cannot be sold within the shelf life is not ordered. Packs round up
    /// where that is allowed and down where it is not. What the supplier demands, smallest order and packs, always
    /// holds: where it exceeds the largest order or the shelf life, the smallest possible order is taken and a notice
    /// says so. Nothing wanted, or nothing that would sell in time, is nothing ordered. Limits that are not positive
    /// and finite do not count.
    pub fn apply(&self, wanted: f64, demand: f64, stock_on_arrival: f64) -> LimitedOrder {
        let mut notices = Vec::new();
        let something = wanted > 0.0;
        if !something {
            return LimitedOrder { order_quantity: 0.0, notices };
        }
        let [minimum, pack, maximum] = [self.minimum, self.pack_size, self.maximum].map(in_force);
        let sellable = in_force(self.shelf_life_days).map(|days| (demand * days - stock_on_arrival).max(0.0));
        let mut quantity = wanted;
        let mut ceiling = f64::INFINITY;
        for (limit, notice) in [(maximum, LimitNotice::Maximum), (sellable, LimitNotice::ShelfLife)] {
            ceiling = limit.map_or(ceiling, |limit| ceiling.min(limit));
            if quantity > ceiling {
                quantity = ceiling;
                notices.push(notice);
            }
        }
        if quantity == 0.0 {
            return LimitedOrder { order_quantity: 0.0, notices };
        }
        let floor = minimum.unwrap_or(0.0);
        if quantity < floor {
            quantity = floor;
            notices.push(LimitNotice::Minimum);
        }
        if let Some(pack) = pack {
            let packs = quantity / pack;
            let nearest = libm::rint(packs);
            let is_whole = nearest > 0.0 && (packs - nearest).abs() <= 1e-9 * nearest;
            if !is_whole {
                let (down, up) = (libm::floor(packs) * pack, libm::ceil(packs) * pack);
                let down_fits = down > 0.0 && down >= floor;
                quantity = if up > ceiling && down_fits { down } else { up };
                notices.push(LimitNotice::PackSize);
            }
        }
        let exceeded = [(maximum, LimitNotice::MaximumExceeded), (sellable, LimitNotice::ShelfLifeExceeded)];
        notices.extend(exceeded.iter().filter(|(limit, _)| limit.is_some_and(|l| quantity > l)).map(|e| e.1));
        LimitedOrder { order_quantity: quantity, notices }
    }
}

fn in_force(limit: Option<f64>) -> Option<f64> {
    limit.filter(|value| *value > 0.0 && value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(limits: OrderLimits, wanted: f64, expected: f64, notices: &[LimitNotice]) {
        // 10 a day, 20 in stock when it arrives.
        let order = limits.apply(wanted, 10.0, 20.0);
        assert_eq!(
            (order.order_quantity, order.notices.as_slice()),
            (expected, notices),
            "{limits:?} {wanted}"
        );
    }

    #[test]
    fn each_limit_says_that_it_bound() {
        use LimitNotice::{Maximum, MaximumExceeded, Minimum, PackSize, ShelfLife, ShelfLifeExceeded};
        let none = OrderLimits::default();
        check(none, 37.5, 37.5, &[]);
        check(none, 0.0, 0.0, &[]);
        check(OrderLimits { minimum: Some(50.0), ..none }, 37.5, 50.0, &[Minimum]);
        check(OrderLimits { minimum: Some(50.0), ..none }, 0.0, 0.0, &[]);
        check(OrderLimits { pack_size: Some(12.0), ..none }, 37.5, 48.0, &[PackSize]);
        check(OrderLimits { pack_size: Some(0.1), ..none }, 0.3, 0.3, &[]);
        check(OrderLimits { maximum: Some(30.0), ..none }, 37.5, 30.0, &[Maximum]);
        check(
            OrderLimits { maximum: Some(30.0), pack_size: Some(12.0), ..none },
            37.5,
            24.0,
            &[Maximum, PackSize],
        );
        // Five days sell 50 units, 20 of them are there already.
        check(OrderLimits { shelf_life_days: Some(5.0), ..none }, 37.5, 30.0, &[ShelfLife]);
        let impossible = OrderLimits { shelf_life_days: Some(5.0), minimum: Some(40.0), ..none };
        check(
            OrderLimits { shelf_life_days: Some(2.0), minimum: Some(40.0), ..none },
            37.5,
            0.0,
            &[ShelfLife],
        );
        check(impossible, 37.5, 40.0, &[ShelfLife, Minimum, ShelfLifeExceeded]);
        let big_pack = OrderLimits { maximum: Some(30.0), pack_size: Some(100.0), ..none };
        check(big_pack, 37.5, 100.0, &[Maximum, PackSize, MaximumExceeded]);
        check(OrderLimits { minimum: Some(f64::NAN), pack_size: Some(0.0), ..none }, 37.5, 37.5, &[]);
    }

    #[test]
    fn a_wish_becomes_what_the_supplier_delivers() {
        assert_eq!(orderable(7.0, f64::NAN, f64::NAN), 7.0);
        assert_eq!(orderable(7.2, f64::NAN, 0.0), 8.0);
        assert_eq!(orderable(7.0, 20.0, 12.0), 24.0);
        assert_eq!(orderable(25.0, 20.0, 12.0), 36.0);
        assert_eq!(orderable(0.3, f64::NAN, f64::from(0.1f32)), 3.0 * f64::from(0.1f32));
        assert_eq!([0.0, -5.0, f64::NAN].map(|wanted| orderable(wanted, 20.0, 12.0)), [0.0; 3]);
    }

    proptest! {
        #[test]
        fn keeps_what_it_does_not_report(
            wanted in 0.1..500.0f64, minimum in prop::option::of(1.0..200.0f64),
            pack_size in prop::option::of(1.0..60.0f64), maximum in prop::option::of(1.0..400.0f64),
            shelf_life_days in prop::option::of(1.0..60.0f64), demand in 0.1..30.0f64, stock in 0.0..200.0f64,
        ) {
            let limits = OrderLimits { minimum, pack_size, maximum, shelf_life_days };
            let LimitedOrder { order_quantity: q, notices } = limits.apply(wanted, demand, stock);
            let sellable = shelf_life_days.map_or(f64::INFINITY, |days| (demand * days - stock).max(0.0));
            prop_assert_eq!(q == 0.0, sellable == 0.0);
            if q == 0.0 {
                prop_assert_eq!(notices.last(), Some(&LimitNotice::ShelfLife));
                return Ok(());
            }
            prop_assert!(q >= minimum.unwrap_or(0.0) - 1e-9);
            if let Some(pack) = pack_size {
                prop_assert!((q / pack - (q / pack).round()).abs() < 1e-9);
            }
            let over = q > maximum.unwrap_or(f64::INFINITY);
            prop_assert_eq!(over, notices.contains(&LimitNotice::MaximumExceeded));
            prop_assert_eq!(q > sellable, notices.contains(&LimitNotice::ShelfLifeExceeded));
            prop_assert_eq!(q == wanted, notices.is_empty());
            prop_assert_eq!(limits.apply(q, demand, stock).order_quantity, q, "a limited order is within its limits");
        }
    }
}
