//! Values out of Thrift's compact protocol, which describes what is in a Parquet file.

use super::fault::Fault;
use super::input::Input;

/// How deep structures and lists may stand in one another: a Parquet file needs eight.
const DEEPEST: u8 = 24;
/// The most values of one footer, of 40 bytes each once they are read.
pub(super) const MOST_VALUES: usize = 12_000_000;

/// A value, by what its bytes say and not by what a schema wants.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Flag(bool),
    Integer(i64),
    /// A double or a map: nothing in a Parquet file that is read here.
    Other,
    Bytes(&'a [u8]),
    List(Vec<Value<'a>>),
    /// Fields with their numbers.
    Struct(Vec<(i16, Value<'a>)>),
}

impl<'a> Value<'a> {
    pub fn field(&self, id: i16) -> Option<&Value<'a>> {
        let Self::Struct(fields) = self else { return None };
        fields.iter().find(|(number, _)| *number == id).map(|(_, value)| value)
    }

    pub fn integer(&self, id: i16) -> Option<i64> {
        match self.field(id)? {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// A count or an offset.
    pub fn size(&self, id: i16) -> Option<usize> {
        usize::try_from(self.integer(id)?).ok()
    }

    pub fn flag(&self, id: i16) -> Option<bool> {
        match self.field(id)? {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    pub fn text(&self, id: i16) -> Option<String> {
        match self.field(id)? {
            Self::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }

    /// The members of a list; none where there is no such list.
    pub fn list(&self, id: i16) -> &[Value<'a>] {
        match self.field(id) {
            Some(Self::List(values)) => values,
            _ => &[],
        }
    }
}

/// One structure from where the input stands; `most` values of it are read.
pub(super) fn structure<'a>(input: &mut Input<'a>, most: usize) -> Result<Value<'a>, Fault> {
    Protocol { left: most }.structure(input, 0)
}

struct Protocol {
    left: usize,
}

impl Protocol {
    fn structure<'a>(&mut self, input: &mut Input<'a>, depth: u8) -> Result<Value<'a>, Fault> {
        let mut fields = Vec::new();
        let mut last: i16 = 0;
        loop {
            let head = input.byte()?;
            if head == 0 {
                return Ok(Value::Struct(fields));
            }
            let id = match i16::from(head >> 4) {
                0 => i16::try_from(input.zigzag()?).map_err(|_| Fault::Wrong("a field without a number"))?,
                step => last.checked_add(step).ok_or(Fault::Wrong("a field without a number"))?,
            };
            last = id;
            let value = match head & 0x0F {
                1 => Value::Flag(true),
                2 => Value::Flag(false),
                kind => self.value(input, kind, depth)?,
            };
            fields.push((id, value));
        }
    }

    fn value<'a>(&mut self, input: &mut Input<'a>, kind: u8, depth: u8) -> Result<Value<'a>, Fault> {
        self.left = self.left.checked_sub(1).ok_or(Fault::Wrong("a description of more parts than are read"))?;
        if depth >= DEEPEST {
            return Err(Fault::Wrong("a description nested beyond any use"));
        }
        Ok(match kind {
            1 | 2 => Value::Flag(input.byte()? == 1),
            3 => Value::Integer(i64::from(i8::from_le_bytes([input.byte()?]))),
            4..=6 => Value::Integer(input.zigzag()?),
            7 => {
                input.take(8)?;
                Value::Other
            }
            8 => {
                let length = input.size()?;
                Value::Bytes(input.take(length)?)
            }
            9 | 10 => self.list(input, depth + 1)?,
            11 => self.map(input, depth + 1)?,
            12 => self.structure(input, depth + 1)?,
            13 => Value::Bytes(input.take(16)?),
            _ => return Err(Fault::Wrong("a part of unknown type in its description")),
        })
    }

    fn list<'a>(&mut self, input: &mut Input<'a>, depth: u8) -> Result<Value<'a>, Fault> {
        let head = input.byte()?;
        let count = match usize::from(head >> 4) {
            15 => input.size()?,
            count => count,
        };
        let mut values = Vec::new();
        for _ in 0..count {
            values.push(self.value(input, head & 0x0F, depth)?);
        }
        Ok(Value::List(values))
    }

    fn map<'a>(&mut self, input: &mut Input<'a>, depth: u8) -> Result<Value<'a>, Fault> {
        let count = input.size()?;
        if count > 0 {
            let kinds = input.byte()?;
            for _ in 0..count {
                self.value(input, kinds >> 4, depth)?;
                self.value(input, kinds & 0x0F, depth)?;
            }
        }
        Ok(Value::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Value<'_>, Fault> {
        structure(&mut Input::new(bytes), 1000)
    }

    #[test]
    fn numbers_texts_flags_and_lists_are_read_by_their_field() {
        let value = read(&[0x15, 0x06, 0x18, 2, b'h', b'i', 0x11, 0x29, 0x25, 2, 4, 0]).unwrap();
        assert_eq!((value.integer(1), value.text(2), value.flag(3)), (Some(3), Some("hi".to_owned()), Some(true)));
        assert_eq!(value.list(5), [Value::Integer(1), Value::Integer(2)]);
        assert_eq!(value.field(4), None);
    }

    #[test]
    fn a_list_of_two_billion_lists_without_end_and_a_cut_are_errors() {
        assert!(read(&[0x19, 0xF5, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]).is_err());
        assert!(read(&[0x1C].repeat(100_000)).is_err());
        assert!(read(&[0x19].repeat(100_000)).is_err());
        assert!(read(&[0x18, 0x7F, 1]).is_err());
    }
}
