/** One finished HTTP exchange with the API server, or one that got no answer (`code` is then `<error>`). */
export interface CallObservation {
  readonly verb: string;
  readonly method: string;
  readonly resource: string;
  readonly code: string;
  readonly seconds: number;
}

/** What the runtime tells whoever counts; every callback is optional and must not throw. */
export interface KubeMetrics {
  /** For rest_client_requests_total and its duration histogram. */
  onCall?(call: CallObservation): void;
  /** A watch stream of this kind ended and will be opened again; `reason` is a closed set of words. */
  onWatchRestart?(kind: string, reason: string): void;
  /** A change reached the cache from a watch stream. */
  onWatchEvent?(kind: string, type: string): void;
  /** The cache of this kind now holds `size` objects. */
  onCacheSize?(kind: string, size: number): void;
  /** The resync found `count` objects that the watch had lost or kept too long. */
  onCacheDrift?(kind: string, count: number): void;
  /** A change listener threw. */
  onListenerError?(kind: string): void;
  /** An Event was not written. */
  onEventDropped?(reason: string): void;
  /** Leadership was won (true) or given up (false). */
  onLeading?(leading: boolean): void;
}
