use std::time::{Duration, Instant};

use async_graphql::{Variables, value};
use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::graphql::fake_schema::{guard, model};
use crate::rate::{ClientKey, RateLimit};

/// Far above what any of these takes, so that a busy machine fails no test;
/// the times are printed, and the hard claim is made against a whole process.
const GENEROUS: Duration = Duration::from_secs(1);

fn ask(query: &str) -> AskedQuery {
    AskedQuery { query: query.to_owned(), ..AskedQuery::default() }
}

fn with(query: &str, variables: async_graphql::Value) -> AskedQuery {
    AskedQuery { variables: Variables::from_value(variables), ..ask(query) }
}

fn decide(asked: &AskedQuery) -> Result<u64, Refusal> {
    let admitted = guard(None).admit(&ClientKey::Unknown, asked, Utc::now());
    admitted.map(|admitted| admitted.status.cost)
}

/// The exact cost, without the floor for any request.
fn cost(asked: &AskedQuery) -> u64 {
    guard(None).measure(asked).unwrap().1
}

fn code(asked: &AskedQuery) -> ErrorCode {
    decide(asked).unwrap_err().error.code()
}

/// Decides, prints how long that took, and returns the code of the refusal.
fn timed(name: &str, asked: &AskedQuery) -> Option<ErrorCode> {
    let guard = guard(None);
    let start = Instant::now();
    let decision = guard.admit(&ClientKey::Unknown, asked, Utc::now());
    let took = start.elapsed();
    println!("{name}: {} bytes, {took:?}", asked.query.len());
    assert!(took < GENEROUS, "{name} took {took:?}");
    decision.err().map(|refusal| refusal.error.code())
}

#[test]
fn nesting_of_any_depth_is_answered_or_refused_and_the_process_lives() {
    let shapes: [(&str, &str, &str, &str, &str); 6] = [
        ("objects", "{matching(filter:", "{and:", "}", ")}"),
        ("lists", "{matching(filter:", "[", "]", ")}"),
        ("selection sets", "", "{course", "}", ""),
        ("inline fragments", "{", "...{", "}", "}"),
        ("types", "query($a:", "[", "]", "){hello}"),
        ("open only", "{matching(filter:", "{and:[", "", ""),
    ];
    let depths = (1..=200).chain((250..=3_000).step_by(50)).chain((4_000..=20_000).step_by(1_000));
    let guard = guard(None);
    let mut slowest = (Duration::ZERO, "", 0);
    for depth in depths {
        for (name, before, open, close, after) in shapes {
            let query = format!("{before}{}{}{after}", open.repeat(depth), close.repeat(depth));
            let start = Instant::now();
            let decision = guard.admit(&ClientKey::Unknown, &ask(&query), Utc::now());
            slowest = slowest.max((start.elapsed(), name, depth));
            assert!(depth <= 64 || decision.is_err(), "{name} at depth {depth} was let through");
        }
    }
    println!("slowest: {slowest:?}");
    assert!(slowest.0 < GENEROUS);
}

#[test]
fn a_query_of_allowed_nesting_parses_on_a_small_stack() {
    // A worker thread has 2 MiB; this has a quarter, so there is room to spare.
    let deep = format!("{{matching(filter:{}{})}}", "{and:[".repeat(31), "]}".repeat(31));
    let run = move || decide(&ask(&deep));
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(run).unwrap();
    assert!(thread.join().unwrap().is_ok());
}

fn fragment_chain(levels: usize, spreads: usize) -> String {
    let body = |next: usize| format!("...F{next} ").repeat(spreads);
    let fragments: String = (0..levels).map(|n| format!("fragment F{n} on Query{{{}}}", body(n + 1))).collect();
    format!("{{...F0}}{fragments}fragment F{levels} on Query{{hello}}")
}

