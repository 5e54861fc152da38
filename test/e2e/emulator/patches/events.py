"""State machines as targets of rules, and TestEventPattern.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html,
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
"""

import json
import threading
import time

from .assumed import client_as
from .wrap import wrap


def apply():
    _test_event_pattern()
    _state_machines()


def _test_event_pattern():
    """moto matches events when they are put, but not on request."""
    from moto.events.models import EventPattern
    from moto.events.responses import EventsHandler

    def test_event_pattern(self):
        matches = EventPattern.load(self._get_param("EventPattern")).matches_event(json.loads(self._get_param("Event")))
        return json.dumps({"Result": matches}), self.response_headers

    EventsHandler.test_event_pattern = test_event_pattern


def _state_machines():
    """moto knows no state machines as targets. Like AWS, this starts them after PutEvents has answered."""
    from moto.events.models import Rule

    def start(target, region, event):
        client = client_as("events", target["RoleArn"], "stepfunctions", region)
        client.start_execution(stateMachineArn=target["Arn"], input=json.dumps(event))

    @wrap(Rule, "send_to_targets")
    def send_to_targets(original, self, event, *args, **kwargs):
        machines = [target for target in self.targets if ":states:" in target["Arn"]]
        if not machines:
            return original(self, event, *args, **kwargs)
        if not self.event_pattern.matches_event(event):
            return None
        sent = {**event, "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(float(event["time"])))}
        for target in machines:
            threading.Thread(target=start, args=(target, self.region_name, sent), daemon=True).start()
