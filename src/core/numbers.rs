//! Numbers at the front of bytes that are changed in place, eight bytes each, little-endian.

/// Bytes of a number.
pub const NUMBER: usize = size_of::<u64>();

/// The number at this place, 0 where there is none.
pub fn get(bytes: &[u8], nth: usize) -> usize {
    bytes.as_chunks::<NUMBER>().0.get(nth).map_or(0, |number| u64::from_le_bytes(*number) as usize)
}

/// Changes the number at this place.
pub fn set(bytes: &mut [u8], nth: usize, to: u64) {
    if let Some(number) = bytes.as_chunks_mut::<NUMBER>().0.get_mut(nth) {
        *number = to.to_le_bytes();
    }
}
