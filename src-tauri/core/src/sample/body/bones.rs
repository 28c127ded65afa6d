//! Spine, breastbone, collar bones and shoulder blades: each a hard
//! shell around softer marrow.

use super::{
    ribs::{self, Rib},
    torso::Level,
};
use crate::sample::{
    canvas::{Bounds, Canvas, Ellipse, Ellipsoid},
    number::{mix, point, profile, smooth_max},
};

pub(super) const SHELL: f32 = 780.0;
pub(super) const MARROW: f32 = 230.0;
pub(super) const CARTILAGE: f32 = 115.0;
/// From one vertebra to the next, mm; a sixth of it is disc.
pub(super) const PITCH: f32 = 25.0;

pub(super) fn paint(canvas: &mut Canvas, level: &Level, cage: &[Rib]) {
    ribs::paint(canvas, level, cage);
    spine(canvas, level);
    breastbone(canvas, level);
    for side in [-1.0, 1.0] {
        shoulder(canvas, level.z, side);
    }
}

fn spine(canvas: &mut Canvas, level: &Level) {
    let z = level.z;
    let count = ((z + 6.0) / PITCH).floor();
    // Height within this vertebra: 0 is the top of the disc above it.
    let within = z + 6.0 - count * PITCH;
    let width = profile(&[(0.0, 14.0), (150.0, 16.5), (360.0, 23.0)], z);
    let depth = profile(&[(0.0, 10.0), (150.0, 14.0), (360.0, 17.0)], z);
    let body = Ellipse::new(0.0, level.spine, width, depth);
    // The back of a vertebral body is nearly flat.
    let outline = move |x: f32, y: f32| {
        smooth_max(body.distance(x, y), y - (level.spine + depth * 0.72), 5.0)
    };
    arch(canvas, level, within, width, depth);
    if within < 4.2 {
        canvas.paint(body.bounds(), 95.0, move |x, y| outline(x, y) - 0.6);
        canvas.paint(body.bounds(), 78.0, move |x, y| outline(x, y) + 4.0);
    } else {
        canvas.paint(body.bounds(), SHELL - 200.0, outline);
        let end_plate = !(6.0..=PITCH - 1.6).contains(&within);
        let marrow = if end_plate {
            MARROW + 190.0
        } else {
            MARROW - 20.0
        };
        let layer = (z * 4.0) as u64;
        canvas.blend(body.bounds(), move |x, y, _| {
            // Bony trabeculae, in cells of about 1.5 mm.
            let (column, row) = (((x + 300.0) / 1.5) as u64, ((y + 300.0) / 1.5) as u64);
            let cell = (layer << 40) + row * 1000 + column;
            let grain = (mix(cell) % 56) as f32 - 28.0;
            (
                crate::sample::canvas::coverage(outline(x, y) + 1.6),
                marrow + grain,
            )
        });
    }
    let canal = Ellipse::new(0.0, level.spine + depth * 0.72 + 8.6, 9.6, 8.2);
    canal.paint(canvas, -30.0);
    Ellipse::new(0.0, level.spine + depth * 0.72 + 8.6, 8.2, 6.9).paint(canvas, 18.0);
    Ellipse::new(0.0, level.spine + depth * 0.72 + 8.0, 4.9, 3.9).paint(canvas, 44.0);
}

/// Pedicles, laminae, transverse and spinous processes.
fn arch(canvas: &mut Canvas, level: &Level, within: f32, width: f32, depth: f32) {
    let back = level.spine + depth * 0.72;
    let z = level.z;
    let at = |x: f32, y: f32| point(x, y, z);
    for side in [-1.0, 1.0] {
        // Pedicle: only through the upper half of a vertebra.
        if (6.0..16.0).contains(&within) {
            canvas.add_chain(
                z,
                &[
                    (at(side * (width - 4.5), back - 4.0), 4.2),
                    (at(side * 12.5, back + 9.0), 3.8),
                ],
            );
            let tip = profile(&[(0.0, 34.0), (250.0, 32.0), (360.0, 42.0)], z);
            canvas.add_chain(
                z,
                &[
                    (at(side * 13.0, back + 10.0), 4.2),
                    (at(side * tip, back + 15.0), 3.4),
                ],
            );
        }
        // Lamina: leaves a gap below the arch, closed by the next one's joint.
        let open = if within < 3.0 { 0.8 } else { 0.0 };
        canvas.add_chain(
            z,
            &[
                (at(side * 12.5, back + 8.0), 3.6 - open),
                (at(side * 6.0, back + 18.0), 3.5 - open),
                (at(0.0, back + 21.0), 3.6 - open),
            ],
        );
        if !(7.0..19.0).contains(&within) {
            canvas.add_chain(
                z,
                &[
                    (at(side * 13.0, back + 9.0), 4.6),
                    (at(side * 16.0, back + 12.0), 4.0),
                ],
            );
        }
    }
    // The spinous process points down: it is longest below its arch.
    let length = profile(
        &[(0.0, 20.0), (7.0, 9.0), (14.0, 13.0), (25.0, 20.0)],
        within,
    );
    canvas.add_chain(
        z,
        &[
            (at(0.0, back + 21.0), 3.2),
            (at(0.0, back + 21.0 + length), 3.4),
        ],
    );
    canvas.fill_tubes(&[(0.0, SHELL - 60.0), (-1.8, MARROW + 110.0)]);
}

