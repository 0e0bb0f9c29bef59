//! Fields that stand on the first line of an order only, as many programs export orders.

use super::field::Field;
use crate::source::Row;

/// Fills such fields on the lines below, which belong to the same order.
pub(super) struct Carried<'a> {
    fields: &'a [Field],
    invoice: String,
    /// The first line's texts, by place among the fields.
    texts: Vec<String>,
}

impl<'a> Carried<'a> {
    pub(super) fn new(fields: &'a [Field]) -> Carried<'a> {
        Carried { fields, invoice: String::new(), texts: Vec::new() }
    }

    /// Fills the empty cells of a line that belongs to the order of the line above; true if it does.
    pub(super) fn fill(&mut self, row: &mut Row) -> bool {
        match row.text(Field::Invoice as usize) {
            Some(invoice) if invoice == self.invoice => {}
            None if !self.invoice.is_empty() => {
                if !self.fields.contains(&Field::Invoice) {
                    return true;
                }
            }
            invoice => {
                invoice.unwrap_or_default().clone_into(&mut self.invoice);
                let text = |field: &Field| row.text(*field as usize).unwrap_or_default().to_owned();
                self.texts = self.fields.iter().map(text).collect();
                return false;
            }
        }
        for (field, text) in self.fields.iter().zip(&self.texts) {
            if row.text(*field as usize).is_none() {
                row.copy(*field as usize, text);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(fields: &[Field], lines: &[[&str; 4]]) -> Vec<String> {
        let mut carried = Carried::new(fields);
        let mut row = Row::default();
        let line = |cells: &[&str; 4]| {
            row.reset(1, Field::ALL.len());
            cells.iter().enumerate().for_each(|(place, text)| row.set(place, text).unwrap());
            carried.fill(&mut row);
            (0..4).map(|place| row.text(place).unwrap_or("·")).collect::<Vec<_>>().join(" ")
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn what_stands_on_the_first_line_of_an_order_holds_for_its_other_lines() {
        let lines =
            [["1", "A", "2", "Monday"], ["1", "B", "1", ""], ["2", "A", "3", ""], ["1", "C", "1", ""]];
        let dated = filled(&[Field::PlacedAt], &lines);
        assert_eq!(dated, ["1 A 2 Monday", "1 B 1 Monday", "2 A 3 ·", "1 C 1 ·"]);
        assert_eq!(filled(&[], &lines)[1], "1 B 1 ·");
        let grouped =
            [["", "Z", "1", ""], ["1", "A", "2", "Monday"], ["", "B", "1", ""], ["2", "A", "3", "Friday"]];
        let named = filled(&[Field::Invoice, Field::PlacedAt], &grouped);
        assert_eq!(named, ["· Z 1 ·", "1 A 2 Monday", "1 B 1 Monday", "2 A 3 Friday"]);
    }
}
