//! Display shutters, PS3.3 §C.7.6.11 and §C.7.6.15: what lies outside was not
//! exposed, and is covered. Several shapes cover together.

use crate::dataset::Item;
use crate::tags;
use crate::warning::{Warning, Warnings};

use super::description::ImageDescription;
use super::functional_groups::FrameAttributes;
use super::layers::{Layer, LayerKind};
use super::overlay::Plane;

/// More corners than any shutter has; each costs a look in every row.
const MOST_VERTICES: usize = 4096;

/// The shutter of one frame, and the overlay group that is part of it.
pub(crate) fn read(
    frame: FrameAttributes<'_>,
    description: &ImageDescription,
    aspect: f64,
    planes: &[Plane],
    warnings: &mut Warnings,
) -> (Option<Layer>, Option<u16>) {
    let item = frame.holder(tags::FRAME_DISPLAY_SHUTTER_SEQUENCE, tags::SHUTTER_SHAPE);
    let (rows, columns) = (description.rows, description.columns);
    let mut openings = Vec::new();
    let mut group = None;
    for shape in item.texts(tags::SHUTTER_SHAPE) {
        let opening = match shape.as_str() {
            "RECTANGULAR" => rectangle(item),
            "CIRCULAR" => circle(item, aspect),
            "POLYGONAL" => polygon(item, rows, columns),
            "BITMAP" => {
                group = item
                    .integer(tags::SHUTTER_OVERLAY_GROUP)
                    .and_then(|group| u16::try_from(group).ok());
                planes
                    .iter()
                    .find(|plane| Some(plane.group) == group)
                    .map(|plane| Opening::Outside(plane.layer.bits().to_vec(), columns))
            }
            _ => None,
        };
        match opening {
            Some(opening) => openings.push(opening),
            None => warnings.push(Warning::ValueInvalid {
                tag: tags::SHUTTER_SHAPE.into(),
            }),
        }
    }
    if openings.is_empty() {
        return (None, None);
    }
    // A P-Value: 0 is black, 65535 white (§C.7.6.11, PS3.14).
    let value = item.integer(tags::SHUTTER_PRESENTATION_VALUE);
    let gray = (value.unwrap_or_default().clamp(0, 0xFFFF) * 255 + 0x7FFF) / 0xFFFF;
    let is_covered = |row, column| !openings.iter().all(|opening| opening.shows(row, column));
    let layer = Layer::new(
        LayerKind::Shutter,
        gray as u8,
        String::new(),
        (rows, columns),
        is_covered,
    );
    (Some(layer), group)
}

/// What one shape leaves to be seen; rows and columns are numbered from 1 as
/// the standard does, edges included.
enum Opening {
    Rectangle {
        left: i64,
        right: i64,
        upper: i64,
        lower: i64,
    },
    /// The radius counts pixels along a row, so rows are as far apart as the
    /// pixel's aspect says.
    Circle {
        row: f64,
        column: f64,
        radius: f64,
        aspect: f64,
    },
    /// One flag a pixel, of so many columns.
    Inside(Vec<bool>, u32),
    /// One bit a pixel, set where the picture is hidden.
    Outside(Vec<u8>, u32),
}

impl Opening {
    /// `row` and `column` from 0.
    fn shows(&self, row: u32, column: u32) -> bool {
        let place = |columns: u32| row as usize * columns as usize + column as usize;
        match self {
            Self::Rectangle {
                left,
                right,
                upper,
                lower,
            } => {
                (left..=right).contains(&&(i64::from(column) + 1))
                    && (upper..=lower).contains(&&(i64::from(row) + 1))
            }
            Self::Circle {
                row: middle_row,
                column: middle_column,
                radius,
                aspect,
            } => {
                let across = f64::from(column) + 1.0 - middle_column;
                let down = (f64::from(row) + 1.0 - middle_row) * aspect;
                across.hypot(down) <= *radius
            }
            Self::Inside(flags, columns) => flags.get(place(*columns)).copied().unwrap_or(true),
            Self::Outside(bits, columns) => {
                let place = place(*columns);
                bits.get(place / 8)
                    .is_none_or(|byte| (byte >> (place % 8)) & 1 == 0)
            }
        }
    }
}

fn rectangle(item: Item<'_>) -> Option<Opening> {
    Some(Opening::Rectangle {
        left: item.integer(tags::SHUTTER_LEFT_VERTICAL_EDGE)?,
        right: item.integer(tags::SHUTTER_RIGHT_VERTICAL_EDGE)?,
        upper: item.integer(tags::SHUTTER_UPPER_HORIZONTAL_EDGE)?,
        lower: item.integer(tags::SHUTTER_LOWER_HORIZONTAL_EDGE)?,
    })
}

fn circle(item: Item<'_>, aspect: f64) -> Option<Opening> {
    let &[row, column, ..] = item.integers(tags::CENTER_OF_CIRCULAR_SHUTTER).as_slice() else {
        return None;
    };
    let radius = item.integer(tags::RADIUS_OF_CIRCULAR_SHUTTER)?;
    (radius > 0).then_some(Opening::Circle {
        row: row as f64,
        column: column as f64,
        radius: radius as f64,
        aspect,
    })
}

fn polygon(item: Item<'_>, rows: u32, columns: u32) -> Option<Opening> {
    let values = item.integers(tags::VERTICES_OF_THE_POLYGONAL_SHUTTER);
    let vertices: Vec<[f64; 2]> = values
        .as_chunks::<2>()
        .0
        .iter()
        .map(|pair| pair.map(|value| value as f64))
        .collect();
    if !(3..=MOST_VERTICES).contains(&vertices.len()) {
        return None;
    }
    let mut flags = vec![false; rows as usize * columns as usize];
    for (row, line) in flags.chunks_mut(columns as usize).enumerate() {
        for [from, to] in spans(&vertices, row as f64 + 1.0) {
            let from = (from.ceil().max(1.0) as usize).saturating_sub(1);
            let to = (to.floor().max(0.0) as usize).min(line.len());
            line.get_mut(from..to).unwrap_or_default().fill(true);
        }
    }
    Some(Opening::Inside(flags, columns))
}

/// Where row `row` runs inside the polygon, ends included. An edge counts from
/// its one end to before the other, once counted upwards and once downwards,
/// so that the rows at the polygon's top and bottom are inside, too.
fn spans(vertices: &[[f64; 2]], row: f64) -> Vec<[f64; 2]> {
    let crossings = |counts: fn(f64, f64, f64) -> bool| {
        let ends = vertices.iter().cycle().skip(1);
        let mut found: Vec<f64> = vertices
            .iter()
            .zip(ends)
            .map(|(&from, &to)| [from, to])
            .filter(|[[a, _], [b, _]]| counts(a.min(*b), row, a.max(*b)))
            .map(|[[a, from], [b, to]]| from + (to - from) * (row - a) / (b - a))
            .collect();
        found.sort_by(f64::total_cmp);
        found.as_chunks::<2>().0.to_vec()
    };
    let mut spans = crossings(|low, row, high| low <= row && row < high);
    spans.extend(crossings(|low, row, high| low < row && row <= high));
    spans
}
