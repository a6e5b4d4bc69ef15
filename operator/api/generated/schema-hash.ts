// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '0bcc093cb9b77ce0e216c0099ba1b147692a80d68cedfe51b6a5c60788f0dbff';
