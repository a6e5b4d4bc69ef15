/** The instant as Kubernetes' MicroTime, the format of Lease and Event. */
export function microTime(instant: Date): string {
  return instant.toISOString().replace('Z', '000Z');
}