#[test]
fn a_fragment_bomb_is_refused_before_validation() {
    let bomb = fragment_chain(8, 10);
    assert_eq!(timed("ten to the eighth", &ask(&bomb)), Some(ErrorCode::OverLimit));
    let fan_out = fragment_chain(20, 2);
    assert_eq!(timed("twenty double spreads", &ask(&fan_out)), Some(ErrorCode::OverLimit));
    let saturated = fragment_chain(22, 20);
    assert_eq!(timed("beyond 64 bits", &ask(&saturated)), Some(ErrorCode::OverLimit));
}

#[test]
fn a_bomb_in_fragments_that_nothing_spreads_is_refused_too() {
    let unused = fragment_chain(20, 2).replacen("{...F0}", "{hello}", 1);
    assert_eq!(timed("unused", &ask(&unused)), Some(ErrorCode::OverLimit));
}

#[test]
fn a_fragment_that_spreads_itself_is_refused() {
    for cycle in [
        "{...A} fragment A on Query{...A}",
        "{...A} fragment A on Query{course{next{...B}}} fragment B on Course{next{...B}}",
        "{hello} fragment A on Query{...B} fragment B on Query{hello ...A}",
    ] {
        assert_eq!(code(&ask(cycle)), ErrorCode::BadQuery, "{cycle}");
    }
}

#[test]
fn the_same_cost_is_found_with_and_without_fragments() {
    let plain = "{courses(first:7){totalCount nodes{title requisites(first:3){nodes{title tags}}}}}";
    let spread = "{...A courses(first:7){...B}} fragment A on Query{courses(first:7){totalCount}}
        fragment B on CourseConnection{nodes{...C requisites(first:3){...D}}}
        fragment C on Course{title} fragment D on CourseConnection{nodes{title ...on Course{tags}}}";
    // courses 1, totalCount 1, nodes 1; for each of the 7: itself 1, title 1,
    // requisites 1, nodes 1; for each of the 3: itself 1, title 1, tags 1.
    let expected = 3 + 7 * (4 + 3 * 3);
    assert_eq!(cost(&ask(plain)), expected);
    // The second mention of `courses` in A is one value more.
    assert_eq!(cost(&ask(spread)), expected + 1);
}

#[test]
fn a_page_costs_what_its_first_asks_for_literally_or_by_variable() {
    let cost_of = |asked: AskedQuery| cost(&asked);
    let nodes = |n: u64| 2 + 2 * n;
    assert_eq!(cost_of(ask("{courses(first:100){nodes{title}}}")), nodes(100));
    assert_eq!(cost_of(ask("{courses(last:9){nodes{title}}}")), nodes(9));
    assert_eq!(cost_of(ask("{courses{nodes{title}}}")), nodes(20));
    assert_eq!(cost_of(ask("{courses(first:null){nodes{title}}}")), nodes(20));
    assert_eq!(cost_of(ask("{courses(first:0){nodes{title}}}")), nodes(0));
    let variable = "query($n:Int=50){courses(first:$n){nodes{title}}}";
    assert_eq!(cost_of(ask(variable)), nodes(50));
    // One more for the variable's own value, which is copied to the argument.
    assert_eq!(cost_of(with(variable, value!({"n": 80}))), nodes(80) + 1);
}

#[test]
fn nested_pages_multiply_and_are_refused_as_a_whole() {
    let nested = "{courses(first:100){nodes{requisites(first:100){nodes{requisites(first:100){nodes{title}}}}}}}";
    assert_eq!(timed("a hundred cubed", &ask(nested)), Some(ErrorCode::OverLimit));
    let modest = "{courses(first:100){nodes{title requisites(first:20){nodes{title}}}}}";
    assert!(decide(&ask(modest)).is_ok());
}

#[test]
fn a_page_size_out_of_range_is_refused_wherever_it_is() {
    for (n, expected) in [("101", ErrorCode::OverLimit), ("-1", ErrorCode::BadQuery)] {
        let nested = format!("mutation{{publish{{course{{requisites(first:{n}){{totalCount}}}}}}}}");
        assert_eq!(code(&ask(&nested)), expected, "{nested}");
    }
    let variable = "query($n:Int){courses(first:$n){totalCount}}";
    assert_eq!(code(&with(variable, value!({"n": 101}))), ErrorCode::OverLimit);
    assert_eq!(code(&ask("query($n:Int=101){courses(first:$n){totalCount}}")), ErrorCode::OverLimit);
}

