use crate::credential::baking::{BakingProblem, document_in, into_png, into_svg};

/// The smallest PNG: one grey dot.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
const SVG: &str =
    "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\"><path d=\"M0 0\"/></svg>";
const DOCUMENT: &str = "{\"name\":\"Zoë & <b>\\\"]]>\\\"</b> &amp; 🌻\"}";

#[track_caller]
fn holds(picture: &[u8], document: &str) {
    assert_eq!(document_in(picture).as_deref(), Ok(document.as_bytes()));
}

#[test]
fn a_document_comes_out_of_a_picture_as_it_went_in() {
    let png = into_png(PNG, DOCUMENT).expect("PNG");
    holds(&png, DOCUMENT);
    let svg = into_svg(SVG, DOCUMENT).expect("SVG");
    holds(svg.as_bytes(), DOCUMENT);
    assert!(svg.contains("<path d=\"M0 0\"/>"));
    // The standard wants it as it is, in a section; what would end the section is parted between two.
    assert!(svg.contains("><![CDATA[{\"name\":\"Zoë & <b>\\\"]]]]><![CDATA[>\\\"</b>"), "{svg}");
    for document in ["\"]]>\"", "\"]]]]><![CDATA[>\"", "\"]]>]]>]\"", "\"<![CDATA[\""] {
        holds(into_svg(SVG, document).expect("SVG").as_bytes(), document);
    }
    // Baked again, it holds the second alone.
    holds(&into_png(&png, "{}").expect("PNG"), "{}");
    holds(into_svg(&svg, "{}").expect("SVG").as_bytes(), "{}");
    // As others write it.
    let cdata =
        SVG.replace("<path", "<openbadges:credential>\n<![CDATA[\n{\"a\":\"&\"}\n]]></openbadges:credential><path");
    holds(cdata.as_bytes(), "\n{\"a\":\"&\"}\n");
    holds(b"{}", "{}");
}

#[test]
fn a_picture_that_is_damaged_or_empty_or_has_two_is_refused() {
    let png = into_png(PNG, DOCUMENT).expect("PNG");
    assert_eq!(document_in(PNG), Err(BakingProblem::Nothing));
    assert_eq!(document_in(SVG.as_bytes()), Err(BakingProblem::Nothing));
    for end in 8..png.len() - 1 {
        assert!(document_in(&png[..end]).is_err(), "{end}");
    }
    for bit in 64..png.len() * 8 {
        let mut changed = png.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(document_in(&changed).is_err(), "bit {bit}");
    }
    let chunk = &png[PNG.len() - 12..png.len() - 12];
    let two = [&png[..png.len() - 12], chunk, &PNG[PNG.len() - 12..]].concat();
    assert_eq!(document_in(&two), Err(BakingProblem::Several));
    let svg = into_svg(SVG, DOCUMENT).expect("SVG");
    let two = svg.replace("<path", "<openbadges:credential>{}</openbadges:credential><path");
    assert_eq!(document_in(two.as_bytes()), Err(BakingProblem::Several));
    for token in [
        "<openbadges:credential verify=\"abc\"/>",
        "<openbadges:credential verify=\"eyJh.e30.c\"></openbadges:credential>",
        "<openbadges:credential\n xmlns:openbadges='x' verify = 'abc'\n>\n</openbadges:credential>",
        "<openbadges:credential></openbadges:credential>",
        "<openbadges:credential/>",
    ] {
        let is_token = token.contains("verify");
        let svg = SVG.replace("<path", &format!("{token}<path"));
        let expected = if is_token { BakingProblem::Token } else { BakingProblem::Nothing };
        assert_eq!(document_in(svg.as_bytes()), Err(expected), "{token}");
    }
    // An attribute that only ends like it, and a document beside a token, which stands for itself.
    for begin in ["<openbadges:credential data-verify=\"x\">", "<openbadges:credential title=\" verify=\">"] {
        let svg = SVG.replace("<path", &format!("{begin}{{}}</openbadges:credential><path"));
        holds(svg.as_bytes(), "{}");
    }
    let cut = SVG.replace("<path", "<openbadges:credential><![CDATA[{]]>x<![CDATA[}]]></openbadges:credential><path");
    assert!(matches!(document_in(cut.as_bytes()), Err(BakingProblem::DamagedSvg(_))));
    assert!(into_svg("<p/>", "{}").is_err() && into_svg("<svg/>", "{}").is_err());
    assert!(into_png(b"GIF89a", "{}").is_err());
}
