import packageFile from '../package.json' with { type: 'json' };

/** Version of the engine, from package.json. */
export const version: string = packageFile.version;
