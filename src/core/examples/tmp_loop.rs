use crm_hygiene_core::kind::phone::Phone;
use crm_hygiene_core::kind::{Context, Kind};
fn main() {
    let which = std::env::args().nth(1).unwrap();
    let text = std::env::args().nth(2).unwrap();
    let ctx = Context { region: "CN", city: None };
    for _ in 0..1_000_000 {
        match which.as_str() {
            "n" => {
                std::hint::black_box(Phone.normalize(std::hint::black_box(&text), &ctx).ok());
            }
            "f" => {
                std::hint::black_box(Phone.match_form(std::hint::black_box(&text), &ctx));
            }
            _ => {
                std::hint::black_box(crm_hygiene_core::kind::phone::info(std::hint::black_box(&text), &ctx));
            }
        }
    }
}
