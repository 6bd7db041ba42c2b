"""Processor time, as the kernel counts it: of process families, and of all programs of a name."""

import os
from collections.abc import Mapping
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(families: Mapping[str, int], programs: Mapping[str, str]) -> dict[str, float]:
    """Seconds used so far: by each process with its children, and by each program with that command name."""
    by_parent = {process: name for name, process in families.items()}
    by_program = {program: name for name, program in programs.items()}
    used = dict.fromkeys([*families, *programs], 0.0)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, tail = path.read_text().rpartition(")")
        except OSError:
            continue  # it has ended
        process, _, program = head.partition(" (")
        fields = tail.split()
        name = by_parent.get(int(process)) or by_parent.get(int(fields[1])) or by_program.get(program)
        if name:
            used[name] += (int(fields[11]) + int(fields[12])) / _TICKS
    return used
