//! Baking: a credential inside the picture of its badge (*Open Badges 3.0*, *Baked Badge*).
//!
//! In a PNG it is an uncompressed `iTXt` chunk with the keyword `openbadgecredential`; in an SVG the element
//! `openbadges:credential`, whose text it is.

use std::borrow::Cow;
use std::ops::Range;

use super::json::DOCUMENT_BYTES_MAX;

const PNG: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD: &[u8] = b"openbadgecredential";
const NAMESPACE: &str = "https://purl.imsglobal.org/ob/v3p0";
const ELEMENT: &str = "openbadges:credential";
/// How badges of Open Badges 2.0 and before were baked.
const OLDER_KEYWORD: &[u8] = b"openbadges\0";
const OLDER_ELEMENT: &str = "<openbadges:assertion";
/// Where text as it is begins in an SVG, and where it ends.
const SECTION: &str = "<![CDATA[";
const SECTION_END: &str = "]]>";
/// The largest picture that is read.
pub const PICTURE_BYTES_MAX: usize = 8 * 1_048_576;

/// Why a picture holds no credential, or none can be put into it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BakingProblem {
    /// More than 8 MiB.
    #[error("the picture has {0} bytes; at most {PICTURE_BYTES_MAX} are read")]
    TooLarge(usize),
    /// A PNG cut short, or changed.
    #[error("the PNG is damaged: {0}")]
    DamagedPng(&'static str),
    /// An SVG without a root element, or whose text cannot be read.
    #[error("the SVG is damaged: {0}")]
    DamagedSvg(&'static str),
    /// A picture into which nothing was baked.
    #[error("there is no credential in the picture")]
    Nothing,
    /// Mark-up that is no picture: a web page that was saved in place of the file behind it.
    #[error(
        "it is a web page or other mark-up, and neither a document nor a picture; save the credential itself, and give that file"
    )]
    NoPicture,
    /// A picture with two.
    #[error("there is more than one credential in the picture")]
    Several,
    /// A chunk that is compressed, which the standard does not allow.
    #[error("the credential in the PNG is compressed, which the standard does not allow")]
    Compressed,
    /// A credential secured in another way: `verify="…"` with a token.
    #[error(
        "it is a signed token (a JWT), which is not read here; this registry reads a JSON document with its proof inside"
    )]
    Token,
    /// A badge from before 3.0: the keyword `openbadges`, or the element `openbadges:assertion`.
    #[error("the picture holds a badge of Open Badges 2.0 or before; this registry reads Open Badges 3.0")]
    Older,
}

impl BakingProblem {
    /// Whether nothing is known to be wrong: it is secured in a way, or so large, that is not read here. Anything else
    /// is a failure.
    pub fn is_inconclusive(&self) -> bool {
        match self {
            Self::TooLarge(_) | Self::Token | Self::Older => true,
            Self::DamagedPng(_)
            | Self::DamagedSvg(_)
            | Self::Nothing
            | Self::NoPicture
            | Self::Several
            | Self::Compressed => false,
        }
    }
}

/// The document in a file: the file itself, or what is baked into it.
///
/// # Errors
/// A picture without a credential, with two, or damaged.
pub fn document_in(file: &[u8]) -> Result<Cow<'_, [u8]>, BakingProblem> {
    if file.starts_with(&PNG) {
        return from_png(file).map(Cow::Borrowed);
    }
    if looks_like_svg(file) {
        return from_svg(file).map(|text| Cow::Owned(text.into_bytes()));
    }
    Ok(Cow::Borrowed(file))
}

fn looks_like_svg(file: &[u8]) -> bool {
    let start = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// One chunk of a PNG: its type, its data, and where it ends.
struct Chunk<'a> {
    kind: [u8; 4],
    data: &'a [u8],
    end: usize,
}

fn chunk(png: &[u8], at: usize) -> Result<Chunk<'_>, BakingProblem> {
    let short = BakingProblem::DamagedPng("it ends too early");
    let head = png.get(at..at + 8).ok_or(short.clone())?;
    let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
    let kind = [head[4], head[5], head[6], head[7]];
    let end = at.checked_add(12).and_then(|end| end.checked_add(length)).ok_or(short.clone())?;
    let data = png.get(at + 8..end - 4).ok_or(short.clone())?;
    let check = png.get(end - 4..end).ok_or(short)?;
    if crc32fast::hash(&png[at + 4..end - 4]).to_be_bytes() != check {
        return Err(BakingProblem::DamagedPng("a check sum does not fit"));
    }
    Ok(Chunk { kind, data, end })
}

