import packageFile from '../package.json' with { type: 'json' };

/** Version of the engine, from package.json. */
export const version: string = packageFile.version;

declare const __COMMIT__: string | undefined;

/** The commit that the engine was built from, if whoever built it said so. */
export const commit: string = typeof __COMMIT__ === 'undefined' ? 'unknown' : __COMMIT__;
