//! Journeys over whole files: real ones, broken ones, hostile ones.

mod dump;
mod real;
