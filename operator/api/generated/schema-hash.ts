// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '154e4b09f90fba84d09a91fb8180d973a68b5717158366825dd46cc58b9e6a30';
