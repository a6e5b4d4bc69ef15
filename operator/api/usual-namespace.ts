/** The system namespace where nobody chose another one; the manifests of config/ name it, too. */
export const usualNamespace = 'self-healing-platform';
