#!/usr/bin/env python3
"""Runs a command and prints its wall time in seconds and the peak memory, in MB, parted by a tab.

usage: measure.py RESULT.tsv [--server POSTMASTER_PID] COMMAND...

Memory is the sum of Pss over a process and all below it, looked at ten times a second: the command's own, or a PostgreSQL
server's where one is named. Pss counts shared memory once, so shared buffers are in it as far as they were touched.
"""
import os
import subprocess
import sys
import threading
import time


def children():
    """parent -> [child] of every process."""
    below = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
            below.setdefault(parent, []).append(int(name))
    return below


def memory(top):
    """kB of Pss of the process and all below it."""
    below, waiting, total = children(), [top], 0
    while waiting:
        process = waiting.pop()
        waiting += below.get(process, [])
        try:
            with open(f"/proc/{process}/smaps_rollup") as file:
                total += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return total


def main():
    arguments = sys.argv[1:]
    result, server = arguments.pop(0), None
    if arguments[0] == "--server":
        server = int(arguments[1])
        arguments = arguments[2:]
    started, peak, done = time.monotonic(), 0, threading.Event()
    process = subprocess.Popen(arguments)

    def watch():
        nonlocal peak
        while not done.is_set():
            peak = max(peak, memory(server or process.pid))
            done.wait(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    seconds = time.monotonic() - started
    done.set()
    watcher.join()
    with open(result, "w") as file:
        file.write(f"{seconds:.1f}\t{peak / 1024:.0f}\n")
    sys.exit(status)


main()
