//! Whose turn it is: so many queries at once, so many of one client, and a queue in which nobody waits behind all queries of
//! another.

use crate::lock::lock;
use crate::refusal::Refusal;
use crate::wire::Client;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::oneshot::{self, Sender};
use tokio::time::timeout;

/// How many queries there may be.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    /// Queries answered at once.
    pub most: usize,
    /// The same of one client.
    pub client_most: usize,
    /// Queries that wait.
    pub waiting: usize,
    /// The same of one client.
    pub client_waiting: usize,
    /// Time that a query waits.
    pub wait: Duration,
}

/// The queries that are answered and those that wait.
pub struct Turns {
    crowd: Crowd,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    answered: HashMap<Client, usize>,
    waiting: VecDeque<(Client, Sender<Turn>)>,
}

/// A turn, for as long as this lives.
pub struct Turn {
    turns: Arc<Turns>,
    client: Client,
}

impl Turns {
    /// Nobody is there yet.
    pub fn new(crowd: Crowd) -> Arc<Self> {
        Arc::new(Turns { crowd, now: Mutex::default() })
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// The client has too many queries waiting, all together have, or none ends in time.
    pub async fn take(self: &Arc<Self>, client: Client) -> Result<Turn, Refusal> {
        let called = {
            let mut now = self.lock();
            if self.is_free(&now, client) {
                return Ok(self.begin(&mut now, client));
            }
            let own =
                now.waiting.iter().filter(|(other, waits)| *other == client && !waits.is_closed()).count();
            if own >= self.crowd.client_waiting {
                return Err(Refusal::TooManyQueries);
            }
            now.waiting.retain(|(_, waits)| !waits.is_closed());
            if now.waiting.len() >= self.crowd.waiting {
                return Err(Refusal::Overloaded);
            }
            let (call, called) = oneshot::channel();
            now.waiting.push_back((client, call));
            called
        };
        match timeout(self.crowd.wait, called).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(Refusal::Overloaded),
        }
    }

    /// Queries that are answered now.
    pub fn answered(&self) -> usize {
        self.lock().answered.values().sum()
    }

    fn is_free(&self, now: &Now, client: Client) -> bool {
        let all: usize = now.answered.values().sum();
        all < self.crowd.most && now.answered.get(&client).is_none_or(|own| *own < self.crowd.client_most)
    }

    fn begin(self: &Arc<Self>, now: &mut Now, client: Client) -> Turn {
        *now.answered.entry(client).or_insert(0) += 1;
        Turn { turns: self.clone(), client }
    }

    /// Calls those who wait and may begin: of those with the fewest queries who came first.
    fn call(self: &Arc<Self>, now: &mut Now) -> Vec<Turn> {
        let mut missed = Vec::new();
        loop {
            let may = now.waiting.iter().enumerate().filter(|(_, (client, _))| self.is_free(now, *client));
            let fewest = may.min_by_key(|(_, (client, _))| now.answered.get(client).copied().unwrap_or(0));
            let Some((place, _)) = fewest else { return missed };
            let Some((client, call)) = now.waiting.remove(place) else { return missed };
            if let Err(turn) = call.send(self.begin(now, client)) {
                // It waits no longer. Its turn ends when nothing is locked any more.
                missed.push(turn);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        lock(&self.now)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let missed = {
            let mut now = self.turns.lock();
            if let Some(own) = now.answered.get_mut(&self.client) {
                *own -= 1;
                if *own == 0 {
                    now.answered.remove(&self.client);
                }
            }
            self.turns.call(&mut now)
        };
        drop(missed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::IpAddr;

    fn client(last: u8) -> Client {
        IpAddr::from([192, 0, 2, last]).into()
    }

    fn turns() -> Arc<Turns> {
        let wait = Duration::from_millis(50);
        Turns::new(Crowd { most: 2, client_most: 1, waiting: 3, client_waiting: 2, wait })
    }

    #[tokio::test]
    async fn a_client_waits_behind_its_own_queries_only() {
        let turns = turns();
        let first = turns.take(client(1)).await.expect("a turn");
        let other = turns.take(client(2)).await.expect("a turn beside it");
        assert_eq!(turns.take(client(1)).await.err(), Some(Refusal::Overloaded), "none ends in time");
        let (own, third) = tokio::join!(turns.take(client(1)), async {
            let third = turns.clone();
            let third = tokio::spawn(async move { third.take(client(3)).await });
            tokio::task::yield_now().await;
            drop(other);
            third.await.expect("no panic")
        });
        assert!(third.is_ok(), "the place of client 2 is that of client 3, who has none");
        assert!(own.is_err());
        drop((first, third));
        assert!(turns.take(client(1)).await.is_ok());
        assert!(turns.lock().answered.is_empty());
    }

    #[tokio::test]
    async fn who_has_too_many_waiting_is_told_so_at_once() {
        let turns = turns();
        let _held = (turns.take(client(1)).await, turns.take(client(2)).await);
        let waiting = [turns.take(client(1)), turns.take(client(1)), turns.take(client(1))];
        let outcomes = futures::future::join_all(waiting).await;
        let refused: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
        assert_eq!(refused, [&Refusal::Overloaded, &Refusal::Overloaded, &Refusal::TooManyQueries]);
    }
}
