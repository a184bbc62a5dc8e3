//! The value of an expression.

use super::calls::call;
use super::{Expression, Node, Operator, Path, Start, Value};

/// What an expression can see: answers, and the world as it is handed in.
pub trait Surroundings {
    /// The answers on a path.
    ///
    /// # Errors
    /// Why they cannot be known.
    fn nodes(&self, path: &Path) -> Result<Vec<Node>, String>;

    /// Which of its brothers an instance of a repeat is, counted from 1; of the one that the expression stands in where no
    /// path is given.
    ///
    /// # Errors
    /// Why it cannot be known.
    fn position(&self, path: Option<&Path>) -> Result<usize, String>;

    /// The answers on a path, in the instances with these numbers of these repeats.
    ///
    /// # Errors
    /// Why they cannot be known.
    fn indexed(&self, path: &Path, instances: &[(&Path, usize)]) -> Result<Vec<Node>, String>;

    /// What is shown for a choice of a question.
    ///
    /// # Errors
    /// Why it cannot be known.
    fn choice_name(&self, question: &Path, choice: &str) -> Result<String, String>;

    /// `today()`.
    fn today(&self) -> String;

    /// `now()`.
    fn now(&self) -> String;
}

/// The value of an expression, as XPath 1.0 and ODK's form tools compute it.
///
/// `sum`, `min` and `max` pass over answers that are not given, as the tools do. A text beside a day is read as a day.
///
/// # Errors
/// Why it cannot be computed: an unknown function, a wrong number of arguments, a path that leads nowhere, a predicate, or
/// a function that is only parsed (`random`, `uuid`, `area`, `distance`, `instance`, `pulldata` and the like).
pub fn compute(expression: &Expression, around: &dyn Surroundings) -> Result<Value, String> {
    match expression {
        Expression::Number(number) => Ok(Value::Number(*number)),
        Expression::Text(text) => Ok(Value::Text(text.clone())),
        Expression::Negative(inner) => Ok(Value::Number(-compute(inner, around)?.number())),
        Expression::Chain(first, rest) => chain(first, rest, around),
        Expression::Call(name, arguments) => call(name, arguments, around),
        Expression::Path(path) => {
            if let Start::Of(_) = path.start {
                return Err("looking into a list by a path is not computed".to_owned());
            }
            if path.steps.iter().any(|step| !step.predicates.is_empty()) {
                return Err("conditions in brackets are not computed".to_owned());
            }
            around.nodes(path).map(Value::Nodes)
        }
    }
}

fn chain(first: &Expression, rest: &[(Operator, Expression)], around: &dyn Surroundings) -> Result<Value, String> {
    let mut value = compute(first, around)?;
    for (operator, operand) in rest {
        match operator {
            Operator::Or if value.flag() => return Ok(Value::Flag(true)),
            Operator::And if !value.flag() => return Ok(Value::Flag(false)),
            _ => value = joined(*operator, &value, &compute(operand, around)?)?,
        }
    }
    Ok(value)
}

fn joined(operator: Operator, a: &Value, b: &Value) -> Result<Value, String> {
    let numbers = |f: fn(f64, f64) -> f64| Value::Number(f(a.number(), b.number()));
    Ok(match operator {
        Operator::Or | Operator::And => Value::Flag(b.flag()),
        Operator::Equal => Value::Flag(a.equals(b)),
        Operator::NotEqual => Value::Flag(a.differs(b)),
        Operator::Less => Value::Flag(a.ordered(b, |a, b| a < b)),
        Operator::LessOrEqual => Value::Flag(a.ordered(b, |a, b| a <= b)),
        Operator::Greater => Value::Flag(a.ordered(b, |a, b| a > b)),
        Operator::GreaterOrEqual => Value::Flag(a.ordered(b, |a, b| a >= b)),
        Operator::Plus => numbers(|a, b| a + b),
        Operator::Minus => numbers(|a, b| a - b),
        Operator::Times => numbers(|a, b| a * b),
        Operator::Div => numbers(|a, b| a / b),
        Operator::Mod => numbers(|a, b| a % b),
        Operator::Union => match (a, b) {
            (Value::Nodes(a), Value::Nodes(b)) => Value::Nodes(a.iter().chain(b).cloned().collect()),
            _ => return Err("| joins paths only".to_owned()),
        },
    })
}