fn breastbone(canvas: &mut Canvas, level: &Level) {
    let z = level.z;
    if !(40.0..212.0).contains(&z) {
        return;
    }
    let width = profile(
        &[
            (40.0, 22.0),
            (60.0, 28.0),
            (88.0, 17.0),
            (150.0, 19.0),
            (180.0, 17.0),
            (212.0, 5.0),
        ],
        z,
    );
    let y = level.cavity_center - level.cavity_depth - 5.0;
    let plate = Ellipse::new(0.0, y, width, 6.4);
    plate.paint(canvas, SHELL - 300.0);
    Ellipse::new(0.0, y, width - 1.7, 4.7).paint(canvas, MARROW - 70.0);
}

fn shoulder(canvas: &mut Canvas, z: f32, side: f32) {
    let head = Ellipsoid::new(point(side * 147.0, 4.0, 2.0), (23.0, 23.0, 26.0));
    head.paint(canvas, z, SHELL - 100.0);
    head.grown(-2.6).paint(canvas, z, MARROW - 40.0);
    let clavicle = [
        (point(side * 20.0, -58.0, 46.0), 8.0),
        (point(side * 46.0, -62.0, 32.0), 6.4),
        (point(side * 84.0, -50.0, 17.0), 6.0),
        (point(side * 118.0, -30.0, 6.0), 6.2),
        (point(side * 136.0, -22.0, -6.0), 6.6),
    ];
    canvas.add_chain(z, &clavicle);
    canvas.fill_tubes(&[(0.0, SHELL), (-2.4, MARROW + 40.0)]);
    blade(canvas, z, side);
}

/// The shoulder blade: a thin plate with thick borders, glenoid and spine.
fn blade(canvas: &mut Canvas, z: f32, side: f32) {
    if z < 128.0 {
        let medial = profile(&[(0.0, 74.0), (60.0, 70.0), (128.0, 100.0)], z);
        let lateral = profile(&[(0.0, 122.0), (40.0, 122.0), (128.0, 108.0)], z);
        let y = |x: f32| profile(&[(66.0, 66.0), (100.0, 53.0), (124.0, 30.0)], x) + z * 0.11;
        let thin = 1.9;
        let middle = (medial + lateral) * 0.5;
        let bounds = Bounds {
            left: -140.0,
            right: 140.0,
            front: 0.0,
            back: 110.0,
        };
        canvas.paint(bounds, SHELL - 250.0, |x, place_y| {
            let along = x * side;
            let sheet = (place_y - y(along)).abs() * 0.86 - thin;
            sheet.max((along - middle).abs() - (lateral - medial) * 0.5)
        });
        let border = [
            (point(side * lateral, y(lateral), z), 5.0),
            (point(side * (lateral - 6.0), y(lateral - 6.0), z), 3.2),
        ];
        canvas.add_chain(z, &border);
        canvas.fill_tubes(&[(0.0, SHELL - 60.0), (-1.8, MARROW + 90.0)]);
    }
    if z < 24.0 {
        let glenoid = Ellipsoid::new(point(side * 119.0, 22.0, 8.0), (8.0, 15.0, 22.0))
            .turned((0.9, side * 0.43));
        glenoid.paint(canvas, z, SHELL - 120.0);
        glenoid.grown(-2.2).paint(canvas, z, MARROW + 20.0);
    }
    let spine = [
        (point(side * 78.0, 72.0, 42.0), 3.6),
        (point(side * 108.0, 66.0, 22.0), 4.4),
        (point(side * 138.0, 40.0, 2.0), 6.0),
        (point(side * 148.0, 20.0, -14.0), 6.5),
    ];
    canvas.add_chain(z, &spine);
    canvas.fill_tubes(&[(0.0, SHELL - 60.0), (-1.9, MARROW + 60.0)]);
}
