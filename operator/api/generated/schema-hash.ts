// Made from crds/ by `npm run generate`; do not edit.
/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */
export const schemaHash = '02ab234d4be164bf2101c95c04a645ec2c1ee75156ae1b94dbe211ae6e0d98b0';
