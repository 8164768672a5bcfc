"""A process that has loaded panel-tui and forks a plain mode for each session it is told: born fast, killed often.

`nursery.py FD`: over this socket come a path and two pipes; back go the child's number and, when it has ended, `.`.
"""

import os
import socket
import sys

import panel_tui.plain
import panel_tui.report.export
import panel_tui.rooms  # noqa: F401
from panel_tui.cli import main

with socket.socket(fileno=int(sys.argv[1])) as channel:
    while True:
        path, pipes, _, _ = socket.recv_fds(channel, 4096, 2)
        if not path:
            break
        child = os.fork()
        if child == 0:
            channel.close()
            os.dup2(pipes[0], 0)
            os.dup2(pipes[1], 1)
            os.closerange(3, 64)
            sys.stdin, sys.stdout = open(0, encoding="utf-8"), open(1, "w", encoding="utf-8")  # noqa: SIM115
            main(["plain", path.decode(), "--json", "--keep-going"])
        for pipe in pipes:
            os.close(pipe)
        channel.sendall(f"{child}\n".encode())
        os.waitpid(child, 0)
        channel.sendall(b".")
