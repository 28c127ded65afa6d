//! A branching tree of vessels that fills a space: each new place joins the
//! nearest branch, and a branch is as wide as what it feeds asks for.

use crate::sample::number::{Point, Random, cube_root};

/// Places, each joined to an earlier one, with the radius there in mm.
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) place: Point,
    pub(super) parent: usize,
    pub(super) radius: f32,
}

impl Tree {
    /// Grows from `trunk` (a chain of places) to the `targets`. `tip` is the
    /// radius of the last twigs in mm.
    pub(super) fn grow(trunk: &[Point], mut targets: Vec<Point>, tip: f32) -> Self {
        let mut nodes: Vec<Node> = Vec::with_capacity(trunk.len() + targets.len());
        for (index, place) in trunk.iter().enumerate() {
            nodes.push(Node {
                place: *place,
                parent: index.saturating_sub(1),
                radius: 0.0,
            });
        }
        let Some(root) = trunk.last().copied() else {
            return Self { nodes };
        };
        // From the root outwards, so that branches run outwards too.
        targets.sort_by(|a, b| a.distance(root).total_cmp(&b.distance(root)));
        for place in targets {
            let reach = place.distance(root);
            let parent = nodes
                .iter()
                .enumerate()
                .min_by(|(_, a), (_, b)| {
                    cost(a.place, place, root, reach).total_cmp(&cost(b.place, place, root, reach))
                })
                .map_or(0, |(index, _)| index);
            let parent = wind(&mut nodes, parent, place);
            nodes.push(Node {
                place,
                parent,
                radius: 0.0,
            });
        }
        let mut tree = Self { nodes };
        tree.widen(tip);
        tree
    }

    /// Murray's law: the cubes of the radii add up.
    fn widen(&mut self, tip: f32) {
        let mut twigs = vec![0.0_f32; self.nodes.len()];
        for index in (0..self.nodes.len()).rev() {
            let Some(own) = twigs.get_mut(index) else {
                continue;
            };
            *own = own.max(1.0);
            let carried = *own;
            if let Some(node) = self.nodes.get_mut(index) {
                node.radius = tip * cube_root(carried);
                let parent = node.parent;
                if parent != index
                    && let Some(below) = twigs.get_mut(parent)
                {
                    *below += carried;
                }
            }
        }
    }

    /// Every branch as a pair of ends with their radii; a branch keeps its own
    /// width and only tapers towards its twig.
    pub(super) fn branches(&self) -> impl Iterator<Item = ((Point, f32), (Point, f32))> + '_ {
        self.nodes.iter().enumerate().filter_map(|(index, node)| {
            let parent = self.nodes.get(node.parent)?;
            let start = parent.radius.min(node.radius * 1.25);
            (node.parent != index).then_some(((parent.place, start), (node.place, node.radius)))
        })
    }
}

/// Puts places between a branch and a far target, a little off the straight
/// way; gives the last of them.
fn wind(nodes: &mut Vec<Node>, mut parent: usize, target: Point) -> usize {
    const STRAIGHT: f32 = 9.0;
    let Some(start) = nodes.get(parent).map(|node| node.place) else {
        return parent;
    };
    let way = start.distance(target);
    let pieces = (way / STRAIGHT) as u16;
    let mut random = Random::new(nodes.len() as u64);
    for piece in 1..=pieces {
        let share = f32::from(piece) / f32::from(pieces + 1);
        let off = way * 0.07;
        let place = start.towards(target, share).plus(
            random.between(-off, off),
            random.between(-off, off),
            random.between(-off, off),
        );
        nodes.push(Node {
            place,
            parent,
            radius: 0.0,
        });
        parent = nodes.len() - 1;
    }
    parent
}

/// How much it takes to reach `to` from `from`: the way, and what of the way
/// leads back towards the root.
fn cost(from: Point, to: Point, root: Point, reach: f32) -> f32 {
    let detour = from.distance(root) + from.distance(to) - reach;
    from.distance(to) + 0.9 * detour
}
