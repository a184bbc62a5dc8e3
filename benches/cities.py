"""Real cities from nothing to profile, a second collect with nothing changed, and the assessment with 1,000 samples.

usage: cities.py MAKAZI DATA_DIR WORK_DIR [CITY ...]

MAKAZI is the release binary, DATA_DIR the folder that the `file` of each source in cities/*/city.toml starts from.
Each city is made anew in WORK_DIR. Fails if a city misses what was asked for: 30 CPU seconds and 500 MB from nothing to
profile, 1 CPU second for a second collect, 10 CPU seconds and 500 MB for the assessment.
"""
import shutil, subprocess, sys
from pathlib import Path

from measured import measured

program, data, work = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3])
names = sys.argv[4:] or ['cape_town', 'accra', 'jakarta']
asked = {'from nothing': (30.0, 500.0), 'again': (1.0, 500.0), 'assess': (10.0, 500.0)}
missed = []

print(f'{"":12}{"":16}{"CPU s":>8}{"wall s":>8}{"MB":>8}   asked')
for name in names:
    folder = work / 'cities' / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(Path(__file__).resolve().parents[1] / 'cities' / name, folder)

    def makazi(*words):
        return measured([program, *words, '--data', data], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)[:3]

    collect, profile, again = makazi('collect', folder), makazi('profile', folder), makazi('collect', folder)
    both = (collect[0] + profile[0], collect[1] + profile[1], max(collect[2], profile[2]))
    rows = {'collect': collect, 'profile': profile, 'from nothing': both, 'again': again, 'assess': makazi('assess', folder, '--samples', '1000')}
    for what, (cpu, wall, memory) in rows.items():
        limit = asked.get(what)
        words = f'under {limit[0]:.0f} CPU s, {limit[1]:.0f} MB' if limit else ''
        print(f'{name:12}{what:16}{cpu:8.2f}{wall:8.2f}{memory:8.0f}   {words}', flush=True)
        if limit and (cpu >= limit[0] or memory >= limit[1]):
            missed.append(f'{name}, {what}')
if missed:
    sys.exit(f'the bar was missed: {"; ".join(missed)}')
