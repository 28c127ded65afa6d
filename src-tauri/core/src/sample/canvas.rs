//! Painting shapes on one slice: each shape covers what lies below it, with an
//! edge as soft as a scanner's.

use super::number::{Point, point};

/// Where the pixels of a slice lie: centres, in millimetres.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) dx: f32,
    pub(super) dy: f32,
}

impl Grid {
    /// Centre of a pixel; the grid's own centre is (0, 0).
    fn x(self, column: usize) -> f32 {
        (column as f32 + 0.5 - self.columns as f32 * 0.5) * self.dx
    }

    fn y(self, row: usize) -> f32 {
        (row as f32 + 0.5 - self.rows as f32 * 0.5) * self.dy
    }
}

/// A rectangle of millimetres in which a shape may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) front: f32,
    pub(super) back: f32,
}

impl Bounds {
    pub(super) fn around(x: f32, y: f32, reach: f32) -> Self {
        Self {
            left: x - reach,
            right: x + reach,
            front: y - reach,
            back: y + reach,
        }
    }

    fn of_segment(a: Point, b: Point, reach: f32) -> Self {
        Self {
            left: a.x.min(b.x) - reach,
            right: a.x.max(b.x) + reach,
            front: a.y.min(b.y) - reach,
            back: a.y.max(b.y) + reach,
        }
    }
}

/// One slice being painted, in Hounsfield units.
pub(super) struct Canvas {
    pub(super) grid: Grid,
    pub(super) hu: Vec<f32>,
    /// Distances of a union of tubes, kept between uses.
    field: Vec<f32>,
}

/// Width of an edge in mm.
const EDGE: f32 = 0.95;
/// What a pixel that no tube has touched is away from the tubes, in mm.
const FAR: f32 = 1e4;

impl Canvas {
    pub(super) fn new(grid: Grid, hu: f32) -> Self {
        let size = grid.columns * grid.rows;
        Self {
            grid,
            hu: vec![hu; size],
            field: vec![FAR; size],
        }
    }

    /// Covers where `distance(x, y)` (mm, negative inside) is negative.
    pub(super) fn paint(&mut self, bounds: Bounds, hu: f32, distance: impl Fn(f32, f32) -> f32) {
        self.blend(bounds, |x, y, _| (coverage(distance(x, y)), hu));
    }

    /// The general form: `shade(x, y, hu)` gives coverage from 0 to 1 and the
    /// value to cover with.
    pub(super) fn blend(&mut self, bounds: Bounds, shade: impl Fn(f32, f32, f32) -> (f32, f32)) {
        each(self.grid, bounds, &mut self.hu, |x, y, below| {
            let (cover, hu) = shade(x, y, *below);
            *below += (hu - *below) * cover;
        });
    }

    /// Adds a tapering tube from `a` to `b` to the union that
    /// [`fill_tubes`](Self::fill_tubes) paints.
    pub(super) fn add_tube(&mut self, z: f32, a: (Point, f32), b: (Point, f32)) {
        let ((from, from_radius), (to, to_radius)) = (a, b);
        let reach = from_radius.max(to_radius) + MARGIN;
        if z < from.z.min(to.z) - reach || z > from.z.max(to.z) + reach {
            return;
        }
        let along = point(to.x - from.x, to.y - from.y, to.z - from.z);
        let square = (along.x * along.x + along.y * along.y + along.z * along.z).max(1e-6);
        let bounds = Bounds::of_segment(from, to, reach);
        each(self.grid, bounds, &mut self.field, |x, y, nearest| {
            let (px, py, pz) = (x - from.x, y - from.y, z - from.z);
            let share = ((px * along.x + py * along.y + pz * along.z) / square).clamp(0.0, 1.0);
            let (ex, ey, ez) = (
                px - along.x * share,
                py - along.y * share,
                pz - along.z * share,
            );
            let radius = from_radius + (to_radius - from_radius) * share;
            *nearest = nearest.min((ex * ex + ey * ey + ez * ez).sqrt() - radius);
        });
    }

    /// Adds a chain of tubes.
    pub(super) fn add_chain(&mut self, z: f32, chain: &[(Point, f32)]) {
        for pair in chain.windows(2) {
            if let [a, b] = pair {
                self.add_tube(z, *a, *b);
            }
        }
    }

    /// Paints the tubes added so far, layer by layer: a layer reaches `grow`
    /// mm (at most [`MARGIN`]) beyond their surface. Forgets them then.
    pub(super) fn fill_tubes(&mut self, layers: &[(f32, f32)]) {
        for (below, distance) in self.hu.iter_mut().zip(&mut self.field) {
            if *distance < FAR {
                for (grow, hu) in layers {
                    *below += (hu - *below) * coverage(*distance - grow);
                }
                *distance = FAR;
            }
        }
    }
}

