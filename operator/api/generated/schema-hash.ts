// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '4f7ca43f8a6cd458af6a9e8011a6b72df1bf76b3ffa4bfaeebf3abec5246fc12';