#[test]
fn an_int_that_does_not_fit_is_refused_wherever_it_is() {
    for query in [
        "{course{title(maxLength:3000000000)}}",
        "{matching(filter:{level:3000000000})}",
        "{matching(filter:{and:[{and:{level:-3000000000}}]})}",
        "query($l:Int=3000000000){course{title(maxLength:$l)}}",
    ] {
        assert_eq!(code(&ask(query)), ErrorCode::BadQuery, "{query}");
    }
    let variable = "query($f:Filter!){matching(filter:$f)}";
    assert_eq!(code(&with(variable, value!({"f": {"and": [{"level": 2_147_483_648_i64}]}}))), ErrorCode::BadQuery);
    assert!(decide(&with(variable, value!({"f": {"level": 2_147_483_647}}))).is_ok());
    assert_eq!(code(&ask(variable)), ErrorCode::BadQuery);
}

#[test]
fn counts_of_what_is_written_are_held_to_their_caps() {
    let aliases = |n: usize| format!("{{{}}}", (0..n).map(|n| format!("a{n}:hello ")).collect::<String>());
    assert!(decide(&ask(&aliases(budget::MAX_ALIASES))).is_ok());
    assert_eq!(code(&ask(&aliases(budget::MAX_ALIASES + 1))), ErrorCode::OverLimit);
    let directives = |n: usize| format!("{{hello {}}}", "@skip(if:false)".repeat(n));
    assert!(decide(&ask(&directives(budget::MAX_DIRECTIVES))).is_ok());
    assert_eq!(code(&ask(&directives(budget::MAX_DIRECTIVES + 1))), ErrorCode::OverLimit);
    let operations = |n: usize| (0..n).map(|n| format!("query Q{n}{{hello}}")).collect::<String>();
    assert!(decide(&ask(&operations(budget::MAX_OPERATIONS))).is_ok());
    assert_eq!(code(&ask(&operations(budget::MAX_OPERATIONS + 1))), ErrorCode::OverLimit);
    let selections = |n: u64| format!("{{{}}}", "hello ".repeat(usize::try_from(n).unwrap()));
    assert!(decide(&ask(&selections(budget::MAX_SELECTIONS))).is_ok());
    assert_eq!(code(&ask(&selections(budget::MAX_SELECTIONS + 1))), ErrorCode::OverLimit);
    let mutations = |n: u64| {
        format!("mutation{{{}}}", (0..n).map(|n| format!("m{n}:publish{{course{{title}}}}")).collect::<String>())
    };
    assert!(decide(&ask(&mutations(budget::MAX_MUTATIONS))).is_ok());
    assert_eq!(code(&ask(&mutations(budget::MAX_MUTATIONS + 1))), ErrorCode::OverLimit);
    let fragments = |n: usize| {
        format!("{{hello}}{}", (0..n).map(|n| format!("fragment F{n} on Query{{hello}}")).collect::<String>())
    };
    assert!(decide(&ask(&fragments(budget::MAX_FRAGMENTS))).is_ok());
    assert_eq!(code(&ask(&fragments(budget::MAX_FRAGMENTS + 1))), ErrorCode::OverLimit);
}

#[test]
fn depth_counts_through_fragments_however_they_are_reached() {
    let straight = |n: usize| format!("{{course{}{}}}", "{next".repeat(n), "{title}".to_owned() + &"}".repeat(n));
    assert!(decide(&ask(&straight(28))).is_ok());
    assert_eq!(code(&ask(&straight(29))), ErrorCode::OverLimit);
    // Spread first at a shallow level, then again, already measured, at a deep one.
    let again = |n: usize| {
        format!(
            "{{course{{...F}} a:course{}{}{}}} fragment F on Course{{next{{next{{title}}}}}}",
            "{next".repeat(n),
            "{...F}",
            "}".repeat(n)
        )
    };
    assert!(decide(&ask(&again(25))).is_ok());
    assert_eq!(code(&ask(&again(26))), ErrorCode::OverLimit);
}

