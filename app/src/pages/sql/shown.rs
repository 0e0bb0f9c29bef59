//! How an answer is shown, as addresses say it.

/// How an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// A line over time for each number.
    Line,
    /// A bar for each word or time.
    Bar,
    /// Two numbers of each row as a point.
    Scatter,
    /// A number for each pair as the depth of a cell.
    Heat,
    /// The table alone.
    Table,
}

impl Picture {
    /// Its name in addresses.
    pub(super) fn name(self) -> &'static str {
        match self {
            Picture::Line => "line",
            Picture::Bar => "bar",
            Picture::Scatter => "scatter",
            Picture::Heat => "heat",
            Picture::Table => "table",
        }
    }

    /// The one of a name; none if there is no such one, because links are read with patience.
    pub(super) fn named(name: &str) -> Option<Self> {
        use Picture::{Bar, Heat, Line, Scatter, Table};
        [Line, Bar, Scatter, Heat, Table].into_iter().find(|picture| picture.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_have_names() {
        use Picture::{Bar, Heat, Line, Scatter, Table};
        for picture in [Line, Bar, Scatter, Heat, Table] {
            assert_eq!(Picture::named(picture.name()), Some(picture));
        }
        assert_eq!(Picture::named("pie"), None);
    }
}
