// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '3b7803b613fd51d3c75b7b4103004a273938b9e7312cf0a46db42fc9a2b2149e';
