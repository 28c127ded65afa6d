//! Diaphragm, liver, spleen, stomach, pancreas, kidneys, bowel.

use super::{CYST, torso::Level};
use crate::sample::{
    canvas::{Canvas, Ellipsoid, coverage},
    number::{Point, point, profile, smooth_max},
};

const LIVER: f32 = 112.0;
const VEIN: f32 = 158.0;
const WALL: f32 = 62.0;

pub(super) fn paint(canvas: &mut Canvas, level: &Level) {
    let z = level.z;
    if z < 200.0 {
        return;
    }
    diaphragm(canvas, level);
    kidneys(canvas, z);
    spleen(canvas, level);
    liver(canvas, level);
    stomach(canvas, level);
    pancreas(canvas, z);
    bowel(canvas, level);
}

/// A sheet of muscle below the lungs and along the wall.
fn diaphragm(canvas: &mut Canvas, level: &Level) {
    canvas.paint(level.bounds(), 54.0, |x, y| {
        let along_dome = (level.diaphragm(x, y) - 1.6).abs() - 1.6;
        along_dome
            .max(level.cavity(x, y))
            .max(-level.spine_room.distance(x, y))
    });
    if level.z > 236.0 {
        canvas.paint(level.bounds(), 54.0, |x, y| {
            (level.cavity(x, y) + 1.2).abs() - 1.2
        });
    }
}

/// Fills the right dome, and thins out under the heart to the left.
fn liver_distance(level: &Level, x: f32, y: f32) -> f32 {
    let z = level.z;
    let retreat = profile(
        &[
            (200.0, 6.0),
            (270.0, 4.0),
            (300.0, -18.0),
            (330.0, -44.0),
            (370.0, -78.0),
        ],
        z,
    );
    // The line from the left front to the right back that bounds it.
    let along = 0.84 * y - 0.543 * x + 10.0;
    let medial = 0.84 * x + 0.543 * y - retreat + along * along * 0.0022 - 6.0;
    let wall = level.cavity(x, y) + 4.0;
    let dome = 3.6 - level.diaphragm(x, y);
    // The kidney's and the backbone's impressions.
    let hollow = 46.0 - (x + 20.0).hypot_exact(y - 62.0);
    let lobe = smooth_max(smooth_max(wall, dome, 10.0), medial, 26.0);
    smooth_max(lobe, hollow, 12.0)
}

/// √(a² + b²) by operations that IEEE 754 fixes; the library's `hypot` is not.
trait Hypot {
    fn hypot_exact(self, other: f32) -> f32;
}

impl Hypot for f32 {
    fn hypot_exact(self, other: f32) -> f32 {
        (self * self + other * other).sqrt()
    }
}