/// The text of our keyword, where a chunk is one.
fn baked(chunk: &Chunk<'_>) -> Option<Result<Range<usize>, BakingProblem>> {
    let rest = (chunk.kind == *b"iTXt").then(|| chunk.data.strip_prefix(KEYWORD))??.strip_prefix(&[0])?;
    let damaged = BakingProblem::DamagedPng("the chunk of the credential ends too early");
    let [compressed, _method, texts @ ..] = rest else { return Some(Err(damaged)) };
    if *compressed != 0 {
        return Some(Err(BakingProblem::Compressed));
    }
    // A language and a translated keyword, each ended by a zero.
    let mut ends = texts.iter().enumerate().filter(|(_, byte)| **byte == 0).map(|(at, _)| at);
    let Some(end) = ends.nth(1) else { return Some(Err(damaged)) };
    Some(Ok(chunk.data.len() - texts.len() + end + 1..chunk.data.len()))
}

fn from_png(png: &[u8]) -> Result<&[u8], BakingProblem> {
    if png.len() > PICTURE_BYTES_MAX {
        return Err(BakingProblem::TooLarge(png.len()));
    }
    let (mut at, mut found, mut nothing) = (PNG.len(), None, BakingProblem::Nothing);
    loop {
        let chunk = chunk(png, at)?;
        if let Some(text) = baked(&chunk) {
            let text = text?;
            if found.replace(&chunk.data[text]).is_some() {
                return Err(BakingProblem::Several);
            }
        }
        if [*b"iTXt", *b"tEXt"].contains(&chunk.kind) && chunk.data.starts_with(OLDER_KEYWORD) {
            nothing = BakingProblem::Older;
        }
        if chunk.kind == *b"IEND" {
            return found.ok_or(nothing);
        }
        at = chunk.end;
    }
}

/// Bakes a document into a PNG, in place of one that is there already.
///
/// # Errors
/// A text that is not a PNG, or a damaged one.
pub fn into_png(png: &[u8], document: &str) -> Result<Vec<u8>, BakingProblem> {
    if !png.starts_with(&PNG) {
        return Err(BakingProblem::DamagedPng("it does not begin like a PNG"));
    }
    if png.len() + document.len() > PICTURE_BYTES_MAX {
        return Err(BakingProblem::TooLarge(png.len() + document.len()));
    }
    let mut out = PNG.to_vec();
    let mut at = PNG.len();
    loop {
        let chunk = chunk(png, at)?;
        if chunk.kind == *b"IEND" {
            write_chunk(&mut out, document);
        }
        if baked(&chunk).is_none() {
            out.extend_from_slice(&png[at..chunk.end]);
        }
        if chunk.kind == *b"IEND" {
            return Ok(out);
        }
        at = chunk.end;
    }
}

