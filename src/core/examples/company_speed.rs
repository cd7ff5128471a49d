//! Nanoseconds per call of the company kind: `cargo run --release -p crm_hygiene_core --example company_speed`.

use crm_hygiene_core::kind::{Context, Kind, company::Company};
use std::hint::black_box;

/// Nanoseconds that this thread has been on a processor: other work on the machine does not count.
fn now() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|field| field.parse().ok()).unwrap_or(0.0)
}

fn time(what: &str, count: usize, mut run: impl FnMut(usize)) {
    let mut best = f64::MAX;
    for _ in 0..5 {
        let start = now();
        (0..count).for_each(&mut run);
        best = best.min((now() - start) / count as f64);
    }
    println!("{what:<44} {best:>7.0} ns");
}

fn main() {
    let path = std::env::args().nth(1).expect("a CSV file of leads");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let (chinese, western): (Vec<&str>, Vec<&str>) =
        text.lines().skip(1).filter_map(|line| line.split(',').nth(2)).filter(|name| name.len() > 3).partition(|name| !name.is_ascii());
    let context = Context::default();
    for (script, names) in [("Chinese", &chinese), ("Western", &western)] {
        let name = |i: usize| names[i % names.len()];
        let forms: Vec<String> = names.iter().filter_map(|name| Company.match_form(name, &context)).collect();
        let form = |i: usize| forms[i % forms.len()].as_str();
        let bytes = forms.iter().map(String::len).sum::<usize>() / forms.len().max(1);
        println!("{script}: {} names, match forms of {bytes} bytes", names.len());
        time("  normalize", 100_000, |i| drop(black_box(Company.normalize(name(i), &context))));
        time("  match_form", 100_000, |i| drop(black_box(Company.match_form(name(i), &context))));
        time("  match_keys", 100_000, |i| Company.match_keys(form(i), &mut |_, key| _ = black_box(key.len())));
        time("  compare, neighbours", 500_000, |i| _ = black_box(Company.compare(form(i), form(i + 1))));
        let mut sorted = forms.clone();
        sorted.sort();
        let near = |i: usize| sorted[i % sorted.len()].as_str();
        time("  compare, neighbours in order (alike)", 500_000, |i| _ = black_box(Company.compare(near(i), near(i + 1))));
    }
    let long = "华创 Horizon ".repeat(40);
    time("longest allowed name, match_form", 20_000, |_| drop(black_box(Company.match_form(&long, &context))));
}
