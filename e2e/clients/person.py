"""Submits an anomaly, asks for a remediation and for how the engine is, and prints the names of the two and the third as JSON."""

import json

from coordination_engine import CoordinationEngineClient, RetryPolicy

with CoordinationEngineClient(retry=RetryPolicy(first_delay=0.1)) as client:
    accepted = client.submit_anomaly({'type': 'slow_answers', 'severity': 'low', 'details': {'namespace': 'shop'}})
    queued = client.trigger_remediation(
        {
            'action_type': 'application_remediation',
            'target': 'shop/cart',
            'priority': 2,
            'parameters': {'remediation_type': 'restart_deployment'},
        }
    )
    print(json.dumps({'anomaly': accepted['anomaly_id'], 'action': queued['action_id'], 'engine': client.status()}))
