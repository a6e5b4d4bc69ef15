/** One limit of the front door: its value in the unit that its name ends with, and what a client beyond it is told. */
interface HttpLimitRow {
  readonly value: number;
  readonly shown: string;
  readonly does: string;
  readonly answer: string;
}

/** Every limit of what a client may take of the front door; docs/reference/front-door.md is made from it. */
export const httpLimitsTable = {
  connections: { value: 512, shown: '512', does: 'Connections that are open at once.', answer: 'the connection is closed' },
  requestsPerConnection: {
    value: 1_000,
    shown: '1,000',
    does: 'Requests on one connection.',
    answer: 'Connection: close with the last one',
  },
  handshakeMs: {
    value: 10_000,
    shown: '10 s',
    does: 'From a new connection to its end of the TLS handshake.',
    answer: 'the connection is closed',
  },
  headersMs: {
    value: 10_000,
    shown: '10 s',
    does: 'From the begin of a request, or a new connection, to the end of its headers.',
    answer: '408',
  },
  requestMs: { value: 30_000, shown: '30 s', does: 'From the begin of a request to the end of its body.', answer: '408' },
  checkEveryMs: { value: 5_000, shown: '5 s', does: 'How often these two are looked at, so how late they may be told.', answer: '' },
  keepAliveMs: {
    value: 5_000,
    shown: '5 s',
    does: 'A connection without a request, after one was answered.',
    answer: 'the connection is closed',
  },
  silenceMs: {
    value: 60_000,
    shown: '60 s',
    does: 'A connection on which no byte moves, such as of a client that does not read.',
    answer: 'the connection is closed',
  },
  headerBytes: { value: 8 * 1024, shown: '8 KiB', does: 'Request line and headers.', answer: '431' },
  bodyBytes: { value: 256 * 1024, shown: '256 KiB', does: 'Body, counted while it arrives.', answer: '413' },
  webhookBytes: {
    value: 2 * 1024 * 1024,
    shown: '2 MiB',
    does: 'The same where a webhook of Alertmanager may come: 500 alerts and more.',
    answer: '413',
  },
  bodiesBytes: {
    value: 64 * 1024 * 1024,
    shown: '64 MiB',
    does: 'Bodies of requests that are not answered yet, together.',
    answer: '503 with Retry-After',
  },
  callerBodiesBytes: { value: 16 * 1024 * 1024, shown: '16 MiB', does: 'The same of one caller.', answer: '503 with Retry-After' },
  jsonDepth: { value: 16, shown: '16', does: 'Levels of a body.', answer: '400 TooDeep' },
  jsonValues: { value: 50_000, shown: '50,000', does: 'Values in a body.', answer: '400 TooLarge' },
  idLength: { value: 253, shown: '253', does: 'Letters of a name in the address.', answer: '404' },
  reviews: {
    value: 8,
    shown: '8',
    does: 'Questions to the API server at once, about tokens and about rights, one client after the other.',
    answer: 'it waits',
  },
  tokensWaiting: { value: 256, shown: '256', does: 'Unknown tokens that wait, of one address.', answer: '503 with Retry-After' },
  rightsWaiting: { value: 4_096, shown: '4,096', does: 'Rights that wait, of one caller.', answer: '503 with Retry-After' },
} as const satisfies Readonly<Record<string, HttpLimitRow>>;

/** What a client may take of the front door. */
export type HttpLimits = Readonly<Record<keyof typeof httpLimitsTable, number>>;

/** The limits that hold in every process; tests of single ones have shorter times. */
export const httpLimits = Object.fromEntries(Object.entries(httpLimitsTable).map(([name, { value }]) => [name, value])) as HttpLimits;