fn liver(canvas: &mut Canvas, level: &Level) {
    let z = level.z;
    canvas.paint(level.bounds(), LIVER, |x, y| liver_distance(level, x, y));
    // Hepatic veins run together where the vena cava leaves.
    let confluence = point(-26.0, 12.0, 232.0);
    let veins: [&[(Point, f32)]; 3] = [
        &[
            (confluence, 5.0),
            (point(-62.0, 10.0, 248.0), 4.2),
            (point(-98.0, 22.0, 272.0), 2.6),
            (point(-110.0, 18.0, 300.0), 1.4),
        ],
        &[
            (confluence, 4.6),
            (point(-52.0, -18.0, 246.0), 3.8),
            (point(-72.0, -48.0, 268.0), 2.4),
            (point(-78.0, -58.0, 294.0), 1.3),
        ],
        &[
            (confluence, 4.4),
            (point(-14.0, -22.0, 240.0), 3.4),
            (point(4.0, -52.0, 252.0), 2.0),
        ],
    ];
    // The portal vein comes from behind the pancreas and divides.
    let fork = point(-34.0, -4.0, 284.0);
    let portal: [&[(Point, f32)]; 5] = [
        &[
            (point(4.0, 2.0, 318.0), 6.4),
            (point(-14.0, 2.0, 302.0), 6.4),
            (fork, 6.0),
        ],
        &[
            (fork, 5.4),
            (point(-60.0, 2.0, 278.0), 4.6),
            (point(-88.0, 10.0, 268.0), 2.8),
            (point(-108.0, 0.0, 256.0), 1.4),
        ],
        &[
            (point(-60.0, 2.0, 278.0), 4.2),
            (point(-84.0, -20.0, 288.0), 2.6),
            (point(-104.0, -28.0, 300.0), 1.3),
        ],
        &[
            (point(-60.0, 2.0, 278.0), 4.0),
            (point(-82.0, 26.0, 298.0), 2.6),
            (point(-98.0, 34.0, 322.0), 1.3),
        ],
        &[
            (fork, 5.0),
            (point(-16.0, -30.0, 272.0), 4.0),
            (point(-4.0, -54.0, 262.0), 2.2),
        ],
    ];
    for chain in veins.iter().chain(&portal) {
        canvas.add_chain(z, chain);
    }
    canvas.fill_tubes(&[(0.0, VEIN)]);
    // The fissure of the round ligament holds fat.
    canvas.add_chain(
        z,
        &[
            (point(-8.0, -70.0, 268.0), 2.0),
            (point(-14.0, -52.0, 290.0), 3.6),
            (point(-16.0, -44.0, 310.0), 5.0),
        ],
    );
    canvas.fill_tubes(&[(0.0, -80.0)]);
    let half = CYST.1 * 0.5;
    Ellipsoid::new(CYST.0, (half, half, half)).paint(canvas, z, 4.0);
    let gallbladder =
        Ellipsoid::new(point(-52.0, -46.0, 324.0), (12.0, 20.0, 26.0)).turned((0.9, 0.43));
    gallbladder.grown(1.6).paint(canvas, z, WALL);
    gallbladder.paint(canvas, z, 9.0);
}

fn spleen(canvas: &mut Canvas, level: &Level) {
    let body = Ellipsoid::new(point(92.0, 38.0, 276.0), (62.0, 34.0, 52.0)).turned((0.5, -0.866));
    if let Some(section) = body.section(level.z) {
        canvas.paint(section.bounds(), 124.0, |x, y| {
            let wall = level.cavity(x, y) + 4.0;
            let dome = 4.0 - level.diaphragm(x, y);
            let hilum = 26.0 - (x - 58.0).hypot_exact(y - 16.0);
            smooth_max(
                smooth_max(smooth_max(section.distance(x, y), wall, 5.0), dome, 5.0),
                hilum,
                9.0,
            )
        });
    }
}

/// Lying on the back, gas is in front and fluid behind, with a level between.
fn stomach(canvas: &mut Canvas, level: &Level) {
    let z = level.z;
    let fundus = Ellipsoid::new(point(62.0, -16.0, 264.0), (46.0, 43.0, 40.0));
    let antrum = [
        (point(52.0, -26.0, 288.0), 25.0),
        (point(38.0, -48.0, 312.0), 20.0),
        (point(6.0, -56.0, 326.0), 14.0),
        (point(-22.0, -44.0, 322.0), 9.0),
    ];
    let inside =
        |level: &Level, x: f32, y: f32| (4.0 - level.diaphragm(x, y)).max(level.cavity(x, y) + 4.0);
    for (grow, layer) in [(3.2, None), (0.0, Some(()))] {
        if let Some(section) = fundus.grown(grow).section(z) {
            canvas.blend(section.bounds(), |x, y, _| {
                let shape = section.distance(x, y).max(inside(level, x, y) + 3.2 - grow);
                (
                    coverage(shape),
                    if layer.is_none() {
                        WALL + 12.0
                    } else {
                        content(y)
                    },
                )
            });
        }
    }
    canvas.add_chain(z, &antrum);
    canvas.fill_tubes(&[(2.6, WALL + 12.0), (0.0, 24.0)]);
    if let Some(section) = fundus.section(z) {
        canvas.blend(section.bounds(), |x, y, _| {
            let shape = section.distance(x, y).max(inside(level, x, y) + 3.2);
            (coverage(shape), content(y))
        });
    }
    // Gas floats in the antrum too.
    for x in [30.0, 42.0] {
        Ellipsoid::new(point(x, -60.0, 308.0), (13.0, 6.0, 11.0)).paint(canvas, z, -960.0);
    }
}

