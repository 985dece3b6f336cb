"""A Jupyter front end for tests: starts one kernel and passes messages on, one JSON object a line.

In:  {"channel": "shell", "type": "execute_request", "content": {...}, "metadata": {...}}, {"do": "interrupt" | "end"}
Out: {"event": "ready" | "sent" | "message" | "interrupted", ...}
"""
import json
import os
import sys
import time

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager


def say(**event):
    sys.stdout.write(json.dumps(event, default=str) + "\n")
    sys.stdout.flush()


def main():
    spec = json.loads(sys.argv[1])
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(**spec)
    started = time.monotonic()
    # What the kernel prints itself must not mix with our lines.
    manager.start_kernel(cwd=os.getcwd(), stdout=sys.stderr.fileno())
    client = manager.client()
    client.start_channels(hb=False)
    client.wait_for_ready(timeout=120)
    say(event="ready", ms=(time.monotonic() - started) * 1000, pid=manager.provisioner.process.pid)

    sockets = {getattr(client, f"{name}_channel").socket: name for name in ("shell", "iopub", "control")}
    poller = zmq.Poller()
    poller.register(sys.stdin.fileno(), zmq.POLLIN)
    for socket in sockets:
        poller.register(socket, zmq.POLLIN)
    typed = b""
    while True:
        for readable, _ in poller.poll():
            if readable in sockets:
                _, message = client.session.recv(readable, mode=zmq.NOBLOCK)
                if message is not None:
                    parent = message["parent_header"].get("msg_id")
                    say(event="message", channel=sockets[readable], type=message["msg_type"], parent=parent, content=message["content"], at=time.time() * 1000)
                continue
            more = os.read(readable, 1 << 20)
            if not more:
                return end(manager)
            typed += more
            *lines, typed = typed.split(b"\n")
            for line in lines:
                order = json.loads(line)
                if order.get("do") == "end":
                    return end(manager)
                if order.get("do") == "interrupt":
                    manager.interrupt_kernel()
                    say(event="interrupted")
                    continue
                message = client.session.msg(order["type"], order["content"], metadata=order.get("metadata", {}))
                client.session.send(getattr(client, f"{order['channel']}_channel").socket, message)
                say(event="sent", id=message["header"]["msg_id"])


def end(manager):
    manager.shutdown_kernel(now=False)


main()
