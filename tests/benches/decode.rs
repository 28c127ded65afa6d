//! Decoding, codec by codec: one CT of the developers' test data in each
//! transfer syntax, beside pydicom with its compiled plugins on the same file.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::decode_frame;
use scanfolio_core::warning::Warnings;

use super::{Measured, made, table};

const FOLDER: &str = "cornerstonejs__cornerstoneWADOImageLoader/testImages";

const CODECS: &[(&str, &str)] = &[
    (
        "native",
        "LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1",
    ),
    ("RLE", "RLELosslessTransferSyntax_1.2.840.10008.1.2.5"),
    (
        "JPEG baseline",
        "JPEGProcess1TransferSyntax_1.2.840.10008.1.2.4.50",
    ),
    (
        "JPEG lossless",
        "JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70",
    ),
    (
        "JPEG-LS lossless",
        "JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80",
    ),
    (
        "JPEG 2000 lossless",
        "JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90",
    ),
    ("JPEG 2000", "JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91"),
];

/// Everything from the file's bytes in memory to the frame's stored values.
pub fn measure(table: &mut table::Table) -> Measured {
    let Some(data) = made::shared() else {
        eprintln!("decode: skipped, no ../shared/data here");
        return Ok(());
    };
    for (codec, name) in CODECS {
        let path = data.join(FOLDER).join(format!("CTImage.dcm_{name}.dcm"));
        let file = std::fs::read(&path)?;
        let decode = || -> Result<usize, Box<dyn std::error::Error>> {
            let mut warnings = Warnings::new();
            let data_set = DataSet::read(&file, &mut warnings)?;
            let frame = decode_frame(&file, &data_set, 1, &CancelToken::new(), &mut warnings)?;
            Ok(usize::try_from(frame.rows * frame.columns)?)
        };
        let pixels = decode().map_err(|error| format!("{codec}: {error}"))?;
        let ours = table::median(
            30,
            || {},
            || {
                let _ = std::hint::black_box(decode());
            },
        );
        let beside = pydicom(&path);
        table.add(
            format!("decode {codec}, {pixels} pixels, one thread"),
            ours,
            beside.map(|time| ("pydicom", time)),
        );
    }
    Ok(())
}

/// The median of the same work in pydicom; `None` where it is not set up.
fn pydicom(path: &Path) -> Option<Duration> {
    const SCRIPT: &str = "
import io, sys, time, statistics, pydicom
data = open(sys.argv[1], 'rb').read()
def work():
    start = time.perf_counter()
    pydicom.dcmread(io.BytesIO(data)).pixel_array
    return time.perf_counter() - start
work()
print(statistics.median(work() for _ in range(30)))
";
    let python = made::target().join("python/bin/python");
    let output = Command::new(python)
        .args(["-c", SCRIPT])
        .arg(path)
        .output()
        .ok()?;
    let seconds: f64 = String::from_utf8(output.stdout).ok()?.trim().parse().ok()?;
    Some(Duration::from_secs_f64(seconds))
}
