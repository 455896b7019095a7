"""Timing whole processes in pairs, and saying what came out."""
import dataclasses, os, pathlib, random, statistics, subprocess, time


@dataclasses.dataclass
class Setting:
    binary: str
    work: pathlib.Path
    factor: float

    def rounds(self, number):
        return max(3, round(number * self.factor))


@dataclasses.dataclass
class Row:
    """A line of the table. `at_most` and `at_least` bound the ratio, or what `unit` says it is; one of them is given."""
    what: str
    ours: str
    peer: str
    ratio: float
    ratio_text: str
    at_most: float = None
    at_least: float = None
    unit: str = "×"

    @property
    def met(self):
        return self.ratio <= self.at_most if self.at_most is not None else self.ratio >= self.at_least

    def cells(self):
        target = f"at most {self.at_most:g}{self.unit}" if self.at_most is not None else f"at least {self.at_least:g}{self.unit}"
        return [self.what, self.ours, self.peer, self.ratio_text, target, "yes" if self.met else "**no**"]


def times_as_long(what, ours, peer, peer_name, at_most):
    """For targets like "at most 6 times as long as the peer"."""
    ratio = ratio_of_pairs(ours, peer)
    return Row(what, milliseconds(ours), f"{peer_name} {milliseconds(peer)}", ratio, f"{ratio:.2f}× its time", at_most=at_most)


def times_as_fast(what, ours, peer, peer_name, at_least):
    """For targets like "at least 10 times as fast as the peer"."""
    ratio = ratio_of_pairs(peer, ours)
    return Row(what, milliseconds(ours), f"{peer_name} {milliseconds(peer)}", ratio, f"{ratio:.2f}× as fast", at_least=at_least)


def ratio_of_pairs(one, other):
    """The median of each pair's ratio: what slows both members of a pair falls out."""
    return statistics.median(a / b for a, b in zip(one, other))


def milliseconds(times):
    return f"{statistics.median(times) * 1000:.2f} ms"


CORES = sorted(os.sched_getaffinity(0))


def pin():
    """Keeps this process and its children on one core, so that no run pays for a migration. Returns the other cores."""
    os.sched_setaffinity(0, CORES[-1:])
    return CORES[:-1] or CORES


def wall_time(command, environment, folder):
    """Seconds from starting a process to its end. It must succeed."""
    null = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    os.chdir(folder)
    start = time.perf_counter_ns()
    pid = os.posix_spawn(command[0], command, environment, file_actions=null)
    _, status = os.waitpid(pid, 0)
    end = time.perf_counter_ns()
    if status != 0:
        raise SystemExit(f"{' '.join(command)} failed with status {os.waitstatus_to_exitcode(status)}")
    return (end - start) / 1e9


def peak_memory(command, environment, folder):
    """The most that a process had in memory at once (its resident set), in bytes. It must succeed."""
    null = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    os.chdir(folder)
    pid = os.posix_spawn(command[0], command, environment, file_actions=null)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(command)} failed with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_maxrss * 1024  # Linux counts in KiB


def pairs(one, other, rounds, environment, folder):
    """Times two commands alternately, the first of each pair drawn by lot; the first tenth only warms up."""
    warm_up = max(2, rounds // 10)
    times = ([], [])
    for number in range(rounds + warm_up):
        order = random.sample((0, 1), 2)
        for which in order:
            t = wall_time((one, other)[which], environment, folder)
            if number >= warm_up:
                times[which].append(t)
    return times


def output(command, environment, folder):
    """What a command prints, to see that both peers do the same work."""
    done = subprocess.run(command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed with status {done.returncode}:\n{done.stderr}")
    return done.stdout


def environment(home, **more):
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home), "OAUTHLUA_HOME": str(home / "oauthlua"), **more}


def same(name, ours, peers):
    if ours != peers:
        raise SystemExit(f"{name}: the peers did not do the same:\n{ours[:500]}\n---\n{peers[:500]}")
