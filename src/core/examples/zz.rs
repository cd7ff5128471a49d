use crm_hygiene_core::kind::{self, Context, address};
use std::io::BufRead;
fn main() {
    let k = kind::find("address").unwrap();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let (city, text) =
            line.split_once('|').map_or((None, line.as_str()), |(c, t)| (Some(c.trim()).filter(|c| !c.is_empty()), t.trim()));
        let c = Context { city, ..Context::default() };
        let i = address::info(text, &c);
        println!("{line}\n   {:?}\n   {:?}  {:?}", k.normalize(text, &c), k.match_form(text, &c), i.reason);
        if std::env::args().nth(1).is_some() {
            println!("   {i:?}");
        }
    }
}
