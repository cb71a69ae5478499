"""Starts a Spark master and two workers on this machine, and compares the marts that they build.

`make test-cluster`. The processes are those of the pip-installed pyspark. Python, because a test
needs them started, awaited and stopped whatever happens.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

HOST = "127.0.0.1"
WORKERS = 2


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _await(port: int, seconds: int = 60) -> None:
    """Return when something listens on a port."""
    for _ in range(seconds * 10):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"The Spark master does not answer on {HOST}:{port}; is Java 17 installed?")


def main() -> int:
    """Run the comparison on a cluster; return its exit code."""
    try:
        import pyspark
    except ModuleNotFoundError:
        raise SystemExit("pyspark is not installed: run make setup-spark.") from None
    home = Path(pyspark.__file__).parent
    port = _free_port()
    master = f"spark://{HOST}:{port}"
    environment = os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST}
    with (
        tempfile.TemporaryDirectory(prefix="spark_cluster_") as folder,
        Path(folder, "cluster.log").open("w") as log,
        ExitStack() as processes,
    ):

        def start(role: str, *arguments: str) -> None:
            command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}"]
            options = ["--host", HOST, "--webui-port", "0", *arguments]
            process = subprocess.Popen(
                command + options, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
            processes.callback(process.wait)
            processes.callback(process.terminate)

        start("master.Master", "--port", str(port))
        _await(port)
        for _ in range(WORKERS):
            start(
                "worker.Worker", "--cores", "1", "--memory", "2g", "--work-dir", folder, master
            )  # fmt: skip
        print(f"A master and {WORKERS} workers are at {master}.", flush=True)
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-s", "tests/python/test_spark.py"],
            env=os.environ | {"SPARK_MASTER": master, "REQUIRE_SPARK": "1"},
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
