//! Answers of the API, computed from the same derived files and by the same functions as the pages.

mod kpis;
mod what_if;

pub use kpis::{KpiAnswer, KpiValue, KpisAnswer, kpis};
pub use what_if::{
    BudgetAnswer, CategoryTotals, MoverAnswer, SpentAnswer, WhatIf, WhatIfAnswer, WhatIfDetails, WhatIfQuery,
    WhatIfRun, WhatIfStep, WhatIfSums, WhatIfTotals, what_if,
};
