//! `abc_class`: the class of an item by the share of value of those before it.

use planning::domain::Domain;
use planning::segment::AbcClass;

use super::document::{Document, Example};
use super::{Compute, Function, Parameter};

pub(super) static FUNCTION: Function = Function {
    document: Document {
        name: "abc_class",
        about: "ABC class of an item, when items are sorted by value, largest first. The item that crosses a cut-off \
                belongs to the better class. Of a store, the table `settings` has the cut-offs: \
                `abc_class(share_before, abc_a, abc_b)`.",
        parameters: &[
            Parameter::new(
                "share_before",
                "share of the value of all items that those before it have",
                Domain::Share,
            ),
            Parameter::new("a", "cut-off of class A, 0.8 if not given", Domain::Share),
            Parameter::new(
                "b",
                "cut-off of classes A and B, 0.95 if not given; not below `a`",
                Domain::Share,
            ),
        ],
        optional: 2,
        returns: "`A`, `B` or `C`",
        examples: &[Example {
            sql: "select sku, abc_class((sum(value) over (order by value desc) - value) / sum(value) over ())\n\
                  from (values ('mug', 70.0), ('jug', 20.0), ('cup', 6.0), ('lid', 4.0)) as year (sku, value)\n\
                  order by value desc",
            result: "mug | A\njug | A\ncup | B\nlid | C",
        }],
    },
    compute: Compute::Name(|of| {
        let a = of.get(1).copied().unwrap_or(AbcClass::CUT_OFF_A);
        let b = of.get(2).copied().unwrap_or(AbcClass::CUT_OFF_B);
        if a > b {
            let problem = format!("argument 2 (a) is {a} and argument 3 (b) is {b}: a must not be above b");
            return Err((problem, "Give the share of A first, then that of A and B together"));
        }
        Ok(AbcClass::of(of[0], a, b).name())
    }),
};
