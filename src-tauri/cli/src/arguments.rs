//! The calls, taken apart. No file is touched here.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};

use crate::commands::{USUAL_WAIT, What};

/// How to call the program.
pub const USAGE: &str = "\
scanfolio-cli --library DIR import PATH… [--person NAME|new] [--password-file FILE] [--wait SECONDS] [--json]
scanfolio-cli --library DIR list [--json]
scanfolio-cli --library DIR imports [--json]
scanfolio-cli --library DIR answer IDENTITY --person NAME|new [--json]
scanfolio-cli --library DIR unanswer IDENTITY [--json]
scanfolio-cli --library DIR remove --study KEY|--report KEY|--person NAME|--import N [--yes] [--json]
scanfolio-cli --library DIR search WORDS… [--json]
scanfolio-cli --library DIR verify [--json]
scanfolio-cli --library DIR rebuild [--json]
scanfolio-cli look PATH… [--password-file FILE] [--wait SECONDS] [--json]
scanfolio-cli info FILE [--json]
scanfolio-cli frame FILE --frame N --out F.npy
scanfolio-cli render FILE --frame N [--window C,W] --out F.png
scanfolio-cli report FILE [--json]

Without --library the usual library folder is used. Output is JSON with or
without --json. Studies of somebody the library does not know wait until it is
said whose they are: by --person at the import, or by answer with the key that
list gives under waiting; unanswer takes it back. Locked archives open with the
password in the first line of FILE, or of standard input for -; it is not kept. A path at which there is nothing is an
error at once; a disc that is pulled out while it is read is waited for, 60
seconds or as many as --wait says.";

/// One call, complete.
#[derive(Debug, PartialEq)]
pub enum Call {
    /// How to call the program.
    Help,
    /// Bring files into the library.
    Import {
        library: Option<PathBuf>,
        paths: Vec<PathBuf>,
        person: Option<String>,
        password_file: Option<PathBuf>,
        /// For a medium that went away.
        wait: Duration,
    },
    /// Whose the studies of a waiting identity are.
    Answer {
        library: Option<PathBuf>,
        identity: String,
        person: String,
    },
    /// Takes that back.
    Unanswer {
        library: Option<PathBuf>,
        identity: String,
    },
    /// What was brought in, import by import.
    Imports { library: Option<PathBuf> },
    /// What the library holds.
    List { library: Option<PathBuf> },
    /// Something that goes for good.
    Remove {
        library: Option<PathBuf>,
        what: What,
        is_sure: bool,
    },
    /// Words in reports and descriptions.
    Search {
        library: Option<PathBuf>,
        words: String,
    },
    /// Re-hash every kept file.
    Verify { library: Option<PathBuf> },
    /// Make the index anew.
    Rebuild { library: Option<PathBuf> },
    /// What is on this disc, folder or archive.
    Look {
        paths: Vec<PathBuf>,
        password_file: Option<PathBuf>,
        /// For a medium that went away.
        wait: Duration,
    },
    /// The attributes the viewer uses.
    Info { file: PathBuf },
    /// Modality values as NumPy.
    Frame {
        file: PathBuf,
        frame_number: u32,
        out: PathBuf,
    },
    /// What the screen shows, as PNG.
    Render {
        file: PathBuf,
        frame_number: u32,
        window: Option<(f64, f64)>,
        out: PathBuf,
    },
    /// A report, taken apart.
    Report { file: PathBuf },
}

/// # Errors
/// A sentence naming what is missing or not understood.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Call, String> {
    let mut given = Given::default();
    given
        .read(Parser::from_args(arguments))
        .map_err(|error| format!("{error}."))?;
    given.into_call()
}

/// Options and words in the order given, not yet a call.
#[derive(Default)]
struct Given {
    words: Vec<OsString>,
    library: Option<PathBuf>,
    person: Option<String>,
    password_file: Option<PathBuf>,
    wait: Option<Duration>,
    frame_number: Option<u32>,
    window: Option<(f64, f64)>,
    out: Option<PathBuf>,
    study: Option<String>,
    report: Option<String>,
    import: Option<i64>,
    is_sure: bool,
    asks_help: bool,
}

