//! Answers being sent, with limits on their bytes over all clients and for each client.

use super::client::Client;
use super::encoded::Encoded;
use crate::limits::Limits;
use crate::lock::lock;
use crate::refusal::Refusal;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;
use tokio::time::Instant;

/// The answers being sent. An answer begins only while there is room, so one larger than the whole limit can still be
/// sent. Bytes that several answers share count once.
pub struct Flight {
    most_bytes: usize,
    client_most_bytes: usize,
    ledger: Mutex<Ledger>,
    own: AtomicU64,
    landed: Notify,
}

#[derive(Default)]
struct Ledger {
    all: Account,
    clients: HashMap<Client, Account>,
}

#[derive(Default)]
struct Account {
    bytes: usize,
    /// Number of answers for each load.
    answers: HashMap<Load, usize>,
}

/// The memory that an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Load {
    /// A buffer, by its address.
    Shared(usize),
    /// Memory of its own.
    Own(u64),
}

impl Load {
    fn of(body: &Encoded) -> Self {
        Load::Shared(body.bytes.as_ptr().addr())
    }
}

/// An answer being sent, for as long as this lives.
pub struct Passage {
    flight: Arc<Flight>,
    client: Client,
    load: Load,
    bytes: usize,
    /// Clients that ask for the same answer meanwhile share it: see [`super::cache::Cache`].
    _body: Option<Arc<Encoded>>,
}

impl Account {
    fn add(&mut self, load: Load, bytes: usize) {
        let answers = self.answers.entry(load).or_insert(0);
        if *answers == 0 {
            self.bytes += bytes;
        }
        *answers += 1;
    }

    fn remove(&mut self, load: Load, bytes: usize) {
        let Some(answers) = self.answers.get_mut(&load) else {
            return;
        };
        *answers -= 1;
        if *answers == 0 {
            self.answers.remove(&load);
            self.bytes -= bytes;
        }
    }
}

impl Flight {
    /// Nothing on its way.
    pub fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Flight {
            most_bytes: limits.answer_bytes,
            client_most_bytes: limits.client_answer_bytes,
            ledger: Mutex::default(),
            own: AtomicU64::new(0),
            landed: Notify::new(),
        })
    }

    /// Whether another answer may begin.
    pub fn has_room(&self, client: Client) -> bool {
        let ledger = self.lock();
        let own_bytes = ledger.clients.get(&client).map_or(0, |account| account.bytes);
        ledger.all.bytes < self.most_bytes && own_bytes < self.client_most_bytes
    }

    /// Whether a client already receives a body, so that one more answer with it costs nothing.
    pub fn is_taken(&self, client: Client, body: &Encoded) -> bool {
        let ledger = self.lock();
        ledger.clients.get(&client).is_some_and(|account| account.answers.contains_key(&Load::of(body)))
    }

    /// Waits until another answer may begin.
    ///
    /// # Errors
    /// No room becomes free in time.
    pub async fn room(&self, client: Client, until: Instant) -> Result<(), Refusal> {
        loop {
            let mut landed = std::pin::pin!(self.landed.notified());
            // From here on no completion is missed.
            landed.as_mut().enable();
            if self.has_room(client) {
                return Ok(());
            }
            tokio::time::timeout_at(until, landed).await.map_err(|_| Refusal::Overloaded)?;
        }
    }

    /// Counts an answer with a body that others may share.
    pub fn share(self: &Arc<Self>, client: Client, body: Arc<Encoded>) -> Passage {
        let (load, bytes) = (Load::of(&body), body.bytes.len());
        self.begin(client, load, bytes, Some(body))
    }

    /// Counts an answer with so many bytes of its own.
    pub fn carry(self: &Arc<Self>, client: Client, bytes: usize) -> Passage {
        let load = Load::Own(self.own.fetch_add(1, Ordering::Relaxed));
        self.begin(client, load, bytes, None)
    }

    fn begin(
        self: &Arc<Self>,
        client: Client,
        load: Load,
        bytes: usize,
        body: Option<Arc<Encoded>>,
    ) -> Passage {
        let mut ledger = self.lock();
        ledger.all.add(load, bytes);
        ledger.clients.entry(client).or_default().add(load, bytes);
        Passage { flight: self.clone(), client, load, bytes, _body: body }
    }

    fn lock(&self) -> MutexGuard<'_, Ledger> {
        lock(&self.ledger)
    }
}

impl Drop for Passage {
    fn drop(&mut self) {
        let mut ledger = self.flight.lock();
        ledger.all.remove(self.load, self.bytes);
        if let Some(account) = ledger.clients.get_mut(&self.client) {
            account.remove(self.load, self.bytes);
            if account.answers.is_empty() {
                ledger.clients.remove(&self.client);
            }
        }
        drop(ledger);
        self.flight.landed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::encoding::Encoding;
    use std::net::IpAddr;
    use std::time::Duration;

    fn flight() -> Arc<Flight> {
        Flight::new(&Limits { answer_bytes: 1_000, client_answer_bytes: 600, ..Limits::default() })
    }

    fn client(last: u8) -> Client {
        IpAddr::from([192, 0, 2, last]).into()
    }

    #[test]
    fn a_client_has_its_share_and_all_have_the_whole() {
        let flight = flight();
        let first = flight.carry(client(1), 700);
        assert!(!flight.has_room(client(1)), "its share is taken");
        let second = flight.carry(client(2), 300);
        assert!(!flight.has_room(client(3)), "all is taken");
        drop(first);
        assert!(flight.has_room(client(1)) && flight.has_room(client(3)));
        drop(second);
        assert!(flight.lock().clients.is_empty(), "who has nothing on its way is forgotten");
    }

    #[test]
    fn what_is_shared_counts_once() {
        let flight = flight();
        let body = Arc::new(Encoded::of(vec![0; 500], Encoding::Identity));
        let mut passages: Vec<Passage> = (0..10).map(|_| flight.share(client(1), body.clone())).collect();
        assert!(flight.is_taken(client(1), &body) && !flight.is_taken(client(2), &body));
        passages.push(flight.share(client(2), body));
        assert!(flight.has_room(client(1)) && flight.has_room(client(2)));
        assert_eq!(flight.lock().all.bytes, 500);
        passages.truncate(1);
        assert_eq!(flight.lock().clients.len(), 1);
        drop(passages);
        assert_eq!(flight.lock().all.bytes, 0);
    }

    #[tokio::test]
    async fn who_waits_begins_when_another_has_landed_or_is_refused() {
        let flight = flight();
        let passage = flight.carry(client(1), 1_000);
        let soon = Instant::now() + Duration::from_millis(20);
        assert_eq!(flight.room(client(2), soon).await, Err(Refusal::Overloaded));
        let later = Instant::now() + Duration::from_secs(60);
        let (room, ()) = tokio::join!(flight.room(client(2), later), async { drop(passage) });
        assert_eq!(room, Ok(()));
    }
}
