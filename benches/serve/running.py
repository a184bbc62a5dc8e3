"""A running `makazi serve`: its address, its CPU time, its memory."""
import os, subprocess


class Serving:
    def __init__(self, makazi, city, cores=None):
        before = ['taskset', '-c', cores] if cores else []
        self.child = subprocess.Popen(before + [makazi, 'serve', city, '--port', '0'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.child.stdout.readline().strip().rstrip('/').rsplit(':', 1)[1])

    def cpu(self):
        """Seconds of CPU so far, of all threads."""
        spent, tasks = 0, f'/proc/{self.child.pid}/task'
        for task in os.listdir(tasks):
            with open(f'{tasks}/{task}/schedstat') as file:
                spent += int(file.read().split()[0])
        return spent / 1e9

    def memory(self, what='VmRSS'):
        """Megabytes now (VmRSS) or at most so far (VmHWM)."""
        with open(f'/proc/{self.child.pid}/status') as file:
            return next(int(line.split()[1]) for line in file if line.startswith(what)) / 1024

    def end(self):
        self.child.terminate()
        self.child.wait()
