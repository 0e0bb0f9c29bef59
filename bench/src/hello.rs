//! The upper limit: a server that only sends bytes it already has.

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use std::net::SocketAddr;
use std::path::Path;
use tokio::net::TcpListener;

/// Serves the file's bytes, as compressed HTML, at `/`.
pub(crate) async fn serve(body: &Path, listen: SocketAddr) -> Result<()> {
    let body = Bytes::from(std::fs::read(body).with_context(|| format!("cannot read {}", body.display()))?);
    let answer = move || async move {
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_ENCODING, "br")], body)
    };
    let listener = TcpListener::bind(listen).await?;
    axum::serve(listener, Router::new().route("/", get(answer))).await?;
    Ok(())
}
