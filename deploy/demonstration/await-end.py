#!/usr/bin/python3
"""await-end.py PID SECONDS: ends with 0 once that process has ended, also while nobody has asked for its status yet
(`tail --pid` waits for that, too), and with 1 when the time is over first."""
import os
import select
import sys

try:
    process = os.pidfd_open(int(sys.argv[1]))
except ProcessLookupError:
    sys.exit(0)
sys.exit(0 if select.select([process], [], [], float(sys.argv[2]))[0] else 1)
