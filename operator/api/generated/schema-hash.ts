// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '310f653e259fcf9aad4cc9b790b758772368f898c67f61cafd01725c5e320c8d';
