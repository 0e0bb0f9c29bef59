//! Catalogues of any size: a publication's plan, repeated, with every copy after the first jittered.

use anyhow::{Context, Result};
use arrow::array::{ArrayRef, Float32Array, RecordBatch};
use contract::{Derived, DerivedFile, Plan, PlanPolicy, Proof, Published, Quality, Segments, Suppliers};
use data::store::{MAIN_TENANT, PublicationWriter, Store, sha256_hex};
use parquet::arrow::ArrowWriter;
use planning::convert::{count_u32, single};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Each value of a copy is the original times a factor that differs from one by at most this.
const JITTER: f64 = 0.25;

/// Makes a store at `out` whose publication has `rows` item-locations, and `out/plan.parquet`.
pub(crate) fn write(published: Published, rows: usize, out: &Path) -> Result<()> {
    let Published { mut publication, derived, quality, segments, proof, suppliers } = published;
    let Derived { cube, plan, .. } = derived;
    let plan = grown(&plan, rows, cube.categories.len(), cube.locations.len())?;

    let store = Store::create(&out.to_string_lossy())?;
    let tenant = store.tenant(MAIN_TENANT)?;
    publication.id = String::new();
    publication.item_locations = count_u32(rows);
    publication.files.clear();
    let mut writer = PublicationWriter::create(&tenant)?;
    let mut add = |path: String, content: &[u8]| -> Result<()> {
        writer.write(&path, content)?;
        publication.files.push(DerivedFile {
            path,
            bytes: content.len() as u64,
            sha256: sha256_hex(content),
        });
        Ok(())
    };
    add("cube.bin".to_owned(), &cube.encode()?)?;
    add(Quality::PATH.to_owned(), &serde_json::to_vec(&quality)?)?;
    add(Segments::PATH.to_owned(), &serde_json::to_vec(&segments)?)?;
    add(Proof::PATH.to_owned(), &serde_json::to_vec(&proof)?)?;
    add(Suppliers::PATH.to_owned(), &serde_json::to_vec(&suppliers)?)?;
    for shard in 0..Plan::shards(rows) {
        let first = shard * Plan::SHARD_ROWS;
        let range = first..rows.min(first + Plan::SHARD_ROWS);
        add(Plan::policy_path(shard), &plan.policy.encode(range.clone())?)?;
        add(Plan::items_path(shard), &plan.items.encode(range.clone())?)?;
        add(Plan::accuracy_path(shard), &plan.accuracy.encode(range)?)?;
    }
    tenant.set_current(&writer.finish(&publication)?)?;
    write_parquet(&plan.policy, rows, &out.join("plan.parquet"))
}

/// `rows` rows that begin with those of `plan` and go on with jittered copies of it.
fn grown(plan: &Plan, rows: usize, categories: usize, locations: usize) -> Result<Plan> {
    let copies = rows.div_ceil(plan.policy.len());
    let rows = 0..plan.policy.len();
    let (policy, items) = (plan.policy.encode(rows.clone())?, plan.items.encode(rows.clone())?);
    let accuracy = plan.accuracy.encode(rows)?;
    let mut grown = Plan::default();
    for _ in 0..copies {
        grown.policy.append(&policy, categories, locations)?;
        grown.items.append(&items)?;
        grown.accuracy.append(&accuracy)?;
    }
    let first = plan.policy.len();
    let mut random = Random(0x0067_7261_6e61_7279);
    for column in [
        &mut grown.policy.demand_per_day,
        &mut grown.policy.error_sd_per_day,
        &mut grown.policy.exposed_demand_per_day,
        &mut grown.policy.review_sd_per_day,
        &mut grown.policy.lead_time_days,
        &mut grown.policy.lead_time_sd_days,
        &mut grown.policy.unit_cost,
    ] {
        for value in column.iter_mut().skip(first) {
            *value *= single(1.0 + JITTER * (2.0 * random.unit() - 1.0));
        }
    }
    for (row, sku) in grown.items.sku.iter_mut().enumerate().skip(first) {
        *sku = format!("{sku}-{}", row / first);
    }
    // Encoding takes any range: the rows beyond the last are never written.
    Ok(grown)
}

/// SplitMix64 (Steele, Lea and Flood, 2014): enough for jitter, and the same everywhere.
struct Random(u64);

impl Random {
    /// Uniform in [0, 1).
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn write_parquet(policy: &PlanPolicy, rows: usize, path: &Path) -> Result<()> {
    let items = policy.as_items();
    let column = |values: &[f32]| Arc::new(Float32Array::from(values[..rows].to_vec())) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("demand_per_day", column(items.demand_per_day)),
        ("error_sd_per_day", column(items.error_sd_per_day)),
        ("lead_time_days", column(items.lead_time_days)),
        ("lead_time_sd_days", column(items.lead_time_sd_days)),
        ("unit_cost", column(items.unit_cost)),
        ("minimum_order", column(items.minimum_order)),
        ("pack_size", column(items.pack_size)),
        ("exposed_demand_per_day", column(items.exposed_demand_per_day)),
        ("review_sd_per_day", column(items.review_sd_per_day)),
        ("factor_80", column(items.factors[0])),
        ("factor_90", column(items.factors[1])),
        ("factor_95", column(items.factors[2])),
        ("factor_98", column(items.factors[3])),
        ("factor_995", column(items.factors[4])),
        ("shortage_factor", column(items.shortage_factor)),
    ])?;
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None)?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}
