"""A shell with job control on a terminal of its own, as a person has it."""

import os
import pty
import select
import time


class Terminal:
    """`type` sends keys, `read_until` returns what was shown up to a text."""

    def __init__(self, folder, environment):
        self._shown = ""
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve("/bin/bash", ["bash", "--norc", "--noprofile", "-i"], environment | {"PS1": "ready> "})

    def type(self, keys):
        os.write(self._master, keys.encode())

    def read_until(self, text, within=15):
        deadline = time.monotonic() + within
        while text not in self._shown:
            left = deadline - time.monotonic()
            assert left > 0, f"{text!r} was not shown within {within} s:\n{self._shown}"
            if select.select([self._master], [], [], left)[0]:
                self._shown += os.read(self._master, 65536).decode(errors="replace")
        before, _, self._shown = self._shown.partition(text)
        return before + text

    def close(self):
        os.close(self._master)
        os.waitpid(self.pid, 0)
