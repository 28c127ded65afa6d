//! The rib cage: twelve pairs along the wall of the chest.

use super::{
    bones::{CARTILAGE, MARROW, PITCH, SHELL},
    torso::Level,
};
use crate::sample::{
    canvas::Canvas,
    number::{Point, cos_sin, point, profile},
};

/// Ribs are taller than thick: heights shrink by this before distances count.
const RIB_HEIGHT: f32 = 0.55;

type Chain = Vec<(Point, f32)>;

/// A rib, heights already shrunk by [`RIB_HEIGHT`].
pub(super) struct Rib {
    bone: Chain,
    cartilage: Chain,
}

/// Twelve pairs, from the spine round to the front and down.
pub(super) fn rib_cage() -> Vec<Rib> {
    (1..=12_u8)
        .flat_map(|number| [rib(number, -1.0), rib(number, 1.0)])
        .collect()
}

pub(super) fn paint(canvas: &mut Canvas, level: &Level, ribs: &[Rib]) {
    let z = level.z * RIB_HEIGHT;
    for rib in ribs {
        canvas.add_chain(z, &rib.cartilage);
    }
    canvas.fill_tubes(&[(0.0, CARTILAGE)]);
    for rib in ribs {
        canvas.add_chain(z, &rib.bone);
    }
    canvas.fill_tubes(&[(0.0, SHELL), (-1.7, MARROW + 60.0)]);
}

fn rib(number: u8, side: f32) -> Rib {
    let n = f32::from(number);
    let start = -10.0 + PITCH * n;
    let drop = profile(
        &[
            (1.0, 36.0),
            (3.0, 62.0),
            (7.0, 86.0),
            (10.0, 78.0),
            (12.0, 42.0),
        ],
        n,
    );
    let bone_end = profile(
        &[
            (1.0, 2.3),
            (3.0, 2.5),
            (6.0, 2.4),
            (8.0, 2.2),
            (10.0, 1.95),
            (11.0, 1.5),
            (12.0, 0.95),
        ],
        n,
    );
    let end = if number <= 10 {
        profile(&[(1.0, 2.75), (7.0, 2.8), (10.0, 2.5)], n)
    } else {
        bone_end
    };
    let radius = profile(&[(1.0, 5.2), (4.0, 4.6), (12.0, 3.9)], n);
    let mut bone = Vec::new();
    let mut cartilage = Vec::new();
    let steps: u8 = 56;
    for step in 0..=steps {
        let angle = 0.28 + (end - 0.28) * f32::from(step) / f32::from(steps);
        let (cos, sin) = cos_sin(angle);
        let mut z = start + drop * (1.0 - cos) * 0.5;
        // The cartilage turns up again towards the breastbone.
        if angle > bone_end {
            z -= (angle - bone_end) * (angle - bone_end) * (8.0 + 7.0 * n);
        }
        let level = Level::at(z);
        let x = side * (level.cavity_width + 4.2) * sin;
        let y = level.cavity_center + (level.cavity_depth + 4.2) * cos;
        let (x, y) = on_wall(&level, x, y, 4.6);
        let place = (point(x, y, z * RIB_HEIGHT), radius);
        if angle <= bone_end {
            bone.push(place);
        } else {
            if cartilage.is_empty() {
                cartilage.extend(bone.last().copied());
            }
            cartilage.push(place);
        }
    }
    Rib { bone, cartilage }
}

/// Moves a place outwards or inwards until it lies `distance` from the cavity.
fn on_wall(level: &Level, mut x: f32, mut y: f32, distance: f32) -> (f32, f32) {
    for _ in 0..4 {
        let (dx, dy) = (x, y - level.cavity_center);
        let reach = (dx * dx + dy * dy).sqrt().max(1.0);
        let step = (distance - level.cavity(x, y)) / reach;
        x += dx * step;
        y += dy * step;
    }
    (x, y)
}
