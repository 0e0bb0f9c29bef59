//! What a filter names and the data does not have, with links to what it has.

use super::filter::{Members, dimension_name, is_chosen, toggled};
use crate::text;
use crate::view::{Element, el};
use contract::{Dimension, Filter};

/// For each category and location that there is not: that there is none, and those that there are.
pub(crate) fn unknown(filter: &Filter, members: &Members, href: &dyn Fn(&Filter) -> String) -> Vec<Element> {
    let named = [
        (Dimension::Category, &filter.category, &members.categories),
        (Dimension::Location, &filter.location, &members.locations),
    ];
    let mut said = Vec::new();
    for (dimension, names, groups) in named {
        for name in names.iter().filter(|name| groups.iter().all(|group| group.id != **name)) {
            let without = toggled(filter, dimension, name);
            let others = groups
                .iter()
                .filter(|group| !group.id.is_empty() && !is_chosen(filter, dimension, &group.id));
            let link = |id: &str, name: &str| {
                let instead = href(&toggled(&without, dimension, id));
                el("li").child(el("a").attr("href", instead).child(name.to_owned()))
            };
            let sentence = text::unknown_member(dimension_name(dimension), name);
            said.push(el("p").child(el("strong").child(sentence)));
            said.push(el("ul").children(others.map(|group| link(&group.id, &group.name))));
        }
    }
    said
}
