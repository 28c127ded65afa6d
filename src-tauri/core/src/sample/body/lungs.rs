//! The lungs: air, vessels, fissures and two nodules.

use super::{NODULE, SMALL_NODULE, torso::Level, tree::Tree};
use crate::sample::{
    canvas::{Canvas, Ellipsoid, coverage},
    number::{Point, Random, point},
};

const AIR_SPACE: f32 = -878.0;
const BLOOD: f32 = 118.0;

pub(super) fn paint(canvas: &mut Canvas, level: &Level) {
    if level.z > 300.0 {
        return;
    }
    let fissure = 72.0 - (level.z - 72.0) * 0.79;
    canvas.blend(level.bounds(), |x, y, _| {
        let lung = level.lung(x, y);
        // The back of the lung lies lowest and holds more blood.
        let mut hu = AIR_SPACE + (y + 90.0) * 0.3;
        let off = (y - fissure - x.abs() * 0.12).abs();
        if off < 1.7 {
            hu += 95.0 * (1.0 - off / 1.7);
        }
        (coverage(lung), hu)
    });
    for (place, diameter, hu) in [
        (NODULE.0, NODULE.1, 42.0),
        (SMALL_NODULE.0, SMALL_NODULE.1, 420.0),
    ] {
        let half = diameter * 0.5;
        Ellipsoid::new(place, (half, half, half)).paint(canvas, level.z, hu);
    }
}

/// Arteries of the right and the left lung, then the veins of both.
pub(super) fn vessels() -> [Tree; 4] {
    let right = |seed, count| inside(seed, count, -1.0);
    let left = |seed, count| inside(seed, count, 1.0);
    [
        Tree::grow(
            &[
                point(-22.0, 4.0, 112.0),
                point(-40.0, 6.0, 116.0),
                point(-50.0, 12.0, 128.0),
            ],
            right(11, 2300),
            0.56,
        ),
        Tree::grow(
            &[
                point(24.0, -4.0, 108.0),
                point(40.0, 8.0, 108.0),
                point(50.0, 16.0, 122.0),
            ],
            left(12, 2000),
            0.56,
        ),
        Tree::grow(
            &[
                point(-16.0, 20.0, 160.0),
                point(-36.0, 14.0, 152.0),
                point(-50.0, 2.0, 146.0),
            ],
            right(13, 1300),
            0.52,
        ),
        Tree::grow(
            &[
                point(30.0, 22.0, 160.0),
                point(44.0, 18.0, 150.0),
                point(54.0, 6.0, 142.0),
            ],
            left(14, 1100),
            0.52,
        ),
    ]
}

/// Places inside of one lung, at least 2 mm from its surface, and away from
/// the nodules so that those keep their measure.
fn inside(seed: u64, count: usize, side: f32) -> Vec<Point> {
    let mut random = Random::new(seed);
    let mut places = Vec::with_capacity(count);
    // Lungs fill about a third of the box; the limit only guards the loop.
    for _ in 0..count * 40 {
        if places.len() == count {
            break;
        }
        let place = point(
            side * random.between(8.0, 136.0),
            random.between(-92.0, 92.0),
            random.between(6.0, 292.0),
        );
        let clear = [NODULE, SMALL_NODULE]
            .iter()
            .all(|(nodule, diameter)| place.distance(*nodule) > diameter * 0.5 + 5.0);
        if clear && Level::at(place.z).lung(place.x, place.y) < -2.0 {
            places.push(place);
        }
    }
    places
}

/// A tapering tube: two ends with their radii in mm.
pub(super) type Tube = ((Point, f32), (Point, f32));

/// A bronchus beside each larger branch of the arteries, as they run together
/// in life, where both lie well inside of the lung.
pub(super) fn bronchi(arteries: &[Tree]) -> Vec<Tube> {
    let beside = |(place, radius): (Point, f32)| {
        let aside = 1.75 * radius + 0.4;
        let towards_middle = if place.x > 0.0 { -0.55 } else { 0.55 };
        (
            place.plus(towards_middle * aside, 0.83 * aside, 0.0),
            radius * 0.72,
        )
    };
    let in_lung = |place: Point| Level::at(place.z).lung(place.x, place.y) < -4.0;
    arteries
        .iter()
        .flat_map(Tree::branches)
        .filter(|(_, to)| to.1 > 1.15)
        .map(|(from, to)| (beside(from), beside(to)))
        // Straight pieces may cut through the heart though both ends are clear.
        .filter(|(from, to)| {
            [0.0, 0.25, 0.5, 0.75, 1.0]
                .iter()
                .all(|share| in_lung(from.0.towards(to.0, *share)))
        })
        .collect()
}

pub(super) fn paint_vessels(canvas: &mut Canvas, z: f32, trees: &[Tree], bronchi: &[Tube]) {
    for (from, to) in trees.iter().flat_map(Tree::branches) {
        canvas.add_tube(z, from, to);
    }
    canvas.fill_tubes(&[(0.0, BLOOD)]);
    for (from, to) in bronchi {
        canvas.add_tube(z, *from, *to);
    }
    canvas.fill_tubes(&[(0.9, -80.0), (0.0, -985.0)]);
}