fn content(y: f32) -> f32 {
    if y < -20.0 { -980.0 } else { 22.0 }
}

fn pancreas(canvas: &mut Canvas, z: f32) {
    canvas.add_chain(
        z,
        &[
            (point(72.0, 26.0, 292.0), 7.0),
            (point(44.0, 10.0, 302.0), 8.5),
            (point(12.0, -8.0, 312.0), 8.0),
            (point(-14.0, -8.0, 322.0), 11.0),
            (point(-20.0, -2.0, 338.0), 12.0),
        ],
    );
    canvas.fill_tubes(&[(0.0, 88.0)]);
    // The splenic vein along its back.
    canvas.add_chain(
        z,
        &[
            (point(76.0, 32.0, 290.0), 3.2),
            (point(44.0, 20.0, 304.0), 3.8),
            (point(4.0, 4.0, 316.0), 4.6),
            (point(0.0, -2.0, 370.0), 5.0),
        ],
    );
    canvas.fill_tubes(&[(0.0, VEIN)]);
    for side in [-1.0, 1.0] {
        let top = if side < 0.0 { 286.0 } else { 284.0 };
        canvas.add_chain(
            z,
            &[
                (point(side * 32.0, 26.0, top), 2.4),
                (point(side * 38.0, 38.0, top + 12.0), 2.2),
            ],
        );
        canvas.add_chain(
            z,
            &[
                (point(side * 32.0, 26.0, top), 2.2),
                (point(side * 30.0, 40.0, top + 14.0), 2.0),
            ],
        );
    }
    canvas.fill_tubes(&[(0.0, 66.0)]);
}

fn kidneys(canvas: &mut Canvas, z: f32) {
    for (side, middle) in [(-1.0, 352.0), (1.0, 340.0)] {
        let axis = (0.8, side * -0.6);
        let kidney =
            Ellipsoid::new(point(side * 62.0, 46.0, middle), (27.0, 24.0, 52.0)).turned(axis);
        kidney.paint(canvas, z, 188.0);
        Ellipsoid::new(point(side * 60.0, 45.0, middle), (18.0, 15.0, 42.0))
            .turned(axis)
            .paint(canvas, z, 128.0);
        Ellipsoid::new(point(side * 50.0, 40.0, middle), (17.0, 9.0, 28.0))
            .turned(axis)
            .paint(canvas, z, -70.0);
    }
}

fn bowel(canvas: &mut Canvas, level: &Level) {
    let z = level.z;
    // The left bend of the colon, with gas and crumbs.
    let bend = [
        (point(104.0, -10.0, 372.0), 15.0),
        (point(100.0, -30.0, 322.0), 17.0),
        (point(82.0, -58.0, 318.0), 15.0),
        (point(46.0, -74.0, 345.0), 15.0),
        (point(0.0, -78.0, 362.0), 15.0),
        (point(-60.0, -70.0, 372.0), 15.0),
    ];
    canvas.add_chain(z, &bend);
    canvas.fill_tubes(&[(1.8, WALL), (0.0, -55.0), (-4.0, -930.0)]);
    for (x, y, middle) in [
        (38.0, -24.0, 360.0),
        (66.0, -12.0, 366.0),
        (22.0, -44.0, 372.0),
        (-18.0, -36.0, 376.0),
    ] {
        let loop_ = Ellipsoid::new(point(x, y, middle), (17.0, 13.0, 26.0));
        loop_.grown(2.0).paint(canvas, z, WALL + 24.0);
        loop_.paint(canvas, z, 26.0);
    }
}
