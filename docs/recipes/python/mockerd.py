"""A mockerd for tests: a child process that listens where it is told, and goes with its `with` block, or with the tests if they are killed."""

import json
import os
import shlex
import subprocess
import urllib.request


class Mockerd:
    def __init__(self, host="tcp://127.0.0.1:0", *options):
        command = shlex.split(os.environ.get("MOCKERD", "mockerd"))
        self._child = subprocess.Popen(
            [*command, "-H", host, "--control", "--log-level", "error", "--exit-with-stdin", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self._child.stdout.readline()
        if not line.startswith("export DOCKER_HOST="):
            raise RuntimeError(f"mockerd did not start: it ended with {self._child.wait()}")
        self.host = line.strip().split("=", 1)[1]
        self.environment = {**os.environ, "DOCKER_HOST": self.host}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._child.terminate()
        self._child.wait()
        self._child.stdin.close()
        self._child.stdout.close()

    def control(self, method, path, body=None):
        """Asks the control API (docs/control.md); for a daemon at a TCP address."""
        request = urllib.request.Request(
            self.host.replace("tcp://", "http://") + "/_mockerd" + path,
            method=method,
            data=json.dumps(body or {}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as reply:
            return json.loads(reply.read() or b"null")
