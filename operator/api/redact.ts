/** Names of fields, labels and variables whose value is a credential, whatever it looks like. */
const secretName = String.raw`pass(?:word|wd|phrase)|pwd|token|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|client[-_]?secret|credentials?|authorization|cookie`;
/** `secret` alone is a kind, and what API servers speak of; with a word before it, a credential. */
const secretKey = new RegExp(String.raw`${secretName}|[a-z\d][_-]?secret\b`, 'i');

const hidden = '[redacted]';

/**
 * What is a credential by its own form, each with what is left of it: authorization schemes (RFC 9110), JSON web tokens (RFC 7519), the user
 * part of an address (RFC 3986), assignments to what is called as credentials are, private keys in PEM, and the prefixes that issuers give
 * theirs so that they are found: OpenShift, AWS, GitHub, GitLab, Slack, Google.
 */
const forms: readonly (readonly [form: RegExp, left: string])[] = [
  [/\b((?:Bearer|Basic)\s+)(?!(?:auth[a-z]*|connectivity|constraints?|credentials?|tokens?)\b)[\w.~+/=-]{6,}/gi, `$1${hidden}`],
  [/(?<![\w-])eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, hidden],
  [/\b([a-z][a-z\d+.-]{0,30}:\/\/)[^\s/"'<>?#]+@(?!sha256:)/gi, `$1${hidden}@`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  [
    /\b(?:sha256~[\w-]{20,}|(?:AKIA|ASIA)[A-Z\d]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{30,})/g,
    hidden,
  ],
  // Not after a slash: `serviceaccounts/token: ...` is what an API server says of a subresource.
  [
    new RegExp(
      String.raw`(?<![\w/-])((?:[\w-]*[_-])?(?:${secretName})["']?\s*[=:]\s*["']?)(?!\[redacted\]|Bearer\b|Basic\b)[^\s"',;&}]+`,
      'gi',
    ),
    `$1${hidden}`,
  ],
  [/(?<![\w/-])([\w-]*[a-z\d][_-]secret["']?\s*=\s*["']?)(?!\[redacted\])[^\s"',;&}]+/gi, `$1${hidden}`],
];

/** Whether a value of that name is a credential. */
export function isSecretName(name: string): boolean {
  return secretKey.test(name);
}

/** The text with `[redacted]` for each part that looks like a credential. */
export function redact(text: string): string {
  return forms.reduce((left, [form, rest]) => left.replace(form, rest), text);
}

/** The text, or `[redacted]` in place of all of it when its name says that it is a credential. */
export function redactNamed(name: string, text: string): string {
  return isSecretName(name) ? hidden : redact(text);
}

/** How deep, and how many of a list, a log has to show. */
const deepest = 4;
const longestList = 50;

/**
 * The value with each text and each error in it as `show` says, and `[redacted]` for what has the name of a credential. Lists are cut at 50,
 * and what lies deeper than 4 stays out.
 */
export function redactDeep(value: unknown, show: (text: string | Error) => string, depth = 0): unknown {
  if (typeof value === 'string' || value instanceof Error) return show(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '...';
  if (Array.isArray(value)) return value.slice(0, longestList).map((item) => redactDeep(item, show, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isSecretName(name) ? hidden : redactDeep(item, show, depth + 1)]),
  );
}
