//! Every parameter a person can set, with its limits: sliders, API checks, error texts and tests read this table.

/// One parameter: its name in URLs, its unit and phrase in texts, and the values it may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Name in the query string and the API.
    pub name: &'static str,
    /// Description, as error texts use it.
    pub phrase: &'static str,
    /// Unit, as error texts use it.
    pub unit: &'static str,
    /// Smallest allowed value.
    pub min: f64,
    /// Largest allowed value.
    pub max: f64,
    /// Step of the slider.
    pub step: f64,
}

impl Bound {
    /// Whether a value may be used. NaN and infinities may not.
    pub fn allows(&self, value: f64) -> bool {
        value >= self.min && value <= self.max
    }
}

/// Target service level: the share of replenishment cycles without a stockout, or of units filled from stock.
pub const SERVICE_LEVEL: Bound = Bound {
    name: "service_level",
    phrase: "service level",
    unit: "fraction",
    min: 0.5,
    max: 0.999,
    step: 0.001,
};
/// Multiplies every item's mean lead time.
pub const LEAD_TIME_FACTOR: Bound = Bound {
    name: "lead_time_factor",
    phrase: "lead time",
    unit: "times today's",
    min: 0.25,
    max: 3.0,
    step: 0.05,
};
/// Multiplies every item's lead-time standard deviation.
pub const LEAD_TIME_SD_FACTOR: Bound = Bound {
    name: "lead_time_sd_factor",
    phrase: "lead-time variability",
    unit: "times today's",
    min: 0.0,
    max: 3.0,
    step: 0.05,
};
/// Multiplies every item's demand and, with it, the deviation of its forecast error.
pub const DEMAND_FACTOR: Bound =
    Bound { name: "demand_factor", phrase: "demand", unit: "times today's", min: 0.25, max: 3.0, step: 0.05 };
/// Fixed cost of one replenishment order line.
pub const ORDER_COST: Bound = Bound {
    name: "order_cost",
    phrase: "order cost",
    unit: "money per order",
    min: 0.0,
    max: 500.0,
    step: 0.5,
};
/// Cost of holding stock, as a share of its value at cost per year.
pub const HOLDING_RATE: Bound = Bound {
    name: "holding_rate",
    phrase: "holding rate",
    unit: "fraction per year",
    min: 0.01,
    max: 1.0,
    step: 0.005,
};
/// Days between two stock reviews.
pub const REVIEW_DAYS: Bound =
    Bound { name: "review_days", phrase: "review period", unit: "days", min: 1.0, max: 60.0, step: 1.0 };

/// Hours a day on which stock can be sold, for hours without stock.
pub const OPENING_HOURS_PER_DAY: Bound = Bound {
    name: "opening_hours_per_day",
    phrase: "day's opening time",
    unit: "hours",
    min: 0.5,
    max: 24.0,
    step: 0.5,
};
/// Days up to a date within which an item-location must have sold or held stock to be active on it.
pub const ACTIVITY_WINDOW_DAYS: Bound = Bound {
    name: "activity_window_days",
    phrase: "window of activity",
    unit: "days",
    min: 1.0,
    max: 3_650.0,
    step: 1.0,
};
/// Share of annual consumption value that the items of class A make up.
pub const ABC_A: Bound =
    Bound { name: "abc_a", phrase: "share of class A", unit: "fraction", min: 0.01, max: 0.99, step: 0.01 };
/// The same of classes A and B together.
pub const ABC_B: Bound = Bound {
    name: "abc_b",
    phrase: "share of classes A and B",
    unit: "fraction",
    min: 0.01,
    max: 1.0,
    step: 0.01,
};
/// Lead time of items for which neither receipts nor a supplier tell one.
pub const LEAD_TIME_DAYS: Bound =
    Bound { name: "lead_time_days", phrase: "lead time", unit: "days", min: 0.0, max: 730.0, step: 0.5 };
/// Coefficient of variation below which demand is of class X.
pub const XYZ_X: Bound = Bound {
    name: "xyz_x",
    phrase: "limit of class X",
    unit: "coefficient of variation",
    min: 0.01,
    max: 10.0,
    step: 0.01,
};
/// Coefficient of variation below which demand is of class Y, if it is not of class X.
pub const XYZ_Y: Bound = Bound {
    name: "xyz_y",
    phrase: "limit of class Y",
    unit: "coefficient of variation",
    min: 0.01,
    max: 10.0,
    step: 0.01,
};
/// Rules of the settings: a rule's number is one byte.
pub const POLICY_RULES_MAX: usize = 250;

/// Money that average stock may cost.
pub const STOCK_BUDGET: Bound =
    Bound { name: "stock_budget", phrase: "stock budget", unit: "money", min: 0.0, max: 1e12, step: 1.0 };
/// Periods to forecast.
pub const HORIZON: Bound =
    Bound { name: "horizon", phrase: "horizon", unit: "periods", min: 1.0, max: 1_000.0, step: 1.0 };
/// Periods after which demand repeats itself; 1 for none.
pub const SEASON: Bound =
    Bound { name: "season", phrase: "season", unit: "periods", min: 1.0, max: 1_000.0, step: 1.0 };

/// Which page of a list.
pub const PAGE: Bound = Bound { name: "page", phrase: "page", unit: "number", min: 1.0, max: 1e6, step: 1.0 };
/// Rows of a page of a list. The largest are for programs and files.
pub const PAGE_SIZE: Bound =
    Bound { name: "page_size", phrase: "page size", unit: "rows", min: 1.0, max: 10_000.0, step: 1.0 };

/// Bytes that the code of an item or a location takes in an address. Two of them and a page's other parameters stay
/// far below the 8 kB that servers and proxies allow for an address.
pub const CODE_ADDRESS_BYTES_MAX: usize = 2_048;

/// Characters of a search text.
pub const SEARCH_LETTERS_MAX: usize = 200;

/// The scenario's parameters in the order in which they are shown.
pub const SCENARIO: [Bound; 7] = [
    SERVICE_LEVEL,
    LEAD_TIME_FACTOR,
    LEAD_TIME_SD_FACTOR,
    DEMAND_FACTOR,
    ORDER_COST,
    HOLDING_RATE,
    REVIEW_DAYS,
];

/// The settings that no scenario changes.
pub const SETTINGS: [Bound; 7] =
    [OPENING_HOURS_PER_DAY, ACTIVITY_WINDOW_DAYS, ABC_A, ABC_B, LEAD_TIME_DAYS, XYZ_X, XYZ_Y];
