//! Directions of a picture's rows and columns, and the letters they get.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Unit vectors of Image Orientation (Patient) (0020,0037), PS3.3
/// §C.7.6.2.1.1: along a row (to the right of the picture) and along a column
/// (to its bottom), in LPS. They are at right angles.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Orientation {
    row: [f64; 3],
    column: [f64; 3],
}

/// Letters at the four edges: where in the patient each edge points.
/// One letter, or two or three for oblique pictures, the strongest first:
/// `L` left, `R` right, `A` front, `P` back, `H` head, `F` feet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EdgeLetters {
    /// Of the left edge.
    pub left: String,
    /// Of the right edge.
    pub right: String,
    /// Of the upper edge.
    pub top: String,
    /// Of the lower edge.
    pub bottom: String,
}

/// The plane of the body that a picture lies in, or nearly so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Plane {
    /// Across the body.
    Axial,
    /// Parallel to the face.
    Coronal,
    /// Between left and right.
    Sagittal,
    /// More than 37 degrees from each of them.
    Oblique,
}

/// How far from a right angle, as a cosine, the two directions may be; files
/// round their six numbers.
const SKEW_TOLERANCE: f64 = 0.01;
/// A second letter is written when a direction leans more than 10 degrees its way.
const LEAN: f64 = 0.173_6;
/// Cosine from which on a picture counts as lying in a plane (37 degrees).
const IN_PLANE: f64 = 0.8;

impl Orientation {
    /// From the six values of Image Orientation (Patient). `None` when they
    /// are not two finite directions at right angles.
    #[must_use]
    pub fn new(values: [f64; 6]) -> Option<Self> {
        let [rx, ry, rz, cx, cy, cz] = values;
        let row = unit([rx, ry, rz])?;
        let column = unit([cx, cy, cz])?;
        (dot(row, column).abs() <= SKEW_TOLERANCE).then_some(Self { row, column })
    }

    /// Unit vector along a row, to the right of the picture.
    #[must_use]
    pub fn row(&self) -> [f64; 3] {
        self.row
    }

    /// Unit vector along a column, to the bottom of the picture.
    #[must_use]
    pub fn column(&self) -> [f64; 3] {
        self.column
    }

    /// Unit vector away from the reader: row × column.
    #[must_use]
    pub fn normal(&self) -> [f64; 3] {
        let [[a, b, c], [d, e, f]] = [self.row, self.column];
        [b * f - c * e, c * d - a * f, a * e - b * d]
    }

    /// Millimetres of a point of the patient along the normal.
    #[must_use]
    pub fn position_along_normal(&self, point: [f64; 3]) -> f64 {
        dot(self.normal(), point)
    }

    /// Letters at the edges, PS3.3 §C.7.6.1.1.1.
    #[must_use]
    pub fn letters(&self) -> EdgeLetters {
        let opposite = |direction: [f64; 3]| letters_of(direction.map(|part| -part));
        EdgeLetters {
            left: opposite(self.row),
            right: letters_of(self.row),
            top: opposite(self.column),
            bottom: letters_of(self.column),
        }
    }

    /// The nearest plane of the body.
    #[must_use]
    pub fn plane(&self) -> Plane {
        let [x, y, z] = self.normal().map(f64::abs);
        if z >= IN_PLANE {
            Plane::Axial
        } else if y >= IN_PLANE {
            Plane::Coronal
        } else if x >= IN_PLANE {
            Plane::Sagittal
        } else {
            Plane::Oblique
        }
    }

    /// Both directions agree within about a degree.
    #[must_use]
    pub fn is_parallel_to(&self, other: &Self) -> bool {
        const ONE_DEGREE: f64 = 0.999_85;
        dot(self.row, other.row) >= ONE_DEGREE && dot(self.column, other.column) >= ONE_DEGREE
    }
}

impl EdgeLetters {
    /// From Patient Orientation (0020,0020): letters towards the right of the
    /// picture, then towards its bottom (PS3.3 §C.7.6.1.1.1). `None` unless
    /// both are letters of a standing human.
    #[must_use]
    pub fn from_patient_orientation(right: &str, bottom: &str) -> Option<Self> {
        Some(Self {
            left: opposite_letters(right)?,
            right: right.to_owned(),
            top: opposite_letters(bottom)?,
            bottom: bottom.to_owned(),
        })
    }
}