#[test]
fn a_large_variable_is_counted_for_every_use() {
    let uses: String = (0..90).map(|n| format!("a{n}:matching(filter:$f) ")).collect();
    let query = format!("query($f:Filter!){{{uses}}}");
    let filters: Vec<async_graphql::Value> = (0..500).map(|n| value!({"level": n})).collect();
    assert_eq!(code(&with(&query, value!({"f": {"and": filters}}))), ErrorCode::OverLimit);
    assert!(decide(&with(&query, value!({"f": {"level": 1}}))).is_ok());
}

#[test]
fn the_standard_introspection_query_passes_and_deeper_ones_do_not() {
    let standard = decide(&ask(STANDARD_INTROSPECTION)).unwrap();
    println!("standard introspection of the fake schema: {standard} points");
    let recursive = "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}";
    assert_eq!(timed("introspection of introspection", &ask(recursive)), Some(ErrorCode::OverLimit));
    let small = "{__type(name:\"Course\"){fields{name args{name type{name ofType{name}}}}}}";
    assert!(decide(&ask(small)).is_ok());
}

#[test]
fn a_stated_bound_or_weight_replaces_the_general_one() {
    let price = |model: CostModel, query: &str| Guard::new(model, None).unwrap().measure(&ask(query)).unwrap().1;
    assert_eq!(price(model(), "{hello}"), 1);
    assert_eq!(price(model().weigh("Query", "hello", 500), "{hello}"), 500);
    let nested = "{course{next{title}}}";
    assert_eq!(price(model(), nested), 3);
    assert_eq!(price(model().bound_list("Course", "next", 40), nested), 1 + 1 + 40);
}

#[test]
fn a_syntax_error_says_where_and_repeats_nothing() {
    let refusal = decide(&ask("{\n  hello(secret: }")).unwrap_err();
    assert_eq!(refusal.error.code(), ErrorCode::BadQuery);
    assert!(refusal.error.message().contains("line 2") && !refusal.error.message().contains("secret"));
}

#[test]
fn a_client_out_of_points_is_refused_until_they_come_back() {
    let rate = RateLimit { points_a_minute: 600, max_clients: 10 };
    let (guard, start) = (guard(Some(rate)), DateTime::UNIX_EPOCH);
    let query = ask("{courses(first:99){nodes{title}}}");
    let ask_at = |client: &ClientKey, seconds| guard.admit(client, &query, start + TimeDelta::seconds(seconds));
    let me = ClientKey::Token(registry_core::audit::TokenId::new(1));
    let status = |seconds| ask_at(&me, seconds).map(|admitted| admitted.status);
    assert_eq!(status(0).unwrap().remaining, Some(400));
    assert_eq!(status(0).unwrap().cost, 200);
    assert_eq!(status(0).unwrap().remaining, Some(0));
    let refused = status(0).unwrap_err();
    assert_eq!((refused.error.code(), refused.retry_after_seconds), (ErrorCode::RateLimited, Some(1)));
    assert!(ask_at(&ClientKey::Token(registry_core::audit::TokenId::new(2)), 0).is_ok());
    assert!(status(20).is_ok());
}

#[test]
fn refused_queries_are_paid_for() {
    let guard = guard(Some(RateLimit { points_a_minute: 50, max_clients: 10 }));
    let junk = ask("{");
    let codes: Vec<ErrorCode> = (0..11)
        .map(|_| guard.admit(&ClientKey::Unknown, &junk, DateTime::UNIX_EPOCH).unwrap_err().error.code())
        .collect();
    assert_eq!(codes[..10], [ErrorCode::BadQuery; 10]);
    assert_eq!(codes[10], ErrorCode::RateLimited);
}
