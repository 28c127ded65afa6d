//! Which frames of a series form a stack, and in which order they lie.
//!
//! Not a gate for volumes: uneven and missing slices stay in a stack.

mod attribute;
mod difference;
mod entry;
mod separate;
mod sort;
mod split;
#[cfg(test)]
mod tests;

pub use difference::StackDifference;
pub use entry::{StackEntry, stack_entries};
pub use sort::sort_stack;
pub use split::{Stack, split_stacks};
