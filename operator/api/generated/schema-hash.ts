// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '9fe6a9404cffeb39a6bbf1a053de1dc97773c92e410d1222aff8798e4d484abe';