/// How far around a tube distances are known, in mm.
const MARGIN: f32 = 3.0;

/// Share of a pixel that a shape covers whose surface is `distance` mm away.
pub(super) fn coverage(distance: f32) -> f32 {
    (0.5 - distance / EDGE).clamp(0.0, 1.0)
}

/// Visits the pixels of `values` that lie within `bounds`.
fn each(grid: Grid, bounds: Bounds, values: &mut [f32], mut visit: impl FnMut(f32, f32, &mut f32)) {
    let columns = range(bounds.left, bounds.right, grid.dx, grid.columns);
    let rows = range(bounds.front, bounds.back, grid.dy, grid.rows);
    if columns.is_empty() || rows.is_empty() {
        return;
    }
    for (row, line) in values
        .chunks_mut(grid.columns)
        .enumerate()
        .take(rows.end)
        .skip(rows.start)
    {
        let y = grid.y(row);
        for (column, value) in line
            .iter_mut()
            .enumerate()
            .take(columns.end)
            .skip(columns.start)
        {
            visit(grid.x(column), y, value);
        }
    }
}

/// Indices whose centres lie between two places, widened by a pixel.
fn range(from: f32, to: f32, step: f32, count: usize) -> std::ops::Range<usize> {
    let half = count as f32 * 0.5;
    // `as` saturates, which is what is wanted at the borders.
    let first = (from / step + half - 1.0).max(0.0) as usize;
    let last = (to / step + half + 1.0).max(0.0) as usize;
    first.min(count)..last.min(count)
}

/// An ellipsoid that may be turned in the plane of the slice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ellipsoid {
    pub(super) center: Point,
    /// Half axes: along `axis`, across it, and along z.
    pub(super) half: (f32, f32, f32),
    /// Unit vector of the first half axis.
    pub(super) axis: (f32, f32),
}

/// What an ellipsoid looks like on a slice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ellipse {
    x: f32,
    y: f32,
    a: f32,
    b: f32,
    axis: (f32, f32),
}

impl Ellipsoid {
    pub(super) const fn new(center: Point, half: (f32, f32, f32)) -> Self {
        Self {
            center,
            half,
            axis: (1.0, 0.0),
        }
    }

    pub(super) const fn turned(self, axis: (f32, f32)) -> Self {
        Self { axis, ..self }
    }

    pub(super) fn grown(self, by: f32) -> Self {
        let (a, b, c) = self.half;
        Self {
            half: (a + by, b + by, c + by),
            ..self
        }
    }

    /// The section at `z`, if the slice meets it.
    pub(super) fn section(self, z: f32) -> Option<Ellipse> {
        let (a, b, c) = self.half;
        let height = (z - self.center.z) / c;
        let scale = (1.0 - height * height).max(0.0).sqrt();
        (scale > 0.02).then_some(Ellipse {
            x: self.center.x,
            y: self.center.y,
            a: a * scale,
            b: b * scale,
            axis: self.axis,
        })
    }

    /// Paints the section at `z`.
    pub(super) fn paint(self, canvas: &mut Canvas, z: f32, hu: f32) {
        if let Some(ellipse) = self.section(z) {
            canvas.paint(ellipse.bounds(), hu, |x, y| ellipse.distance(x, y));
        }
    }
}

impl Ellipse {
    pub(super) const fn new(x: f32, y: f32, a: f32, b: f32) -> Self {
        Self {
            x,
            y,
            a,
            b,
            axis: (1.0, 0.0),
        }
    }

    pub(super) const fn turned(self, axis: (f32, f32)) -> Self {
        Self { axis, ..self }
    }

    pub(super) fn bounds(&self) -> Bounds {
        Bounds::around(self.x, self.y, self.a.max(self.b) + 2.0)
    }

    /// Nearly the distance to the edge in mm, negative inside.
    pub(super) fn distance(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = (x - self.x, y - self.y);
        let (cos, sin) = self.axis;
        let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
        let (u, v) = (u / self.a, v / self.b);
        let (ua, vb) = (u / self.a, v / self.b);
        let outward = (u * u + v * v).sqrt();
        let slope = (ua * ua + vb * vb).sqrt().max(1e-6);
        outward * (outward - 1.0) / slope
    }

    /// Paints it.
    pub(super) fn paint(&self, canvas: &mut Canvas, hu: f32) {
        canvas.paint(self.bounds(), hu, |x, y| self.distance(x, y));
    }
}
