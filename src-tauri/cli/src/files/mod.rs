//! Files the program writes where it was told to: NumPy arrays and pictures.

pub mod npy;
pub mod png;
