/** How an object is known to stand on another, in the words in which dependencies are recorded. */
export const linkedBy = {
  owner: 'ownerReference',
  node: 'nodeName',
  pool: 'nodeSelector',
  endpoints: 'endpoints',
  claim: 'volume',
  volume: 'volumeName',
  storageClass: 'storageClassName',
  driver: 'csi',
  provisioner: 'provisioner',
  scaled: 'scaleTargetRef',
  selected: 'selector',
} as const;

/** The one that says who keeps an object as it is, not what it needs to run. */
export const managedBy = 'tracking-id';
