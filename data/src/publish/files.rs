//! Writing a publication's derived files, each beside its compressed forms.

use contract::{Cube, DecodeError, DerivedFile, Plan, Proof, Quality, Segments, SeriesGroup, Suppliers};

use super::compress::ENCODINGS;
use super::members::FAULT;
use crate::error::{Error, Place, Result};
use crate::parallel::in_order;
use crate::store::{PublicationWriter, sha256_hex};
use std::ops::Range;

/// A derived file, before it is written.
struct Encoded {
    path: String,
    content: Vec<u8>,
}

/// The same with what is computed of it.
struct Packed {
    listed: DerivedFile,
    content: Vec<u8>,
    /// By [`ENCODINGS`], for servers and static hosts to send as they are.
    compressed: Vec<Vec<u8>>,
}

/// Everything that becomes a file.
pub(super) struct Derived<'a> {
    pub(super) cube: &'a Cube,
    pub(super) plan: &'a Plan,
    pub(super) quality: &'a Quality,
    pub(super) segments: &'a Segments,
    pub(super) proof: &'a Proof,
    pub(super) suppliers: &'a Suppliers,
}

impl Derived<'_> {
    /// Writes all of it, compressed on all cores, and lists it.
    ///
    /// # Errors
    /// What the disk refuses.
    pub(super) fn write(
        &self,
        series: impl Iterator<Item = SeriesGroup>,
        writer: &mut PublicationWriter,
    ) -> Result<Vec<DerivedFile>> {
        let series = series.enumerate();
        let series = series.map(|(group, series)| encoded(SeriesGroup::path(group), series.encode()));
        let mut files = self.tables().chain(series).chain(self.records());
        let mut listed = Vec::new();
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        in_order(
            threads,
            || files.next().transpose(),
            Encoded::pack,
            |packed| {
                let path = &packed.listed.path;
                writer.write(path, &packed.content)?;
                for (encoding, compressed) in ENCODINGS.iter().zip(&packed.compressed) {
                    writer.write(&format!("{path}.{}", encoding.extension), compressed)?;
                }
                listed.push(packed.listed);
                Ok(())
            },
        )?;
        Ok(listed)
    }

    /// The cube and the shards of the plan.
    fn tables(&self) -> impl Iterator<Item = Result<Encoded>> {
        let shard = |(shard, range): (usize, Range<usize>)| {
            [
                encoded(Plan::policy_path(shard), self.plan.policy.encode(range.clone())),
                encoded(Plan::items_path(shard), self.plan.items.encode(range.clone())),
                encoded(Plan::accuracy_path(shard), self.plan.accuracy.encode(range)),
            ]
        };
        let cube = std::iter::once_with(|| encoded(Cube::PATH.to_owned(), self.cube.encode()));
        cube.chain(Plan::shard_rows(self.plan.policy.len()).flat_map(shard))
    }

    /// What is written as JSON.
    fn records(&self) -> impl Iterator<Item = Result<Encoded>> {
        [
            json(Quality::PATH, self.quality),
            json(Segments::PATH, self.segments),
            json(Proof::PATH, self.proof),
            json(Suppliers::PATH, self.suppliers),
        ]
        .into_iter()
    }
}

impl Encoded {
    fn pack(self) -> Packed {
        let Encoded { path, content } = self;
        Packed {
            listed: DerivedFile { path, bytes: content.len() as u64, sha256: sha256_hex(&content) },
            compressed: ENCODINGS.iter().map(|encoding| (encoding.compress)(&content)).collect(),
            content,
        }
    }
}

fn encoded(path: String, content: Result<Vec<u8>, DecodeError>) -> Result<Encoded> {
    match content {
        Ok(content) => Ok(Encoded { path, content }),
        Err(error) => Err(fault(&path, &error)),
    }
}

fn json(path: &str, value: &impl serde::Serialize) -> Result<Encoded> {
    let content = serde_json::to_vec_pretty(value).map_err(|error| fault(path, &error))?;
    Ok(Encoded { path: path.to_owned(), content })
}

fn fault(file: &str, error: &dyn std::error::Error) -> Error {
    Error::bad(Place::new(file), error.to_string(), FAULT)
}
