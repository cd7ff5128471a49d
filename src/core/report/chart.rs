//! The shapes of the charts: coordinates only, drawn by the template.

use super::Point;

/// Width of a drawing, in its own units.
pub const WIDTH: f64 = 600.0;
/// Height of the line chart.
pub const HEIGHT: f64 = 120.0;
/// Circumference of the score ring, whose radius is 52.
pub const RING: f64 = 326.726;

/// The part of the ring that a score fills.
pub fn ring(score: &f64) -> String {
    format!("{:.1}", share(score / 100.0) * RING)
}

/// A share of the width of a bar that is 100 units wide.
pub fn bar(value: &f64) -> String {
    format!("{:.2}", share(*value) * 100.0)
}

/// A count's share of the largest.
pub fn part(count: &i64, largest: &i64) -> f64 {
    share(*count as f64 / (*largest).max(1) as f64)
}

fn share(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) }
}

/// What a line chart shows.
pub struct Line {
    /// The points of the line.
    pub points: String,
    /// The points of the area under it.
    pub area: String,
    /// Lowest and highest score on the axis.
    pub low: f64,
    /// See `low`.
    pub high: f64,
}

/// The line through these scores; None where there are fewer than two.
pub fn line(points: &[Point]) -> Option<Line> {
    let scores: Vec<f64> = points.iter().map(|point| if point.score.is_nan() { 0.0 } else { point.score.clamp(0.0, 100.0) }).collect();
    if scores.len() < 2 {
        return None;
    }
    let least = scores.iter().copied().fold(100.0, f64::min);
    let most = scores.iter().copied().fold(0.0, f64::max);
    let low = ((least - 1.0) / 5.0).floor().max(0.0) * 5.0;
    let high = (((most + 1.0) / 5.0).ceil() * 5.0).min(100.0).max(low + 5.0);
    let place = |(index, score): (usize, &f64)| {
        let x = WIDTH * index as f64 / (scores.len() - 1) as f64;
        let y = HEIGHT * (1.0 - (score - low) / (high - low));
        format!("{x:.1},{y:.1}")
    };
    let points = scores.iter().enumerate().map(place).collect::<Vec<_>>().join(" ");
    let area = format!("0,{HEIGHT} {points} {WIDTH},{HEIGHT}");
    Some(Line { points, area, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_inside_its_chart() {
        let point = |score| Point { day: String::new(), score };
        assert!(line(&[point(50.0)]).is_none());
        let chart = line(&[point(81.0), point(86.0), point(84.0)]).unwrap();
        assert_eq!((chart.low, chart.high), (80.0, 90.0));
        assert_eq!(chart.points, "0.0,108.0 300.0,48.0 600.0,72.0");
        let flat = line(&[point(100.0), point(100.0)]).unwrap();
        assert!(flat.high <= 100.0 && flat.low < flat.high);
        assert_eq!([ring(&50.0), bar(&f64::NAN), bar(&2.0)], ["163.4", "0.00", "100.00"]);
    }
}
