//! Imports and exports as command lines.

use std::path::{Path, PathBuf};

use crate::cli::Exit;
use crate::cli::tests::{Ran, ran};

/// A folder of one test, taken away at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("registry-import-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn file(&self, name: &str, text: &str) -> String {
        std::fs::write(self.0.join(name), text).expect("a file");
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn templates() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/templates");
    ["courses.csv", "versions.csv", "offerings.csv"].map(|name| folder.join(name).display().to_string()).into()
}

async fn import(files: &[String], options: &[&str]) -> Ran {
    let line: Vec<&str> =
        ["import"].into_iter().chain(files.iter().map(String::as_str)).chain(options.iter().copied()).collect();
    ran(&line).await
}

#[tokio::test]
async fn an_import_is_previewed_written_once_and_then_changes_nothing() {
    let folder = Folder::new("once");
    let database = folder.path("registry.db");
    let preview = import(&templates(), &["--dry-run", "--database", &database]).await;
    let entries = "new: 2 courses: example-credential, example-workshop\n\
                   new: 2 offerings: example-credential-rolling, example-workshop-may\n4 new, 0 changed, 0 unchanged";
    let sorted = |text: &str| {
        text.replace("example-workshop, example-credential", "example-credential, example-workshop").replace(
            "example-workshop-may, example-credential-rolling",
            "example-credential-rolling, example-workshop-may",
        )
    };
    assert_eq!(sorted(&preview.out), format!("{entries}. Nothing was written: this was a dry run.\n"));
    assert!(!Path::new(&database).exists(), "a dry run makes no database");
    let options = ["--database", database.as_str(), "--reason", "The templates"];
    let first = import(&templates(), &options).await;
    assert_eq!(
        (first.exit, sorted(&first.out)),
        (Exit::Answered, format!("{entries}. The catalogue is now at revision 2.\n"))
    );
    let again = import(&templates(), &options).await;
    let nothing = "0 new, 0 changed, 4 unchanged. Everything is there already; the catalogue stays at revision 2.\n";
    assert_eq!((again.exit, again.out.as_str()), (Exit::Answered, nothing));
    let json = import(&templates(), &["--database", &database, "--json"]).await;
    let data: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((&data["outcome"], &data["revision"], &data["unchanged"]), (&"unchanged".into(), &2.into(), &4.into()));
}

#[tokio::test]
async fn a_file_with_problems_is_refused_whole_and_nothing_is_written() {
    let folder = Folder::new("refused");
    let database = folder.path("registry.db");
    let mut files = templates();
    let broken = std::fs::read_to_string(&files[2]).expect("the template").replace("420.00", "$420");
    files[2] = folder.file("offerings.csv", &broken);
    let refused = import(&files, &["--database", &database]).await;
    assert_eq!(refused.exit, Exit::ToCorrect);
    let why = "column M: offering example-credential-rolling: price: \"$420\" is not an amount; write dollars and cents such as \"420.00\"";
    assert_eq!(refused.out, format!("{}:3, {why}\n1 problem; nothing was imported\n", files[2]));
    let documented = include_str!("../../../../docs/IMPORT.md");
    assert!(documented.contains(&format!("`offerings.csv:3, {why}`")), "docs/IMPORT.md shows this line");
    let json = import(&files, &["--database", &database, "--json"]).await;
    let data: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((&data["outcome"], &data["problems"][0]["column"]), (&"refused".into(), &"M".into()));
    assert_eq!(data["problems"][0]["line"], 3);
    let after = import(&templates(), &["--dry-run", "--database", &database]).await;
    assert!(after.out.contains("4 new, 0 changed, 0 unchanged"), "{}", after.out);
}

#[tokio::test]
async fn what_is_exported_imports_back_into_the_same_database_and_changes_nothing() {
    let folder = Folder::new("back");
    let database = folder.path("registry.db");
    import(&templates(), &["--database", &database]).await;
    for format in ["toml", "json", "csv"] {
        let out = folder.path(&format!("{format}/"));
        let written = ran(&["export", "--format", format, "--database", &database, "--out", &out]).await;
        assert_eq!(written.exit, Exit::Answered, "{}", written.err);
        let files =
            std::fs::read_dir(&out).expect("the folder").map(|file| file.expect("a file").path().display().to_string());
        let again = import(&files.collect::<Vec<_>>(), &["--database", &database]).await;
        assert!(again.out.contains("Everything is there already"), "{format}: {}", again.out);
    }
    let out = folder.path("all.json");
    let written = ran(&["export", "--format", "json", "--database", &database, "--out", &out]).await;
    assert_eq!(written.out, format!("{out} written\n"));
    let again = import(&[out], &["--database", &database]).await;
    assert!(again.out.starts_with("0 new, 0 changed, "), "{}", again.out);
}

#[tokio::test]
async fn tables_need_a_folder_and_linked_data_is_one_document() {
    let tables = ran(&["export", "--format", "csv"]).await;
    let how = "these are three tables; name a folder for them with --out, such as --out tables/\n";
    assert_eq!((tables.exit, tables.err.as_str()), (Exit::ToCorrect, how));
    let linked = ran(&["export", "--format", "ctdl"]).await;
    let document: serde_json::Value = serde_json::from_str(&linked.out).expect("JSON");
    assert_eq!(document["@context"], "https://credreg.net/ctdl/schema/context/json");
}

#[tokio::test]
async fn what_a_command_line_asks_for_wrongly_is_said() {
    let folder = Folder::new("asked");
    let file = folder.file("a.toml", "");
    let unknown =
        import(std::slice::from_ref(&file), &["--dry-run", "--provider", "nobody", "--database", &folder.path("r.db")])
            .await;
    assert_eq!(unknown.exit, Exit::ToCorrect);
    assert!(unknown.out.starts_with("provider nobody: there is no such provider in the catalogue;"), "{}", unknown.out);
    let reason = import(&[file], &["--reason", " "]).await;
    assert_eq!(
        (reason.exit, reason.err.as_str()),
        (Exit::ToCorrect, "--reason: the reason is empty; write it, or leave the option out\n")
    );
    let missing = import(&["nothing.csv".to_owned()], &["--dry-run"]).await;
    assert_eq!(missing.err, "there is no file nothing.csv; check the name\n");
}
