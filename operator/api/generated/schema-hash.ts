// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = 'a18dc4f8d36b472f13eeb18d0730953af48b1260f46308cffa7263928ea5f7a3';
