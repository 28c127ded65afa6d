//! Windpipe, main bronchi and gullet.

use super::torso::Level;
use crate::sample::{
    canvas::{Canvas, Ellipse},
    number::{point, profile},
};

const WALL: f32 = 45.0;
const LUMEN: f32 = -995.0;

pub(super) fn paint(canvas: &mut Canvas, level: &Level) {
    let z = level.z;
    let carina = (point(2.0, 17.0, 106.0), 8.0);
    let chains = [
        vec![
            (point(0.0, -4.0, -20.0), 8.6),
            (point(1.0, 8.0, 50.0), 8.6),
            carina,
        ],
        vec![
            carina,
            (point(-22.0, 19.0, 118.0), 6.6),
            (point(-40.0, 19.0, 127.0), 5.4),
            (point(-45.0, 20.0, 150.0), 4.4),
            (point(-50.0, 26.0, 172.0), 3.2),
        ],
        vec![
            (point(-38.0, 19.0, 125.0), 4.6),
            (point(-56.0, 12.0, 116.0), 3.4),
            (point(-70.0, 6.0, 104.0), 2.2),
        ],
        vec![
            carina,
            (point(22.0, 21.0, 121.0), 6.0),
            (point(42.0, 22.0, 132.0), 5.0),
            (point(48.0, 28.0, 150.0), 3.9),
            (point(54.0, 36.0, 172.0), 2.8),
        ],
        vec![
            (point(42.0, 22.0, 132.0), 4.2),
            (point(56.0, 10.0, 126.0), 3.0),
            (point(68.0, -2.0, 116.0), 2.1),
        ],
    ];
    for chain in &chains {
        canvas.add_chain(z, chain);
    }
    canvas.fill_tubes(&[(1.5, WALL), (0.0, LUMEN)]);
    if z < 236.0 {
        let x = profile(&[(0.0, 6.0), (110.0, 8.0), (200.0, 10.0), (236.0, 20.0)], z);
        let y = profile(
            &[
                (0.0, 11.0),
                (50.0, 21.0),
                (106.0, 32.0),
                (170.0, 40.0),
                (200.0, 36.0),
                (236.0, 22.0),
            ],
            z,
        );
        Ellipse::new(x, y, 8.2, 5.6).paint(canvas, WALL);
        // A little swallowed air here and there.
        if (z as u32 / 20).is_multiple_of(3) {
            Ellipse::new(x + 1.0, y - 0.6, 2.4, 1.4).paint(canvas, -700.0);
        }
    }
}
