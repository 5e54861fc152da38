"""Starts the AWS emulator of the end-to-end tests: moto, with what it lacks, behind a gate that enforces IAM.

    python3 start.py --port 0      (0: any free port)

Prints `ready PORT` when it listens, and ends when its standard input closes, so that it never outlives who started it.
GET /_harness/calls answers the calls received so far; DELETE /_harness/calls also forgets them.
POST /_harness/faults makes the next calls that match fail; DELETE /_harness/faults lets them pass again.
PUT /_harness/label-lag lets reads by staging label lag behind writes. See README.md.
"""

import argparse
import os
import sys
import threading

from werkzeug.serving import WSGIRequestHandler, make_server

# A test run leaves nothing in the source tree.
sys.dont_write_bytecode = True

import patches  # noqa: E402
from gate import Gate  # noqa: E402


class QuietHandler(WSGIRequestHandler):
    def log(self, *args):
        pass


def end_with_parent():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description="AWS emulator for the end-to-end tests")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    threading.Thread(target=end_with_parent, daemon=True).start()
    patches.apply()

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    gate = Gate(DomainDispatcherApplication(create_backend_app))
    server = make_server(arguments.host, arguments.port, gate, threaded=True, request_handler=QuietHandler)
    # moto calls itself under this port.
    os.environ["MOTO_PORT"] = str(server.server_port)
    print(f"ready {server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
