"""Plans of networks of 15 places in whole units, as `makazi plan network` makes them on two threads: to the gap asked for, in wall seconds.

usage: searching.py MAKAZI BENCH_FOLDER WORK_DIR

Run with a Python that has numpy. Fails where a gap is not reached in its time. Run it while nothing else does: the search is stopped by the clock.
"""
import json, shutil, subprocess, sys
from pathlib import Path
from measured import measured

ASKED = [(12, 0.05, 120), (12, 0.02, 600), (18, 0.10, 600)]
makazi, bench, work = sys.argv[1], Path(sys.argv[2]).resolve() / 'rtn', Path(sys.argv[3])
project = Path(__file__).resolve().parents[1]
missed = False
for km, gap, seconds in ASKED:
    files = work / f'rtn_{km}'
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    subprocess.run([sys.executable, project / 'benches/peers/rtn_files.py', bench, files, str(km)], check=True)
    words = ['plan', 'network', str(files), '--gap', str(gap), '--seconds', str(seconds), '--threads', '2', '--json']
    cpu, wall, memory, text = measured([makazi, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    reached = json.loads(text)['objectives'][0]
    missed |= reached['gap'] > gap or wall > seconds
    print(f'links under {km} km: gap {100 * reached["gap"]:.1f} % (asked {100 * gap:.0f} %) in {wall:.0f} s of {seconds}, {cpu:.0f} CPU s, {memory:.0f} MB')
sys.exit(missed)
