import type { OperationContext } from './operation.ts';
import type { JobRequest } from './action-job.ts';
import type { HelmConfig } from './helm-config.ts';
import { leftAlone } from './job-effect.ts';

/** Seconds that helm is given less than its Job, so that it can say what went wrong. */
const headStart = 10;

/**
 * What the Job does. Which revision the release is at is read here, since the engine reads no Secrets; before and after go into the
 * termination message. With EXPECTED the release is touched only if it still is at that revision. Where nothing was changed it says so by
 * its exit code. Values come from the environment and never become a part of this text.
 */
const script = `set -eu
current() { helm history "$RELEASE" --max 1 --output yaml | sed -n 's/^  revision: //p'; }
from=$(current)
[ -n "$from" ] || exit ${leftAlone}
if [ -n "$EXPECTED" ] && [ "$from" != "$EXPECTED" ]; then
  echo "The release is at revision $from by now, not at $EXPECTED."
  exit ${leftAlone}
fi
if [ "$from" != "$REVISION" ]; then
  helm rollback "$RELEASE" \${REVISION:+"$REVISION"} --timeout "$TIMEOUT" || { [ "$(current)" != "$from" ] || exit ${leftAlone}; exit 1; }
fi
printf '{"from":%s,"to":%s}' "$from" "$(current)" > "$MESSAGE"
`;

/** Where a release goes. */
export interface HelmJobWish {
  readonly namespace: string;
  readonly release: string;
  readonly prefix: JobRequest['prefix'];
  /** Of the release; the one before the present one when absent. */
  readonly revision?: number;
  /** At which the release must be. */
  readonly expected?: number;
  readonly deadlineSeconds: number;
}

/** The Job that rolls a release back. */
export function helmJob({ action }: Pick<OperationContext, 'action'>, config: HelmConfig, wish: HelmJobWish): JobRequest {
  const { namespace, release, prefix, revision, expected, deadlineSeconds } = wish;
  // A path of its own: where pods are played without containers, several share a machine.
  const terminationMessagePath = `/tmp/${prefix}-${action.metadata.uid}`;
  const variables = {
    HELM_NAMESPACE: namespace,
    RELEASE: release,
    REVISION: revision === undefined ? '' : String(revision),
    EXPECTED: expected === undefined ? '' : String(expected),
    TIMEOUT: `${Math.max(1, deadlineSeconds - headStart)}s`,
    MESSAGE: terminationMessagePath,
  };
  const container = {
    name: 'helm',
    image: config.image,
    command: ['/bin/sh', '-c', script],
    terminationMessagePath,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '512Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const runAsUser = config.runAsUser === undefined ? {} : { runAsUser: Number(config.runAsUser) };
  const securityContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, ...runAsUser };
  return {
    namespace,
    prefix,
    spec: { template: { spec: { serviceAccountName: config.serviceAccountName, securityContext, containers: [container] } } },
    variables: Object.entries(variables).map(([name, value]) => ({ name, value })),
    deadlineSeconds,
  };
}
