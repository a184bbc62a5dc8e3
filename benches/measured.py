"""What one command costs: CPU seconds (user and system) of the process and its children, wall seconds, greatest memory in MB."""
import os, subprocess, sys, time


def measured(command, **options):
    start = time.perf_counter()
    child = subprocess.Popen(command, text=True, **options)
    output = child.stdout.read() if child.stdout else ''
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f'failed: {" ".join(map(str, command))}')
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024, output
