-- For what share of each seven-day period could demand be served?
--
-- Hours in stock ÷ opening hours where hours without stock are recorded; else days that ended with stock ÷ days with a
-- balance. Null where neither is known. Asked only where demand without stock is lost: with backorders or order lines
-- it is recorded all the same.
select
    row,
    age_days / 7 as age,
    case
        when sum(hours_open) > 0 then 1 - cast(sum(hours_out) as double) / cast(sum(hours_open) as double)
        when sum(active) > 0 then 1 - cast(sum(out_of_stock) as double) / cast(sum(active) as double)
    end as served
from item_day
where age_days >= 0
group by row, age_days / 7
order by row, age desc
