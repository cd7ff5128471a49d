//! How one table is read: which columns make up which field, and of what kind each field is.
//! Travels as JSON text in the arguments of the SQL functions, so that the same statement runs in
//! a parallel worker or on another node.

use crate::kind::{self, Kind, Subject, phone};
use serde::{Deserialize, Serialize};

/// A field is what two rows are compared by: one kind, from one or more columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldPlan {
    /// The kind's name.
    pub kind: String,
    /// What people call the field: its column, or several joined by `+`.
    pub label: String,
    /// Where its values come from. Each source gives values of its own (home phone, work phone); a source of
    /// several columns is one value written in parts (given and family name, address lines). Positions in the row.
    pub sources: Vec<Vec<Option<usize>>>,
    /// Keeps the keys of this field apart from those of other fields of its kind (a passport is no driving licence).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space: Option<String>,
}

/// All fields of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TablePlan {
    /// Region assumed for values that name none.
    pub region: String,
    /// Position of the column that tells the row's city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<usize>,
    /// Telephone number ranges beside those compiled in, as [`crate::kind::phone::ranges::parse`] reads them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone_ranges: String,
    /// The fields, at most [`MAX_FIELDS`].
    pub fields: Vec<FieldPlan>,
    /// Pairs of fields whose loosest keys are joined into one.
    #[serde(default)]
    pub combine: Vec<[usize; 2]>,
    /// Whether loose keys are made as well, which pays while the table is small.
    pub thorough: bool,
    /// Whether rows are only compared with rows of another table, told apart by the first byte of their row ids.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cross: bool,
}

#[cfg(test)]
impl TablePlan {
    /// That of a table with a column for each of these kinds.
    pub(crate) fn of_kinds(region: &str, kinds: &[&str]) -> TablePlan {
        let field = |(column, kind): (usize, &&str)| FieldPlan {
            kind: (*kind).into(),
            label: (*kind).into(),
            sources: vec![vec![Some(column)]],
            space: None,
        };
        TablePlan {
            region: region.into(),
            city: None,
            phone_ranges: String::new(),
            fields: kinds.iter().enumerate().map(field).collect(),
            combine: vec![],
            thorough: true,
            cross: false,
        }
    }
}

/// A level vector packs this many fields into one 64-bit integer, four bits each.
pub const MAX_FIELDS: usize = 15;

/// A [`TablePlan`] whose kinds have been looked up.
pub struct Plan {
    /// Region assumed for values that name none.
    pub region: String,
    /// Position of the column that tells the row's city.
    pub city: Option<usize>,
    /// See [`TablePlan::phone_ranges`].
    pub phone_ranges: phone::Ranges,
    /// The fields in order.
    pub fields: Vec<Field>,
    /// See [`TablePlan::combine`].
    pub combine: Vec<[usize; 2]>,
    /// See [`TablePlan::thorough`].
    pub thorough: bool,
    /// See [`TablePlan::cross`].
    pub cross: bool,
}

/// A [`FieldPlan`] with its kind.
pub struct Field {
    /// What its values mean.
    pub kind: &'static dyn Kind,
    /// See [`FieldPlan::label`].
    pub label: String,
    /// See [`FieldPlan::sources`].
    pub sources: Vec<Vec<Option<usize>>>,
    /// Key name space: the kind's name, or that with [`FieldPlan::space`].
    pub space: String,
}

impl Field {
    /// Whether people mean this field by a kind's name or by that of one of its columns.
    pub fn is_named(&self, name: &str) -> bool {
        self.kind.name() == name || self.label.split(" + ").any(|column| column == name)
    }

    /// The field's values in a row, as they stand there. None where there are none.
    pub fn raw(&self, values: &[Option<String>]) -> Option<String> {
        self.show(values, |text| text.to_owned())
    }

    /// The same, each column masked.
    pub fn masked(&self, values: &[Option<String>]) -> Option<String> {
        self.show(values, |text| self.kind.mask(text))
    }

    fn show(&self, values: &[Option<String>], show: impl Fn(&str) -> String) -> Option<String> {
        let columns = self.sources.iter().flatten().flatten();
        let texts = columns.filter_map(|column| values.get(*column)?.as_deref()).filter(|text| !text.is_empty());
        Some(texts.map(show).collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
    }
}

impl Plan {
    /// Whether a field names people.
    pub fn names_people(&self) -> bool {
        self.fields.iter().any(|field| field.kind.names() == Some(Subject::Person))
    }

    /// What people call these fields together: their labels joined by ` & `.
    pub fn label(&self, fields: &[usize]) -> String {
        let labels = fields.iter().filter_map(|field| Some(self.fields.get(*field)?.label.as_str()));
        labels.collect::<Vec<_>>().join(" & ")
    }

    /// Reads the JSON that [`TablePlan`] writes.
    pub fn parse(json: &str) -> Result<Plan, String> {
        let plan: TablePlan = serde_json::from_str(json).map_err(|error| format!("the plan is not readable: {error}"))?;
        Plan::new(plan)
    }

    /// Looks up the kinds.
    pub fn new(plan: TablePlan) -> Result<Plan, String> {
        if plan.fields.len() > MAX_FIELDS {
            return Err(format!("a plan has at most {MAX_FIELDS} fields, this one has {}", plan.fields.len()));
        }
        let fields = plan.fields.into_iter().map(|field| {
            let kind = kind::find(&field.kind).ok_or_else(|| format!("there is no kind {:?}", field.kind))?;
            let space = match &field.space {
                Some(space) => format!("{}:{space}", field.kind),
                None => field.kind.clone(),
            };
            Ok(Field { kind, label: field.label, sources: field.sources, space })
        });
        let fields: Vec<Field> = fields.collect::<Result<_, String>>()?;
        let is = |field: usize, kind: &str| fields.get(field).is_some_and(|field| field.kind.name() == kind);
        let has = |own: usize, kinds: &[&str]| plan.combine.iter().any(|[a, b]| *a == own && kinds.iter().any(|kind| is(*b, kind)));
        // Measured on a million leads: of what a name finds joined with its city or address, it finds all but one in a hundred
        // joined with what narrows it more, at half the pairs; and of what any field finds joined with the address, joined with the city.
        let is_spared = |[a, b]: &[usize; 2]| {
            let place = is(*b, "city") || is(*b, "address");
            place && is(*a, "person_name") && has(*a, &["company", "date", "postcode"]) || is(*b, "address") && has(*a, &["city"])
        };
        let combine = plan.combine.iter().filter(|pair| plan.thorough || !is_spared(pair)).copied().collect();
        Ok(Plan {
            region: plan.region,
            city: plan.city,
            phone_ranges: phone::ranges::parse(&plan.phone_ranges).map_err(|bad| bad.to_string())?,
            combine,
            fields,
            thorough: plan.thorough,
            cross: plan.cross,
        })
    }
}
