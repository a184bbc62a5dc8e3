//! What residents want first, from the lists of their profiles.
