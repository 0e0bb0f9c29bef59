// What-if totals in plain JavaScript on typed arrays: the formulas of `planning`, written as one writes fast JavaScript
// (one loop, no allocation in it, what all rows share taken out of it). 64-bit floats throughout, as in Rust.

const SQRT2 = Math.SQRT2;
const SQRT_2PI = Math.sqrt(2 * Math.PI);

// Rational approximations of the error function. Source: W. J. Cody, "Rational Chebyshev approximation for the error
// function", Mathematics of Computation 23 (1969).
const A = [3.1611237438705656, 113.864154151050156, 377.485237685302021, 3209.37758913846947, 0.185777706184603153];
const B = [23.6012909523441209, 244.024637934444173, 1282.61652607737228, 2844.23683343917062];
const C = [
  0.564188496988670089, 8.88314979438837594, 66.1191906371416295, 298.635138197400131, 881.95222124176909,
  1712.04761263407058, 2051.07837782607147, 1230.33935479799725, 2.15311535474403846e-8,
];
const D = [
  15.7449261107098347, 117.693950891312499, 537.181101862009858, 1621.38957456669019, 3290.79923573345963,
  4362.61909014324716, 3439.36767414372164, 1230.33935480374942,
];
const P = [
  0.305326634961232344, 0.360344899949804439, 0.125781726111229246, 0.0160837851487422766, 6.58749161529837803e-4,
  0.0163153871373020978,
];
const Q = [
  2.56852019228982242, 1.87295284992346725, 0.527905102951428412, 0.0605183413124413191, 0.00233520497626869185,
];

/** The complementary error function. */
export function erfc(x) {
  const y = Math.abs(x);
  if (y <= 0.46875) {
    const z = y * y;
    const upper = (((A[4] * z + A[0]) * z + A[1]) * z + A[2]) * z + A[3];
    const lower = (((z + B[0]) * z + B[1]) * z + B[2]) * z + B[3];
    return 1 - (x * upper) / lower;
  }
  let tail;
  if (y <= 4) {
    let upper = C[8] * y;
    let lower = y;
    for (let i = 0; i < 7; i++) {
      upper = (upper + C[i]) * y;
      lower = (lower + D[i]) * y;
    }
    tail = (upper + C[7]) / (lower + D[7]);
  } else {
    const z = 1 / (y * y);
    let upper = P[5] * z;
    let lower = z;
    for (let i = 0; i < 4; i++) {
      upper = (upper + P[i]) * z;
      lower = (lower + Q[i]) * z;
    }
    tail = (1 / Math.sqrt(Math.PI) - (z * (upper + P[4])) / (lower + Q[4])) / y;
  }
  // The square is taken in two parts, so that its rounding does not grow in the exponential.
  const whole = Math.trunc(y * 16) / 16;
  tail *= Math.exp(-whole * whole) * Math.exp(-(y - whole) * (y + whole));
  return x < 0 ? 2 - tail : tail;
}

/** Standard normal loss; beyond eight deviations `planning` uses a series, which no row here reaches. */
function loss(k) {
  return Math.exp(-0.5 * k * k) / SQRT_2PI - k * 0.5 * erfc(k / SQRT2);
}

/** Quantile of the standard normal by Newton's method: once for all rows, so its speed does not matter. */
export function quantile(p) {
  let z = 0;
  for (let i = 0; i < 60; i++) {
    const error = 0.5 * erfc(-z / SQRT2) - p;
    z -= (error * SQRT_2PI) / Math.exp(-0.5 * z * z);
  }
  return z;
}

/** Totals of the kept rows under a scenario of seven values, in the order of bench/src/lib.rs. */
export function totals(columns, rows, scenario) {
  const {
    demand_per_day, error_sd_per_day, lead_time_days, lead_time_sd_days, unit_cost, minimum_order, pack_size,
    exposed_demand_per_day, review_sd_per_day, factor_shift, factor_slope,
  } = columns;
  const [service, leadTimeFactor, leadTimeSdFactor, demandFactor, orderCost, holdingRate, reviewDays] = scenario;
  const z = quantile(service);
  const lossAtZ = loss(z);
  const rootReview = Math.sqrt(reviewDays);
  let items = 0, withoutCost = 0, withoutDemand = 0, stock = 0, safetyStock = 0, orders = 0, goods = 0, demanded = 0;
  let filled = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const demand = demand_per_day[row] * demandFactor;
    if (!(demand > 0 && lead_time_days[row] >= 0)) {
      withoutDemand++;
      continue;
    }
    const cost = unit_cost[row];
    if (!(cost >= 0)) {
      withoutCost++;
      continue;
    }
    const sd = error_sd_per_day[row] * demandFactor;
    const leadTime = lead_time_days[row] * leadTimeFactor;
    const leadTimeSd = lead_time_sd_days[row] * leadTimeSdFactor;
    const exposed = exposed_demand_per_day[row] * demandFactor;
    const variance = leadTime * sd * sd + exposed * exposed * leadTimeSd * leadTimeSd;

    const perReview = demand * reviewDays;
    const atReview = exposed * reviewDays;
    const reviewSd = review_sd_per_day[row] * demandFactor * rootReview;
    const cv2 = (reviewSd * reviewSd) / (atReview * atReview);
    const weight = Math.min(Math.max(2 * Math.sqrt(cv2) - 1, 0), 1);
    const last = weight * 5 - (1 - weight) * 3;
    const undershoot = (atReview * atReview * (1 + cv2 * (6 + cv2 * last))) / 12;
    const covered = Math.sqrt(variance + undershoot);
    const tail = factor_slope[row] * covered;
    const safety = factor_shift[row] * covered + z * tail;

    const perYear = demand * 365;
    const wanted = cost > 0 ? Math.sqrt((2 * perYear * orderCost) / (holdingRate * cost)) : exposed * leadTime;
    let order = wanted < perYear ? wanted : perYear;
    if (perReview > order) order = perReview;
    if (minimum_order[row] > order) order = minimum_order[row];
    if (order < 1) order = 1;
    const pack = pack_size[row];
    if (pack > 0) order = Math.ceil(order / pack) * pack;

    let rate = 1;
    if (tail > 0) {
      const steps = order / tail;
      const later = z + steps < 7 ? loss(z + steps) : 0;
      rate = 1 - (lossAtZ - later) / steps;
    }
    items++;
    stock += cost * (safety + 0.5 * order);
    safetyStock += cost * safety;
    orders += perYear / order;
    goods += cost * perYear;
    demanded += perYear;
    filled += rate * perYear;
  }
  return [
    items, withoutCost, withoutDemand, stock, safetyStock, holdingRate * stock, orderCost * orders, orders, goods,
    demanded, filled,
  ];
}
