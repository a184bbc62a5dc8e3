//! How many households are crowded, where rooms and household sizes are counted apart.

use crate::services::categories::Categories;

/// Least and greatest share of households with more than `most` persons to a room (or as many, where the limit is crowded
/// already).
///
/// For every number of rooms r: those with at most r rooms and those with more than `most` x r persons are together at least
/// p + q - 1, and these are crowded; those with at least r rooms and at most `most` x r persons are not (Fréchet). A last class
/// such as "nine and more" is taken at its least where that proves something, and proves nothing where it would have to be at its
/// most.
pub(super) fn crowded(rooms: &Categories, sizes: &Categories, most: f64, limit_is_crowded: bool) -> (f64, f64) {
    let too_many =
        |persons: f64, rooms: f64| if limit_is_crowded { persons >= most * rooms } else { persons > most * rooms };
    let (mut low, mut not) = (0.0_f64, 0.0_f64);
    for r in 1..=20_u8 {
        let r = f64::from(r);
        let few_rooms = rooms.share(|code| class(code).is_some_and(|(n, open)| !open && n <= r));
        let many_persons = sizes.share(|code| class(code).is_some_and(|(n, _)| too_many(n, r)));
        low = low.max(few_rooms + many_persons - 1.0);
        let enough_rooms = rooms.share(|code| class(code).is_some_and(|(n, _)| n >= r));
        let few_persons = sizes.share(|code| class(code).is_some_and(|(n, open)| !open && !too_many(n, r)));
        not = not.max(enough_rooms + few_persons - 1.0);
    }
    (low, (1.0 - not).max(low))
}

/// The number of a class, and whether it is open above: `9_plus`.
fn class(code: &str) -> Option<(f64, bool)> {
    let (number, open) = code.strip_suffix("_plus").map_or((code, false), |number| (number, true));
    Some((number.parse().ok()?, open))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(parts: &[(&'a str, f64)]) -> Categories<'a> {
        let total = parts.iter().map(|(_, n)| n).sum();
        Categories { of: "households", parts: parts.to_vec(), total, inputs: Vec::new() }
    }

    #[test]
    fn one_room_each_and_half_with_four_persons_is_half_for_sure() {
        let made = crowded(&of(&[("1", 10.0)]), &of(&[("2", 5.0), ("4", 5.0)]), 3.0, false);
        assert!((made.0 - 0.5).abs() < 1e-12 && (made.1 - 0.5).abs() < 1e-12, "{made:?}");
    }

    #[test]
    fn no_way_of_joining_rooms_and_sizes_lies_outside_the_bounds() {
        let (rooms, sizes) = ([1, 1, 1, 2, 2, 3], [1, 2, 4, 5, 7, 9]);
        let codes = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let count = |list: &[usize]| -> Vec<(&str, f64)> { list.iter().map(|n| (codes[*n - 1], 1.0)).collect() };
        let (low, high) = crowded(&of(&count(&rooms)), &of(&count(&sizes)), 3.0, false);
        let mut order = [0, 1, 2, 3, 4, 5];
        let (mut least, mut greatest) = (1.0_f64, 0.0_f64);
        permute(&mut order, 0, &mut |order| {
            let crowded = order.iter().enumerate().filter(|(at, to)| sizes[**to] > 3 * rooms[*at]).count();
            let share = f64::from(u32::try_from(crowded).unwrap()) / 6.0;
            least = least.min(share);
            greatest = greatest.max(share);
        });
        assert!(low <= least + 1e-12 && greatest <= high + 1e-12, "{low} {least} {greatest} {high}");
        assert!(high < 1.0 && low >= 0.0);
    }

    fn permute(order: &mut [usize; 6], from: usize, each: &mut impl FnMut(&[usize; 6])) {
        if from == order.len() {
            each(order);
        }
        for at in from..order.len() {
            order.swap(from, at);
            permute(order, from + 1, each);
            order.swap(from, at);
        }
    }

    #[test]
    fn an_open_class_proves_nothing_it_does_not_hold() {
        let made = crowded(&of(&[("9_plus", 1.0)]), &of(&[("10_plus", 1.0)]), 3.0, false);
        assert!(made.0.abs() < 1e-12 && (made.1 - 1.0).abs() < 1e-12, "{made:?}");
    }
}
