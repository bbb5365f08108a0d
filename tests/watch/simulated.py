"""`tocsin watch` in a process of its own, by a clock that runs so many times faster than ours: `python -m tests.watch.simulated LIST DB BEGAN PACE SECONDS`.

BEGAN is the real moment (seconds since 1970) at which the simulated hours begin, SECONDS how long one fetch may take.
"""

import datetime as dt
import sys
import time
from pathlib import Path

from tests.watch.server import BEGAN
from tocsin.commands.watch import WatchOptions, run_watch
from tocsin.watch.clock import Clock
from tocsin.watch.fetch import Limits


def main(path, db, began, pace, seconds):
    def now():
        return BEGAN + dt.timedelta(seconds=(time.time() - float(began)) * float(pace))

    limits = Limits(bytes=2_000_000, seconds=float(seconds))
    return run_watch(WatchOptions(Path(path), db, allow_private=True, threads=1, clock=Clock(now, float(pace)), limits=limits))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
