use crm_hygiene_core::kind::phone::Phone;
use crm_hygiene_core::kind::{Context, Kind};
use std::collections::{HashMap, HashSet};
// stdin: entity \t city \t phone
fn main() {
    let mut rows: Vec<(String, String, Option<String>, String)> = vec![];
    for l in std::io::stdin().lines() {
        let l = l.unwrap();
        let c: Vec<&str> = l.split('\t').collect();
        if c.len() < 3 || c[2].trim().is_empty() {
            continue;
        }
        let ctx = Context { region: "CN", city: if c[1].is_empty() { None } else { Some(c[1]) } };
        rows.push((c[0].into(), c[1].into(), Phone.match_form(c[2], &ctx), c[2].into()));
    }
    let none = rows.iter().filter(|r| r.2.is_none()).count();
    println!("{} phones, {} without a form", rows.len(), none);
    for r in rows.iter().filter(|r| r.2.is_none()).step_by(none / 30 + 1) {
        println!("   none: {:?}", r.3);
    }
    let mut by: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, r) in rows.iter().enumerate() {
        if r.2.is_some() {
            by.entry(&r.0).or_default().push(i);
        }
    }
    let mut m = [0usize; 6];
    let (mut shared, mut pairs) = (0, 0);
    let keys = |f: &str| {
        let mut k = HashSet::new();
        Phone.match_keys(f, &mut |_, s| {
            k.insert(s.to_owned());
        });
        k
    };
    let mut shown = [0; 6];
    for g in by.values() {
        for (x, &i) in g.iter().enumerate() {
            for &j in &g[x + 1..] {
                let (a, b) = (rows[i].2.as_ref().unwrap(), rows[j].2.as_ref().unwrap());
                let l = Phone.compare(a, b);
                m[l] += 1;
                pairs += 1;
                if !keys(a).is_disjoint(&keys(b)) {
                    shared += 1;
                }
                shown[l] += 1;
                if shown[l] < 14 && l != 5 {
                    println!("   {}: {:?} {:?}  {a} {b}", Phone.levels()[l].name, rows[i].3, rows[j].3);
                }
            }
        }
    }
    let mut u = [0usize; 6];
    let n = rows.len();
    let mut s = 88172645463325252u64;
    let mut total = 0;
    while total < 20_000_000 {
        s ^= s << 13;
        s ^= s >> 7;
        s ^= s << 17;
        let (i, j) = ((s % n as u64) as usize, ((s >> 32) % n as u64) as usize);
        if rows[i].0 == rows[j].0 {
            continue;
        }
        let (Some(a), Some(b)) = (&rows[i].2, &rows[j].2) else { continue };
        u[Phone.compare(a, b)] += 1;
        total += 1;
    }
    for l in 0..6 {
        println!("{:20} m {:.5} u {:.8}", Phone.levels()[l].name, m[l] as f64 / pairs.max(1) as f64, u[l] as f64 / total as f64);
    }
    println!("true pairs {pairs}, sharing a key {shared}");
}