impl Given {
    fn read(&mut self, mut parser: Parser) -> Result<(), lexopt::Error> {
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => self.asks_help = true,
                Arg::Long("json") => {}
                Arg::Long("library") => self.library = Some(parser.value()?.into()),
                Arg::Long("person") => self.person = Some(parser.value()?.string()?),
                Arg::Long("password-file") => self.password_file = Some(parser.value()?.into()),
                Arg::Long("wait") => self.wait = Some(parser.value()?.parse_with(seconds)?),
                Arg::Long("study") => self.study = Some(parser.value()?.string()?),
                Arg::Long("report") => self.report = Some(parser.value()?.string()?),
                Arg::Long("import") => self.import = Some(parser.value()?.parse()?),
                Arg::Long("yes") => self.is_sure = true,
                Arg::Long("frame") => {
                    self.frame_number = Some(parser.value()?.parse_with(frame_number)?)
                }
                Arg::Long("window") => self.window = Some(parser.value()?.parse_with(window)?),
                Arg::Long("out") => self.out = Some(parser.value()?.into()),
                Arg::Value(word) => self.words.push(word),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(())
    }

    fn into_call(self) -> Result<Call, String> {
        let Self {
            words,
            library,
            person,
            password_file,
            wait,
            frame_number,
            window,
            out,
            study,
            report,
            import,
            is_sure,
            asks_help,
        } = self;
        if asks_help {
            return Ok(Call::Help);
        }
        let wait = wait.unwrap_or(USUAL_WAIT);
        let mut words = words.into_iter();
        let verb = words.next().ok_or("No call is given.")?;
        let rest: Vec<OsString> = words.collect();
        let paths = || rest.iter().map(PathBuf::from).collect::<Vec<_>>();
        let some_paths = || {
            if rest.is_empty() {
                Err("No path is given.".to_owned())
            } else {
                Ok(paths())
            }
        };
        let one_file = || match rest.as_slice() {
            [file] => Ok(PathBuf::from(file)),
            _ => Err("Exactly one file is needed.".to_owned()),
        };
        let one_identity = || match rest.as_slice() {
            [identity] => Ok(identity.to_string_lossy().into_owned()),
            _ => Err("Exactly one identity is needed.".to_owned()),
        };
        let nothing_more = || {
            if rest.is_empty() {
                Ok(())
            } else {
                Err("This call takes no path.".to_owned())
            }
        };
        let out = || out.clone().ok_or_else(|| "--out is missing.".to_owned());
        let frame_number = || frame_number.ok_or_else(|| "--frame is missing.".to_owned());
        Ok(match verb.to_str() {
            Some("help") => Call::Help,
            Some("import") => Call::Import {
                library,
                paths: some_paths()?,
                person,
                password_file,
                wait,
            },
            Some("answer") => Call::Answer {
                library,
                identity: one_identity()?,
                person: person.ok_or("--person is missing.")?,
            },
            Some("unanswer") => Call::Unanswer {
                library,
                identity: one_identity()?,
            },
            Some("imports") => {
                nothing_more()?;
                Call::Imports { library }
            }
            Some("list") => {
                nothing_more()?;
                Call::List { library }
            }
            Some("remove") => {
                nothing_more()?;
                Call::Remove {
                    library,
                    what: one_of([
                        study.map(What::Study),
                        report.map(What::Report),
                        person.map(What::Person),
                        import.map(What::Import),
                    ])?,
                    is_sure,
                }
            }
            Some("search") => {
                let words: Vec<String> = rest
                    .iter()
                    .map(|word| word.to_string_lossy().into_owned())
                    .collect();
                if words.is_empty() {
                    return Err("No words are given.".into());
                }
                Call::Search {
                    library,
                    words: words.join(" "),
                }
            }
            Some("verify") => {
                nothing_more()?;
                Call::Verify { library }
            }
            Some("rebuild") => {
                nothing_more()?;
                Call::Rebuild { library }
            }
            Some("look") => Call::Look {
                paths: some_paths()?,
                password_file,
                wait,
            },
            Some("info") => Call::Info { file: one_file()? },
            Some("frame") => Call::Frame {
                file: one_file()?,
                frame_number: frame_number()?,
                out: out()?,
            },
            Some("render") => Call::Render {
                file: one_file()?,
                frame_number: frame_number()?,
                window,
                out: out()?,
            },
            Some("report") => Call::Report { file: one_file()? },
            _ => return Err(format!("There is no call «{}».", verb.to_string_lossy())),
        })
    }
}

