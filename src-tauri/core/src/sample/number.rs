//! Numbers that are the same on every machine: an integer generator, and
//! curves made only of + − × ÷ and √, which IEEE 754 fixes to the last bit
//! (sine, cosine and cube root of the system's library are not).

/// SplitMix64: small, and every seed is good.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// From `low` to `high`.
    pub(super) fn between(&mut self, low: f32, high: f32) -> f32 {
        // 24 bits fit a float exactly.
        let unit = (self.next_u64() >> 40) as f32 / 16_777_216.0;
        low + (high - low) * unit
    }
}

/// A value for a place: the same place, the same value.
pub(super) fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// (cosine, sine) of an angle from −π to π, to about six digits.
pub(super) fn cos_sin(angle: f32) -> (f32, f32) {
    // Halved, summed as a series, doubled again: the series is short and good.
    let half = angle * 0.5;
    let s2 = half * half;
    let sin = half * (1.0 - s2 / 6.0 * (1.0 - s2 / 20.0 * (1.0 - s2 / 42.0 * (1.0 - s2 / 72.0))));
    let cos = 1.0
        - s2 / 2.0 * (1.0 - s2 / 12.0 * (1.0 - s2 / 30.0 * (1.0 - s2 / 56.0 * (1.0 - s2 / 90.0))));
    (cos * cos - sin * sin, 2.0 * sin * cos)
}

/// The cube root of a number of at least 1, by Newton.
pub(super) fn cube_root(value: f32) -> f32 {
    (0..24).fold(value.sqrt(), |x, _| x - (x * x * x - value) / (3.0 * x * x))
}

/// Goes through the (place, value) pairs with a smooth step between each two;
/// constant outside.
pub(super) fn profile(points: &[(f32, f32)], at: f32) -> f32 {
    let mut before: Option<(f32, f32)> = None;
    for &(place, value) in points {
        if at <= place {
            return match before {
                None => value,
                Some((from, first)) => first + (value - first) * (at - from) / (place - from),
            };
        }
        before = Some((place, value));
    }
    before.map_or(0.0, |(_, value)| value)
}

/// The smaller of two distances, rounded off where they are within `k`.
pub(super) fn smooth_min(a: f32, b: f32, k: f32) -> f32 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k * 0.25
}

/// The larger of two distances, rounded off where they are within `k`.
pub(super) fn smooth_max(a: f32, b: f32, k: f32) -> f32 {
    -smooth_min(-a, -b, k)
}

/// A place in millimetres: x to the patient's left, y to the back, z *down*
/// from the first image. (The patient's own z points up: see `objects.rs`.)
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) z: f32,
}

pub(super) const fn point(x: f32, y: f32, z: f32) -> Point {
    Point { x, y, z }
}

impl Point {
    pub(super) fn distance(self, other: Self) -> f32 {
        let (x, y, z) = (self.x - other.x, self.y - other.y, self.z - other.z);
        (x * x + y * y + z * z).sqrt()
    }

    pub(super) fn plus(self, x: f32, y: f32, z: f32) -> Self {
        point(self.x + x, self.y + y, self.z + z)
    }

    pub(super) fn towards(self, other: Self, share: f32) -> Self {
        point(
            self.x + (other.x - self.x) * share,
            self.y + (other.y - self.y) * share,
            self.z + (other.z - self.z) * share,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_and_roots_are_right_to_five_digits() {
        for step in -31..=31_i16 {
            let angle = f32::from(step) * 0.1;
            let (cos, sin) = cos_sin(angle);
            assert!((cos - angle.cos()).abs() < 2e-5, "cos {angle}: {cos}");
            assert!((sin - angle.sin()).abs() < 2e-5, "sin {angle}: {sin}");
        }
        for value in [1.0f32, 8.0, 27.0, 2200.0] {
            assert!((cube_root(value) - value.cbrt()).abs() < 1e-4 * value.cbrt());
        }
    }

    #[test]
    fn a_profile_is_constant_outside_and_linear_inside() {
        let points = [(0.0, 1.0), (10.0, 3.0), (20.0, 3.0)];
        for (at, expected) in [
            (-5.0, 1.0),
            (0.0, 1.0),
            (5.0, 2.0),
            (15.0, 3.0),
            (99.0, 3.0),
        ] {
            assert_eq!(profile(&points, at), expected);
        }
    }
}
