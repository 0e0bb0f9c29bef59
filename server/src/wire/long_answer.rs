//! Long answers: made piece by piece while they are sent, so that none is ever whole in memory.

use super::answers::Answers;
use super::cache::Basis;
use super::client::Asker;
use super::encoding::Encoding;
use super::respond::{About, first_known, not_modified, tagged};
use crate::refusal::Refusal;
use crate::table::WriteError;
use axum::body::{Body, Bytes};
use axum::response::Response;
use data::store::sha256_hex;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::stream::try_unfold;
use std::io::Write;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Memory of a gzip encoder. A brotli encoder would take as much memory as it saves.
const GZIP_BYTES: usize = 512 * 1_024;

/// A body made piece by piece.
pub trait Pieces: Send {
    /// The next piece, which may be empty; `None` after the last.
    ///
    /// # Errors
    /// The piece cannot be written; no more pieces follow.
    fn next(&mut self) -> Result<Option<Vec<u8>>, WriteError>;

    /// Approximate memory in bytes.
    fn held_bytes(&self) -> usize;
}

/// A partly made body.
struct Making {
    pieces: Box<dyn Pieces>,
    gzip: Option<GzEncoder<Vec<u8>>>,
    ended: bool,
}

impl Answers {
    /// The answer to a request for a long table, which `make` begins, in one of the encodings offered. Its ETag is
    /// weak, because it is derived from the inputs of the answer, not from bytes that do not exist yet.
    ///
    /// # Errors
    /// As [`Answers::give`]. A later failure ends the connection, so that no client mistakes a part for the whole.
    pub async fn stream(
        &self,
        asker: &Asker,
        about: About,
        offered: &[Encoding],
        make: impl FnOnce() -> Result<Box<dyn Pieces>, Refusal> + Send + 'static,
    ) -> Result<Response, Refusal> {
        let function_of = about.function_of.as_ref().map(Basis::to_string).unwrap_or_default();
        let tag = format!("W/\"{}\"", sha256_hex(function_of.as_bytes()));
        if let Some(tag) = first_known(&asker.headers, [tag.clone()]) {
            return Ok(not_modified(&about, tag));
        }
        let turn = self.turn(asker.client).await?;
        let (client, flight) = (asker.client, self.flight().clone());
        let begun = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let pieces = make()?;
            let passage = flight.carry(client, pieces.held_bytes() + GZIP_BYTES);
            Ok::<_, Refusal>((pieces, passage))
        });
        let (pieces, passage) = begun.await.map_err(|_| Refusal::Internal)??;
        let encoding = Encoding::wanted_among(&asker.headers, offered);
        let gzip = (encoding == Encoding::Gzip).then(|| GzEncoder::new(Vec::new(), Compression::default()));
        let making = Making { pieces, gzip, ended: false };
        let mut response = tagged(&about, encoding, &tag, body(making, self.turns()));
        response.extensions_mut().insert(Arc::new(passage));
        Ok(response)
    }
}

/// Makes each piece once the previous one is taken, in its own slot.
fn body(making: Making, turns: Arc<Semaphore>) -> Body {
    Body::from_stream(try_unfold(making, move |mut making| {
        let turns = turns.clone();
        async move {
            let turn = turns.acquire_owned().await?;
            let made = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                let piece = making.next()?;
                Ok::<_, WriteError>(piece.map(|piece| (piece, making)))
            });
            made.await?.inspect_err(|error| tracing::error!(%error, "a table cannot be written to its end"))
        }
    }))
}

impl Making {
    /// The next piece that is not empty; `None` at the end.
    fn next(&mut self) -> Result<Option<Bytes>, WriteError> {
        while !self.ended {
            let piece = self.pieces.next()?;
            self.ended = piece.is_none();
            let packed = self.packed(piece)?;
            if !packed.is_empty() {
                return Ok(Some(packed.into()));
            }
        }
        Ok(None)
    }

    /// A piece, or the end, as it goes over the wire; bytes that the encoder holds back come with a later piece.
    fn packed(&mut self, piece: Option<Vec<u8>>) -> Result<Vec<u8>, WriteError> {
        match (&mut self.gzip, piece) {
            (None, piece) => Ok(piece.unwrap_or_default()),
            (Some(gzip), Some(piece)) => {
                gzip.write_all(&piece)?;
                Ok(std::mem::take(gzip.get_mut()))
            }
            (gzip, None) => Ok(gzip.take().map(GzEncoder::finish).transpose()?.unwrap_or_default()),
        }
    }
}
