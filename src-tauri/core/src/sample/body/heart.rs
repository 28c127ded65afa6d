//! Heart and great vessels, drawn as after contrast medium.

use super::{AORTA_DIAMETER, torso::Level};
use crate::sample::{
    canvas::{Canvas, Ellipsoid},
    number::{Point, point},
};

const BLOOD: f32 = 172.0;
const MYOCARDIUM: f32 = 104.0;
const FAT: f32 = -92.0;
/// Towards the tip of the heart: left and to the front.
const APEX: (f32, f32) = (0.83, -0.558);

struct Chamber {
    room: Ellipsoid,
    wall: f32,
    blood: f32,
}

const fn chamber(center: Point, half: (f32, f32, f32), wall: f32, blood: f32) -> Chamber {
    Chamber {
        room: Ellipsoid::new(center, half).turned(APEX),
        wall,
        blood,
    }
}

const CHAMBERS: [Chamber; 6] = [
    // Left atrium and its ear, right atrium, right ventricle, left ventricle.
    chamber(point(4.0, 22.0, 162.0), (33.0, 18.0, 25.0), 2.5, BLOOD),
    chamber(point(36.0, 2.0, 150.0), (14.0, 9.0, 14.0), 2.0, BLOOD - 8.0),
    chamber(
        point(-32.0, -8.0, 186.0),
        (24.0, 28.0, 40.0),
        2.5,
        BLOOD - 14.0,
    ),
    chamber(
        point(14.0, -40.0, 192.0),
        (42.0, 18.0, 36.0),
        3.6,
        BLOOD - 10.0,
    ),
    chamber(point(44.0, -8.0, 196.0), (34.0, 20.0, 31.0), 10.5, BLOOD),
    chamber(point(4.0, -16.0, 158.0), (15.0, 14.0, 20.0), 2.5, BLOOD),
];

pub(super) fn paint(canvas: &mut Canvas, level: &Level) {
    let z = level.z;
    let sac = Ellipsoid::new(point(20.0, -16.0, 192.0), (68.0, 52.0, 51.0)).turned((0.88, -0.475));
    if z < 250.0 {
        sac.paint(canvas, z, 30.0);
        sac.grown(-1.3).paint(canvas, z, FAT);
    }
    // Vessels with their walls, the heart over them, and then the blood once
    // more, which has no wall where it flows in and out.
    vessels(canvas, z, 1.0);
    for chamber in &CHAMBERS {
        chamber
            .room
            .grown(chamber.wall)
            .paint(canvas, z, MYOCARDIUM);
    }
    for chamber in &CHAMBERS {
        chamber.room.paint(canvas, z, chamber.blood);
    }
    vessels(canvas, z, 0.0);
    // Two papillary muscles in the left ventricle.
    for (x, y) in [(52.0, -22.0), (58.0, 0.0)] {
        Ellipsoid::new(point(x, y, 202.0), (5.0, 4.0, 15.0)).paint(canvas, z, MYOCARDIUM);
    }
}

