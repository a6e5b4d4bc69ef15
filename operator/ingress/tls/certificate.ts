import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';

/** What a TLS server shows, and proves that it is its own. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: 'TLSv1.2';
  readonly notAfter: Date;
}

/** The certificate to begin with. Throws when there is none, in words that name the setting. */
export function firstCertificate(folder: string): Certificate {
  try {
    return readCertificate(folder);
  } catch (cause) {
    throw new Error(`TLS_CERT_DIR ${folder} has no tls.crt with its tls.key`, { cause });
  }
}

/** The pair of a Secret of type kubernetes.io/tls that is mounted at the folder. Throws for what is no certificate with its own key. */
export function readCertificate(folder: string): Certificate {
  const [cert = '', key = ''] = ['tls.crt', 'tls.key'].map((file) => readFileSync(join(folder, file), 'utf8'));
  const { validTo } = new X509Certificate(cert);
  createSecureContext({ cert, key });
  return { cert, key, minVersion: 'TLSv1.2', notAfter: new Date(validTo) };
}
