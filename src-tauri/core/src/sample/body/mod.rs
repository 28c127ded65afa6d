//! The invented body: smooth shapes in millimetres, from the shoulders (z = 0)
//! to the kidneys (z = 355). Nobody's anatomy, only credible.

mod abdomen;
mod airways;
mod bones;
mod heart;
mod lungs;
mod muscles;
mod ribs;
mod torso;
mod tree;

use super::{
    canvas::{Canvas, Grid},
    number::{Point, point},
};
use torso::Level;

/// The solid nodule in the right lower lobe, on image 31 of the lungs (z = 150).
pub(super) const NODULE: (Point, f32) = (point(-86.0, 36.0, 150.0), 11.0);
/// The small calcified nodule in the left upper lobe, on image 19 of the lungs (z = 90).
pub(super) const SMALL_NODULE: (Point, f32) = (point(70.0, -34.0, 90.0), 4.0);
/// The cyst in the right lobe of the liver, on image 28 of the soft parts (z = 270).
pub(super) const CYST: (Point, f32) = (point(-92.0, -12.0, 270.0), 16.0);
/// Diameter of the ascending aorta, in mm, on image 13 of the soft parts (z = 120).
pub(super) const AORTA_DIAMETER: f32 = 31.0;

/// Air around the body, without noise so that it compresses to nothing.
pub(super) const AIR: f32 = -1000.0;

/// The body, with what has to be grown before slices can be cut.
pub(super) struct Body {
    trees: [tree::Tree; 4],
    bronchi: Vec<lungs::Tube>,
    ribs: Vec<ribs::Rib>,
}

impl Body {
    pub(super) fn grow() -> Self {
        let trees = lungs::vessels();
        Self {
            bronchi: lungs::bronchi(trees.split_at(2).0),
            ribs: ribs::rib_cage(),
            trees,
        }
    }

    /// One slice at `z` mm, in Hounsfield units.
    pub(super) fn slice(&self, grid: Grid, z: f32) -> Canvas {
        let level = Level::at(z);
        let mut canvas = Canvas::new(grid, AIR);
        muscles::paint(&mut canvas, &level);
        bones::paint(&mut canvas, &level, &self.ribs);
        abdomen::paint(&mut canvas, &level);
        lungs::paint(&mut canvas, &level);
        heart::paint(&mut canvas, &level);
        airways::paint(&mut canvas, &level);
        lungs::paint_vessels(&mut canvas, z, &self.trees, &self.bronchi);
        torso::paint_table(&mut canvas);
        canvas
    }
}