fn opposite_letters(letters: &str) -> Option<String> {
    let opposite = |letter| {
        Some(match letter {
            'L' => 'R',
            'R' => 'L',
            'A' => 'P',
            'P' => 'A',
            'H' => 'F',
            'F' => 'H',
            _ => return None,
        })
    };
    let letters: Option<String> = letters.chars().map(opposite).collect();
    letters.filter(|letters| !letters.is_empty())
}

/// The letters of a direction, the strongest first.
fn letters_of(direction: [f64; 3]) -> String {
    let [x, y, z] = direction;
    let mut parts = [
        (x.abs(), if x > 0.0 { 'L' } else { 'R' }),
        (y.abs(), if y > 0.0 { 'P' } else { 'A' }),
        (z.abs(), if z > 0.0 { 'H' } else { 'F' }),
    ];
    parts.sort_by(|left, right| right.0.total_cmp(&left.0));
    parts
        .iter()
        .filter(|(strength, _)| *strength > LEAN)
        .map(|(_, letter)| letter)
        .collect()
}

fn unit(vector: [f64; 3]) -> Option<[f64; 3]> {
    let length = dot(vector, vector).sqrt();
    // Unit vectors with rounding; anything else is not an orientation.
    (length.is_finite() && (0.9..=1.1).contains(&length)).then(|| vector.map(|part| part / length))
}

pub(crate) fn dot(left: [f64; 3], right: [f64; 3]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: [f64; 6], edges: [&str; 4], plane: Plane) {
        let orientation = Orientation::new(values).unwrap();
        let letters = orientation.letters();
        let found = [letters.left, letters.right, letters.top, letters.bottom];
        assert_eq!(found, edges, "{values:?}");
        assert_eq!(orientation.plane(), plane, "{values:?}");
    }

    #[test]
    fn the_three_planes_have_the_letters_everyone_knows() {
        check([1., 0., 0., 0., 1., 0.], ["R", "L", "A", "P"], Plane::Axial);
        check(
            [1., 0., 0., 0., 0., -1.],
            ["R", "L", "H", "F"],
            Plane::Coronal,
        );
        check(
            [0., 1., 0., 0., 0., -1.],
            ["A", "P", "H", "F"],
            Plane::Sagittal,
        );
        // Lying face down: left and right change sides.
        check(
            [-1., 0., 0., 0., -1., 0.],
            ["L", "R", "P", "A"],
            Plane::Axial,
        );
    }

    #[test]
    fn a_lean_of_more_than_ten_degrees_gets_a_second_letter() {
        let tilted = |degrees: f64| {
            let (sin, cos) = degrees.to_radians().sin_cos();
            [1., 0., 0., 0., cos, -sin]
        };
        check(tilted(5.0), ["R", "L", "A", "P"], Plane::Axial);
        check(tilted(20.0), ["R", "L", "AH", "PF"], Plane::Axial);
        check(tilted(45.0), ["R", "L", "AH", "PF"], Plane::Oblique);
        check(tilted(70.0), ["R", "L", "HA", "FP"], Plane::Coronal);
    }

    #[test]
    fn what_is_no_orientation_is_none() {
        for values in [
            [0.0; 6],
            [1., 0., 0., 1., 0., 0.],
            [f64::NAN, 0., 0., 0., 1., 0.],
            [2., 0., 0., 0., 1., 0.],
        ] {
            assert_eq!(Orientation::new(values), None, "{values:?}");
        }
    }

    #[test]
    fn the_normal_gives_the_place_along_the_stack() {
        let axial = Orientation::new([1., 0., 0., 0., 1., 0.]).unwrap();
        assert_eq!(axial.normal(), [0., 0., 1.]);
        assert_eq!(axial.position_along_normal([10., 20., -30.]), -30.0);
    }

    #[test]
    fn projection_images_state_their_letters() {
        let letters = EdgeLetters::from_patient_orientation("L", "FP").unwrap();
        assert_eq!((letters.left.as_str(), letters.top.as_str()), ("R", "HA"));
        for [right, bottom] in [["", "F"], ["L", "X"], ["LE", "V"]] {
            assert_eq!(EdgeLetters::from_patient_orientation(right, bottom), None);
        }
    }
}
