//! What spreadsheets make of CSV: the mark between their cells, and a quotation mark that is never closed.

/// What is wrong where a quotation mark is never closed.
pub(crate) const UNCLOSED: &str = "a quotation mark is opened and not closed, so all that follows would be one cell; close it, or write it twice where it is part of the text";

/// The mark between cells: a semicolon where the first line has these and no comma, as where a comma is the decimal mark.
pub(crate) fn delimiter(text: &str) -> u8 {
    let first_line = text.lines().next().unwrap_or_default();
    if first_line.contains(';') && !first_line.contains(',') { b';' } else { b',' }
}

/// The line and the column on which a cell begins whose quotation mark is never closed. A mark opens a cell at its beginning alone; within it,
/// two stand for one (RFC 4180).
pub(crate) fn unclosed(text: &str, delimiter: u8) -> Option<(u32, usize)> {
    let (mut line, mut column, mut opened, mut at_start) = (1, 0, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, opened) {
            (b'"', None) if at_start => opened = Some((line, column)),
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => drop(bytes.next()),
            (b'"', Some(_)) => opened = None,
            _ => {}
        }
        at_start = opened.is_none() && (byte == delimiter || matches!(byte, b'\n' | b'\r'));
        if at_start {
            column = if byte == delimiter { column + 1 } else { 0 };
        }
        line += u32::from(byte == b'\n');
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_is_never_closed_is_found_where_its_cell_begins() {
        for (text, found) in [
            ("a,b\n1,2\n", None),
            ("a,b\n\"1\",\"2, or \"\"3\"\"\"\n", None),
            ("a,b\n1,5\" wide\n", None),
            ("a,b\n1,2\n3,\"4\n5,6\n", Some((3, 1))),
            ("a,b\n\"1\n2\",\"3\n", Some((3, 1))),
            ("\"a,b\n1,2\n", Some((1, 0))),
            ("a,b\n1,\"2\"\"\n", Some((2, 1))),
        ] {
            assert_eq!(unclosed(text, delimiter(text)), found, "{text}");
        }
        assert_eq!((delimiter("a;b\n1,2"), delimiter("a;b,c"), delimiter("a")), (b';', b',', b','));
    }
}
