/** Values that helm refuses, and what its complaint says. */
export const refusals: readonly { readonly because: string; readonly values: object; readonly field: RegExp }[] = [
  { because: 'an unknown value', values: { replicaCount: 3 }, field: /replicaCount/ },
  { because: 'an unknown size', values: { size: 'huge' }, field: /size/ },
  { because: 'no replicas', values: { manager: { replicas: 0 } }, field: /manager[./]replicas/ },
  { because: 'a setting out of its range', values: { settings: { MAX_ACTIVE_ACTIONS: 501 } }, field: /settings[./]MAX_ACTIVE_ACTIONS/ },
  { because: 'a setting of another type', values: { settings: { COOLDOWN_SECONDS: 'soon' } }, field: /settings[./]COOLDOWN_SECONDS/ },
  { because: 'a setting that the chart sets itself', values: { settings: { POD_NAMESPACE: 'elsewhere' } }, field: /POD_NAMESPACE/ },
  { because: 'an unknown power', values: { optIn: { everything: true } }, field: /everything/ },
  { because: 'a power that is no yes or no', values: { optIn: { nodeDrain: 'yes' } }, field: /optIn[./]nodeDrain/ },
  { because: 'an unknown field of the policy', values: { policy: { spec: { suspend: true } } }, field: /policy[./]spec.*suspend/s },
  { because: 'an image that could end an expression', values: { nodeJobs: { image: "a' || 'b" } }, field: /nodeJobs[./]image/ },
  { because: 'a name of a Secret that is none', values: { tls: { secretName: 'No Secret' } }, field: /tls[./]secretName/ },
];
