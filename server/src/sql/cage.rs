//! The limits that a worker puts around itself before it starts a thread: what it may open, that it may reach nobody and
//! start nothing, how much memory it may take. No query needs any of what is forbidden; they hold if one finds a way
//! through the gate and through the engine.

use serde::{Deserialize, Serialize};
use std::path::Path;

/// Which limits hold around a worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cage {
    /// It reads its tenant's directory and writes where it spills, and opens nothing else (Landlock).
    pub files: bool,
    /// It opens no connection and starts no program (seccomp).
    pub calls: bool,
    /// Its memory, its files and its processor time end somewhere (resource limits).
    pub amounts: bool,
}

/// What a worker may have.
#[derive(Clone, Copy, Debug)]
pub struct Bounds<'a> {
    /// Directory that it reads.
    pub reads: Option<&'a Path>,
    /// Directory that it writes.
    pub writes: &'a Path,
    /// Memory in bytes.
    pub memory_bytes: u64,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Processor time of its whole life, in seconds.
    pub processor_s: u64,
}

/// Address space besides memory: the program itself, and what allocators reserve and never use.
#[cfg(unix)]
const RESERVED_BYTES: u64 = 8 << 30;

impl Cage {
    /// Whether every limit holds.
    pub fn is_whole(self) -> bool {
        self.files && self.calls && self.amounts
    }

    /// Confines this process, as far as the system can.
    pub fn close(bounds: Bounds<'_>) -> Cage {
        Cage { amounts: amounts(bounds), files: files(bounds).unwrap_or(false), calls: calls().is_some() }
    }
}

#[cfg(unix)]
fn amounts(bounds: Bounds<'_>) -> bool {
    use rlimit::Resource;
    // DATA is what the process can write to, which is what it takes from others; AS is everything that it can address.
    let address_space = bounds.memory_bytes.saturating_add(RESERVED_BYTES);
    [
        (Resource::DATA, bounds.memory_bytes),
        (Resource::AS, address_space),
        (Resource::FSIZE, bounds.file_bytes),
        (Resource::CPU, bounds.processor_s),
        (Resource::CORE, 0),
    ]
    .into_iter()
    .all(|(resource, most)| {
        // Who started the program may have set less.
        let most = rlimit::getrlimit(resource).map_or(most, |(_, hard)| hard.min(most));
        rlimit::setrlimit(resource, most, most).is_ok()
    })
}

#[cfg(not(unix))]
fn amounts(_: Bounds<'_>) -> bool {
    false
}

#[cfg(target_os = "linux")]
fn files(bounds: Bounds<'_>) -> Option<bool> {
    use landlock::{
        ABI, Access, AccessFs, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus, path_beneath_rules,
    };
    // Rights that are newer than the kernel are left out, and the status says so.
    let all = AccessFs::from_all(ABI::V5);
    let rules = Ruleset::default().handle_access(all).ok()?.create().ok()?;
    let rules =
        rules.add_rules(path_beneath_rules(bounds.reads, AccessFs::ReadFile | AccessFs::ReadDir)).ok()?;
    let rules = rules.add_rules(path_beneath_rules([bounds.writes], AccessFs::from_all(ABI::V1))).ok()?;
    let status = rules.restrict_self().ok()?;
    Some(status.ruleset != RulesetStatus::NotEnforced)
}

#[cfg(not(target_os = "linux"))]
fn files(_: Bounds<'_>) -> Option<bool> {
    None
}

/// System calls that reach beyond the process: to the network, to other programs, to the kernel's own settings.
#[cfg(target_os = "linux")]
const FORBIDDEN: [libc::c_long; 24] = [
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_open,
    libc::SYS_kill,
    libc::SYS_mount,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_bpf,
    libc::SYS_keyctl,
    libc::SYS_perf_event_open,
    libc::SYS_io_uring_setup,
    libc::SYS_userfaultfd,
];

#[cfg(target_os = "linux")]
fn calls() -> Option<()> {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};
    let forbidden = FORBIDDEN.iter().map(|call| (*call, Vec::new())).collect();
    let refuse = SeccompAction::Errno(u32::try_from(libc::EPERM).ok()?);
    let machine = std::env::consts::ARCH.try_into().ok()?;
    let filter = SeccompFilter::new(forbidden, SeccompAction::Allow, refuse, machine).ok()?;
    let program: BpfProgram = filter.try_into().ok()?;
    apply_filter(&program).ok()
}

#[cfg(not(target_os = "linux"))]
fn calls() -> Option<()> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::fs;
    use std::net::TcpListener;
    use std::process::Command;
    use std::thread;

    /// Landlock and seccomp hold for the thread that asks for them, so the other tests go on unconfined.
    #[test]
    fn a_confined_thread_opens_nothing_else_reaches_nobody_and_starts_nothing() {
        let (reads, writes) =
            (tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("another"));
        let stored = reads.path().join("stored");
        fs::write(&stored, "rows").expect("written");
        let confined = thread::spawn(move || {
            let bounds = Bounds {
                reads: Some(reads.path()),
                writes: writes.path(),
                memory_bytes: 0,
                file_bytes: 0,
                processor_s: 0,
            };
            assert_eq!((files(bounds), calls()), (Some(true), Some(())), "this system can confine");
            assert_eq!(fs::read_to_string(&stored).expect("the tenant's file"), "rows");
            assert!(fs::write(&stored, "other").is_err(), "a stored file is written");
            assert!(fs::read_to_string("/proc/self/status").is_err() && fs::read_dir("/").is_err());
            let spilled = writes.path().join("spilled");
            fs::write(&spilled, "rows").expect("a spilled file");
            fs::remove_file(&spilled).expect("removed");
            assert!(TcpListener::bind("127.0.0.1:0").is_err(), "a socket is opened");
            assert!(Command::new("/bin/true").status().is_err(), "a program is started");
        });
        confined.join().expect("all of it holds");
    }
}
