/** Schema of an operation that takes no parameters. */
export const noParameters = { type: 'object', additionalProperties: false, properties: {} } as const;
