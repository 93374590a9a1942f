//! Request bodies that have felled a GraphQL server, for a test that sends
//! them to a whole process and looks at its time, its memory and its pulse.
//!
//! They use only what every schema has (`__typename`, `__schema`, an unknown
//! field where validation must not be reached), so they outlive changes of ours.

use serde_json::json;

/// A name for the report, and the body to send as `application/json`.
pub type Attack = (String, String);

/// Every attack. Each must be refused (a GraphQL error, or 400 or 413) in
/// under 100 ms, and the next honest query must be answered.
pub fn all() -> Vec<Attack> {
    let mut all = nested_queries();
    all.extend(nested_bodies());
    all.extend(fragment_bombs());
    all.extend(wide_queries());
    all.extend(large_bodies());
    all.extend(recursive_introspection());
    all
}

/// The body of a query without variables.
pub fn body(query: &str) -> String {
    json!({ "query": query }).to_string()
}

/// An honest query, to see that the server still answers. The answer is
/// `{"data":{"__typename":…}}` with the name of the query type.
pub fn honest() -> String {
    body("{__typename}")
}

/// Brackets nested 65 to 20,000 deep, around the 1,500 that overflow the
/// parser of async-graphql 7.2.1: object literals, lists, selection sets,
/// inline fragments, list types, and openers that nothing closes.
pub fn nested_queries() -> Vec<Attack> {
    let shapes = [
        ("object literals", "{a(b:", "{c:", "}", ")}"),
        ("list literals", "{a(b:", "[", "]", ")}"),
        ("selection sets", "", "{a", "}", ""),
        ("inline fragments", "{", "...{", "}", "}"),
        ("list types", "query($a:", "[", "]", "){__typename}"),
        ("open objects", "{a(b:", "{c:", "", ""),
        ("open lists", "{a(b:", "[", "", ""),
        ("lists after a line that looks like a string", "{a #\"\"\"\n(b:", "[", "]", ")}"),
        ("lists after a block string that does not end", "{a(b:[\"\"\" x\" ", "[", "]", "])}"),
    ];
    let depths = [65, 100, 128, 500, 900, 1_000, 1_250, 1_500, 2_000, 3_000, 5_000, 8_000, 10_000, 20_000];
    let attack = |depth: usize, (name, before, open, close, after): (&str, &str, &str, &str, &str)| {
        let query = format!("{before}{}{}{after}", open.repeat(depth), close.repeat(depth));
        (format!("{depth} nested {name}"), body(&query))
    };
    depths.iter().flat_map(|depth| shapes.map(|shape| attack(*depth, shape))).collect()
}

/// The same in the JSON around the query.
pub fn nested_bodies() -> Vec<Attack> {
    let depths = [65, 127, 128, 1_000, 10_000, 32_000];
    let list = |n: usize| "[".repeat(n) + &"]".repeat(n);
    let object = |n: usize| "{\"a\":".repeat(n) + "1" + &"}".repeat(n);
    let variables = |value: String| format!("{{\"query\":\"{{__typename}}\",\"variables\":{{\"a\":{value}}}}}");
    let bodies = |n: usize| {
        [
            (format!("{n} nested lists in variables"), variables(list(n))),
            (format!("{n} nested objects in variables"), variables(object(n))),
            (format!("{n} nested lists as the body"), list(n)),
            (format!("{n} lists as the body that nothing closes"), "[".repeat(n)),
        ]
    };
    depths.into_iter().flat_map(bodies).collect()
}

/// Fragments that each spread the next one several times: the work doubles
/// (or multiplies by ten) with each, and the text grows by a few bytes.
pub fn fragment_bombs() -> Vec<Attack> {
    // 20 double spreads are 747 bytes: 13.6 s and 3.7 GB on a plain server.
    let chains = [(20, 2), (30, 2), (8, 10), (9, 10), (40, 9)];
    let mut bombs: Vec<Attack> = chains
        .into_iter()
        .map(|(levels, spreads)| {
            let query = fragment_chain(levels, spreads);
            (format!("{levels} fragments with {spreads} spreads each"), body(&query))
        })
        .collect();
    let unused = fragment_chain(20, 2).replacen("{...F0}", "{__typename}", 1);
    bombs.push(("a bomb that nothing spreads".to_owned(), body(&unused)));
    let cycle = "{...A} fragment A on Query{...B} fragment B on Query{...A}";
    bombs.push(("two fragments that spread each other".to_owned(), body(cycle)));
    bombs
}

fn fragment_chain(levels: usize, spreads: usize) -> String {
    let spread = |next: usize| format!("...F{next} ").repeat(spreads);
    let fragments: String = (0..levels).map(|n| format!("fragment F{n} on Query{{{}}}", spread(n + 1))).collect();
    format!("{{...F0}}{fragments}fragment F{levels} on Query{{__typename}}")
}

/// Flat queries that are long: aliases, directives, operations, unknown
/// fields (each an error message with a suggestion), long names.
pub fn wide_queries() -> Vec<Attack> {
    let numbered = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<String>();
    let queries = [
        ("1,000 aliases", format!("{{{}}}", numbered(1_000, &|n| format!("a{n}:__typename ")))),
        ("800 directives", format!("{{__typename {}}}", "@skip(if:false)".repeat(800))),
        ("700 operations", numbered(700, &|n| format!("query Q{n}{{__typename}}"))),
        ("500 fragments", format!("{{__typename}}{}", numbered(500, &|n| format!("fragment F{n} on Query{{x}}")))),
        ("3,000 unknown fields", format!("{{{}}}", numbered(3_000, &|n| format!("x{n} ")))),
        ("one name of 15,000 bytes", format!("{{{}}}", "a".repeat(15_000))),
        ("1,500 empty objects", format!("{{a(b:[{}])}}", "{}".repeat(1_500))),
        ("a number of 15,000 digits", format!("{{a(b:{})}}", "9".repeat(15_000))),
    ];
    queries.into_iter().map(|(name, query)| (name.to_owned(), body(&query))).collect()
}

/// Bodies over a cap of bytes or values.
pub fn large_bodies() -> Vec<Attack> {
    let values = "1,".repeat(16_000);
    vec![
        ("a query of 20 KB".to_owned(), body(&format!("{{__typename}}{}", " ".repeat(20_000)))),
        ("a body of 1 MB".to_owned(), body(&" ".repeat(1_000_000))),
        (
            "16,000 values in variables".to_owned(),
            format!("{{\"query\":\"{{__typename}}\",\"variables\":{{\"a\":[{values}1]}}}}"),
        ),
    ]
}

/// Introspection that lists the schema for every field of the schema.
pub fn recursive_introspection() -> Vec<Attack> {
    let step = "{fields{type";
    let attack = |levels: usize| {
        let query = format!("{{__schema{{types{}{{name}}{}}}}}", step.repeat(levels), "}}".repeat(levels));
        (format!("introspection of fields {levels} deep"), body(&query))
    };
    vec![attack(4), attack(6), attack(10)]
}
