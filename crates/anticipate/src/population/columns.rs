//! Persons and households as compact columns: 2 bytes a person, 8 a household.

use crate::ages::Sex;

/// The code of a category that is not known.
pub const NONE: u8 = u8::MAX;

const FEMALE: u8 = 1;
const WORK_KNOWN: u8 = 2;
const WORKS: u8 = 4;

/// A person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Age, whole years.
    pub age: u8,
    flags: u8,
}

impl Person {
    /// A person of an age and sex; whether they work, where that is known.
    #[must_use]
    pub fn new(age: u8, sex: Sex, works: Option<bool>) -> Self {
        let sex = if sex == Sex::Female { FEMALE } else { 0 };
        let work = match works {
            None => 0,
            Some(false) => WORK_KNOWN,
            Some(true) => WORK_KNOWN | WORKS,
        };
        Self { age, flags: sex | work }
    }

    /// Female or male.
    #[must_use]
    pub fn sex(self) -> Sex {
        if self.flags & FEMALE == 0 { Sex::Male } else { Sex::Female }
    }

    /// Whether they work; none where that is not known.
    #[must_use]
    pub fn works(self) -> Option<bool> {
        (self.flags & WORK_KNOWN != 0).then_some(self.flags & WORKS != 0)
    }
}

/// A household: where its persons begin, and codes into the lists of [`Population`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Household {
    /// Its first person.
    pub first: u32,
    /// Its persons.
    pub size: u8,
    /// Water source.
    pub water: u8,
    /// Toilet.
    pub toilet: u8,
    /// Tenure.
    pub tenure: u8,
}

/// Households and persons of a place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Population {
    /// Households, in order; the persons of each stand together.
    pub households: Vec<Household>,
    /// Persons.
    pub persons: Vec<Person>,
    /// Codes of water sources by number.
    pub water: Vec<String>,
    /// Codes of toilets by number.
    pub toilet: Vec<String>,
    /// Codes of tenure by number.
    pub tenure: Vec<String>,
}

impl Population {
    /// The persons of a household.
    #[must_use]
    pub fn persons_of(&self, household: &Household) -> &[Person] {
        let first = usize::try_from(household.first).unwrap_or(usize::MAX);
        self.persons.get(first..first.saturating_add(usize::from(household.size))).unwrap_or(&[])
    }

    /// Bytes that its columns take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.households.capacity() * size_of::<Household>() + self.persons.capacity() * size_of::<Person>()
    }
}
