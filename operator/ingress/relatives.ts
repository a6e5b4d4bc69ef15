interface Elsewhere {
  readonly path: RegExp;
  /** What serves it here. */
  readonly here: string;
}

/** Addresses of engines that this one follows, for who comes from there. */
const elsewhere: readonly Elsewhere[] = [
  { path: /^\/api\/v1\/remediations(\/|$)/, here: 'POST /api/v1/remediate asks for a remediation, GET /api/v1/actions lists them' },
  {
    path: /^\/api\/v1\/(remediation|coordination)\/trigger$/,
    here: 'POST /api/v1/anomalies reports what is wrong and has it planned, POST /api/v1/remediate asks for one action',
  },
  { path: /^\/api\/v1\/workflows(\/|$)/, here: 'GET /api/v1/plans/{id} tells of a plan' },
  { path: /^\/api\/v1\/incidents(\/|$)/, here: 'POST /api/v1/anomalies reports what is wrong' },
  {
    path: /^\/api\/v1\/(anomalies\/analyze|recommendations|predict)$/,
    here: 'the engine has no model of its own: whoever has one reports what it finds by POST /api/v1/anomalies',
  },
];

/** What serves here what another engine has at that path; undefined for any other path. */
export function servedHere(path: string): string | undefined {
  return elsewhere.find((one) => one.path.test(path))?.here;
}
