// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '36fdf2ec54b678e77468d423f691eecf6ce80e1569483c5322b04299685b4682';
