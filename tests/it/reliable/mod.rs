//! What a library survives: kills, full disks, bad sectors, damage, a medium pulled out.

mod kill;
mod truth;
