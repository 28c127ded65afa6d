//! What a library survives: kills, full disks, bad sectors, damage, a medium pulled out.

mod damage;
mod flips;
mod full;
mod kill;
mod medium;
mod mend;
mod reads;
mod truth;
mod two;
#[cfg(target_os = "linux")]
mod volume;
