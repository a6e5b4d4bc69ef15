// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '481f2aa9817854abc9279e42ed23a4efe7e122ec3dd36415019b3a42546f3abb';
