//! Peers that read little, nothing, or slowly.

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn stream<S>(inner: S, window_ms: u64, least_bytes: usize) -> Stream<S> {
    let limits =
        Limits { slow_reader_window_ms: window_ms, slow_reader_bytes: least_bytes, ..Limits::default() };
    Stream::new(inner, Activity::begin(), &limits)
}

#[tokio::test]
async fn a_peer_that_takes_nothing_or_next_to_nothing_is_dropped() {
    for takes in [0, 1] {
        let (near, mut far) = tokio::io::duplex(64);
        let mut stream = stream(near, 20, 100);
        let reader = async {
            let mut buf = [0; 1];
            loop {
                tokio::time::sleep(Duration::from_millis(5)).await;
                if takes > 0 && far.read(&mut buf).await.is_err() {
                    break;
                }
            }
        };
        let outcome = tokio::select! {
            outcome = stream.write_all(&[0; 10_000]) => outcome,
            () = reader => panic!("the peer never ends"),
        };
        assert_eq!(outcome.expect_err("dropped").kind(), io::ErrorKind::TimedOut, "takes {takes}");
    }
}

#[tokio::test]
async fn a_peer_on_a_slow_line_gets_everything() {
    let (near, mut far) = tokio::io::duplex(64);
    // Windows go by one after the other, and none of them asks for more than the peer takes.
    let mut stream = stream(near, 1, 0);
    let reader = async {
        let mut all = Vec::new();
        while all.len() < 1_000 {
            tokio::time::sleep(Duration::from_millis(3)).await;
            let mut buf = [0; 64];
            let count = far.read(&mut buf).await.expect("bytes");
            all.extend_from_slice(&buf[..count]);
        }
        all.len()
    };
    let (written, read) = tokio::join!(stream.write_all(&[7; 1_000]), reader);
    written.expect("not dropped");
    assert_eq!(read, 1_000);
}

#[tokio::test]
async fn closing_waits_for_the_peer_but_not_for_ever() {
    for closes in [true, false] {
        let (near, mut far) = tokio::io::duplex(64);
        let limits = Limits { linger_ms: if closes { 60_000 } else { 20 }, ..Limits::default() };
        let mut stream = Stream::new(near, Activity::begin(), &limits);
        let peer = async {
            far.write_all(&[0; 10_000]).await.expect("everything is taken");
            if closes {
                far.shutdown().await.expect("closed");
            } else {
                // Goes on after the server has had enough.
                while far.write_all(&[0; 64]).await.is_ok() {
                    tokio::task::yield_now().await;
                }
            }
        };
        let close = async {
            stream.shutdown().await.expect("closed");
            drop(stream);
        };
        tokio::join!(close, peer);
    }
}

#[tokio::test]
async fn idle_means_no_request_and_no_sign_of_life() {
    let activity = Activity::begin();
    let limit = Duration::from_millis(20);
    let busy = activity.request();
    let waited = tokio::time::timeout(limit * 5, activity.idle(limit)).await;
    assert!(waited.is_err(), "a request in progress is not idle");
    drop(busy);
    let ended = Instant::now();
    activity.idle(limit).await;
    // The last sign of life is noted in whole milliseconds.
    assert!(ended.elapsed() + Duration::from_millis(1) >= limit);
}

#[tokio::test]
async fn what_the_server_says_of_its_own_accord_is_no_sign_of_life() {
    let (near, mut far) = tokio::io::duplex(64);
    let mut stream = stream(near, 60_000, 1);
    let (activity, before) = (stream.activity.clone(), stream.activity.idle_since());
    std::thread::sleep(Duration::from_millis(5));
    stream.write_all(b"a ping, which the peer's system takes at once").await.expect("written");
    assert_eq!(activity.idle_since(), before);
    // More than the peer takes: what it takes then is of an answer.
    let read = async {
        tokio::task::yield_now().await;
        assert!(activity.is_behind() && activity.idle_since().is_none());
        far.read_exact(&mut [0; 200]).await.expect("bytes")
    };
    let (written, _) = tokio::join!(stream.write_all(&[0; 180]), read);
    written.expect("not dropped");
    assert!(activity.idle_since() > before);
}
