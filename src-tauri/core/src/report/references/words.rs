//! The words by which reports name series and images, folded (see `fold`).

/// Names a series.
pub(super) const SERIES: &[&str] =
    &["series", "serie", "serien", "seriens", "ser", "se", "sequence", "sequences", "seq", "sequenz", "sequenza", "secuencia"];

/// Names one image.
pub(super) const IMAGE: &[&str] =
    &["image", "img", "im", "slice", "frame", "bild", "schicht", "imagen", "corte", "immagine", "coupe", "beeld", "afbeelding"];

/// Names several.
pub(super) const IMAGES: &[&str] = &[
    "images", "imgs", "ims", "slices", "frames", "bilder", "schichten", "imagenes", "cortes", "immagini", "coupes", "beelden",
];

/// `image number 4`, `image no. 4`, `image # 4`.
pub(super) const NUMBER: &[&str] = &["number", "numbers", "no", "nos", "num", "nr", "n", "nummer", "numero"];

/// Joins the members of a list.
pub(super) const AND: &[&str] = &["and", "und", "et", "y", "e", "en", "or", "oder"];

/// Joins the ends of a range.
pub(super) const TO: &[&str] = &["to", "through", "thru", "bis", "a", "al", "tot"];

/// May stand between the series and the image.
pub(super) const FILLERS: &[&str] = &[
    "of", "on", "in", "from", "at", "the", "axial", "coronal", "sagittal", "oblique", "transverse", "ct", "mr", "mri", "t", "flair",
    "dwi", "adc", "stir", "post", "pre", "contrast", "postcontrast", "precontrast", "noncontrast", "lung", "bone", "soft", "tissue",
    "window", "windows", "arterial", "venous", "portal", "delayed", "phase", "weighted", "fat", "saturated", "thin", "see", "key",
    "reformat", "reformatted", "mip", "scout", "der", "in", "de", "la", "della", "van", "auf", "sur", "dans", "del", "axiale",
    "axiales", "koronare", "sagittale", "no", "number",
];

/// Follow a number that is not an image's.
pub(super) const UNITS: &[&str] = &[
    "mm", "cm", "m", "ml", "cc", "mg", "g", "kg", "l", "hu", "msv", "mgy", "years", "year", "yrs", "months", "month", "weeks",
    "week", "days", "day", "hours", "hour", "minutes", "minute", "min", "sec", "seconds", "am", "pm", "x", "by", "percent", "mmhg",
    "millimeter", "millimeters", "millimetre", "millimetres", "centimeter", "centimeters",
];

/// Before a bare pair, these say that it is a date, a score or a fraction.
pub(super) const NOT_A_PAIR_AFTER: &[&str] = &[
    "on", "dated", "from", "since", "until", "by", "to", "with", "date", "at", "am", "pm", "vs", "versus", "pain", "score", "scale",
    "strength", "grade", "murmur", "bp", "pressure", "vision", "vas", "birads", "rads", "and", "between", "dob", "born", "stage",
    "category", "level", "approximately", "about", "prior", "previous", "am", "vom", "du", "del",
];

/// After a bare pair, these say the same.
pub(super) const NOT_A_PAIR_BEFORE: &[&str] =
    &["of", "strength", "pain", "vision", "hpf", "murmur", "positive", "negative", "nodes", "lymph", "patients", "th", "rd"];
