//! Enums of names as they are written in files and settings.

/// Makes an enum whose variants are written as texts: `ALL`, `as_str`, `Display`, `FromStr`, serde.
macro_rules! names {
    ($(#[$meta:meta])* $name:ident ($noun:literal) { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every name, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name as it is written in files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::RiskError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|name| name.as_str() == text).ok_or_else(|| {
                    $crate::RiskError::UnknownName {
                        noun: $noun,
                        found: text.to_owned(),
                        expected: Self::ALL.iter().map(|n| n.as_str()).collect::<Vec<_>>().join(", "),
                    }
                })
            }
        }
    };
}
