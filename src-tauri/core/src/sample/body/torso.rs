//! The outlines that everything else goes by: skin, chest cavity, lungs,
//! diaphragm, and where the spine is, as functions of z.

use crate::sample::{
    canvas::{Bounds, Canvas, Ellipse, Ellipsoid},
    number::{point, profile, smooth_max, smooth_min},
};

const SKIN_WIDTH: &[(f32, f32)] = &[
    (0.0, 176.0),
    (35.0, 180.0),
    (80.0, 172.0),
    (130.0, 167.0),
    (200.0, 163.0),
    (280.0, 158.0),
    (360.0, 155.0),
];
const SKIN_DEPTH: &[(f32, f32)] = &[
    (0.0, 84.0),
    (60.0, 104.0),
    (120.0, 113.0),
    (200.0, 116.0),
    (280.0, 113.0),
    (360.0, 110.0),
];
const CAVITY_WIDTH: &[(f32, f32)] = &[
    (0.0, 34.0),
    (10.0, 52.0),
    (30.0, 82.0),
    (60.0, 108.0),
    (100.0, 123.0),
    (150.0, 131.0),
    (200.0, 134.0),
    (250.0, 133.0),
    (300.0, 130.0),
    (360.0, 126.0),
];
const CAVITY_DEPTH: &[(f32, f32)] = &[
    (0.0, 24.0),
    (10.0, 32.0),
    (30.0, 49.0),
    (60.0, 68.0),
    (100.0, 80.0),
    (150.0, 87.0),
    (200.0, 90.0),
    (250.0, 88.0),
    (300.0, 84.0),
    (360.0, 80.0),
];
const CAVITY_CENTER: &[(f32, f32)] = &[
    (0.0, 14.0),
    (30.0, 9.0),
    (60.0, 6.0),
    (100.0, 2.0),
    (150.0, 0.0),
    (200.0, -2.0),
    (300.0, -8.0),
    (360.0, -10.0),
];
const SPINE: &[(f32, f32)] = &[
    (0.0, 22.0),
    (60.0, 43.0),
    (120.0, 55.0),
    (200.0, 57.0),
    (280.0, 48.0),
    (360.0, 40.0),
];
const MEDIASTINUM_WIDTH: &[(f32, f32)] = &[
    (0.0, 30.0),
    (20.0, 26.0),
    (60.0, 27.0),
    (100.0, 24.0),
    (135.0, 22.0),
    (200.0, 20.0),
    (300.0, 22.0),
];
/// What vessels keep free beside the middle: (z from, z to), and a profile each
/// of x, y and radius, in mm.
const VESSEL_ROOMS: &[VesselRoom] = &[
    // Descending aorta.
    VesselRoom {
        x: &[(70.0, 20.0), (90.0, 24.0), (180.0, 25.0), (240.0, 14.0)],
        y: &[
            (70.0, 14.0),
            (90.0, 31.0),
            (112.0, 37.0),
            (180.0, 42.0),
            (240.0, 36.0),
        ],
        radius: &[(50.0, 0.1), (74.0, 14.0), (180.0, 14.5), (260.0, 12.0)],
    },
    // Superior vena cava and right atrium's border.
    VesselRoom {
        x: &[(56.0, -28.0), (165.0, -28.0)],
        y: &[(56.0, -20.0), (100.0, -16.0), (165.0, -4.0)],
        radius: &[(30.0, 7.0), (60.0, 11.0), (165.0, 12.5), (190.0, 0.1)],
    },
    // Ascending aorta and arch.
    VesselRoom {
        x: &[(60.0, 2.0), (84.0, -6.0), (100.0, -10.0), (150.0, -8.0)],
        y: &[(60.0, -8.0), (84.0, -20.0), (100.0, -24.0), (150.0, -20.0)],
        radius: &[(30.0, 12.0), (80.0, 19.0), (150.0, 20.0), (190.0, 0.1)],
    },
    // Pulmonary trunk and left artery.
    VesselRoom {
        x: &[(92.0, 26.0), (112.0, 30.0), (136.0, 21.0)],
        y: &[(92.0, 2.0), (112.0, -8.0), (136.0, -32.0)],
        radius: &[(88.0, 0.1), (106.0, 18.0), (140.0, 19.0), (170.0, 0.1)],
    },
    // Both hila.
    VesselRoom {
        x: &[(0.0, -36.0)],
        y: &[(90.0, 6.0), (160.0, 16.0)],
        radius: &[(106.0, 0.1), (116.0, 13.0), (150.0, 12.0), (172.0, 0.1)],
    },
    VesselRoom {
        x: &[(0.0, 40.0)],
        y: &[(90.0, 8.0), (160.0, 18.0)],
        radius: &[(92.0, 0.1), (110.0, 12.0), (150.0, 11.0), (170.0, 0.1)],
    },
];

struct VesselRoom {
    x: &'static [(f32, f32)],
    y: &'static [(f32, f32)],
    radius: &'static [(f32, f32)],
}

/// What the heart and its fat take from the lungs.
const HEART_ROOM: Ellipsoid =
    Ellipsoid::new(point(20.0, -16.0, 192.0), (70.0, 54.0, 53.0)).turned((0.88, -0.475));

