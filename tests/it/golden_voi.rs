//! The formulas of grey, as a table that the window's own tests read too.
//!
//! `tests/golden/voi.json` lists windows and tables with inputs in modality
//! units and the grey that `core` makes of them. Set `UPDATE_GOLDEN` to write it
//! anew after a deliberate change.

use std::fs;
use std::path::Path;

use scanfolio_core::pixels::{ByteOrder, LookupTable, Voi, VoiLutFunction, Window};
use serde_json::{Value, json};

/// Centres and widths: the standard's examples, everyday windows, and edges.
const WINDOWS: &[(VoiLutFunction, f64, f64)] = &[
    (VoiLutFunction::Linear, 2048.0, 4096.0),
    (VoiLutFunction::Linear, 2048.0, 1.0),
    (VoiLutFunction::Linear, 0.0, 100.0),
    (VoiLutFunction::Linear, 40.0, 400.0),
    (VoiLutFunction::Linear, -600.0, 1500.0),
    (VoiLutFunction::Linear, 300.5, 1.5),
    (VoiLutFunction::Linear, 127.5, 256.0),
    (VoiLutFunction::LinearExact, 2048.0, 4096.0),
    (VoiLutFunction::LinearExact, 0.0, 100.0),
    (VoiLutFunction::LinearExact, 0.5, 0.25),
    (VoiLutFunction::Sigmoid, 2048.0, 4096.0),
    (VoiLutFunction::Sigmoid, 40.0, 400.0),
    (VoiLutFunction::Sigmoid, 0.5, 0.25),
];

/// First value mapped, bits, entries.
const TABLES: &[(i16, u16, &[u16])] = &[
    (0, 8, &[0, 64, 128, 255]),
    (-2, 12, &[0, 1024, 2048, 3072, 4095]),
    (100, 16, &[65_535, 40_000, 20_000, 0]),
    (0, 10, &[1023]),
];

#[test]
fn the_table_of_grey_is_what_core_computes() {
    let computed = serde_json::to_string_pretty(&golden()).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/voi.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &computed).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == computed,
        "tests/golden/voi.json is not what core computes; if that is meant, set UPDATE_GOLDEN"
    );
}

fn golden() -> Value {
    let windows: Vec<Value> = WINDOWS
        .iter()
        .map(|&(function, center, width)| {
            let voi = Voi::window(Window::new(center, width, function).unwrap());
            let inputs = around(center, width);
            json!({
                "function": function,
                "center": center,
                "width": width,
                "gray": grays(&voi, &inputs),
                "inputs": inputs,
            })
        })
        .collect();
    let luts: Vec<Value> = TABLES
        .iter()
        .map(|&(first_mapped, bits, entries)| {
            let data: Vec<u8> = entries
                .iter()
                .flat_map(|entry| entry.to_le_bytes())
                .collect();
            let descriptor = [entries.len() as u16, first_mapped as u16, bits];
            let table = LookupTable::new(descriptor, true, &data, ByteOrder::LittleEndian).unwrap();
            let voi = Voi::Lut {
                table,
                explanation: String::new(),
            };
            let first = f64::from(first_mapped);
            let inputs: Vec<f64> = [
                -1000.0, -1.0, -0.5, 0.0, 0.49, 0.5, 1.0, 2.0, 3.0, 4.0, 1000.0,
            ]
            .iter()
            .map(|step| first + step)
            .collect();
            json!({
                "firstMapped": first_mapped,
                "bits": bits,
                "values": entries,
                "gray": grays(&voi, &inputs),
                "inputs": inputs,
            })
        })
        .collect();
    json!({ "windows": windows, "luts": luts })
}

fn grays(voi: &Voi, inputs: &[f64]) -> Vec<u8> {
    inputs.iter().map(|&input| voi.to_gray(input)).collect()
}

/// Both ends of a window, what lies beyond, and eighths between.
fn around(center: f64, width: f64) -> Vec<f64> {
    let mut inputs: Vec<f64> = (-6..=6)
        .map(|eighth| center + width * f64::from(eighth) / 8.0)
        .collect();
    for end in [center - width / 2.0, center + width / 2.0] {
        inputs.extend([-1.0, -0.5, 0.0, 0.5, 1.0].map(|step| end + step));
    }
    inputs.sort_by(f64::total_cmp);
    inputs.dedup();
    inputs
}
