// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '88361242b5b94fee7924a20f717361a0a22973ff31d1d3508d1eb413ef693299';
