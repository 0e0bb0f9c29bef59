//! Menus of boxes to tick, within a form.

use crate::text;
use crate::view::{Element, el};

/// Something that can be ticked.
pub(crate) struct MenuOption {
    /// What the form sends.
    pub(crate) value: String,
    /// What it is called.
    pub(crate) name: String,
    /// Whether it is ticked.
    pub(crate) is_chosen: bool,
}

/// A menu under its label; `of` are all that there are, whether or not they can be ticked.
pub(crate) fn menu(name: &'static str, label: &'static str, options: Vec<MenuOption>, of: usize) -> Element {
    let chosen = options.iter().filter(|option| option.is_chosen).count();
    let summary = if chosen == 0 {
        text::all_of(&of.to_string())
    } else {
        text::some_of(&chosen.to_string(), &of.to_string())
    };
    let option = |option: MenuOption| {
        let input = el("input")
            .attr("type", "checkbox")
            .attr("name", name)
            .attr("value", option.value)
            .flag("checked", option.is_chosen);
        el("label").class("option").child(input).child(el("span").child(option.name))
    };
    let spoken = el("span").class("hidden").child(label).child(text::colon());
    let details = el("details")
        .class("menu")
        .attr("name", "filter-menu")
        .child(el("summary").child(spoken).child(summary))
        .child(
            el("fieldset")
                .child(el("legend").class("hidden").child(label))
                .children(options.into_iter().map(option)),
        );
    el("div").class("field").child(el("span").attr("aria-hidden", "true").child(label)).child(details)
}
