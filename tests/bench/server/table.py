"""Medians and in-round ratios of the server's benchmark, as Markdown. Figures of others stand in a column of their own."""
import json
import statistics
import sys

file, seats, links, rounds = sys.argv[1:5]
rows = {}
for line in open(file):
    what, value = line.split(" ", 1)
    rows.setdefault(what, []).append(json.loads(value))


def spread(values, digits=1):
    low, high = min(values), max(values)
    return f"{statistics.median(values):.{digits}f} [{low:.{digits}f}-{high:.{digits}f}]"


def ratio(ours, theirs, field):
    return [a[field] / b[field] for a, b in zip(ours, theirs)]


def column(what, field):
    return [row[field] for row in rows[what]]


print(f"{rounds} interleaved rounds; median [min-max]; ratios are formed inside a round.\n")
print("| what | ours | peer | ratio | quoted: bare durable Beast server (reference/performance.md 3.1, 3.5) |")
print("|---|---|---|---|---|")
print(f"| server CPU per durable signed answer, {seats} connections, against nginx POST 204 | "
      f"{spread(column('answer', 'cpuUs'))} us | {spread(column('nginx', 'cpuUs'))} us | "
      f"{spread(ratio(rows['answer'], rows['nginx'], 'cpuUs'), 2)} | 2.64 [2.11-2.84] |")
print(f"| the same against one row of a bare SQLite group commit (64 rows) | {spread(column('answer', 'cpuUs'))} us | "
      f"{spread(column('sqlite', 'cpuUs'))} us | {spread(ratio(rows['answer'], rows['sqlite'], 'cpuUs'), 2)} | |")
print(f"| durable answers/s against rows/s of that SQLite | {spread(column('answer', 'perSecond'), 0)} | "
      f"{spread(column('sqlite', 'perSecond'), 0)} | {spread(ratio(rows['answer'], rows['sqlite'], 'perSecond'), 2)} | "
      f"0.40 [0.15-0.49] |")
print(f"| answer to acknowledgement, p50 and p99 (the load generator shares the cores) | "
      f"{spread(column('answer', 'p50ms'))} and {spread(column('answer', 'p99ms'))} ms | | | 5.4 and 16.4 ms |")
print(f"| memory of an idle link | {spread(column('idle', 'kilobytes'))} KB | {spread(column('nginx-idle', 'kilobytes'))} KB | "
      f"{spread(ratio(rows['idle'], rows['nginx-idle'], 'kilobytes'), 2)} | 3.0 (asio::ssl::stream) |")
print(f"| CPU of a handshake and its Welcome | {spread(column('idle', 'connectCpuUs'), 0)} us | | | 3566 us |")
print(f"| {links} seats come back after kill -9: until all are served | "
      f"{spread(column('restart', 'secondsUntilAllServed'))} s | | | |")
