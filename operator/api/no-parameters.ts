/** Schema of an operation or a check that takes no parameters. */
export const noParameters: Readonly<Record<string, unknown>> = { type: 'object', additionalProperties: false, properties: {} };
