//! Journeys.

// The attribute tells the lints what cargo already knows: all of this is tests.
#[cfg(test)]
mod archives;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod codecs;
#[cfg(test)]
mod copying;
#[cfg(test)]
mod disc_image;
#[cfg(test)]
mod discs;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod golden_voi;
#[cfg(test)]
mod held_space;
#[cfg(test)]
mod history;
#[cfg(test)]
mod hostile_names;
#[cfg(test)]
mod import;
#[cfg(test)]
mod locked;
#[cfg(test)]
mod looking;
#[cfg(test)]
mod made;
#[cfg(test)]
mod missing;
#[cfg(test)]
mod pairing;
#[cfg(test)]
mod rebuild;
#[cfg(test)]
mod reliable;
#[cfg(test)]
mod remove;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod search;
#[cfg(test)]
mod series;
#[cfg(test)]
mod seven_zip;
#[cfg(test)]
mod seven_zip_made;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod space;
#[cfg(test)]
mod stacks;
#[cfg(test)]
mod tapes;
#[cfg(test)]
mod udf;
#[cfg(test)]
mod walls;
#[cfg(test)]
mod words;
