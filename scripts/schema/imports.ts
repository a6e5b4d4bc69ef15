/** Requires become imports, so that a generated validator runs as it is and survives bundling. */
export function importsOf(code: string): string {
  return code
    .replace(/^"use strict";\s*/, '')
    .replaceAll(
      /const (\w+) = require\("([^"]+)"\)\.default;/g,
      (_all, name: string, from: string) => `import ${name}Module from '${from}.js';\nconst ${name} = ${name}Module.default;`,
    );
}
