//! Sorting short lists.

/// Sorts a list of some dozens at most, keeping the order of equals. The standard library's sort is eight kilobytes of
/// WebAssembly for each type it sorts, several times what it would save on lists like these.
pub(super) fn sort<T>(values: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    for end in 1..values.len() {
        let mut place = end;
        while place > 0 && is_before(&values[place], &values[place - 1]) {
            values.swap(place, place - 1);
            place -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_keep_their_order() {
        let mut values = [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        sort(&mut values, |a, b| a.0 < b.0);
        assert_eq!(values, [(1, 'b'), (1, 'e'), (2, 'd'), (3, 'a'), (3, 'c')]);
        sort(&mut [0; 0], |a, b| a < b);
    }
}
