//! The document of a provider's first hour is run as it stands, block by block, against the built program.

use std::io::Write as _;
use std::process::{Command, Stdio};

use registry_tests::seeds::root;
use registry_tests::server::{Process, program, scratch};

use crate::subscriptions::{Socket, talk};

/// Where the document says the registry is.
const ADDRESS: &str = "127.0.0.1:8080";

/// What stands between two blocks of commands in the output.
const NEXT: &str = "\u{1}next\n";

/// A fenced block, and the comment before it.
struct Block {
    language: String,
    comment: Option<String>,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut comment, mut open): (Option<String>, Option<Block>) = (None, None);
    for line in document.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block { language: language.to_owned(), comment: comment.take(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) if line.starts_with("<!--") => comment = Some(line.to_owned()),
            (None, None) => comment = comment.filter(|_| line.is_empty()),
        }
    }
    assert!(open.is_none(), "the last block does not end");
    blocks
}

/// Whether a text is what was written, where `…` stands for anything within a line.
fn is_as_written(text: &str, written: &str) -> bool {
    let (mut texts, mut lines) = (text.lines(), written.lines());
    loop {
        match (texts.next(), lines.next()) {
            (None, None) => return true,
            (Some(text), Some(line)) if fits(text, line) => {}
            _ => return false,
        }
    }
}

fn fits(text: &str, line: &str) -> bool {
    let parts: Vec<&str> = line.split('…').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return text == line };
    let Some(rest) = text.strip_prefix(first) else { return false };
    let Some(mut rest) = rest.strip_suffix(last) else { return false };
    middle.iter().all(|part| rest.find(part).map(|at| rest = &rest[at + part.len()..]).is_some())
}

#[test]
fn dots_stand_for_anything_within_a_line_and_nothing_else_does() {
    assert!(is_as_written("a 12 b\nc\n", "a … b\nc\n") && is_as_written("a 12 b 3", "a …2 b …"));
    assert!(!is_as_written("a 12 c", "a … b") && !is_as_written("a\nb", "a\n…\nb") && !is_as_written("a", "a…a"));
}

#[test]
fn the_first_hour_goes_as_the_document_says() {
    let document = std::fs::read_to_string(root().join("docs/FIRST_HOUR.md")).expect("the document");
    let blocks = blocks(&document);
    let folder = scratch("first-hour");
    std::fs::create_dir(folder.join("data")).expect("a folder");
    let process = Process::start_on(folder.clone(), folder.join("data/registry.db").as_os_str());
    let address = process.client.socket("").replacen("ws://", "", 1);
    let commands: Vec<&str> = blocks.iter().filter(|block| block.language == "sh").map(|block| &*block.text).collect();
    let script =
        format!("set -euo pipefail\n{}", commands.join(&format!("printf '{NEXT}'\n"))).replace(ADDRESS, &address);
    let path = std::env::join_paths(
        [program().parent().expect("a folder").to_path_buf()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").expect("a path"))),
    );
    let mut shell = Command::new("bash")
        .current_dir(&folder)
        .env("PATH", path.expect("a path"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("bash runs");
    shell.stdin.take().expect("ours").write_all(script.as_bytes()).expect("written");
    let done = shell.wait_with_output().expect("it ends");
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{out}\n{err}");
    let mut printed = out.split(NEXT);
    let mut compared = 0;
    let mut blocks = blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        if block.comment.as_deref() == Some("<!-- conversation -->") {
            talk(converse(&process, &block.text));
            compared += 1;
        }
        if block.language != "sh" {
            continue;
        }
        let printed = printed.next().expect("as many outputs as blocks");
        let answer = blocks.peek().filter(|next| next.comment.is_none() && ["json", "text"].contains(&&*next.language));
        let written = answer.map_or("", |answer| &answer.text);
        assert!(is_as_written(printed, written), "{}\n-- printed\n{printed}\n-- written\n{written}", block.text);
        compared += usize::from(answer.is_some());
    }
    assert!(compared >= 12, "only {compared} answers are in the document");
}

/// Says what stands after `>`, and expects what stands after `<`.
async fn converse(process: &Process, text: &str) {
    let mut socket = Socket::opened(&process.client).await;
    for line in text.lines() {
        match line.split_at(2) {
            ("> ", said) => socket.say(&serde_json::from_str(said).expect("JSON")).await,
            ("< ", wanted) => {
                let heard = socket.hear_text().await;
                assert!(fits(&heard, wanted), "heard {heard}\nwritten {wanted}");
            }
            _ => panic!("{line} is neither said nor heard"),
        }
    }
}
