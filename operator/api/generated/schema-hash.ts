// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '00e86c5910dd0e0be092394f0de56460ecebb400b6722babe2882f4a0034b158';
