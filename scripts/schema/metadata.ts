const text = { type: ['string', 'null'] };
const wholeNumber = { type: ['integer', 'null'] };
const textMap = { type: ['object', 'null'], additionalProperties: text };

const owner = {
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'name', 'uid'],
  properties: {
    apiVersion: { type: 'string', minLength: 1 },
    kind: { type: 'string', minLength: 1 },
    name: { type: 'string', minLength: 1 },
    uid: { type: 'string', minLength: 1 },
    controller: { type: ['boolean', 'null'] },
    blockOwnerDeletion: { type: ['boolean', 'null'] },
  },
};

/** What the API server takes as metadata; the name as a DNS subdomain of at most 63 characters. */
export const metadataSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: { type: ['string', 'null'], maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' },
    namespace: text,
    generateName: text,
    uid: text,
    resourceVersion: text,
    generation: wholeNumber,
    creationTimestamp: text,
    deletionTimestamp: text,
    deletionGracePeriodSeconds: wholeNumber,
    selfLink: text,
    labels: textMap,
    annotations: textMap,
    finalizers: { type: ['array', 'null'], items: { type: 'string' } },
    ownerReferences: { type: ['array', 'null'], items: owner },
    managedFields: { type: ['array', 'null'], items: { type: 'object' } },
  },
};
