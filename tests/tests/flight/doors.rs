//! Doors: who may ask, by which key or password, under which name of the server, and over TLS.

use crate::driver::{Driver, statement, texts};
use crate::{serve, store};
use arrow_flight::HandshakeRequest;
use arrow_flight::flight_service_client::FlightServiceClient;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tests::client;
use tests::program::{fail, granary, succeed, write_site};
use tonic::transport::{Certificate, ClientTlsConfig, Endpoint};
use tonic::{Code, Status};

pub const PASSWORD: &str = "correct horse: battery staple";

/// People and programs of a server, in files.
pub struct Door(tempfile::TempDir);

impl Door {
    pub fn new() -> Self {
        let door = Door(tempfile::tempdir().expect("a directory"));
        fs::write(door.0.path().join("session.key"), "0f3c9a7be1d24586a0b1c2d3e4f50617").expect("written");
        door
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn user(&self, name: &str, more: &[&str]) -> std::process::Command {
        let mut command = granary();
        command.arg("user").arg(name).arg("--users").arg(self.at("users.toml")).args(more);
        command
    }

    /// A program's key.
    pub fn key(&self, name: &str, more: &[&str]) -> String {
        let key = succeed(self.user(name, more).arg("--key"));
        format!("Bearer {}", key.trim())
    }

    /// Somebody with a password.
    pub fn person(&self, name: &str, more: &[&str]) {
        let mut command = self.user(name, more);
        let mut child =
            command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        writeln!(child.stdin.take().expect("its input"), "{PASSWORD}").expect("written");
        assert!(child.wait().expect("an end").success(), "{name}");
    }

    pub fn configuration(&self) -> String {
        format!(
            "audit_file = {:?}\n[sign_in]\nusers_file = {:?}\nsecret_file = {:?}\n",
            self.at("audit.jsonl"),
            self.at("users.toml"),
            self.at("session.key")
        )
    }

    fn audit(&self) -> String {
        fs::read_to_string(self.at("audit.jsonl")).expect("a log")
    }
}

#[track_caller]
fn check(driver: &mut Driver, code: Code, part: &str) {
    let refused = driver.query("select 1").expect_err("a refusal");
    assert_eq!(refused.code(), code, "{refused}");
    assert!(refused.message().contains(part), "{part} in {refused}");
    assert_eq!(driver.prepare("select 1").expect_err("a refusal").code(), code);
    let tables = driver.info(&arrow_flight::sql::CommandGetTables::default());
    assert_eq!(tables.expect_err("a refusal").code(), code);
}

#[test]
fn a_program_asks_by_its_key_if_its_role_may() {
    let (store, door) = (store(), Door::new());
    let analyst = door.key("report", &["--role", "analyst"]);
    let viewer = door.key("wall", &["--role", "viewer"]);
    let part = door.key("garden", &["--category", "Mugs"]);
    let old = door.key("old", &["--role", "analyst", "--until", "2020-01-01"]);
    let (_server, address) = serve(&store, &door.configuration());
    let rows = Driver::to(&address).with(&analyst).query("select count(*) > 0 from sales").expect("rows");
    assert_eq!(texts(&rows), [[Some("true".to_owned())]]);
    check(&mut Driver::to(&address), Code::Unauthenticated, "authorization: Bearer KEY");
    for wrong in [&*old, "Bearer granary_", "Bearer ", "Basic YTpi", &analyst["Bearer ".len()..]] {
        check(&mut Driver::to(&address).with(wrong), Code::Unauthenticated, "[not-signed-in]");
    }
    check(&mut Driver::to(&address).with(&viewer), Code::PermissionDenied, "[not-allowed]");
    // Who sees a part of the data asks nothing, because queries know no parts.
    check(&mut Driver::to(&address).with(&part), Code::PermissionDenied, "[not-allowed]");
    let audit = door.audit();
    let line = |deed: &str, subject: &str| {
        let wanted = [
            format!("\"deed\":\"{deed}\""),
            format!("\"subject\":\"{subject}\""),
            "FlightService/".to_owned(),
        ];
        audit.lines().any(|line| wanted.iter().all(|part| line.contains(part)))
    };
    assert!(line("asked", "report") && line("refused", "wall") && line("refused", "garden"), "{audit}");
    assert!(!audit.contains("select") && !audit.contains("granary_"), "{audit}");
}

/// The token for a name and a password.
fn shake(driver: &mut Driver, name: &str, password: &str) -> Result<String, Status> {
    let basic = STANDARD.encode(format!("{name}:{password}"));
    let mut request = tonic::Request::new(futures::stream::iter([HandshakeRequest::default()]));
    request.metadata_mut().insert("authorization", format!("Basic {basic}").parse().expect("a header"));
    let answer =
        driver.run(|mut client: FlightServiceClient<_>| async move { client.handshake(request).await })?;
    let token = answer.metadata().get("authorization").expect("a token");
    Ok(token.to_str().expect("text").to_owned())
}

#[test]
fn a_person_gets_a_token_for_their_program() {
    let (store, door) = (store(), Door::new());
    door.person("ana", &["--role", "analyst"]);
    door.person("vi", &["--role", "viewer"]);
    let (server, address) = serve(&store, &door.configuration());
    let mut driver = Driver::to(&address);
    let token = shake(&mut driver, "ana", PASSWORD).expect("a token");
    assert!(Driver::to(&address).with(&token).query("select 1").is_ok());
    let viewer = shake(&mut driver, "vi", PASSWORD).expect("a token");
    check(&mut Driver::to(&address).with(&viewer), Code::PermissionDenied, "[not-allowed]");
    let changed = format!("{}x", &token[..token.len() - 1]);
    check(&mut Driver::to(&address).with(&changed), Code::Unauthenticated, "[not-signed-in]");
    for (name, password) in [("ana", "wrong"), ("nobody", PASSWORD), ("", "")] {
        let refused = shake(&mut driver, name, password).expect_err("a refusal");
        assert_eq!(refused.code(), Code::Unauthenticated);
        assert!(refused.message().contains("name or the password is wrong"), "{refused}");
    }
    let last = (0..6).filter_map(|_| shake(&mut driver, "ana", "wrong").err()).last().expect("a refusal");
    assert!(last.message().contains("too many tries"), "{last}");
    let audit = door.audit();
    assert!(audit.contains("signed_in") && audit.contains("sign_in_refused"), "{audit}");
    assert!(!audit.contains("horse"), "{audit}");
    assert!(server.events().iter().all(|event| !event.to_string().contains("horse")));
    // Where nobody signs in, there is nothing to shake.
    let (_open, address) = serve(&store, "");
    let refused = shake(&mut Driver::to(&address), "ana", PASSWORD).expect_err("a refusal");
    assert!(refused.message().contains("Nobody signs in here"), "{refused}");
}

fn key(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/keys").join(name)
}

#[test]
fn the_certificate_is_that_of_the_server() {
    let (store, folder) = (store(), tempfile::tempdir().expect("a directory"));
    let place = |number: u8| {
        for (from, to) in
            [(format!("tls-{number}.key.pem"), "key.pem"), (format!("tls-{number}.pem"), "cert.pem")]
        {
            fs::copy(key(&from), folder.path().join(to)).expect("copied");
        }
    };
    place(1);
    let (certificate, private) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let configuration = format!(
        "[tls]\ncertificate_file = {certificate:?}\nkey_file = {private:?}\n[limits]\npoll_interval_ms = 50\n"
    );
    let (server, address) = serve(&store, &configuration);
    let authority = Certificate::from_pem(fs::read(key("tls-ca.pem")).expect("a certificate"));
    let tls = ClientTlsConfig::new().ca_certificate(authority).domain_name("localhost");
    let secret = || {
        let port = address.rsplit_once(':').expect("a port").1;
        let endpoint = Endpoint::from_shared(format!("https://localhost:{port}")).expect("an address");
        Driver::at(endpoint.tls_config(tls.clone()).expect("TLS"))
    };
    assert!(secret().query("select 1").is_ok());
    place(2);
    server.wait_for(|event| event["message"] == "the certificate is read anew");
    assert!(secret().query("select 1").is_ok());
    let plain = Endpoint::from_shared(format!("http://{address}")).expect("an address");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let refused = runtime.block_on(async {
        let channel = plain.connect().await.ok()?;
        let request = arrow_flight::FlightDescriptor::new_cmd(Vec::new());
        FlightServiceClient::new(channel).get_flight_info(request).await.ok()
    });
    assert!(refused.is_none(), "who does not speak TLS is not answered");
}

#[test]
fn only_programs_that_name_this_server_are_answered() {
    let store = store();
    let (server, address) = serve(&store, "");
    let named = |host: &str| {
        let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("an address");
        Driver::at(endpoint.origin(format!("http://{host}").parse().expect("an address")))
    };
    assert!(named("localhost").query("select 1").is_ok());
    let refused = named("evil.example").info(&statement("select 1")).expect_err("a refusal");
    assert_eq!(refused.code(), Code::PermissionDenied, "{refused}");
    assert!(refused.message().contains("[unknown-host]"), "{refused}");
    // A page of another site can send this without asking.
    let path = "/arrow.flight.protocol.FlightService/GetFlightInfo";
    let answer = client::post(&address, path, &[("content-type", "text/plain")], "x");
    assert_eq!((answer.status, &answer.json()["code"]), (400, &"bad-body".into()));
    assert_eq!(client::get(&address, "/healthz", &[]).status, 200);
    for elsewhere in ["/", "/api/v1/kpis", "/sql", "/metrics", "/arrow.flight.protocol.FlightService/Other"] {
        assert_eq!(client::get(&address, elsewhere, &[]).status, 404, "{elsewhere}");
    }
    let here = server.get_with(path, &[("content-type", "application/grpc")]);
    assert_eq!(here.status, 200, "readers' addresses have no drivers");
    assert_eq!(here.header("grpc-status"), "12");
}

#[test]
fn an_address_that_others_reach_must_be_asked_for() {
    let (store, folder) = (store(), tempfile::tempdir().expect("a directory"));
    write_site(folder.path());
    let mut command = granary();
    command.args(["serve", "--listen", "127.0.0.1:0", "--flight", "0.0.0.0:0", "--store"]).arg(store.path());
    let (told, code) = fail(command.arg("--site").arg(folder.path()));
    assert_eq!(code, 1);
    for part in ["--flight 0.0.0.0:0 lets other machines in", "nobody has to sign in", "--public"] {
        assert!(told.contains(part), "{part} in {told}");
    }
}
