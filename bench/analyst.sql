-- Twenty questions an inventory analyst asks of sales and items, for bench/sql.py. Granary and DuckDB are asked the same
-- text; bench/peers/polars_analyst.py has the same questions as Polars' users write them. `@last` is the last day of
-- sales, `@item` and `@location` are one item at one location. Each answer has a total order.

-- totals: What was sold in all?
select count(*) as rows, count(revenue) as priced, sum(units) as units, sum(revenue) as revenue, min(date) as first, max(date) as last
from sales;

-- months: How do sales run from month to month?
select date_trunc('month', date) as month, sum(units) as units, sum(revenue) as revenue
from sales
group by 1
order by 1;

-- categories: Which categories sell most?
select p.category, sum(s.units) as units, sum(s.revenue) as revenue, count(distinct s.sku) as items
from sales s join products p on p.sku = s.sku
group by p.category
order by units desc, p.category;

-- top_items: Which twenty items brought in most last year?
select sku, sum(units) as units, sum(revenue) as revenue
from sales
where date > date '@last' - interval '365 days'
group by sku
order by revenue desc nulls last, sku
limit 20;

-- locations_by_year: How does each location develop?
select location, extract(year from date) as year, sum(units) as units, sum(revenue) as revenue
from sales
group by 1, 2
order by 1, 2;

-- weekdays: What does a week look like at each location?
select location, extract(dow from date) as weekday, sum(units) as units, count(*) filter (where units > 0) as days_sold
from sales
group by 1, 2
order by 1, 2;

-- one_item: The last year of one item at one location, day by day, with its mean of four weeks.
select date, units, sum(units) over (order by date rows between 27 preceding and current row) as units_28_days
from sales
where sku = '@item' and location = '@location' and date > date '@last' - interval '365 days'
order by date;

-- one_day: What sold on the last day, by category?
select p.category, sum(s.units) as units, count(*) filter (where s.units > 0) as items_sold
from sales s join products p on p.sku = s.sku
where s.date = date '@last'
group by p.category
order by p.category;

-- not_sold: How many items of each location have not sold for four weeks?
select location, count(*) as item_locations, count(*) filter (where last_sale <= date '@last' - interval '28 days') as not_sold
from (select location, sku, max(date) filter (where units > 0) as last_sale from sales group by location, sku) as sold
group by location
order by location;

-- without_sales: On what share of their days do the items of each category not sell?
select p.category, cast(count(*) filter (where s.units = 0) as double) / count(*) as share
from sales s left join products p on p.sku = s.sku
group by p.category
order by p.category;

-- growth: How does each month compare with the same month a year before, by category?
with months as (
    select p.category, date_trunc('month', s.date) as month, sum(s.units) as units
    from sales s join products p on p.sku = s.sku
    group by 1, 2
)
select category, month, units, lag(units, 12) over (partition by category order by month) as a_year_before
from months
order by category, month;

-- moving_mean: The mean of four weeks of each location's daily units.
with days as (select location, date, sum(units) as units from sales group by location, date)
select location, date, avg(cast(units as double)) over (partition by location order by date rows between 27 preceding and current row) as mean
from days
order by location, date;

-- abc: Which items make the first 80 and the next 15 % of revenue?
with items as (
    select sku, sum(revenue) as revenue from sales where date > date '@last' - interval '365 days' group by sku
), ranked as (
    select sku, revenue, sum(revenue) over (order by revenue desc, sku rows unbounded preceding) as up_to, sum(revenue) over () as total
    from items
    where revenue > 0
)
select case when up_to <= total * 0.8 then 'A' when up_to <= total * 0.95 then 'B' else 'C' end as class, count(*) as items, sum(revenue) as revenue
from ranked
group by 1
order by 1;

-- variation: How much does the weekly demand of items vary at each location?
with weeks as (
    select sku, location, date_trunc('week', date) as week, sum(units) as units from sales group by 1, 2, 3
), spread as (
    select sku, location, stddev(cast(units as double)) / nullif(avg(cast(units as double)), 0) as variation from weeks group by sku, location
)
select location, count(variation) as items, avg(variation) as mean, max(variation) as most
from spread
group by location
order by location;

-- best_days: The three best days of each location.
with days as (select location, date, sum(units) as units from sales group by location, date),
ranked as (select *, row_number() over (partition by location order by units desc, date) as place from days)
select location, place, date, units from ranked where place <= 3 order by location, place;

-- rising: Which items sold twice as much in the last four weeks as in the four before?
select sku, sum(units) filter (where date > date '@last' - interval '28 days') as recent,
    sum(units) filter (where date <= date '@last' - interval '28 days') as before
from sales
where date > date '@last' - interval '56 days'
group by sku
having sum(units) filter (where date > date '@last' - interval '28 days') >= 2 * sum(units) filter (where date <= date '@last' - interval '28 days')
order by recent desc, sku
limit 50;

-- range_sold: How many different items sell in each week?
select date_trunc('week', date) as week, count(distinct sku) as items
from sales
where units > 0
group by 1
order by 1;

-- distribution: The median and the upper quartile of what sells in a day, by category.
select p.category, median(cast(s.units as double)) as median, percentile_cont(0.75) within group (order by cast(s.units as double)) as upper_quartile
from sales s join products p on p.sku = s.sku
where s.units > 0
group by p.category
order by p.category;

-- together: How alike are the days of each two locations?
with days as (select location, date, cast(sum(units) as double) as units from sales group by location, date)
select a.location as one, b.location as other, corr(a.units, b.units) as correlation
from days a join days b on b.date = a.date and b.location > a.location
group by 1, 2
order by 1, 2;

-- gaps: How many days lie between the sales of an item at a location, by category and year?
with sold as (
    select sku, location, date, lag(date) over (partition by location, sku order by date) as previous from sales where units > 0
)
select p.category, extract(year from s.date) as year, count(*) as sales, sum(case when s.previous < s.date - interval '7 days' then 1 else 0 end) as after_a_week
from sold s join products p on p.sku = s.sku
where s.previous is not null
group by 1, 2
order by 1, 2;
