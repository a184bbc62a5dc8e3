//! Whole numbers as the differences from one to the next (`DELTA_BINARY_PACKED`).

use super::fault::Fault;
use super::input::Input;
use super::levels::Bits;

/// The numbers at the start of the input, which must be `count`; the input stands behind them afterwards.
pub(super) fn numbers(input: &mut Input, count: usize) -> Result<Vec<i64>, Fault> {
    let (block, minis, total) = (input.size()?, input.size()?, input.size()?);
    let first = input.zigzag()?;
    let part = block.checked_div(minis).filter(|part| *part > 0 && part % 8 == 0 && part * minis == block);
    let part = part.ok_or(Fault::Wrong("differences in blocks of no size"))?;
    if total != count {
        return Err(Fault::Wrong("a page with other values than its head says"));
    }
    let mut numbers = Vec::new();
    numbers.extend((count > 0).then_some(first));
    let mut last = first;
    while numbers.len() < count {
        let smallest = input.zigzag()?;
        for width in input.take(minis)? {
            if numbers.len() >= count {
                break;
            }
            if *width > 64 {
                return Err(Fault::Wrong("differences wider than 64 bits"));
            }
            let bytes = (part / 8).checked_mul(usize::from(*width)).ok_or(Fault::Truncated)?;
            // The last part of a page may be cut where its numbers end.
            let mut bits = Bits::new(input.take(bytes.min(input.bytes.len()))?);
            for _ in 0..part.min(count - numbers.len()) {
                last = last.wrapping_add(smallest).wrapping_add(bits.number(*width)?.cast_signed());
                numbers.push(last);
            }
        }
    }
    Ok(numbers)
}

/// Lengths or counts, none of them below zero.
pub(super) fn sizes(input: &mut Input, count: usize) -> Result<Vec<usize>, Fault> {
    numbers(input, count)?.into_iter().map(|size| usize::try_from(size).map_err(|_| Fault::Truncated)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the Parquet format: 1 to 5, and 7, 5, 3, 1, 2, 3, 4, 5, in blocks of 128 in 4 parts.
    #[test]
    fn the_examples_of_the_format_read_as_it_says() {
        let steady = [0x80, 1, 4, 5, 2, 2, 0, 0, 0, 0];
        assert_eq!(numbers(&mut Input::new(&steady), 5), Ok(vec![1, 2, 3, 4, 5]));
        let mut turning = vec![0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0b1100_0000, 0b0011_1111];
        turning.extend([0; 6]);
        assert_eq!(numbers(&mut Input::new(&turning), 8), Ok(vec![7, 5, 3, 1, 2, 3, 4, 5]));
    }

    #[test]
    fn a_page_that_claims_a_billion_numbers_is_an_error_and_takes_no_memory() {
        let claimed = [0x80, 1, 4, 0xFF, 0xFF, 0xFF, 0xFF, 0x3F, 2];
        assert!(numbers(&mut Input::new(&claimed), 5).is_err());
        assert!(numbers(&mut Input::new(&[0, 0, 5, 2]), 5).is_err());
        assert!(sizes(&mut Input::new(&[0x80, 1, 4, 1, 1]), 1).is_err());
    }
}
