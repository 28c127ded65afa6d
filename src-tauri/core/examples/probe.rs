use scanfolio_core::{cancel::CancelToken, dataset::DataSet, pixels::*, warning::Warnings};
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let mut w = Warnings::new();
        let name = path.rsplit('/').next().unwrap();
        let ds = match DataSet::read(&bytes, &mut w) { Ok(d) => d, Err(e) => { println!("{name}: dataset {e}"); continue } };
        let d = match describe(&ds, &mut w) { Ok(d) => d, Err(e) => { if e != PixelError::NoPixelData { println!("{name}: describe {e}"); } continue } };
        for n in [1, d.number_of_frames] {
        match decode_frame(&bytes, &ds, n, &CancelToken::new(), &mut w) {
            Ok(f) => { if std::env::var("QUIET").is_err() { println!("{name}: #{n} ok {}x{} {:?} {:?} range {:?} {:?}", f.columns, f.rows, d.encoding, d.photometric_interpretation, f.stored_range(), w.as_slice());
              if let Ok(out) = std::env::var("OUT") { let r = f.thumbnail(600); let (t, b) = match r.pixels { Pixels::Gray8(b) => ("P5", b), Pixels::Rgb8(b) => ("P6", b) };
                let mut o = format!("{t} {} {} 255\n", r.columns, r.rows).into_bytes(); o.extend(b); std::fs::write(format!("{out}/{name}-{n}.pnm"), o).unwrap(); } } }
            Err(e) => println!("{name}: #{n} {} {e}", ds.transfer_syntax_uid()),
        } }
    }
}