/// The one thing a removal is about.
fn one_of(named: [Option<What>; 4]) -> Result<What, String> {
    let mut named = named.into_iter().flatten();
    match (named.next(), named.next()) {
        (Some(what), None) => Ok(what),
        _ => Err("Exactly one of --study, --report, --person and --import is needed.".to_owned()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds) => Ok(Duration::from_secs(seconds)),
        Err(_) => Err(format!("«{text}» is not a number of seconds")),
    }
}

fn frame_number(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("«{text}» is not a frame number; they count from 1")),
    }
}

/// `C,W`: window center and width in modality units.
fn window(text: &str) -> Result<(f64, f64), String> {
    let not_a_window = || format!("«{text}» is not a window; write center,width");
    let (center, width) = text.split_once(',').ok_or_else(not_a_window)?;
    let number = |text: &str| {
        text.trim()
            .parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
    };
    match (number(center), number(width)) {
        (Some(center), Some(width)) => Ok((center, width)),
        _ => Err(not_a_window()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<Call, &str>) {
        let parsed = parse(line.split_whitespace().map(OsString::from));
        assert_eq!(parsed, expected.map_err(str::to_owned), "{line}");
    }

    #[test]
    fn the_calls_of_the_contract_are_understood() {
        let library = Some(PathBuf::from("L"));
        check(
            "--library L import a b --person new --password-file - --json",
            Ok(Call::Import {
                library: library.clone(),
                paths: vec!["a".into(), "b".into()],
                person: Some("new".into()),
                password_file: Some("-".into()),
                wait: USUAL_WAIT,
            }),
        );
        check(
            "--library L answer 0f --person Mum",
            Ok(Call::Answer {
                library: library.clone(),
                identity: "0f".into(),
                person: "Mum".into(),
            }),
        );
        check(
            "--library L list --json",
            Ok(Call::List {
                library: library.clone(),
            }),
        );
        check(
            "--library L imports",
            Ok(Call::Imports {
                library: library.clone(),
            }),
        );
        check(
            "--library L search lung nodule --json",
            Ok(Call::Search {
                library,
                words: "lung nodule".into(),
            }),
        );
        check(
            "look d --wait 5 --json",
            Ok(Call::Look {
                paths: vec!["d".into()],
                password_file: None,
                wait: Duration::from_secs(5),
            }),
        );
        check(
            "frame f --frame 2 --out o.npy",
            Ok(Call::Frame {
                file: "f".into(),
                frame_number: 2,
                out: "o.npy".into(),
            }),
        );
        check(
            "render f --frame 1 --window -600,1500 --out o.png",
            Ok(Call::Render {
                file: "f".into(),
                frame_number: 1,
                window: Some((-600.0, 1500.0)),
                out: "o.png".into(),
            }),
        );
        check(
            "--library L remove --import 3 --yes --json",
            Ok(Call::Remove {
                library: Some("L".into()),
                what: What::Import(3),
                is_sure: true,
            }),
        );
        check(
            "remove --study 0f",
            Ok(Call::Remove {
                library: None,
                what: What::Study("0f".into()),
                is_sure: false,
            }),
        );
        check("--help", Ok(Call::Help));
    }

    #[test]
    fn wrong_use_is_said_in_a_sentence() {
        check("", Err("No call is given."));
        check("import", Err("No path is given."));
        check("answer 0f", Err("--person is missing."));
        check(
            "answer --person Mum",
            Err("Exactly one identity is needed."),
        );
        check("frame f --out o.npy", Err("--frame is missing."));
        check("frame f --frame 1", Err("--out is missing."));
        for line in ["remove --yes", "remove --study a --import 1"] {
            let expected = "Exactly one of --study, --report, --person and --import is needed.";
            check(line, Err(expected));
        }
        check("remove x --import 1", Err("This call takes no path."));
        check("list here", Err("This call takes no path."));
        check("draw f", Err("There is no call «draw»."));
        for line in [
            "frame f --frame 0 --out o",
            "render f --frame 1 --window 40 --out o",
            "list --fast",
            "import d --wait soon",
        ] {
            assert!(
                parse(line.split_whitespace().map(OsString::from)).is_err(),
                "{line}"
            );
        }
    }
}
