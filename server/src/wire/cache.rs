//! The cache of answers. A page is a function of a publication and a query, so it can be cached for as long as there
//! is room.

use super::encoded::Encoded;
use super::encoding::Encoding;
use crate::lock::lock;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, Weak};

/// Everything that an answer is a function of, beside its encoding: within one run of the server, the same basis means
/// the same bytes. What one tenant or one language was given is never given to another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Basis {
    /// The tenant whose data it is made of; empty for what has no data in it.
    tenant: String,
    /// Code of the language it is in; empty for what has no words in it.
    language: &'static str,
    /// Kind, publication, address and parameters.
    answer: String,
}

impl Basis {
    /// An answer made of a tenant's data.
    pub fn of_tenant(tenant: &str, answer: String) -> Self {
        Basis { tenant: tenant.to_owned(), language: "", answer }
    }

    /// An answer without data: the same for every tenant.
    pub fn of_program(answer: &str) -> Self {
        Basis { tenant: String::new(), language: "", answer: answer.to_owned() }
    }

    /// The same in a language, by its code.
    pub fn in_language(self, language: &'static str) -> Self {
        Basis { language, ..self }
    }

    fn bytes(&self) -> usize {
        self.tenant.len() + self.answer.len()
    }
}

/// Its parts, a line each: the first two are names of a folder and of a language, which hold no line's end.
impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}", self.tenant, self.language, self.answer)
    }
}

/// What an answer is found by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// What it is a function of.
    pub basis: Basis,
    /// The encoding asked for.
    pub encoding: Encoding,
}

/// Bodies in two generations. When the young one reaches half of the limit, it becomes the old one, and bodies of the
/// old one that nobody asked for in between are dropped. This keeps what is used, at constant cost. A body too large
/// for the cache is still shared by all who ask for it while somebody receives it.
pub struct Cache {
    limit_bytes: usize,
    generations: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    young: HashMap<Key, Arc<Encoded>>,
    young_bytes: usize,
    old: HashMap<Key, Arc<Encoded>>,
    large: HashMap<Key, Weak<Encoded>>,
}

/// Approximate memory of a key and the tables besides the bytes.
const OVERHEAD_BYTES: usize = 256;

impl Cache {
    /// An empty cache that holds at most so many bytes.
    pub fn new(limit_bytes: usize) -> Self {
        Cache { limit_bytes, generations: Mutex::default() }
    }

    /// A body, if it is still there.
    pub fn get(&self, key: &Key) -> Option<Arc<Encoded>> {
        let mut generations = self.lock();
        if let Some(found) = generations.young.get(key) {
            return Some(found.clone());
        }
        if let Some(large) = generations.large.get(key).and_then(Weak::upgrade) {
            return Some(large);
        }
        let found = generations.old.remove(key)?;
        self.put(&mut generations, key.clone(), found.clone());
        Some(found)
    }

    /// Caches a body. One that would fill a quarter of the cache is kept only while somebody else holds it.
    pub fn insert(&self, key: Key, body: Arc<Encoded>) {
        self.put(&mut self.lock(), key, body);
    }

    fn put(&self, generations: &mut Generations, key: Key, body: Arc<Encoded>) {
        let size = body.bytes.len() + key.basis.bytes() + OVERHEAD_BYTES;
        if size > self.limit_bytes / 4 {
            generations.large.retain(|_, body| body.strong_count() > 0);
            generations.large.insert(key, Arc::downgrade(&body));
            return;
        }
        if generations.young_bytes + size > self.limit_bytes / 2 {
            generations.old = std::mem::take(&mut generations.young);
            generations.young_bytes = 0;
        }
        if generations.young.insert(key, body).is_none() {
            generations.young_bytes += size;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Generations> {
        lock(&self.generations)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderMap;

    fn key(name: &str) -> Key {
        Key { basis: Basis::of_program(name), encoding: Encoding::Identity }
    }

    fn body(bytes: usize) -> Arc<Encoded> {
        Arc::new(Encoded {
            sha256: "0".into(),
            encoding: Encoding::Identity,
            bytes: vec![0; bytes].into(),
            in_haste: false,
            headers: HeaderMap::new(),
        })
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_makes_room() {
        let cache = Cache::new(100_000);
        cache.insert(key("used"), body(1_000));
        for i in 0..1_000 {
            cache.insert(key(&i.to_string()), body(1_000));
            assert!(cache.get(&key("used")).is_some(), "after {i}");
        }
        assert!(cache.get(&key("0")).is_none());
        let generations = cache.lock();
        let held: usize =
            generations.young.values().chain(generations.old.values()).map(|b| b.bytes.len()).sum();
        assert!(held <= 100_000, "{held}");
    }

    #[test]
    fn one_body_never_takes_the_room_of_all() {
        let cache = Cache::new(10_000);
        cache.insert(key("small"), body(100));
        let large = body(5_000);
        cache.insert(key("large"), large.clone());
        let shared = cache.get(&key("large")).expect("somebody takes it");
        assert!(Arc::ptr_eq(&shared, &large), "its readers share one copy");
        drop((shared, large));
        assert!(cache.get(&key("large")).is_none());
        assert!(cache.get(&key("small")).is_some());
        cache.insert(key("larger"), body(6_000));
        assert_eq!(cache.lock().large.len(), 1, "what is gone is forgotten");
    }

    #[test]
    fn another_tenant_or_language_is_another_answer() {
        let cache = Cache::new(100_000);
        let find = |basis| cache.get(&Key { basis, encoding: Encoding::Identity }).is_some();
        let page = || "page 1 /items?".to_owned();
        let basis = Basis::of_tenant("one", page()).in_language("en");
        cache.insert(Key { basis: basis.clone(), encoding: Encoding::Identity }, body(10));
        assert!(find(basis));
        assert!(!find(Basis::of_tenant("two", page()).in_language("en")));
        assert!(!find(Basis::of_tenant("one", page()).in_language("de")));
        assert!(!find(Basis::of_tenant("one", page())));
        let told = |tenant: &str, answer: &str| Basis::of_tenant(tenant, answer.to_owned()).to_string();
        assert_ne!(told("one", "two"), told("onetwo", ""), "tags tell them apart, too");
    }
}
