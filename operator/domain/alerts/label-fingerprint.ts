const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;
const separator = 0xff;
const encoder = new TextEncoder();

/**
 * The fingerprint of a label set as Prometheus and Alertmanager compute it: 16 hex digits of FNV-1a (64 bits) over its names and values in
 * order of the names, each followed by the byte 255.
 */
export function labelFingerprint(labels: Readonly<Record<string, string>>): string {
  const bytes = Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [...encoder.encode(name), separator, ...encoder.encode(value), separator]);
  const hash = bytes.reduce((sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * prime), offset);
  return hash.toString(16).padStart(16, '0');
}
