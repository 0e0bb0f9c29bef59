//! Decides about each order line: every line gets exactly one verdict.
//!
//! Pure and streaming: lines come in the order of `ORDER`, so that a cancellation, its sale and repeated lines are
//! adjacent. Memory holds only one customer's unmatched sales of one item at one price.

use super::line::OrderLine;
use super::mapping::Rules;

/// The verdict on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum Verdict {
    /// A sale that stands.
    Sale,
    /// A sale that was cancelled completely.
    CancelledSale,
    /// The cancellation of such a sale.
    Cancellation,
    /// A cancellation without its sale: goods came back.
    Return,
    /// In another source's copy of the same invoice.
    Overlap,
    /// A line equal to another in every field.
    Duplicate,
    /// Postage, charges, samples: not goods.
    NotGoods,
    /// A correction of stock or accounts that no customer ordered.
    Adjustment,
    /// Given away, or written off.
    ZeroPrice,
    /// Quantity zero, or above the limit of the mapping.
    ImpossibleQuantity,
    /// A cell of it cannot be read.
    Refused,
}

impl Verdict {
    /// All verdicts, in the order of a report; a verdict's index is `verdict as usize`.
    pub const ALL: [Verdict; 11] = [
        Verdict::Sale,
        Verdict::CancelledSale,
        Verdict::Cancellation,
        Verdict::Return,
        Verdict::Overlap,
        Verdict::Duplicate,
        Verdict::NotGoods,
        Verdict::Adjustment,
        Verdict::ZeroPrice,
        Verdict::ImpossibleQuantity,
        Verdict::Refused,
    ];

    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Sale => "sale",
            Verdict::CancelledSale => "cancelled_sale",
            Verdict::Cancellation => "cancellation",
            Verdict::Return => "return",
            Verdict::Overlap => "overlap",
            Verdict::Duplicate => "duplicate",
            Verdict::NotGoods => "not_goods",
            Verdict::Adjustment => "adjustment",
            Verdict::ZeroPrice => "zero_price",
            Verdict::ImpossibleQuantity => "impossible_quantity",
            Verdict::Refused => "refused",
        }
    }
}

/// The required order of lines, as SQL over staged lines: by item, customer, location, quantity without its sign, price
/// and time, with sales before cancellations of the same moment. The other columns make the order total.
pub(super) const ORDER: &str = "sku, customer NULLS FIRST, location NULLS FIRST, magnitude, \
                                unit_price NULLS FIRST, placed_at, quantity DESC, invoice, source, line";

/// The fields in which a sale and its cancellation agree.
fn group(line: &OrderLine) -> (&str, Option<&str>, Option<&str>, u64, Option<i64>) {
    let (customer, location) = (line.customer.as_deref(), line.location.as_deref());
    (&line.sku, customer, location, line.quantity.unsigned_abs(), line.unit_price)
}

/// Gives verdicts to a stream of lines.
pub struct Cleaner<'a> {
    rules: &'a Rules,
    /// Earlier lines that agree with this one in every field that decides the order, so that it may repeat one of
    /// them.
    recent: Vec<OrderLine>,
    /// Sales of the current group that no cancellation has matched, in the order of time.
    open: Vec<OrderLine>,
}

impl<'a> Cleaner<'a> {
    /// A cleaner that has seen nothing.
    pub fn new(rules: &'a Rules) -> Cleaner<'a> {
        Cleaner { rules, recent: Vec::new(), open: Vec::new() }
    }

    /// Adds the next line; `overlap` says that another source's copy of its invoice is kept instead. Returns verdicts
    /// once they are certain, which may be later than for this line but never after the first line of the next item.
    pub fn push(&mut self, line: OrderLine, overlap: bool, given: &mut Vec<(OrderLine, Verdict)>) {
        if self.open.last().is_some_and(|open| group(open) != group(&line)) {
            self.close(given);
        }
        if overlap {
            return given.push((line, Verdict::Overlap));
        }
        if self.recent.last().is_some_and(|recent| !is_beside(recent, &line)) {
            self.recent.clear();
        }
        let verdict = self.at_sight(&line);
        if verdict != Some(Verdict::Duplicate) {
            self.recent.push(line.clone());
        }
        if let Some(verdict) = verdict {
            return given.push((line, verdict));
        }
        // A cancellation by an unknown customer could belong to anyone's sale, so it is matched to none.
        if line.customer.is_none() {
            return given.push(self.unmatched(line));
        }
        if line.quantity > 0 {
            return self.open.push(line);
        }
        match self.open.pop() {
            Some(sale) => given.extend([(sale, Verdict::CancelledSale), (line, Verdict::Cancellation)]),
            None => given.push(self.unmatched(line)),
        }
    }

    /// Returns the open verdicts.
    pub fn finish(mut self, given: &mut Vec<(OrderLine, Verdict)>) {
        self.close(given);
    }

    fn close(&mut self, given: &mut Vec<(OrderLine, Verdict)>) {
        let open = std::mem::take(&mut self.open);
        given.extend(open.into_iter().map(|sale| self.unmatched(sale)));
    }

    /// The verdict that does not depend on other lines; `None` for sales and cancellations of goods.
    fn at_sight(&self, line: &OrderLine) -> Option<Verdict> {
        let rules = self.rules;
        if rules.not_goods.contains(&line.sku) || rules.not_goods_patterns.is_match(&line.sku) {
            return Some(Verdict::NotGoods);
        }
        if rules.remove_duplicates && self.recent.iter().any(|recent| is_repeat(recent, line)) {
            return Some(Verdict::Duplicate);
        }
        if line.quantity == 0 {
            return Some(Verdict::ImpossibleQuantity);
        }
        let cancels = match &rules.cancellation_prefix {
            Some(prefix) => line.invoice.starts_with(prefix.as_str()),
            None => line.quantity < 0,
        };
        if cancels != (line.quantity < 0) || line.unit_price.is_some_and(|price| price < 0) {
            return Some(Verdict::Adjustment);
        }
        (rules.remove_zero_price && line.unit_price == Some(0)).then_some(Verdict::ZeroPrice)
    }

    /// The verdict of a sale or cancellation that has no counterpart.
    fn unmatched(&self, line: OrderLine) -> (OrderLine, Verdict) {
        let verdict = if self.rules.max_quantity.is_some_and(|max| line.quantity.abs() > max) {
            Verdict::ImpossibleQuantity
        } else if line.quantity > 0 {
            Verdict::Sale
        } else {
            Verdict::Return
        };
        (line, verdict)
    }
}

/// True if two lines differ at most in fields that do not decide the order.
fn is_beside(a: &OrderLine, b: &OrderLine) -> bool {
    (a.placed_at, a.quantity, &a.invoice) == (b.placed_at, b.quantity, &b.invoice) && group(a) == group(b)
}

/// True if two neighbours differ only in their place in the sources.
fn is_repeat(a: &OrderLine, b: &OrderLine) -> bool {
    (&a.description, &a.country, &a.channel, a.units_shipped, a.total)
        == (&b.description, &b.country, &b.channel, b.units_shipped, b.total)
}

#[cfg(test)]
mod tests;
