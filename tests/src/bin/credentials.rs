//! Writes the corpus of credentials for other people's verifiers (tests/peers/credentials.mjs):
//! `cargo run -p registry-tests --bin credentials -- FOLDER`.
//!
//! For each document: the document, and the canonical form of what it states. Beside them the lists, two credentials
//! that are revoked and suspended, a whole record of five, and graphs with many nodes that look alike, with their
//! canonical forms.

use std::path::Path;
use std::process::ExitCode;

use registry_core::credential::canonical::{Part, Statement, canonical};
use registry_core::credential::clr::{ClrParts, clr};
use registry_core::credential::json::Json;
use registry_core::credential::statements::statements;
use registry_core::credential::status::Purpose;
use registry_tests::credentials::{
    Made, SET, corpus, entry, issuance, issuer_list, micro_credential, one, provider_key, registry_key, signing,
    status_lists,
};
use registry_tests::seeds;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("name a folder, such as target/credentials");
        return ExitCode::from(2);
    };
    match write(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder} cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let catalogue = seeds::catalogue();
    for part in ["issued", "lists", "graphs", "theirs"] {
        std::fs::create_dir_all(folder.join(part))?;
    }
    let micro_credential = micro_credential(&catalogue);
    let mut made = corpus(&catalogue);
    for purpose in Purpose::ALL {
        let mut issuance = issuance(9_000);
        issuance.status = vec![entry(&micro_credential.provider, purpose, SET)];
        made.push(one(&format!("set-{}", purpose.name()), &micro_credential, &issuance));
    }
    for one in &made {
        std::fs::write(folder.join(format!("issued/{}.json", one.name)), one.document.to_string())?;
        let form =
            canonical(statements(&one.document.clone().without("proof")).map_err(|found| format!("{found:?}"))?)?;
        std::fs::write(folder.join(format!("issued/{}.nq", one.name)), form)?;
    }
    for (number, list) in status_lists(&catalogue).iter().enumerate() {
        std::fs::write(folder.join(format!("lists/status-{number}.json")), list.to_string())?;
    }
    std::fs::write(folder.join("record.json"), record(&made).to_string())?;
    std::fs::write(folder.join("lists/issuers.json"), issuer_list(&catalogue).to_string())?;
    // Their side signs with this provider's key; the corpus is invented, and so are its keys.
    let theirs = Json::object([
        ("provider", Json::text(micro_credential.provider.as_str())),
        ("name", Json::text(&micro_credential.provider_title)),
        ("secret", Json::text(provider_key(&micro_credential.provider).secret().as_str())),
        ("registry", Json::text(registry_key().public().did())),
    ]);
    std::fs::write(folder.join("theirs.json"), theirs.to_string())?;
    for (number, graph) in graphs().into_iter().enumerate() {
        std::fs::write(folder.join(format!("graphs/{number:03}.in.nq")), lines(&graph))?;
        std::fs::write(folder.join(format!("graphs/{number:03}.nq")), canonical(graph)?)?;
    }
    Ok(())
}

/// Some of the corpus as one person's record.
fn record(made: &[Made]) -> Json {
    let parts = ClrParts {
        id: "urn:uuid:00000000-0000-4000-8000-00000000000d".to_owned(),
        holder: "urn:uuid:00000000-0000-4000-8000-00000000000e".to_owned(),
        registry: "https://registry.example".to_owned(),
        registry_name: "Training registry".to_owned(),
        at: signing(),
    };
    clr(&parts, &made.iter().rev().take(5).map(|one| one.document.clone()).collect::<Vec<_>>())
}

fn edge(from: usize, name: &str, to: usize, graph: Option<usize>) -> Statement {
    Statement {
        subject: Part::Blank(from),
        predicate: format!("<urn:x:{name}>"),
        object: Part::Blank(to),
        graph: graph.map_or(Part::Written(String::new()), Part::Blank),
    }
}

/// Graphs whose nodes look alike at first: rings, ladders, and edges drawn by a fixed sequence of numbers.
fn graphs() -> Vec<Vec<Statement>> {
    let mut graphs = Vec::new();
    for nodes in [2, 3, 5, 8, 12] {
        graphs.push((0..nodes).map(|from| edge(from, "next", (from + 1) % nodes, None)).collect());
    }
    // Twelve pairs on one node: more than ten names are given at a time, and b10 comes after b2.
    graphs.push(
        (0..12)
            .flat_map(|pair| [edge(100, &format!("p{pair}"), pair, None), edge(pair, "q", pair + 50, None)])
            .chain((0..12).flat_map(|pair| {
                [edge(101, &format!("p{pair}"), pair + 20, None), edge(pair + 20, "q", pair + 70, None)]
            }))
            .collect(),
    );
    let mut drawn = 12_345_u64;
    let mut draw = |below: u64| {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((drawn >> 33) % below).unwrap_or_default()
    };
    for number in 0..60 {
        let nodes = 2 + number % 6;
        let edges = 1 + draw(2 * nodes as u64);
        let graph = (0..edges).map(|_| {
            let name = if draw(3) == 0 { "p" } else { "q" };
            let graph = (draw(4) == 0).then(|| draw(nodes as u64));
            edge(draw(nodes as u64), name, draw(nodes as u64), graph)
        });
        graphs.push(graph.collect());
    }
    graphs
}

/// As N-Quads, with the names the nodes have here.
fn lines(graph: &[Statement]) -> String {
    let part = |part: &Part| match part {
        Part::Blank(node) => format!("_:n{node}"),
        Part::Written(text) => text.clone(),
    };
    let line = |one: &Statement| {
        format!("{} {} {} {} .\n", part(&one.subject), one.predicate, part(&one.object), part(&one.graph))
            .replace("  ", " ")
    };
    graph.iter().map(line).collect()
}
