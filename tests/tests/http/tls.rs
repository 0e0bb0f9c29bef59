//! TLS in the server itself: its own certificate, another one without a new start, and what it refuses.

use crate::embed::{check_refused, fixture};
use crate::store;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use tests::client;
use tests::program::{PATIENCE, Server, granary, write_site};

/// Puts a certificate where the server reads it; the key first, as tools that renew certificates do.
fn place(folder: &Path, number: u8) {
    for (from, to) in
        [(format!("tls-{number}.key.pem"), "key.pem"), (format!("tls-{number}.pem"), "cert.pem")]
    {
        fs::copy(fixture(&from), folder.join(to)).expect("copied");
    }
}

fn configuration(folder: &Path) -> String {
    let at = |name: &str| folder.join(name);
    format!(
        "[tls]\ncertificate_file = {:?}\nkey_file = {:?}\n[limits]\npoll_interval_ms = 50\n",
        at("cert.pem"),
        at("key.pem")
    )
}

/// An answer over TLS, and the certificate shown.
fn get(address: &str, path: &str) -> (String, Vec<u8>) {
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_file(fixture("tls-ca.pem")).expect("a certificate");
    roots.add(authority).expect("an authority");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.expect("versions").with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a connection");
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let mut stream = StreamOwned::new(connection, stream);
    write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").expect("sent");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let shown = stream.conn.peer_certificates().expect("a certificate")[0].to_vec();
    (String::from_utf8_lossy(&answer).into_owned(), shown)
}

#[test]
fn connections_are_secret_and_a_certificate_is_replaced_without_a_new_start() {
    let (store, folder) = (store(), tempfile::tempdir().expect("a directory"));
    place(folder.path(), 1);
    // Operators ask at an address of their own, without TLS.
    let listen = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
    let server = Server::start_as(store.path(), &configuration(folder.path()), &listen);
    let (answer, first) = get(server.address(), "/api/v1/kpis");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("turnover"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=31536000"), "{answer}");
    assert_eq!(first, CertificateDer::from_pem_file(fixture("tls-1.pem")).expect("a certificate").to_vec());
    // Who does not speak TLS is not answered, and nobody else notices.
    let mut plain = TcpStream::connect(server.address()).expect("a connection");
    plain.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").expect("sent");
    let mut said = Vec::new();
    let _ = plain.read_to_end(&mut said);
    assert!(!said.starts_with(b"HTTP"), "{said:?}");
    // What cannot be used is not taken.
    fs::write(folder.path().join("cert.pem"), "not a certificate").expect("written");
    server.wait_for(|event| event["message"].as_str().is_some_and(|said| said.contains("cannot be used")));
    assert_eq!(get(server.address(), "/healthz").1, first);
    place(folder.path(), 2);
    server.wait_for(|event| event["message"] == "the certificate is read anew");
    let (answer, second) = get(server.address(), "/healthz");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_ne!(second, first);
    assert_eq!(client::get(server.admin_address(), "/healthz", &[]).status, 200);
}

#[test]
fn a_certificate_that_cannot_be_used_keeps_the_server_from_starting() {
    let (store, folder) = (store(), tempfile::tempdir().expect("a directory"));
    let folder = folder.path();
    let check = |parts: &[&str]| {
        fs::write(folder.join("granary.toml"), configuration(folder)).expect("written");
        write_site(&folder.join("site"));
        let mut command = granary();
        command.args(["serve", "--listen", "127.0.0.1:0", "--store"]).arg(store.path());
        command.arg("--config").arg(folder.join("granary.toml")).arg("--site").arg(folder.join("site"));
        check_refused(&mut command, &[&["certificate_file and key_file"], parts].concat());
    };
    check(&["cert.pem"]);
    fs::write(folder.join("cert.pem"), "").expect("written");
    check(&["cert.pem: it has no certificate"]);
    place(folder, 1);
    fs::copy(fixture("tls-2.key.pem"), folder.join("key.pem")).expect("copied");
    check(&["key.pem"]);
}
