//! A site in one file, for a disk or a mail: the overview as a document that holds the files of the others. It opens without a
//! server and without a network, and its policy lets it ask nobody for anything.

use super::{failed, gzip, json, whole};
use crate::failure::Failure;
use crate::refusal::Refusal;
use crate::service::Server;
use crate::shelf::Served;
use crate::wire::{Encoded, Encoding};
use app::{Assets, FileSite, Host, Language, Page, PageRequest, Place, Queries, derived_folder};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use contract::{Plan, Publication, SeriesGroup};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

/// Files of a publication that would make the document too large to be sent: the history of each item, and how well its
/// forecasts did.
const LEFT_OUT: [&str; 2] = [SeriesGroup::FOLDER, Plan::ACCURACY];

/// The overview under a query string, with everything that the file's pages load.
///
/// # Errors
/// The site was built without what this needs, the query cannot be read, a file of the publication is gone or damaged.
pub fn one_file(
    server: &Server,
    served: &Served,
    language: Language,
    query: &str,
) -> Result<String, Refusal> {
    let assets = server.site.names().in_one_file().ok_or(Refusal::UnknownAddress)?;
    let languages = server.site.languages();
    let place = Place {
        base: Host::IN_ONE_FILE,
        host: Host::OneFile,
        language,
        languages,
        assets: &assets,
        has_sign_out: false,
        takes_decisions: false,
    };
    let page = Page::at("").ok_or(Refusal::UnknownAddress)?;
    let (published, series) = (&served.published, &*served.series);
    let document = app::render(&PageRequest { place, page, query, published, series, sql: None })?;

    let mut files = String::new();
    for (path, packed) in contents(server, served, &assets)? {
        let bytes = packed.len();
        let text = as_text(packed);
        // Writing to a string cannot fail.
        let _ = writeln!(
            files,
            "<script type=\"text/plain\" data-file=\"{path}\" data-bytes=\"{bytes}\">{text}</script>"
        );
    }
    let text = |path: &String| server.site.text(path);
    let style: String = [&assets.css].into_iter().chain(sheets(&assets)).filter_map(text).collect();
    let script = assets.one_file.as_ref().and_then(|parts| text(&parts.open)).unwrap_or_default();
    let policy = policy(&style, &script);
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><style>{style}</style><script>{script}</script></head>"
    );
    let document = document.replacen("</head>", &head, 1);
    let Some((before, after)) = document.rsplit_once("</body>") else { return Err(Refusal::Internal) };
    Ok([before, "\n", &files, "</body>", after].concat())
}

/// Writes it without a query, whole or not at all. Returns its bytes.
///
/// # Errors
/// As [`one_file`]; the file cannot be written.
pub fn write(server: &Server, served: &Served, language: Language, output: &Path) -> Result<usize, Failure> {
    let document = one_file(server, served, language, "")
        .map_err(|refusal| failed(&refusal, "the dashboard in one file"))?;
    whole(output, document.as_bytes())?;
    Ok(document.len())
}

/// What the pages of the file load, compressed, by the paths that a host of files would have.
fn contents(server: &Server, served: &Served, assets: &Assets) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let record = served.record();
    let Publication { id, tenant, files, .. } = &record;
    let folder = derived_folder(tenant, id);
    let mut contents = Vec::new();
    let mut add = |path: String, content: &[u8]| contents.push((path, gzip(content)));
    for file in files.iter().filter(|file| !LEFT_OUT.iter().any(|name| file.path.starts_with(name))) {
        let content = server.shelf.read(&served.list, file, Encoding::Identity)?;
        add(format!("{folder}{}", file.path), &content.bytes);
    }
    let written = json(&record).map_err(|_| Refusal::Internal)?;
    add(format!("{folder}{}", Publication::PATH), &written);
    // Pages that somebody wrote have answers of a server.
    let schema = (*server.shelf.names(served)?).clone();
    let queries = json(&Queries { schema, saved: Vec::new(), pages: Vec::new() });
    add(format!("{folder}{}", Queries::PATH), &queries.map_err(|_| Refusal::Internal)?);

    let languages = server.site.languages().iter().map(|language| language.code().to_owned()).collect();
    let about =
        FileSite { tenant: tenant.clone(), publication: id.clone(), languages, assets: assets.clone() };
    add(FileSite::PATH.to_owned(), &json(&about).map_err(|_| Refusal::Internal)?);
    let pages = assets.files.iter().map(|files| &files.pages);
    let modules = pages.chain(assets.one_file.iter().map(|parts| &parts.islands));
    for path in modules.flat_map(|module| [&module.script, &module.wasm]).chain([&assets.find]) {
        let asset = server.site.asset(path).ok_or(Refusal::UnknownAsset)?;
        // The site has it compressed already, so that nobody who asks for the file waits for that.
        let Encoded { encoding, bytes, .. } = asset.encoded(Encoding::Gzip);
        let packed = if *encoding == Encoding::Gzip { bytes.to_vec() } else { gzip(bytes) };
        contents.push((path.clone(), packed));
    }
    Ok(contents)
}

/// Bytes as text by Z85, five letters for four bytes, with zeros behind the last. `~` stands for its `<`, so that nothing in
/// it can end the element around it.
fn as_text(mut bytes: Vec<u8>) -> String {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    z85::encode(bytes).replace('<', "~")
}

/// The style sheets that not every page has, each once.
fn sheets(assets: &Assets) -> impl Iterator<Item = &String> {
    let mut sheets: Vec<_> = assets.sheets.values().collect();
    sheets.sort();
    sheets.dedup();
    sheets.into_iter()
}

/// Lets the document's own style and script run, the modules that it holds, and nothing else: no request leaves it.
fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let (style, script) = (hash(style), hash(script));
    format!(
        "default-src 'none'; script-src {script} blob: 'wasm-unsafe-eval'; style-src {style}; img-src data:; \
         base-uri 'none'; form-action 'none'; object-src 'none'"
    )
}
