//! The command line.

pub const USAGE: &str = "\
Usage: leads --rows N --seed N --out leads.csv --truth truth.csv [--with-slices]

  --rows N        how many rows, 1 to 100000000
  --seed N        0 to 18446744073709551615; the same seed and rows give the same bytes
  --out FILE      the leads: id,name,company,phone,email,city,address,created_at,source
  --truth FILE    who is who: id,entity_id
  --with-slices   a third column in the truth: what was done to the row, as words parted by blanks
";

const MOST_ROWS: u32 = 100_000_000;

#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    pub rows: u32,
    pub seed: u64,
    pub out: String,
    pub truth: String,
    pub with_slices: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    Help,
    Leads(Arguments),
}

pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let (mut rows, mut seed, mut out, mut truth, mut with_slices) = (None, None, None, None, false);
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let (option, mut value) = match argument.split_once('=') {
            Some((option, value)) => (option.to_string(), Some(value.to_string())),
            None => (argument, None),
        };
        let mut wanted = || value.take().or_else(|| arguments.next()).ok_or(format!("{option} needs a value"));
        match option.as_str() {
            "--help" | "-h" => return Ok(Asked::Help),
            "--rows" => {
                let text = wanted()?;
                let number = text.parse::<u32>().ok().filter(|number| (1..=MOST_ROWS).contains(number));
                rows = Some(number.ok_or(format!("--rows must be a whole number from 1 to {MOST_ROWS}, not \"{text}\""))?);
            }
            "--seed" => {
                let text = wanted()?;
                seed =
                    Some(text.parse::<u64>().map_err(|_| format!("--seed must be a whole number from 0 to {}, not \"{text}\"", u64::MAX))?);
            }
            "--out" => out = Some(wanted()?),
            "--truth" => truth = Some(wanted()?),
            "--with-slices" if value.is_none() => with_slices = true,
            _ => return Err(format!("unknown argument \"{option}\"")),
        }
    }
    let missing = |option: &str| format!("{option} is missing");
    let (out, truth) = (out.ok_or(missing("--out"))?, truth.ok_or(missing("--truth"))?);
    if out == truth {
        return Err("--out and --truth name the same file".to_string());
    }
    Ok(Asked::Leads(Arguments { rows: rows.ok_or(missing("--rows"))?, seed: seed.ok_or(missing("--seed"))?, out, truth, with_slices }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Asked, String> {
        parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn the_usual_command_line_is_understood() {
        let expected = Arguments { rows: 5000, seed: 1, out: "l.csv".into(), truth: "t.csv".into(), with_slices: true };
        assert_eq!(asked("--rows 5000 --seed=1 --out l.csv --truth t.csv --with-slices"), Ok(Asked::Leads(expected)));
        assert_eq!(asked("--help"), Ok(Asked::Help));
    }

    #[test]
    fn bad_arguments_are_named() {
        for (line, complaint) in [
            ("", "--out is missing"),
            ("--rows", "--rows needs a value"),
            ("--rows many", "not \"many\""),
            ("--rows 0", "from 1 to"),
            ("--rows -5", "not \"-5\""),
            ("--rows 100000001", "from 1 to 100000000"),
            ("--seed 1.5", "--seed must be"),
            ("--colour red", "unknown argument \"--colour\""),
            ("--rows 5 --seed 1 --out a --truth a", "same file"),
            ("--rows 5 --out a --truth b", "--seed is missing"),
        ] {
            let found = asked(line).expect_err(line);
            assert!(found.contains(complaint), "{line}: {found}");
        }
    }
}
