//! x
use registry_core::pathway::{Budget, Recommendation, recommend};
#[test]
fn show() {
    let catalogue = registry_tests::seeds::catalogue();
    for (name, person) in registry_tests::seeds::people() {
        let t = std::time::Instant::now();
        let answer = recommend(&catalogue, &person.request, Budget::default()).expect("fine");
        eprintln!("\n=== {name} goal {} in {:?}", person.request.goal, t.elapsed());
        match answer {
            Recommendation::Pathways(p) => {
                for w in &p.pathways {
                    eprintln!(
                        "  -- {:?} cost {} finish {:?} heaviest {} own {} days {} proved {}",
                        w.best_at, w.cost, w.finish, w.heaviest_week, w.own_time, w.days, w.proved
                    );
                    for s in &w.steps {
                        eprintln!(
                            "     {} .. {} {} [{}] {} {} d{} {} ({} reasons) waits {:?} adv {:?}",
                            s.start,
                            s.end,
                            s.title,
                            s.offering,
                            s.mode.words(),
                            s.cost,
                            s.days,
                            s.weekly,
                            s.reasons.len(),
                            s.waits_for.as_ref().map(|w| w.from),
                            s.advice.iter().map(|a| a.followed).collect::<Vec<_>>()
                        );
                    }
                }
            }
            Recommendation::NoPathway(n) => eprintln!(
                "  NONE proved {} {:#?} {:?} {:?}",
                n.proved,
                n.blockers.iter().map(|b| (&b.barred, &b.missing)).collect::<Vec<_>>(),
                n.conflict,
                n.relaxations
            ),
        }
    }
}
