//! Skin, fat and the muscles of the trunk.

use super::torso::Level;
use crate::sample::{
    canvas::{Canvas, Ellipse, Ellipsoid, coverage},
    number::{point, profile},
};

const SKIN: f32 = 10.0;
const FAT: f32 = -104.0;
const MUSCLE: f32 = 58.0;

pub(super) fn paint(canvas: &mut Canvas, level: &Level) {
    let z = level.z;
    canvas.paint(level.bounds(), SKIN, |x, y| level.skin(x, y));
    canvas.paint(level.bounds(), FAT, |x, y| level.skin(x, y) + 2.2);
    for side in [-1.0, 1.0] {
        shoulder(canvas, level, side);
        back(canvas, level, side);
        front(canvas, level, side);
    }
    // The wall around the cavity, with a plane of fat outside of the ribs.
    let wall = profile(&[(0.0, 6.0), (60.0, 11.0), (240.0, 12.0), (360.0, 14.0)], z);
    canvas.blend(level.bounds(), |x, y, _| {
        let skin = level.skin(x, y) + 5.0;
        let distance = level.cavity(x, y);
        (coverage((distance - wall - 1.6).max(skin)), FAT + 14.0)
    });
    canvas.paint(level.bounds(), MUSCLE - 3.0, |x, y| {
        (level.cavity(x, y) - wall).max(level.skin(x, y) + 5.0)
    });
    // Fat inside: around the mediastinum and the abdominal organs.
    canvas.paint(level.bounds(), FAT + 4.0, |x, y| level.cavity(x, y));
    // The crura and the muscles beside the spine.
    Ellipse::new(0.0, level.spine + 24.0, 34.0, 24.0).paint(canvas, MUSCLE - 6.0);
    if z > 265.0 {
        let size = profile(&[(265.0, 4.0), (360.0, 17.0)], z);
        for side in [-1.0, 1.0] {
            Ellipse::new(side * 35.0, level.spine + 6.0, size, size * 1.15).paint(canvas, MUSCLE);
        }
    }
}

/// Two bellies of muscle on each side of the spinous processes, and the thin
/// trapezius or latissimus over them.
fn back(canvas: &mut Canvas, level: &Level, side: f32) {
    let deep = level.spine + 36.0;
    Ellipse::new(side * 22.0, deep, 20.0, 15.0)
        .turned((0.96, side * -0.28))
        .paint(canvas, MUSCLE);
    Ellipse::new(side * 48.0, deep - 5.0, 17.0, 11.0)
        .turned((0.93, side * -0.37))
        .paint(canvas, MUSCLE - 4.0);
    let reach = profile(
        &[(0.0, 120.0), (120.0, 90.0), (230.0, 78.0), (360.0, 60.0)],
        level.z,
    );
    canvas.paint(level.bounds(), MUSCLE - 2.0, |x, y| {
        let skin = level.skin(x, y);
        let sheet = (skin + 13.0).abs() - 4.2 * taper((x * side - reach * 0.5) / (reach * 0.52));
        sheet.max(30.0 - y)
    });
}

/// Pectorals above, the straight and oblique abdominal muscles below.
fn front(canvas: &mut Canvas, level: &Level, side: f32) {
    let z = level.z;
    let thick = profile(
        &[
            (5.0, 0.0),
            (30.0, 8.0),
            (80.0, 9.0),
            (125.0, 5.5),
            (165.0, 0.0),
        ],
        z,
    );
    if thick > 0.5 {
        canvas.paint(level.bounds(), MUSCLE, |x, y| {
            let thick = thick * taper((x * side - 66.0) / 56.0);
            let sheet = (level.cavity(x, y) - 15.0 - thick).abs() - thick;
            sheet.max(y + 12.0).max(level.skin(x, y) + 7.0)
        });
    }
    let rectus = profile(&[(200.0, 0.0), (230.0, 4.0), (360.0, 5.5)], z);
    if rectus > 0.5 {
        Ellipse::new(side * 32.0, -level.skin_depth + 20.0, 29.0, rectus)
            .turned((0.99, side * 0.12))
            .paint(canvas, MUSCLE);
    }
    // Serratus and latissimus at the side.
    let lateral = profile(
        &[
            (40.0, 0.0),
            (80.0, 7.5),
            (170.0, 6.5),
            (230.0, 4.0),
            (280.0, 3.0),
        ],
        z,
    );
    if lateral > 0.5 {
        canvas.paint(level.bounds(), MUSCLE - 2.0, |x, y| {
            let lateral = lateral * taper((y - 26.0) / 50.0);
            let sheet = (level.cavity(x, y) - 15.5 - lateral).abs() - lateral;
            sheet.max(50.0 - x * side).max(level.skin(x, y) + 6.0)
        });
    }
}

/// Thickness of a flat muscle along its width, from -1 to 1: full in the
/// middle, below nothing beyond its ends.
fn taper(along: f32) -> f32 {
    1.0 - along * along
}

/// Deltoid, and the muscles on both sides of the shoulder blade.
fn shoulder(canvas: &mut Canvas, level: &Level, side: f32) {
    let z = level.z;
    Ellipsoid::new(point(side * 140.0, 8.0, 8.0), (36.0, 42.0, 62.0)).paint(canvas, z, MUSCLE);
    Ellipsoid::new(point(side * 96.0, 34.0, 30.0), (46.0, 24.0, 95.0))
        .turned((0.86, side * -0.5))
        .paint(canvas, z, MUSCLE - 3.0);
    Ellipsoid::new(point(side * 112.0, 52.0, 55.0), (42.0, 17.0, 90.0))
        .turned((0.8, side * -0.6))
        .paint(canvas, z, MUSCLE);
    // The muscles between neck and shoulder.
    Ellipsoid::new(point(side * 50.0, 36.0, -8.0), (58.0, 34.0, 48.0)).paint(
        canvas,
        z,
        MUSCLE - 2.0,
    );
    Ellipsoid::new(point(side * 34.0, -8.0, -10.0), (14.0, 20.0, 38.0)).paint(canvas, z, MUSCLE);
}
