//! Writes made records as files, for scripts that are not Rust.
//!
//! ```text
//! make-files sample OUT.zip            the sample study that ships inside the program
//! make-files ct FOLDER PERSON COUNT    a made head CT with its report
//! make-files document FOLDER           a CT whose PDF report brings no fonts of its own
//! make-files zip OUT.zip FOLDER…       the files of the folders, packed
//! make-files canary FOLDER ADDRESS     a CT whose PDF, HTML and text reports name the address
//! ```

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use scanfolio_tests::ct::Slice;
use scanfolio_tests::{archive, pdf};

type Made = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let made = match words.as_slice() {
        ["sample", out] => sample(Path::new(out)),
        ["ct", folder, person, count] => ct(Path::new(folder), person, count),
        ["document", folder] => made_document(Path::new(folder)),
        ["zip", out, folders @ ..] => zip(Path::new(out), folders),
        ["canary", folder, address] => canary(Path::new(folder), address),
        _ => {
            Err("make-files sample OUT.zip | ct FOLDER PERSON COUNT | document FOLDER | zip OUT.zip FOLDER… | canary FOLDER ADDRESS".into())
        }
    };
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("make-files: {error}");
            ExitCode::FAILURE
        }
    }
}

fn sample(out: &Path) -> Made {
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(out, archive::sample()?)?)
}

fn zip(out: &Path, folders: &[&str]) -> Made {
    let mut files = Vec::new();
    for folder in folders.iter().map(Path::new) {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.strip_prefix(folder.parent().unwrap_or(folder))?;
            files.push((name.to_string_lossy().replace('\\', "/"), fs::read(&path)?));
        }
    }
    files.sort();
    Ok(fs::write(out, archive::pack(&files)?)?)
}

fn slice(person: u32, instance_number: u32) -> Slice {
    Slice {
        study: person,
        person,
        series_number: 2,
        instance_number,
        size: 512,
    }
}

fn ct(folder: &Path, person: &str, count: &str) -> Made {
    let (person, count) = (person.parse()?, count.parse()?);
    fs::create_dir_all(folder)?;
    for number in 1..=count {
        let file = folder.join(format!("IM{number:04}"));
        fs::write(file, slice(person, number).to_part10())?;
    }
    fs::write(folder.join("report.txt"), report(&slice(person, 1), &[]))?;
    Ok(())
}

fn made_document(folder: &Path) -> Made {
    fs::create_dir_all(folder)?;
    let of = slice(60, 1);
    fs::write(folder.join("IM0001"), of.to_part10())?;
    let text = report(&of, &[]);
    let lines: Vec<&str> = text.lines().collect();
    Ok(fs::write(
        folder.join("report.pdf"),
        pdf::borrowing(&lines),
    )?)
}

/// The report of a made study. The last word of the findings is a rare one, to
/// be searched for.
fn report(of: &Slice, further: &[&str]) -> String {
    format!(
        "RADIOLOGY REPORT\n\
         Patient name: {}\nPatient ID: {}\nDate of birth: 14-Mar-1958\n\
         Accession number: {}\nStudy Instance UID: {}\nStatus: Final\n\n\
         EXAMINATION: CT head without contrast\n\n\
         FINDINGS:\nThe ventricles are of normal size. A calcification of 4 mm lies in the falx \
         (series 2, image 3). Incidental xanthogranuloma.\n{}\n\n\
         IMPRESSION:\nNo acute finding.\n",
        of.patient_name(),
        of.patient_id(),
        of.accession_number(),
        of.study_instance_uid(),
        further.join("\n")
    )
}

/// Three folders, each to be shown by itself, so that each kind of report is
/// the one on screen.
fn canary(folder: &Path, address: &str) -> Made {
    let at = |what: &str| format!("{address}/{what}");
    let markup = format!(
        "<!doctype html><html><head><link rel=preconnect href=\"{0}\"><link rel=dns-prefetch \
         href=\"//canary.invalid\"><link rel=stylesheet href=\"{1}\"><script src=\"{2}\"></script>\
         <meta http-equiv=refresh content=\"0;url={3}\"></head><body>\
         <p>Report</p><img src=\"{4}\"><iframe src=\"{5}\"></iframe><a ping=\"{6}\" href=\"{6}\">more</a>\
         </body></html>",
        address,
        at("style"),
        at("script"),
        at("refresh"),
        at("image"),
        at("frame"),
        at("ping")
    );
    for (study, name) in (50..).zip(["text", "html", "pdf"]) {
        let place = folder.join(name);
        fs::create_dir_all(&place)?;
        for number in 1..=3 {
            fs::write(
                place.join(format!("IM{number}")),
                slice(study, number).to_part10(),
            )?;
        }
        let of = slice(study, 1);
        match name {
            "text" => {
                let words = [at("text"), format!("<img src=\"{}\">", at("markup"))];
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                fs::write(place.join("report.txt"), report(&of, &words))?;
            }
            "html" => fs::write(place.join("report.html"), &markup)?,
            _ => {
                let text = report(&of, &[]);
                let link = at("pdf");
                let lines: Vec<&str> = text.lines().chain([link.as_str()]).collect();
                fs::write(place.join("report.pdf"), pdf::page(&lines))?;
            }
        }
    }
    Ok(())
}
