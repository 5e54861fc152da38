"""Starts ministack, another AWS emulator, for a second opinion: https://pypi.org/project/ministack/ (MIT).

    python3 start.py --port 0      (0: any free port)

Prints `ready PORT` when it listens, and ends when its standard input closes. It keeps no log of calls, enforces no IAM and has no faults to arm.
"""

import argparse
import os
import socket
import sys
import threading
import time

# A test run leaves nothing in the source tree.
sys.dont_write_bytecode = True


def end_with_parent():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def say_when_ready(port):
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                print(f"ready {port}", flush=True)
                return
        time.sleep(0.1)


def patch():
    """Mistakes of ministack 1.5.33, each of which AWS's documentation decides."""
    _secret_versions()
    _rebalancing()


def _rebalancing():
    """A service keeps what it says of rebalancing over availability zones; a new one that says nothing has it:
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html"""
    from ministack.services import ecs

    def kept(original, default):
        def handler(data):
            answer = original(data)
            name = (data.get("serviceName") or data.get("service", "")).split("/")[-1]
            service = ecs._services.get(f"{ecs._resolve_cluster_name(data.get('cluster', 'default'))}/{name}")
            if service is not None:
                given = data.get("availabilityZoneRebalancing")
                service["availabilityZoneRebalancing"] = given or service.get("availabilityZoneRebalancing", default)
            return answer

        return handler

    handlers = ecs._ACTION_MAP
    handlers.update(CreateService=kept(handlers["CreateService"], "ENABLED"), UpdateService=kept(handlers["UpdateService"], "DISABLED"))


def _secret_versions():
    from ministack.services import secretsmanager

    store, put = secretsmanager._store_new_secret, secretsmanager._put_secret_value

    def store_new_secret(name, secret_string=None, secret_binary=None, **others):
        """A secret that is made without a value has no version:
        https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"""
        arn, version = store(name, secret_string=secret_string, secret_binary=secret_binary, **others)
        if secret_string is None and secret_binary is None:
            secretsmanager._secrets[name]["Versions"].clear()
        return arn, version

    def put_secret_value(data):
        """The first version gets AWSCURRENT whatever labels it asks for:
        https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html"""
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        is_first = secret is not None and not secret["Versions"]
        answer = put(data)
        if is_first:
            for version in secret["Versions"].values():
                if "AWSCURRENT" not in version["Stages"]:
                    version["Stages"].append("AWSCURRENT")
        return answer

    secretsmanager._store_new_secret = store_new_secret
    secretsmanager._put_secret_value = put_secret_value


def main():
    parser = argparse.ArgumentParser(description="a second AWS emulator for the end-to-end tests")
    parser.add_argument("--port", type=int, default=0)
    port = parser.parse_args().port
    if port == 0:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    os.environ.update(GATEWAY_PORT=str(port), BIND_HOST="127.0.0.1", MINISTACK_ACCOUNT_ID="123456789012", LOG_LEVEL="ERROR")
    threading.Thread(target=end_with_parent, daemon=True).start()
    threading.Thread(target=say_when_ready, args=(port,), daemon=True).start()
    sys.argv = sys.argv[:1]

    from ministack import app

    patch()
    app.main()


if __name__ == "__main__":
    main()
