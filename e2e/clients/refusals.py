"""Tries what a notebook of the namespace shop may not do, and prints what the client raises, one JSON object a line."""

import json

from coordination_engine import ApiError, CoordinationEngineClient

found = {'type': 'memory_leak', 'severity': 'high', 'confidence_score': 0.9, 'source': 'ai_driven'}
restart = {'action_type': 'application_remediation', 'target': 'shop/cart', 'parameters': {'remediation_type': 'restart_deployment'}}

with CoordinationEngineClient() as client:
    for call, *arguments in [
        (client.submit_anomaly, {**found, 'details': {'namespace': 'production', 'deployment': 'app-server'}}),
        (client.submit_anomaly, {**found, 'details': {'node': 'nb-w1'}}),
        (client.submit_anomaly, {**found, 'details': {'namespace': 'shop'}, 'source': 'deterministic'}),
        (client.submit_anomaly, {**found, 'details': {'namespace': 'shop'}, 'confidence_score': 1.2}),
        (client.get_status, 'anom-of-nobody'),
        (client.trigger_remediation, restart),
        (client.status,),
    ]:
        try:
            print(json.dumps({'done': call(*arguments)}))
        except ApiError as error:
            print(json.dumps({'raised': type(error).__name__, 'status': error.status, 'field': error.field, 'message': str(error)}))
