// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '5289f6ff606c0ce4fa0851fd38c572f276b5bd6803f27e71bc1612450c76130a';
