use registry_core::credential::baking::document_in;

use super::letters::{Room, Weight, fitted, has_all, width};
use super::{badge_png, badge_svg, design};
use registry_core::credential::about::About;

/// A document that nobody signed; a picture shows what it is given.
fn document(title: &str) -> String {
    serde_json::json!({
        "name": format!("Micro-credential: {title}"),
        "issuer": { "name": "Harbour Lived Experience College & Friends" },
        "awardedDate": "2027-01-20T00:00:00Z",
        "credentialSubject": { "achievement": {
            "name": title, "achievementType": "MicroCredential",
            "alignment": [{ "targetType": "CFItem", "targetName": "Aligned to AQF level 8" }],
        } },
    })
    .to_string()
}

const LONG: &str = "Intentional Peer Support core training for consumer workers in acute, forensic and community mental \
                    health services, with supervised practice and reflective portfolio";

/// Pictures are looked at by people: `REGISTRY_BADGES=FOLDER` keeps them.
fn kept(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("REGISTRY_BADGES") {
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).expect("written");
    }
}

#[test]
fn a_picture_holds_its_document_byte_for_byte_and_is_always_the_same() {
    for (name, title) in [("short", "Peer support"), ("long", LONG), ("odd", "Zoë’s <b>\"&\" 学 ½ naïve Łódź</b>")]
    {
        let document = document(title);
        let png = badge_png(&document).expect("drawn");
        let svg = badge_svg(&document).expect("drawn");
        kept(&format!("{name}.png"), &png);
        kept(&format!("{name}.svg"), svg.as_bytes());
        assert_eq!(document_in(&png).expect("baked"), document.as_bytes());
        assert_eq!(document_in(svg.as_bytes()).expect("baked"), document.as_bytes());
        assert_eq!((badge_png(&document).expect("drawn"), badge_svg(&document).expect("drawn")), (png.clone(), svg));
        assert!(png.len() < 100 * 1024, "{name}: {} bytes", png.len());
    }
}

#[test]
fn other_software_reads_the_picture() {
    let png = badge_png(&document("Peer support")).expect("drawn");
    let mut reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("a picture");
    assert_eq!((frame.width, frame.height), (800, 800));
    // Clear in the corner, deep green at the top, thread below the head, paper beside the title.
    let at = |x: usize, y: usize| &pixels[(y * 800 + x) * 4..][..4];
    assert_eq!(at(0, 0)[3], 0);
    assert_eq!(at(100, 100), [0x17, 0x47, 0x3c, 255]);
    assert_eq!(at(400, 210), [0xe5, 0xa4, 0x4e, 255]);
    assert_eq!(at(30, 430), [0xfb, 0xf9, 0xf3, 255]);
    let ink = (300..566).flat_map(|y| (60..740).map(move |x| (x, y))).filter(|(x, y)| at(*x, *y)[0] < 0x40).count();
    assert!(ink > 2_000, "the title is there: {ink} dark pixels");
}

#[test]
fn a_title_as_long_as_any_stays_within_its_room() {
    let room = Room { width: 660.0, lines_max: 5, sizes: &[60.0, 29.0] };
    for text in ["Peer support".to_owned(), LONG.to_owned(), "word ".repeat(80), "x".repeat(300)] {
        let (size, lines) = fitted(text.trim(), Weight::Semibold, &room);
        assert!((1..=5).contains(&lines.len()), "{lines:?}");
        assert!(lines.iter().all(|line| width(line, Weight::Semibold, size) <= 660.0), "{lines:?}");
        let said = lines.join(" ");
        let whole = said.replace(' ', "") == text.replace(' ', "");
        assert!(whole || said.ends_with('…'), "{said}");
    }
    assert_eq!(fitted("Peer support", Weight::Semibold, &room), (60.0, vec!["Peer support".to_owned()]));
}

#[test]
fn a_picture_shows_markup_as_text_and_says_all_in_words() {
    let svg = badge_svg(&document("<script>alert(1)</script>")).expect("drawn");
    let (_, drawn) = svg.rsplit_once("</openbadges:credential>").expect("baked");
    assert!(!drawn.contains("<script") && drawn.contains("&lt;script&gt;"), "{drawn}");
    let words = design::in_words(&About {
        title: Some("Peer support".to_owned()),
        level: Some("Aligned to AQF level 8".to_owned()),
        ..About::default()
    });
    assert_eq!(words, "Badge: Peer support. Aligned to AQF level 8");
    assert!(badge_png("{").is_err() && badge_svg("").is_err());
}

#[test]
fn the_letters_of_the_seeds_are_all_there() {
    let snapshot = crate::ops::built_in_catalogue().expect("a catalogue");
    for course in snapshot.catalogue().courses() {
        assert!(has_all(&course.title, Weight::Semibold), "{}", course.title);
    }
    for provider in snapshot.catalogue().providers() {
        assert!(has_all(&provider.title, Weight::Semibold), "{}", provider.title);
    }
    assert!(!has_all("学", Weight::Regular));
}