/// The great vessels with walls of `wall` mm.
fn vessels(canvas: &mut Canvas, z: f32, wall: f32) {
    let aorta = AORTA_DIAMETER * 0.5;
    // Veins first, arteries over them.
    tubes(
        canvas,
        z,
        wall,
        BLOOD - 20.0,
        &[
            // Superior vena cava and what joins it.
            &[
                (point(-30.0, -20.0, 56.0), 7.5),
                (point(-29.0, -16.0, 100.0), 8.8),
                (point(-30.0, -4.0, 165.0), 9.8),
            ],
            &[
                (point(-44.0, -18.0, -8.0), 6.2),
                (point(-34.0, -22.0, 40.0), 6.6),
                (point(-30.0, -20.0, 56.0), 7.4),
            ],
            &[
                (point(44.0, -16.0, -8.0), 6.2),
                (point(34.0, -30.0, 40.0), 6.4),
                (point(4.0, -38.0, 54.0), 6.4),
                (point(-28.0, -24.0, 62.0), 7.0),
            ],
            // Inferior vena cava.
            &[
                (point(-28.0, 4.0, 200.0), 10.0),
                (point(-26.0, 14.0, 226.0), 11.0),
                (point(-24.0, 22.0, 262.0), 11.0),
                (point(-22.0, 18.0, 370.0), 11.5),
            ],
            // Azygos, with its arch over the right bronchus.
            &[
                (point(-6.0, 42.0, 300.0), 2.6),
                (point(-7.0, 44.0, 110.0), 3.6),
                (point(-14.0, 34.0, 94.0), 4.0),
                (point(-27.0, 0.0, 98.0), 4.0),
            ],
        ],
    );
    // Pulmonary trunk and both arteries, pulmonary veins.
    tubes(
        canvas,
        z,
        wall,
        BLOOD - 6.0,
        &[
            &[
                (point(14.0, -38.0, 160.0), 13.0),
                (point(20.0, -32.0, 136.0), 14.0),
                (point(18.0, -16.0, 116.0), 13.0),
            ],
            &[
                (point(18.0, -18.0, 117.0), 12.0),
                (point(-8.0, -1.0, 115.0), 10.5),
                (point(-36.0, 5.0, 116.0), 8.6),
                (point(-50.0, 12.0, 128.0), 6.2),
            ],
            &[
                (point(18.0, -18.0, 116.0), 12.0),
                (point(36.0, 4.0, 108.0), 9.6),
                (point(49.0, 15.0, 120.0), 6.8),
            ],
            &[
                (point(-14.0, 22.0, 162.0), 8.0),
                (point(-36.0, 14.0, 152.0), 6.4),
                (point(-50.0, 2.0, 146.0), 4.6),
            ],
            &[
                (point(24.0, 24.0, 162.0), 8.0),
                (point(44.0, 18.0, 150.0), 5.8),
                (point(54.0, 6.0, 142.0), 4.4),
            ],
        ],
    );
    tubes(
        canvas,
        z,
        wall,
        BLOOD + 8.0,
        &[
            // Aorta: up, over, and down along the spine.
            &[
                (point(0.0, -16.0, 166.0), aorta),
                (point(-11.0, -24.0, 140.0), aorta),
                (point(-12.0, -24.0, 100.0), aorta),
                (point(-8.0, -20.0, 84.0), 14.6),
                (point(4.0, -8.0, 75.0), 13.8),
                (point(18.0, 12.0, 76.0), 13.2),
                (point(24.0, 30.0, 88.0), 12.8),
                (point(26.0, 37.0, 112.0), 12.4),
                (point(25.0, 42.0, 180.0), 12.0),
                (point(14.0, 36.0, 240.0), 11.0),
                (point(6.0, 26.0, 290.0), 10.0),
                (point(4.0, 18.0, 370.0), 9.2),
            ],
            // To the head and the arms.
            &[
                (point(-8.0, -18.0, 72.0), 6.6),
                (point(-16.0, -12.0, 40.0), 6.2),
                (point(-26.0, -6.0, 20.0), 4.6),
                (point(-26.0, -10.0, -10.0), 4.0),
            ],
            &[
                (point(-26.0, -6.0, 20.0), 4.4),
                (point(-60.0, -4.0, 4.0), 4.2),
                (point(-110.0, -16.0, -4.0), 3.8),
            ],
            &[
                (point(6.0, -6.0, 68.0), 4.4),
                (point(14.0, -8.0, 30.0), 3.8),
                (point(24.0, -12.0, -10.0), 3.8),
            ],
            &[
                (point(16.0, 8.0, 68.0), 5.0),
                (point(26.0, 6.0, 30.0), 4.6),
                (point(40.0, 2.0, 10.0), 4.4),
                (point(110.0, -16.0, -4.0), 3.8),
            ],
            // To liver, spleen and stomach; to bowel; to the kidneys.
            &[
                (point(6.0, 22.0, 300.0), 4.2),
                (point(6.0, 6.0, 302.0), 3.8),
                (point(-24.0, -4.0, 304.0), 2.8),
            ],
            &[
                (point(6.0, 6.0, 302.0), 3.4),
                (point(40.0, 18.0, 298.0), 2.8),
                (point(72.0, 34.0, 290.0), 2.6),
            ],
            &[
                (point(5.0, 20.0, 318.0), 4.0),
                (point(5.0, 2.0, 328.0), 3.8),
                (point(6.0, -4.0, 370.0), 3.6),
            ],
            &[
                (point(4.0, 20.0, 332.0), 3.0),
                (point(44.0, 36.0, 336.0), 2.8),
            ],
            &[
                (point(4.0, 20.0, 336.0), 3.0),
                (point(-44.0, 36.0, 342.0), 2.8),
            ],
        ],
    );
}

fn tubes(canvas: &mut Canvas, z: f32, wall: f32, hu: f32, chains: &[&[(Point, f32)]]) {
    for chain in chains {
        canvas.add_chain(z, chain);
    }
    if wall > 0.0 {
        canvas.fill_tubes(&[(wall, 50.0), (0.0, hu)]);
    } else {
        canvas.fill_tubes(&[(0.0, hu)]);
    }
}
