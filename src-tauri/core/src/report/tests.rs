//! Journeys over whole reports: made ones, real ones, hostile ones.

mod glossary;
mod hostile;
mod made;
mod real;
