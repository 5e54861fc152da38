/** Key of a JSON secret that holds the versions of its values that differ from 1. */
export const VERSIONS_KEY = '_versions';
