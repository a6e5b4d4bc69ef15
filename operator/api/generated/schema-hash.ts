// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '926201921acb3a6eebaa3b6047e86cb0ac608215aceccc2143f129cd8bba3125';