fn write_chunk(out: &mut Vec<u8>, document: &str) {
    let mut body = b"iTXt".to_vec();
    body.extend_from_slice(KEYWORD);
    body.extend_from_slice(&[0, 0, 0, 0, 0]);
    body.extend_from_slice(document.as_bytes());
    out.extend_from_slice(&u32::try_from(body.len() - 4).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(&body);
    out.extend_from_slice(&crc32fast::hash(&body).to_be_bytes());
}

fn svg_text(svg: &[u8]) -> Result<&str, BakingProblem> {
    if svg.len() > PICTURE_BYTES_MAX {
        return Err(BakingProblem::TooLarge(svg.len()));
    }
    std::str::from_utf8(svg).map_err(|_| BakingProblem::DamagedSvg("it is not UTF-8"))
}

/// Where the element begins and ends, where its text does, and whether a token stands in its attribute `verify`.
struct Element {
    whole: Range<usize>,
    text: Range<usize>,
    has_token: bool,
}

/// What begins an element, without its name: how long it is, and whether it has an attribute `verify`.
fn opening(tag: &str) -> Option<(usize, bool)> {
    let (mut has_verify, mut at) = (false, 0);
    loop {
        let next = at + tag[at..].find(['"', '\'', '>'])?;
        has_verify |= tag[at..next].split(|c: char| c.is_whitespace() || c == '=').any(|name| name == "verify");
        let mark = &tag[next..=next];
        if mark == ">" {
            return Some((next + 1, has_verify));
        }
        at = next + 1 + tag[next + 1..].find(mark)? + 1;
    }
}

fn element(svg: &str) -> Result<Option<Element>, BakingProblem> {
    let damaged = BakingProblem::DamagedSvg("the element of the credential is not closed");
    let open = format!("<{ELEMENT}");
    let Some(start) = svg.find(&open) else { return Ok(None) };
    let (length, has_token) = opening(&svg[start + open.len()..]).ok_or(damaged.clone())?;
    let text = start + open.len() + length;
    let (end, after) = if svg[start..text].ends_with("/>") {
        (text, text)
    } else {
        let close = format!("</{ELEMENT}>");
        let end = text + svg[text..].find(&close).ok_or(damaged)?;
        (end, end + close.len())
    };
    if svg[after..].contains(&open) {
        return Err(BakingProblem::Several);
    }
    Ok(Some(Element { whole: start..after, text: text..end, has_token }))
}

/// Whether the first element is that of a picture, with a prefix or without: what stands before it is passed over.
fn is_picture(svg: &str) -> bool {
    let mut elements = svg.split('<').skip(1).filter(|start| start.starts_with(char::is_alphabetic));
    let name = elements.next().and_then(|start| start.split([' ', '\n', '\r', '\t', '>', '/']).next());
    name.is_some_and(|name| name.rsplit(':').next() == Some("svg"))
}

fn from_svg(svg: &[u8]) -> Result<String, BakingProblem> {
    let svg = svg_text(svg)?;
    let Some(found) = element(svg)? else {
        return Err(match svg.contains(OLDER_ELEMENT) {
            true => BakingProblem::Older,
            false if is_picture(svg) => BakingProblem::Nothing,
            false => BakingProblem::NoPicture,
        });
    };
    let text = svg[found.text].trim();
    if text.is_empty() {
        return Err(if found.has_token { BakingProblem::Token } else { BakingProblem::Nothing });
    }
    if text.len() > DOCUMENT_BYTES_MAX * 2 {
        return Err(BakingProblem::TooLarge(text.len()));
    }
    if text.starts_with(SECTION) {
        return sections(text).ok_or(BakingProblem::DamagedSvg("the text of the credential is cut in two"));
    }
    Ok(text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&"))
}

/// What stands in sections of text as it is, one after another; nothing where anything else stands between them.
fn sections(mut text: &str) -> Option<String> {
    let mut found = String::new();
    while !text.is_empty() {
        let (section, rest) = text.strip_prefix(SECTION)?.split_once(SECTION_END)?;
        found.push_str(section);
        text = rest;
    }
    Some(found)
}

/// Bakes a document into an SVG, in place of one that is there already.
///
/// # Errors
/// A text without a root element `svg`.
pub fn into_svg(svg: &str, document: &str) -> Result<String, BakingProblem> {
    let mut svg = svg_text(svg.as_bytes())?.to_owned();
    if let Some(found) = element(&svg)? {
        svg.replace_range(found.whole, "");
    }
    let root = svg.find("<svg").ok_or(BakingProblem::DamagedSvg("it has no element svg"))?;
    let end = root + svg[root..].find('>').ok_or(BakingProblem::DamagedSvg("its first element is not closed"))?;
    if svg[..end].ends_with('/') {
        return Err(BakingProblem::DamagedSvg("it is empty"));
    }
    // The standard wants the text as it is. Where a document has the characters that end such a section, it ends between
    // them, and another begins.
    let text = document.replace(SECTION_END, &format!("]]{SECTION_END}{SECTION}>"));
    let text = format!("{SECTION}{text}{SECTION_END}");
    svg.insert_str(end + 1, &format!("<{ELEMENT} xmlns:openbadges=\"{NAMESPACE}\">{text}</{ELEMENT}>"));
    Ok(svg)
}
