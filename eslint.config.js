import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The import walls: imports follow the data, main -> ingress, controllers -> operations, checks, kube, outbound, metrics -> domain -> api. */
const walls = {
  api: ['domain', 'kube', 'outbound', 'operations', 'checks', 'metrics', 'controllers', 'ingress'],
  domain: ['kube', 'outbound', 'operations', 'checks', 'metrics', 'controllers', 'ingress', 'testing'],
  kube: ['outbound', 'operations', 'checks', 'controllers', 'ingress'],
  operations: ['checks', 'controllers', 'ingress'],
  checks: ['operations', 'controllers', 'ingress'],
  metrics: ['operations', 'checks', 'controllers', 'ingress'],
  outbound: ['operations', 'checks', 'metrics', 'controllers', 'ingress'],
};
const pureModules = ['winston', 'prom-client', 'undici', '@kubernetes/client-node', '@dot-i/k8s-operator', 'node:*'];

const wallRules = Object.entries(walls).map(([folder, forbidden]) => ({
  files: [`operator/${folder}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: forbidden.flatMap((name) => [`**/${name}/*`, `**/${name}/**`]),
            message: `operator/${folder} may not import it (design: imports follow the data)`,
          },
          { group: ['**/main.ts'], message: 'nothing imports main' },
          ...(folder === 'domain' ? [{ group: pureModules, message: 'the domain is pure: no I/O, no clients, no loggers' }] : []),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'operator/api/generated/', '.cache/'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] }, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  ...wallRules,
  {
    files: ['operator/domain/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'AwaitExpression', message: 'the domain is pure: no await' },
        { selector: 'ClassDeclaration', message: 'no classes in the domain' },
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'time is the argument now' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'time is the argument now' },
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'the domain is deterministic' },
      ],
    },
  },
  {
    files: ['**/*.test.ts', 'e2e/**/*.ts', 'operator/testing/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['e2e/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['*.config.js', '*.config.ts', 'e2e/harness/global-setup.ts', 'e2e/harness/global-teardown.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
);
