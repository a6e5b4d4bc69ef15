/** When a key wants to be looked at again, in milliseconds; undefined: only when something changes. */
export type Requeue = { readonly after?: number } | undefined;

/** Nothing more to do until something changes. */
export const done: Requeue = undefined;
