/**
 * Jest's global setup: what the cdktn command does with `targetVersions` in cdktf.json. Without it CDK Terrain takes Terraform 1.5.7 for the oldest
 * one in use, and refuses write-only arguments.
 */
module.exports = (_, { rootDir }) => {
  const { targetVersions } = require(`${rootDir}/examples/quickstart/cdktf.json`);
  process.env.CDKTF_CONTEXT_JSON = JSON.stringify({ targetVersions });
};
