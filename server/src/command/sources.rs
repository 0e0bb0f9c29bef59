//! Files to import or to look at: folders, patterns and archives are many.

use super::terminal::{plain, tell};
use crate::failure::Failure;
use data::import::{self, FoundFiles, ImportRequest, Mapping, SourceFile, Timestamp, find_files};
use planning::periods::SalesPeriod;
use std::path::PathBuf;

/// Files, and what their columns mean.
#[derive(Debug, clap::Args)]
pub(super) struct Sources {
    /// CSV or JSON Lines (plain, gzip or zstd), Parquet, or Excel workbooks (.xlsx); zip archives and folders of these; patterns
    /// in quotation marks, such as 'exports/2024-*.csv'.
    #[arg(value_name = "SOURCE", required = true)]
    pub(super) sources: Vec<PathBuf>,
    /// Says what the columns of order lines mean. Without it, the sources are tables of a snapshot.
    #[arg(long, value_name = "FILE.toml")]
    pub(super) mapping: Option<PathBuf>,
    /// What a row of sales adds up. Without it, the mapping says so, or the dates of the rows show it.
    #[arg(long, value_enum)]
    pub(super) period: Option<Period>,
}

/// What a row of sales adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Period {
    /// A day.
    Day,
    /// Seven days, dated on the Monday that they begin on or on the day that they end on.
    Week,
    /// A month of the calendar, dated on any of its days.
    Month,
}

impl From<Period> for SalesPeriod {
    fn from(period: Period) -> SalesPeriod {
        match period {
            Period::Day => SalesPeriod::Day,
            Period::Week => SalesPeriod::Week,
            Period::Month => SalesPeriod::Month,
        }
    }
}

impl Sources {
    /// The import that these files and this mapping describe.
    pub(super) fn request(&self) -> Result<ImportRequest, Failure> {
        Ok(ImportRequest {
            sources: found(&self.sources)?,
            mapping: self.mapping.as_deref().map(Mapping::read).transpose()?,
            period: self.period.map(SalesPeriod::from),
            created_at: Timestamp::now(),
            memory_bytes: ImportRequest::MEMORY_BYTES,
            replace: import::Replace::default(),
        })
    }

    /// The file or folder beside which a mapping is kept: the first source, or the first file that it stands for.
    pub(super) fn beside(&self, files: &[SourceFile]) -> PathBuf {
        let given = self.sources.first().filter(|source| source.exists());
        given
            .map_or_else(
                || files.first().map(|file| file.origin().to_path_buf()),
                |given| Some(given.clone()),
            )
            .unwrap_or_default()
    }
}

/// The files of sources; says which files of folders and archives are left out.
pub(super) fn found(sources: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    const NAMED: usize = 3;
    let FoundFiles { files, left } = find_files(sources)?;
    if !left.is_empty() {
        let named: Vec<_> = left.iter().take(NAMED).map(|name| plain(name)).collect();
        let more = if left.len() > NAMED { ", …" } else { "" };
        tell!(
            "Left out, because their names do not end like those of data: {} files, {}{more}",
            left.len(),
            named.join(", ")
        );
    }
    Ok(files)
}
