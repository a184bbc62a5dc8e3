//! What a route is, in words that machines read: how it is asked, what it takes, what it gives.

use crate::rights::Right;
use axum::http::Method;
use axum::routing::MethodFilter;
use serde_json::Value;

/// JSON, the usual answer.
pub(crate) const JSON: &str = "application/json";

/// What a parameter may be. Those that name something of the city are shown with examples of its copy.
#[derive(Debug, Clone)]
pub(crate) enum Of {
    /// Any text.
    Text,
    /// A whole number from this on.
    Whole(u32),
    /// Yes or no.
    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    Flag,
    /// One of these words.
    One(Vec<&'static str>),
    /// The id of a place.
    Place,
    /// The id of an indicator.
    Indicator,
    /// The name of a layer.
    Layer,
    /// The name of a table or a layer, with `.csv` or `.json`.
    Table,
    /// One of these with an ending.
    Ending(&'static Of, &'static str),
    /// The name of a raster.
    Raster,
    /// A schema of its own (JSON Schema 2020-12).
    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    Schema(Value),
}

/// A part of the path, or a word after the question mark.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub name: &'static str,
    pub about: &'static str,
    pub of: Of,
    pub inside: bool,
    pub needed: bool,
}

/// What the body of a question is.
#[derive(Debug, Clone)]
pub(crate) struct Takes {
    pub kind: &'static str,
    pub schema: Value,
}

/// An answer that is no refusal.
#[derive(Debug, Clone)]
pub(crate) struct Gives {
    pub status: u16,
    pub kind: &'static str,
    pub about: &'static str,
}

/// A route as it is told: `Told::get("/api/trials", "Trials of this city").needs(Right::Work)`.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub method: Method,
    pub path: &'static str,
    pub about: &'static str,
    pub needs: Option<Right>,
    pub parameters: Vec<Parameter>,
    pub takes: Option<Takes>,
    pub gives: Vec<Gives>,
    /// Whether it answers from the copy, whose tag saves asking again.
    pub of_copy: bool,
}

impl Told {
    fn new(method: Method, path: &'static str, about: &'static str) -> Self {
        Self {
            method,
            path,
            about,
            needs: None,
            parameters: Vec::new(),
            takes: None,
            gives: Vec::new(),
            of_copy: false,
        }
    }

    pub fn get(path: &'static str, about: &'static str) -> Self {
        Self::new(Method::GET, path, about)
    }

    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    pub fn head(path: &'static str, about: &'static str) -> Self {
        Self::new(Method::HEAD, path, about)
    }

    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    pub fn post(path: &'static str, about: &'static str) -> Self {
        Self::new(Method::POST, path, about)
    }

    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    pub fn put(path: &'static str, about: &'static str) -> Self {
        Self::new(Method::PUT, path, about)
    }

    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    pub fn patch(path: &'static str, about: &'static str) -> Self {
        Self::new(Method::PATCH, path, about)
    }

    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    pub fn delete(path: &'static str, about: &'static str) -> Self {
        Self::new(Method::DELETE, path, about)
    }

    /// What who asks must be allowed to; without it whoever may look may ask.
    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    pub fn needs(mut self, right: Right) -> Self {
        self.needs = Some(right);
        self
    }

    /// A part of the path; one that is not said anything of is any text.
    pub fn part(self, name: &'static str, about: &'static str, of: Of) -> Self {
        self.parameter(Parameter { name, about, of, inside: true, needed: true })
    }

    /// A word after the question mark that need not be there.
    pub fn asks(self, name: &'static str, about: &'static str, of: Of) -> Self {
        self.parameter(Parameter { name, about, of, inside: false, needed: false })
    }

    /// A word after the question mark that must be there.
    pub fn must_ask(self, name: &'static str, about: &'static str, of: Of) -> Self {
        self.parameter(Parameter { name, about, of, inside: false, needed: true })
    }

    fn parameter(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self
    }

    /// What the body is: its media type, and its JSON Schema.
    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    pub fn takes(mut self, kind: &'static str, schema: Value) -> Self {
        self.takes = Some(Takes { kind, schema });
        self
    }

    /// An answer; without any it is 200 with JSON. No media type (`""`) where the answer has no body.
    pub fn gives(mut self, status: u16, kind: &'static str, about: &'static str) -> Self {
        self.gives.push(Gives { status, kind, about });
        self
    }

    /// That it answers from the copy.
    pub fn of_copy(mut self) -> Self {
        self.of_copy = true;
        self
    }

    /// How axum asks for the method.
    pub fn filter(&self) -> MethodFilter {
        MethodFilter::try_from(self.method.clone()).unwrap_or(MethodFilter::GET)
    }
}
