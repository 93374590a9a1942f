"""Solves problem files (docs/PROBLEM_FILES.md) with HiGHS, CP-SAT and microlp and prints them beside the registry.

    solvers.py PROGRAMS FILE...

PROGRAMS is the folder with the programs registry, timings and microlp.

The model is the plain one that a textbook gives, over one binary for each way and start of an item:

- an item is in when one of its ways is, at one start; of all of them at most one;
- what starts at tick s needs, for each clause of its requirements, enough of what has ended before s (prerequisite) or
  started in the same term or earlier (corequisite); a requirement inside another gets a binary of its own;
- a sum of credit with parts that count for at most so much has one number for each part, below both;
- hours and items of a term, money and days of a period: one row each;
- the objective is the first measure alone.

Times, one thread, at most 10 seconds each, and where a solve is short the median of several:

- of the other solvers, the solving alone, of a model that is made already; of microlp also the making of its own model from
  numbers that have been read, since ours is made within our time, too;
- *solving*: the registry's, from a file that has been read and checked to the answer; its model is made within that time;
- *with checking*: the same from a file that has been read, with all its ids looked up and everything checked;
- *whole process*: `registry plan`: start, reading, checking, solving, writing.

A ratio is the time of a solver by our *solving*. microlp is asked only for choices without time: the others are beyond it.
Version ranges of courses are not modelled: such files are left out.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

SECONDS = 10.0
# What takes longer than this is solved once, and otherwise so many times.
LONG, TIMES = 0.3, 3


class Model:
    """Rows over whole-numbered variables, to be minimised."""

    def __init__(self):
        self.lower, self.upper, self.rows, self.cost = [], [], [], {}

    def variable(self, lower, upper):
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def at_least(self, terms, least):
        """The sum of (coefficient, variable) pairs is at least so much."""
        row = {}
        for coefficient, variable in terms:
            row[variable] = row.get(variable, 0) + coefficient
        self.rows.append(({v: c for v, c in row.items() if c}, least))


class Problem:
    """The model of a file."""

    def __init__(self, file):
        self.file, self.model = file, Model()
        self.per_term = file.get("ticks_per_term", 1)
        self.terms = file.get("terms", [])
        self.first = file.get("first_tick", 0)
        self.last = file.get("last_tick", len(self.terms) * self.per_term - 1)
        self.items = {item["id"]: item for item in file["items"]}
        self.same = {}
        for ids in file.get("equivalent", []):
            for name in ids:
                self.same[name] = ids
        self.options = {name: self.starts(item) for name, item in self.items.items()}
        self.leave_out_what_nothing_asks_for()
        self.inside = {}
        self.require_everything()

    # Ways and starts.

    def starts(self, item):
        """(way, first tick, last tick) of every way and start; none of what is held or refused."""
        if item.get("held") or item.get("refused"):
            return []
        found = []
        for way in item.get("ways") or [item]:
            if not self.terms:
                found.append((way, 0, 0))
            elif "start_tick" in way:
                found.append((way, way["start_tick"], way["end_tick"]))
            else:
                last = len(self.terms) - 1
                span = range(way.get("from_term", 0), way.get("until_term", last) + 1)
                for term in way.get("terms", span):
                    start = term * self.per_term
                    found.append((way, start, start + way.get("length", 1) * self.per_term - 1))
        if not self.terms:
            return found
        return [option for option in found if option[1] >= self.first and option[2] <= self.last]

    def names_in(self, requirement):
        if requirement is None:
            return
        if isinstance(requirement, str):
            yield from self.same.get(requirement, [requirement])
        elif "course" in requirement:
            raise NotImplementedError("version ranges are not modelled")
        else:
            for key in ("all", "any", "of"):
                for part in requirement.get(key, []):
                    yield from self.names_in(part)

    def leave_out_what_nothing_asks_for(self):
        """Only what the goal or a sum leads to, as the registry does before it searches."""
        if any("least_hours" in term or "least_items" in term for term in self.terms):
            return
        pending = list(self.names_in(self.file.get("goal")))
        for entry in self.file.get("credit", []):
            pending += [name for name, item in self.items.items() if self.fits(item, entry.get("of", {}))]
        for entry in self.file.get("caps", []):
            if "most_percent" in entry:
                pending += [name for name, item in self.items.items() if self.fits(item, entry.get("within", {}))]
        wanted = set()
        while pending:
            name = pending.pop()
            if name not in wanted:
                wanted.add(name)
                pending += self.names_in(self.items[name].get("prerequisite"))
                pending += self.names_in(self.items[name].get("corequisite"))
        self.options = {name: found if name in wanted else [] for name, found in self.options.items()}

    # Requirements.

    def require_everything(self):
        model = self.model
        self.variables = {name: [model.variable(0, 1) for _ in found] for name, found in self.options.items()}
        for name, item in self.items.items():
            if len(self.variables[name]) > 1:
                model.at_least([(-1, v) for v in self.variables[name]], -1)
            for start in sorted({option[1] for option in self.options[name]}):
                now = [v for v, option in zip(self.variables[name], self.options[name]) if option[1] == start]
                for key in ("prerequisite", "corequisite"):
                    if key in item:
                        self.require(item[key], (key, start), now)
            for other in item.get("excludes", []):
                pair = [(-1, v) for v in self.variables[name] + self.variables[other]]
                model.at_least(pair, -1 + bool(item.get("held")) + bool(self.items[other].get("held")))
        for ids in self.file.get("equivalent", []):
            held = any(self.items[name].get("held") for name in ids)
            model.at_least([(-1, v) for name in ids for v in self.variables[name]], 0 if held else -1)
        if "goal" in self.file:
            self.require(self.file["goal"], ("goal", None), None)
        self.credit()
        self.limits()

    def met_by(self, name, when):
        """The variables that meet a name at a time, and whether it is met anyway."""
        kind, start = when
        found = []
        for member in self.same.get(name, [name]):
            if self.items[member].get("held"):
                return [], True
            for variable, (_, first, last) in zip(self.variables[member], self.options[member]):
                in_time = kind == "goal" or not self.terms
                in_time = in_time or (kind == "prerequisite" and last < start)
                in_time = in_time or (kind == "corequisite" and first // self.per_term <= start // self.per_term)
                if in_time:
                    found.append(variable)
        return found, False

    def value(self, requirement, when):
        """(variables of which one is enough, met anyway) for an operand."""
        if isinstance(requirement, str):
            return self.met_by(requirement, when)
        if "never" in requirement:
            return [], False
        if "from_term" in requirement or "from_tick" in requirement:
            tick = requirement.get("from_tick", requirement.get("from_term", 0) * self.per_term)
            return [], tick <= self.last if when[0] == "goal" else tick <= when[1]
        key = (json.dumps(requirement, sort_keys=True), when)
        if key not in self.inside:
            self.inside[key] = self.model.variable(0, 1)
            self.require(requirement, when, [self.inside[key]])
        return [self.inside[key]], False

    def require(self, requirement, when, of):
        """A requirement holds whenever one of the variables `of` is 1; always, when it is None."""
        if isinstance(requirement, dict) and "all" in requirement:
            for part in requirement["all"]:
                self.require(part, when, of)
            return
        parts, least = [requirement], 1
        if isinstance(requirement, dict) and "any" in requirement:
            parts = requirement["any"]
        elif isinstance(requirement, dict) and "of" in requirement:
            parts, least = requirement["of"], requirement["at_least"]
        values = [self.value(part, when) for part in parts]
        least -= sum(met for _, met in values)
        terms = [(1, variable) for found, _ in values for variable in found]
        if least > 0:
            if of is None:
                self.model.at_least(terms, least)
            else:
                self.model.at_least(terms + [(-least, variable) for variable in of], 0)

    # Sums.

    def fits(self, item, of):
        levels = of.get("levels")
        level = item.get("level")
        return (
            (not of.get("groups") or any(group in of["groups"] for group in item.get("groups", [])))
            and (not of.get("items") or item["id"] in of["items"])
            and (levels is None or (level is not None and levels.get("from", level) <= level <= levels.get("to", level)))
            and (of.get("transferred") is None or of["transferred"] == item.get("transferred", False))
        )

    def sum(self, of, times=1, without=()):
        """The credit of what fits: terms, and what is held."""
        terms, held = [], 0
        for name, item in self.items.items():
            if self.fits(item, of) and not any(self.fits(item, part) for part in without):
                credit = item.get("credit", 0) * times
                held += credit if item.get("held") else 0
                terms += [(credit, variable) for variable in self.variables[name] if credit]
        return terms, held

    def credit(self):
        for entry in self.file.get("credit", []):
            parts = entry.get("counting_at_most", [])
            terms, held = self.sum(entry.get("of", {}), 1, [part["of"] for part in parts])
            for part in parts:
                counted = self.model.variable(0, part["most"])
                both = {name: item for name, item in self.items.items() if self.fits(item, entry.get("of", {}))}
                inner = [n for n, item in both.items() if self.fits(item, part["of"])]
                here = sum(both[n].get("credit", 0) for n in inner if both[n].get("held"))
                found = [(both[n].get("credit", 0), v) for n in inner for v in self.variables[n]]
                self.model.at_least(found + [(-1, counted)], -here)
                terms.append((1, counted))
            self.model.at_least(terms, entry["least"] - held)
        for entry in self.file.get("caps", []):
            of = entry.get("of", {})
            if "most" in entry:
                terms, held = self.sum(of, -1)
                self.model.at_least(terms, -entry["most"] - held)
            else:
                terms, held = self.sum(of, -100)
                whole, more = self.sum(entry.get("within", {}), entry["most_percent"])
                self.model.at_least(terms + whole, -held - more)

    def limits(self):
        amounts = lambda key, found: [(option[0].get(key, 0), v) for option, v in found]
        everything = [(o, v) for n in self.items for o, v in zip(self.options[n], self.variables[n])]
        touched = lambda option, term: option[1] // self.per_term <= term <= option[2] // self.per_term
        loads = []
        for number, term in enumerate(self.terms):
            found = [(option, variable) for option, variable in everything if touched(option, number)]
            load, count = amounts("hours", found), [(1, variable) for _, variable in found]
            loads.append(load)
            for terms, least, most in [(load, "least_hours", "hours"), (count, "least_items", "most_items")]:
                if term.get(least):
                    self.model.at_least(terms, term[least])
                if most in term:
                    self.model.at_least([(-c, v) for c, v in terms], -term[most])
        periods = self.file.get("periods", [])
        begins = [p.get("first_tick", p.get("from_term", 0) * self.per_term) for p in periods]
        for begin, end, period in zip(begins, begins[1:] + [10**9], periods):
            found = [(option, variable) for option, variable in everything if begin <= option[1] < end]
            for key, limit in [("cost", "money"), ("days", "days")]:
                if limit in period:
                    self.model.at_least([(-c, v) for c, v in amounts(key, found)], -period[limit])
        if "budget" in self.file:
            self.model.at_least([(-c, v) for c, v in amounts("cost", everything)], -self.file["budget"])
        self.objective(everything, loads, amounts)

    def objective(self, everything, loads, amounts):
        first = (self.file.get("prefer") or ["cost"])[0]
        if first in ("cost", "lacking"):
            terms = amounts(first, everything)
        elif first == "items":
            terms = [(1, variable) for _, variable in everything]
        elif first == "credit":
            terms = [(-c, v) for c, v in self.sum({})[0]]
        else:
            most = self.last if first == "finish" else sum(c for load in loads for c, _ in load)
            greatest = self.model.variable(0, most)
            rows = [[(option[2], variable)] for option, variable in everything] if first == "finish" else loads
            for row in rows:
                self.model.at_least([(1, greatest)] + [(-c, v) for c, v in row], 0)
            terms = [(1, greatest)]
        for coefficient, variable in terms:
            self.model.cost[variable] = self.model.cost.get(variable, 0) + coefficient
        self.first_measure = first.replace("-", "_")


def middle(values):
    """The median; of an even number the upper one."""
    return sorted(values)[len(values) // 2]


def repeated(solver, model):
    """The answer, and the median time."""
    found = []
    while len(found) < TIMES and not (found and found[-1][2] > LONG):
        found.append(solver(model))
    return (*found[-1][:2], middle([took for _, _, took in found]))


def with_highs(model):
    import highspy

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.lower), len(model.rows)
    lp.col_cost_ = [float(model.cost.get(v, 0)) for v in range(lp.num_col_)]
    lp.col_lower_, lp.col_upper_ = [float(x) for x in model.lower], [float(x) for x in model.upper]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    lp.row_lower_ = [float(least) for _, least in model.rows]
    lp.row_upper_ = [highspy.kHighsInf] * lp.num_row_
    start, index, value = [0], [], []
    for row, _ in model.rows:
        index += row.keys()
        value += [float(c) for c in row.values()]
        start.append(len(index))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, index, value
    highs = highspy.Highs()
    for option, setting in [("output_flag", False), ("threads", 1), ("time_limit", SECONDS), ("mip_rel_gap", 0.0)]:
        highs.setOptionValue(option, setting)
    highs.passModel(lp)
    began = time.perf_counter()
    highs.run()
    took = time.perf_counter() - began
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return round(highs.getInfo().objective_function_value), "proved", took
    if status == highspy.HighsModelStatus.kInfeasible:
        return None, "none", took
    found = highs.getInfo().primal_solution_status == 2
    return round(highs.getInfo().objective_function_value) if found else None, "stopped", took


def with_cp_sat(model):
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    variables = [cp.new_int_var(low, high, "") for low, high in zip(model.lower, model.upper)]
    for row, least in model.rows:
        cp.add(cp_model.LinearExpr.weighted_sum([variables[v] for v in row], list(row.values())) >= least)
    cost = cp_model.LinearExpr.weighted_sum([variables[v] for v in model.cost], list(model.cost.values()))
    cp.minimize(cost)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    began = time.perf_counter()
    status = solver.solve(cp)
    took = time.perf_counter() - began
    if status == cp_model.OPTIMAL:
        return round(solver.objective_value), "proved", took
    if status == cp_model.INFEASIBLE:
        return None, "none", took
    return round(solver.objective_value) if status == cp_model.FEASIBLE else None, "stopped", took


def with_microlp(programs, model):
    """None where it is not asked: the smaller sets, without time, are what it can do."""
    written = {
        "cost": [model.cost.get(v, 0) for v in range(len(model.lower))],
        "lower": model.lower,
        "upper": model.upper,
        "rows": [[list(row), list(row.values()), least] for row, least in model.rows],
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as out:
        json.dump(written, out)
        out.flush()
        found = ran([f"{programs}/microlp", out.name])
    value = found["value"] if found["value"] is None else round(found["value"])
    return value, found["status"], found["seconds"] + found["making"]


def ran(command, taken=(0,)):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in taken:
        raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    return json.loads(done.stdout)


def with_registry(programs, path, measure):
    """(value, status, seconds of the solving, the same with the checking, seconds of the whole process)"""
    whole = []
    while len(whole) < TIMES and not (whole and whole[-1] > LONG):
        began = time.perf_counter()
        answer = ran([f"{programs}/registry", "plan", path, "--json"], taken=(0, 3))
        whole.append(time.perf_counter() - began)
    alone = ran([f"{programs}/timings", path])
    value = answer["measures"] and answer["measures"][measure]
    if (value, answer["status"]) != (alone["value"], alone["status"]):
        raise SystemExit(f"{path}: registry plan says {value} {answer['status']}, timings {alone}")
    value = -value if measure == "credit" and value is not None else value
    solving, checking = alone["planning_ms"] / 1000, alone["posing_ms"] / 1000
    return value, answer["status"], solving, solving + checking, middle(whole)


PEERS = ["HiGHS", "CP-SAT", "microlp"]


def solve_all(programs, paths, highs, cp_sat):
    """By file: (name, ours, {peer: answer})."""
    for path in paths:
        with open(path, encoding="utf-8") as text:
            file = json.load(text)
        try:
            problem = Problem(file)
        except NotImplementedError as why:
            print(f"{path}: {why}")
            continue
        ours = with_registry(programs, path, problem.first_measure)
        peers = {
            "HiGHS": highs.submit(repeated, with_highs, problem.model).result(),
            "CP-SAT": cp_sat.submit(repeated, with_cp_sat, problem.model).result(),
        }
        if not problem.terms:
            peers["microlp"] = with_microlp(programs, problem.model)
        yield os.path.basename(path).removesuffix(".json"), ours, peers


def main():
    programs, paths = sys.argv[1], sys.argv[2:]
    print("Times in ms. `*`: stopped, the value is the best found.\n")
    ours = "solving | with checking | whole process |"
    print(f"| Problem | registry | {ours}" + "".join(f" {peer} | ms | ratio |" for peer in PEERS))
    print("|---" * (5 + 3 * len(PEERS)) + "|")
    # Each solver has a process of its own: the two bring different builds of one library.
    highs, cp_sat = (ProcessPoolExecutor(1, get_context("spawn")) for _ in range(2))
    sets, differ = {}, []
    for name, ours, peers in solve_all(programs, paths, highs, cp_sat):
        value, status, solving, checked, whole = ours
        line = f"| {name} | {value} {status} | {solving * 1000:,.2f} | {checked * 1000:,.2f} | {whole * 1000:,.1f} |"
        for peer in PEERS:
            if peer not in peers:
                line += " – | – | – |"
                continue
            theirs, how, took = peers[peer]
            line += f" {theirs}{'*' if how == 'stopped' else ''} | {took * 1000:,.1f} | {took / solving:,.1f} |"
            if how != "stopped" and status in ("proved", "none") and theirs != value:
                differ.append(f"{name} ({peer})")
        print(line, flush=True)
        sets.setdefault(name.rsplit("-", 1)[0], []).append((ours, peers))
    ours = "solving | with checking | whole process |"
    print(f"\nMedian/worst of each set.\n\n| Set | files | proved | {ours}" + "".join(f" {peer} | ratio |" for peer in PEERS))
    print("|---" * (6 + 2 * len(PEERS)) + "|")
    for name, rows in sets.items():
        print(summary(name, rows))
    print(f"\nvalues that differ though both are settled: {', '.join(differ) or 'none'}")
    for pool in (highs, cp_sat):
        pool.shutdown()
    sys.exit(1 if differ else 0)


def summary(name, rows):
    """One line for a set; a ratio is the median of the ratios of its files."""
    spread = lambda seconds: f"{middle(seconds) * 1000:,.2f}/{max(seconds) * 1000:,.2f}"
    proved = sum(ours[1] in ("proved", "none") for ours, _ in rows)
    line = f"| {name} | {len(rows)} | {proved} |"
    line += "".join(f" {spread([ours[place] for ours, _ in rows])} |" for place in (2, 3, 4))
    for peer in PEERS:
        both = [(ours[2], peers[peer][2]) for ours, peers in rows if peer in peers]
        if not both:
            line += " – | – |"
            continue
        line += f" {spread([took for _, took in both])} | {middle([took / solving for solving, took in both]):,.1f} |"
    return line


if __name__ == "__main__":
    main()
