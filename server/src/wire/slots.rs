//! Limits on open connections, overall and for each client. An idle connection makes way for a new one.

use super::client::Client;
use super::connection::Activity;
use crate::limits::Limits;
use crate::lock::lock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;
use tokio::time::Instant;

/// The connections of a listener.
pub struct Slots {
    most: usize,
    client_most: usize,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next_id: u64,
    connections: HashMap<u64, Known>,
}

struct Known {
    client: Client,
    activity: Arc<Activity>,
    way: Arc<Notify>,
}

/// A connection's place, for as long as this lives.
pub struct Slot {
    slots: Arc<Slots>,
    id: u64,
    way: Arc<Notify>,
}

impl Slots {
    /// No connection is open yet.
    pub fn new(limits: &Limits) -> Arc<Self> {
        let (most, client_most) = (limits.connections, limits.client_connections);
        Arc::new(Slots { most, client_most, open: Mutex::default() })
    }

    /// A place for a connection or, if none is free, the place of the connection that has been idle longest. A client
    /// that has used its share gets only places of its own idle connections.
    pub fn take(self: &Arc<Self>, client: Client, activity: Arc<Activity>) -> Option<Slot> {
        let mut open = self.lock();
        let own = open.connections.values().filter(|known| known.client == client).count();
        if own >= self.client_most {
            open.make_way(|known| known.client == client)?;
        } else if open.connections.len() >= self.most {
            open.make_way(|_| true)?;
        }
        let (id, way) = (open.next_id, Arc::new(Notify::new()));
        open.next_id += 1;
        open.connections.insert(id, Known { client, activity, way: way.clone() });
        Some(Slot { slots: self.clone(), id, way })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        lock(&self.open)
    }
}

impl Open {
    /// Tells the connection that has been idle longest to close; `None` if all are busy.
    fn make_way(&mut self, may_go: impl Fn(&Known) -> bool) -> Option<()> {
        let idle = self.connections.iter().filter(|(_, known)| may_go(known));
        let idle = idle.filter_map(|(id, known)| Some((known.activity.idle_since()?, *id)));
        let (_, longest): (Instant, u64) = idle.min()?;
        self.connections.remove(&longest)?.way.notify_one();
        Some(())
    }
}

impl Slot {
    /// Waits until this connection must make way.
    pub async fn make_way(&self) {
        self.way.notified().await;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.lock().connections.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::IpAddr;
    use std::time::Duration;

    fn slots(connections: usize, client_connections: usize) -> Arc<Slots> {
        Slots::new(&Limits { connections, client_connections, ..Limits::default() })
    }

    fn client(last: u8) -> Client {
        IpAddr::from([192, 0, 2, last]).into()
    }

    async fn told(slot: &Slot) -> bool {
        tokio::time::timeout(Duration::ZERO, slot.make_way()).await.is_ok()
    }

    #[tokio::test]
    async fn the_longest_idle_connection_makes_way_and_a_busy_one_never() {
        let slots = slots(3, 3);
        let busy = Activity::begin();
        let request = busy.request();
        let first = slots.take(client(1), busy).expect("a place");
        let second = slots.take(client(1), Activity::begin()).expect("a place");
        // Activity is recorded in whole milliseconds.
        std::thread::sleep(Duration::from_millis(5));
        let third = slots.take(client(2), Activity::begin()).expect("a place");
        let fourth = slots.take(client(3), Activity::begin()).expect("a place of another");
        assert!(told(&second).await && !told(&first).await && !told(&third).await && !told(&fourth).await);
        drop(second);
        assert_eq!(slots.lock().connections.len(), 3, "its place is another's by now");
        drop(request);
    }

    #[tokio::test]
    async fn a_client_with_its_share_gets_places_of_its_own_only() {
        let slots = slots(10, 2);
        let activities = [Activity::begin(), Activity::begin()];
        let _other = slots.take(client(1), Activity::begin()).expect("a place");
        let held = activities.each_ref().map(|activity| slots.take(client(2), activity.clone()));
        let _requests = activities.each_ref().map(Activity::request);
        assert!(slots.take(client(2), Activity::begin()).is_none(), "both are busy");
        assert!(slots.take(client(3), Activity::begin()).is_some(), "there is room for others");
        drop(held);
        assert!(slots.take(client(2), Activity::begin()).is_some());
    }
}