/// The numbers of one height.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub(super) z: f32,
    pub(super) skin_width: f32,
    pub(super) skin_depth: f32,
    pub(super) cavity_width: f32,
    pub(super) cavity_depth: f32,
    pub(super) cavity_center: f32,
    /// Where the middle of the vertebral body is, y in mm.
    pub(super) spine: f32,
    mediastinum: Ellipse,
    /// What the backbone and the muscles beside it take from the lungs.
    pub(super) spine_room: Ellipse,
    heart_room: Option<Ellipse>,
    vessel_rooms: [(f32, f32, f32); VESSEL_ROOMS.len()],
}

impl Level {
    pub(super) fn at(z: f32) -> Self {
        let spine = profile(SPINE, z);
        Self {
            z,
            skin_width: profile(SKIN_WIDTH, z),
            skin_depth: profile(SKIN_DEPTH, z),
            cavity_width: profile(CAVITY_WIDTH, z),
            cavity_depth: profile(CAVITY_DEPTH, z),
            cavity_center: profile(CAVITY_CENTER, z),
            spine,
            mediastinum: Ellipse::new(0.0, 8.0, profile(MEDIASTINUM_WIDTH, z), 105.0),
            spine_room: Ellipse::new(0.0, spine + 8.0, 28.0, 27.0),
            heart_room: HEART_ROOM.section(z),
            vessel_rooms: std::array::from_fn(|index| {
                VESSEL_ROOMS.get(index).map_or((0.0, 0.0, 0.0), |room| {
                    (
                        profile(room.x, z),
                        profile(room.y, z),
                        profile(room.radius, z),
                    )
                })
            }),
        }
    }

    /// Where the body is on this slice.
    pub(super) fn bounds(&self) -> Bounds {
        let (width, depth) = (self.skin_width + 2.0, self.skin_depth + 2.0);
        Bounds {
            left: -width,
            right: width,
            front: -depth,
            back: depth,
        }
    }

    /// To the skin, in mm, negative inside: between an ellipse and a rounder
    /// rectangle, with a groove along the spine.
    pub(super) fn skin(&self, x: f32, y: f32) -> f32 {
        let groove = if y > 0.0 { 0.05 } else { 0.025 } / (1.0 + x * x / 400.0);
        rounded(x, y, self.skin_width, self.skin_depth * (1.0 - groove), 0.5)
    }

    /// To the inner side of the ribs, negative inside.
    pub(super) fn cavity(&self, x: f32, y: f32) -> f32 {
        rounded(
            x,
            y - self.cavity_center,
            self.cavity_width,
            self.cavity_depth,
            0.3,
        )
    }

    /// Below the diaphragm's dome positive, above negative, in mm; the right
    /// one (x < 0) stands higher.
    pub(super) fn diaphragm(&self, x: f32, y: f32) -> f32 {
        let right = dome(self.z, x + 66.0, y + 14.0, 208.0);
        let left = dome(self.z, x - 72.0, y + 12.0, 231.0);
        smooth_max(right, left, 8.0)
    }

    /// To either lung, negative inside.
    pub(super) fn lung(&self, x: f32, y: f32) -> f32 {
        let mut room = smooth_min(
            self.mediastinum.distance(x, y),
            self.spine_room.distance(x, y),
            12.0,
        );
        if let Some(heart) = &self.heart_room {
            room = smooth_min(room, heart.distance(x, y), 10.0);
        }
        for (vessel_x, vessel_y, radius) in self.vessel_rooms {
            let (dx, dy) = (x - vessel_x, y - vessel_y);
            room = smooth_min(room, (dx * dx + dy * dy).sqrt() - radius, 9.0);
        }
        let chest = smooth_max(self.cavity(x, y) + 1.5, -room, 10.0);
        smooth_max(chest, self.diaphragm(x, y), 8.0)
    }
}

/// Signed height below a dome that is highest at (0, 0).
fn dome(z: f32, x: f32, y: f32, top: f32) -> f32 {
    let (kx, ky) = (58.0 / (66.0 * 66.0), 68.0 / (86.0 * 86.0));
    let height = z - top - (kx * x * x + ky * y * y);
    let (sx, sy) = (2.0 * kx * x, 2.0 * ky * y);
    height / (1.0 + sx * sx + sy * sy).sqrt()
}

/// Radial distance to a shape between an ellipse (`square` 0) and a rounded
/// rectangle (1).
fn rounded(x: f32, y: f32, width: f32, depth: f32, square: f32) -> f32 {
    let (u, v) = (x / width, y / depth);
    let (u2, v2) = (u * u, v * v);
    let round = (u2 + v2).sqrt();
    let boxy = (u2 * u2 + v2 * v2).sqrt().sqrt();
    let norm = (round + (boxy - round) * square).max(1e-4);
    (norm - 1.0) / norm * (x * x + y * y).sqrt()
}

/// The table the body lies on: a thin shallow shell.
pub(super) fn paint_table(canvas: &mut Canvas) {
    let bounds = Bounds {
        left: -190.0,
        right: 190.0,
        front: 80.0,
        back: 150.0,
    };
    canvas.blend(bounds, |x, y, below| {
        let surface = 119.0 - x * x / 1300.0 - y;
        let lower = 134.0 - x * x / 1500.0 - y;
        let inside = surface.max(-lower);
        let shell = inside.abs() - 0.8;
        if below > -990.0 {
            (0.0, below)
        } else if shell < 0.6 {
            (crate::sample::canvas::coverage(shell), -250.0)
        } else {
            (crate::sample::canvas::coverage(inside), -960.0)
        }
    });
}
