//! No internet socket, for this process and every child it will have.
//!
//! The content security policy stops what a page may fetch, but an injected
//! `<link rel=preconnect>` still reached the network. The kernel does not let
//! it through here: `socket(AF_INET)` and `socket(AF_INET6)` fail as on a
//! machine without those protocols, and `io_uring`, which could open sockets
//! around the filter, is absent. Sockets inside the machine (display, bus,
//! WebKit's own processes) are of other families and go on working.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter,
};

const AF_INET: u64 = 2;
const AF_INET6: u64 = 10;
const AF_PACKET: u64 = 17;
const EAFNOSUPPORT: u32 = 97;
const ENOSYS: u32 = 38;

#[cfg(target_arch = "x86_64")]
mod syscall {
    pub const ARCH: seccompiler::TargetArch = seccompiler::TargetArch::x86_64;
    pub const SOCKET: i64 = 41;
    pub const IO_URING_SETUP: i64 = 425;
}
#[cfg(target_arch = "aarch64")]
mod syscall {
    pub const ARCH: seccompiler::TargetArch = seccompiler::TargetArch::aarch64;
    pub const SOCKET: i64 = 198;
    pub const IO_URING_SETUP: i64 = 425;
}

/// Puts the filter on. It cannot be taken off again.
pub fn install() -> Result<(), seccompiler::Error> {
    for program in programs(syscall::ARCH)? {
        apply_filter(&program)?;
    }
    Ok(())
}

fn programs(arch: TargetArch) -> Result<[BpfProgram; 2], seccompiler::Error> {
    let family = |family| {
        SeccompRule::new(vec![SeccompCondition::new(
            0,
            SeccompCmpArgLen::Dword,
            SeccompCmpOp::Eq,
            family,
        )?])
    };
    let sockets = BTreeMap::from([(
        syscall::SOCKET,
        vec![family(AF_INET)?, family(AF_INET6)?, family(AF_PACKET)?],
    )]);
    let rings = BTreeMap::from([(syscall::IO_URING_SETUP, vec![])]);
    Ok([
        program(sockets, EAFNOSUPPORT, arch)?,
        program(rings, ENOSYS, arch)?,
    ])
}

fn program(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    refusal: u32,
    arch: TargetArch,
) -> Result<BpfProgram, seccompiler::Error> {
    let filter = SeccompFilter::new(
        rules,
        SeccompAction::Allow,
        SeccompAction::Errno(refusal),
        arch,
    )?;
    Ok(filter.try_into()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On a thread of its own, since the filter stays on it.
    #[test]
    fn internet_sockets_are_refused_and_local_ones_are_not() {
        let before = std::net::TcpListener::bind("127.0.0.1:0");
        assert!(
            before.is_ok(),
            "the check can fail: without the filter a socket opens"
        );
        std::thread::spawn(|| {
            install().unwrap();
            for address in ["127.0.0.1:0", "[::1]:0"] {
                let refused = std::net::TcpListener::bind(address).unwrap_err();
                assert_eq!(
                    refused.raw_os_error(),
                    Some(EAFNOSUPPORT as i32),
                    "{address}"
                );
            }
            assert!(std::os::unix::net::UnixStream::pair().is_ok());
        })
        .join()
        .unwrap();
    }
}
