-- How did each item-location fare in the 365 days up to as_of?
--
-- short_units: units demanded that found no stock; null where what was shipped is not known.
select
    row,
    sum(active) as active_days,
    sum(out_of_stock) as stockout_days,
    sum(units_due) - sum(units_filled) as short_units
from item_day
where age_days between 0 and 364
group by row
order by row
